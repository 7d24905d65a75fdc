"""Real crops: where their characters stand, and other characters painted in."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from services.inference.training.plates import registration
from services.inference.training.plates.drawing import draw
from services.inference.training.plates.glyphs import AVERAGED, Mask, averaged, standard
from services.inference.training.plates.real import repaint, repainted
from services.inference.training.plates.split import CROPS, Part, files
from services.plate.grammar import Color, Kind

LOOSE = np.array(((6, 4), (90, 2), (88, 20), (4, 22)), np.float32)
"""Where the plate lies in a crop of 94×24."""
CORNERS = np.array(((0, 0), (440, 0), (440, 140), (0, 140)), np.float32)


@pytest.fixture
def crop(tmp_path: Path) -> Path:
    """As devices cut them: small, loose, tilted."""
    plate = draw("皖A8Z0K5", 2, Kind.SMALL, Color.BLUE, np.random.default_rng(0))
    matrix = cv2.getPerspectiveTransform(CORNERS, LOOSE)
    seen = cv2.warpPerspective(cv2.GaussianBlur(plate, (0, 0), 3), matrix, (94, 24))
    cv2.imwrite(str(path := tmp_path / "皖A8Z0K5.png"), seen)
    return path


def test_the_plate_is_found_in_a_loose_crop(crop: Path) -> None:
    laid = registration.lay(crop)
    assert laid is not None
    assert laid.text == "皖A8Z0K5"
    assert laid.correlation > 0.8
    found = cv2.perspectiveTransform(CORNERS[None], laid.matrix)[0]
    assert np.abs(found - LOOSE).max() < 2


def test_a_picture_of_nothing_has_no_plate(tmp_path: Path) -> None:
    cv2.imwrite(str(path := tmp_path / "皖A8Z0K5.png"), np.zeros((24, 94, 3), np.uint8))
    laid = registration.lay(path)
    assert laid is None or laid.correlation < 0.3


def test_only_what_differs_is_painted_over(crop: Path) -> None:
    laid = registration.lay(crop)
    assert laid is not None
    other = repaint(laid, "川A8Z0K5", np.random.default_rng(0))
    changed = np.abs(other.astype(int) - laid.crop).max(-1) > 0
    assert changed[:, :20].any()
    assert not changed[:, 40:].any()
    assert (repaint(laid, laid.text, np.random.default_rng(0)) == laid.crop).all()


def test_what_is_painted_in_looks_like_its_character(crop: Path) -> None:
    laid = registration.lay(crop)
    assert laid is not None
    other = repaint(laid, "皖A1Z0K5", np.random.default_rng(0))
    flat = registration.Laid("", other, laid.matrix, 1).flat()[..., 2]
    cell = registration.cells(laid.text)[2]
    left, top = round(cell.left), round(cell.top)
    seen = flat[top : top + 90, left : left + 45]
    assert seen[:, 17:28].mean() > seen[:, :10].mean() + 50  # a bar in the middle


@pytest.mark.parametrize("character", AVERAGED)
def test_averaged_letters_are_like_those_of_the_typeface(character: str) -> None:
    """M is not: the middle of a real one hangs free."""
    seen = soft(averaged(character))
    alike = {each: np.corrcoef(seen, soft(standard(each)))[0, 1] for each in AVERAGED}
    assert character in sorted(alike, key=lambda each: -alike[each])[:4]


def soft(mask: Mask) -> Mask:
    return cv2.GaussianBlur(mask, (0, 0), 7).ravel()


def test_repaintings_are_of_every_province() -> None:
    if not files(CROPS, Part.VALIDATION):
        pytest.skip(f"no crops in {CROPS.name}")
    made = repainted(Part.VALIDATION, 3, 0)
    assert made is not None
    strips, labels = made
    assert strips.shape[1:] == (48, 168, 3)
    assert len(strips) == len(labels) > 43
    assert len({text[0] for text, _ in labels}) > 15
