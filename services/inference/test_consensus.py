"""Frames of one car vote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.inference.v1 import inference_pb2 as pb
from services.inference.consensus import agree


def plate(text: str, confidence: float = 0.9, left: float = 0.4, width: float = 0.1) -> pb.Plate:
    corners = [(left, 0.5), (left + width, 0.5), (left + width, 0.53), (left, 0.53)]
    return pb.Plate(
        text=text,
        kind="small",
        color="blue",
        confidence=confidence,
        score=0.9,
        corners=[pb.Point(x=x, y=y) for x, y in corners],
        characters=[pb.PlateCharacter(text=each, confidence=confidence) for each in text],
    )


def test_no_plate_is_no_consensus() -> None:
    assert agree([]) is None
    assert agree([[], []]) is None


def test_one_frame_is_its_own_consensus() -> None:
    agreed = agree([[plate("鲁C12345")]])
    assert agreed.plate.text == "鲁C12345"
    assert (agreed.best, agreed.frames, agreed.agreement, agreed.motion) == (0, 1, 1.0, 0.0)


def test_two_right_reads_outvote_a_wrong_one() -> None:
    agreed = agree([[plate("鲁C12345")], [plate("鲁C1Z345", 0.8)], [plate("鲁C12345", 0.7)]])
    assert agreed.plate.text == "鲁C12345"
    assert agreed.frames == 3
    assert 0.5 < agreed.agreement < 1


def test_reads_that_are_each_wrong_elsewhere_make_a_right_one() -> None:
    reads = ["鲁C1Z345", "鲁C12B45", "鲁C123S5"]
    agreed = agree([[plate(each)] for each in reads])
    assert agreed.plate.text == "鲁C12345"
    assert agreed.agreement == 0


def test_a_lost_character_does_not_win() -> None:
    agreed = agree([[plate("鲁AD1234", 0.5)], [plate("鲁AD12345")], [plate("鲁AD12345")]])
    assert agreed.plate.text == "鲁AD12345"


def test_the_nearer_of_two_cars_counts() -> None:
    far, near = plate("京A11111", width=0.05), plate("鲁C12345", left=0.1, width=0.2)
    agreed = agree([[near, far], [far, near]])
    assert agreed.plate.text == "鲁C12345"
    assert agreed.frames == 2


def test_the_best_frame_is_the_largest_and_surest() -> None:
    agreed = agree([[plate("鲁C12345")], [plate("鲁C12345", width=0.2)], [plate("鲁C12345", 0.5)]])
    assert agreed.best == 1
    assert agreed.plate.corners[1].x == pytest.approx(0.6)


def test_motion_is_in_widths() -> None:
    agreed = agree([[plate("鲁C12345", left=0.1)], [plate("鲁C12345", left=0.2)]])
    assert agreed.motion == pytest.approx(1.0, abs=1e-3)


TEXTS = st.sampled_from(["鲁C12345", "鲁C1Z345", "鲁AD12345", "京A11111", "鲁C12B45"])
FRAMES = st.lists(
    st.lists(st.builds(plate, TEXTS, st.floats(0.1, 1), st.floats(0, 0.8)), max_size=3),
    max_size=6,
)


@given(FRAMES)
def test_the_consensus_is_always_a_plate_that_frames_support(frames) -> None:
    agreed = agree(frames)
    assert (agreed is None) == (not any(frames))
    if agreed:
        assert 0 <= agreed.agreement <= 1.0001
        assert 1 <= agreed.frames <= len(frames)
        assert len(agreed.plate.characters) == len(agreed.plate.text)
        for character in agreed.plate.characters:
            assert 0 <= character.confidence <= 1
