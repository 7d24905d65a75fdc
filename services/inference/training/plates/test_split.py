"""What may be learned from, and what may not."""

import pytest

from services.inference.training.plates.split import CROPS, Part, files, part


@pytest.mark.parametrize(
    ("name", "which"),
    [("皖A00000.jpg", Part.VALIDATION), ("皖A00001.jpg", Part.FIT), ("皖A00002.jpg", Part.HOLDOUT)],
)
def test_the_split_never_changes(name, which):
    assert part(name) is which


def test_at_least_a_hundred_crops_are_held_out():
    parts = {which: {each.name for each in files(CROPS, which)} for which in Part}
    if not any(parts.values()):
        pytest.skip("no crops: ../shared/data/plates is absent")
    assert len(parts[Part.HOLDOUT]) >= 100
    assert len(parts[Part.VALIDATION]) >= 30
    assert not parts[Part.FIT] & parts[Part.HOLDOUT]
    assert not parts[Part.VALIDATION] & parts[Part.HOLDOUT]
