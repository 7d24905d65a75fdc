"""Cut-outs with alpha from pictures that packages ship: ultralytics' street, scikit-image's
motorcycle. They are cut anew each time, and are nowhere in this repository."""

import importlib.util
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

Sprite = npt.NDArray[np.uint8]  # (height, width, 4), BGR and alpha
STREET = "ultralytics/assets/bus.jpg"
MOTORCYCLE = "skimage/data/motorcycle_left.png"
# Left, top, right, bottom in pixels of the picture.
PERSONS = {"coat": (46, 395, 240, 908), "blue": (222, 402, 346, 862)}
BUS = (10, 225, 800, 745)
BIKE = (70, 60, 700, 480)


def path_of(name: str) -> Path | None:
    """Of a picture in an installed package, found without importing the package."""
    package, _, rest = name.partition("/")
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(next(iter(spec.submodule_search_locations))) / rest
    return path if path.is_file() else None


def missing() -> str:
    """What is not installed; empty when all is there."""
    return next((name for name in (STREET, MOTORCYCLE) if path_of(name) is None), "")


@cache
def person(name: str) -> Sprite:
    return _cut(STREET, PERSONS[name])


@cache
def bus() -> Sprite:
    """The bus with the people before it painted over, so that it is a vehicle alone."""
    picture = _read(STREET)
    hidden = np.zeros(picture.shape[:2], np.uint8)
    for left, top, right, bottom in (*PERSONS.values(), (665, 380, 810, 880), (0, 540, 75, 880)):
        hidden[top:bottom, left:right] = 255
    plain = cv2.inpaint(picture, hidden, 5, cv2.INPAINT_TELEA)
    left, top, right, bottom = BUS
    alpha = np.zeros(picture.shape[:2], np.uint8)
    corners = [(20, 300), (100, 235), (640, 228), (795, 250), (800, 720), (640, 735), (120, 740)]
    cv2.fillPoly(alpha, [np.array([*corners, (15, 640)], np.int32)], 255)
    return _sprite(plain, alpha)[:, :]


@cache
def motorcycle() -> Sprite:
    return _cut(MOTORCYCLE, BIKE)


def _read(name: str) -> npt.NDArray[np.uint8]:
    path = path_of(name)
    if path is None:
        raise FileNotFoundError(f"{name} is not installed: run make setup")
    return cv2.imread(str(path))  # type: ignore[return-value]


def _cut(name: str, box: tuple[int, int, int, int]) -> Sprite:
    picture = _read(name)
    left, top, right, bottom = box
    mask = np.zeros(picture.shape[:2], np.uint8)
    models = np.zeros((2, 1, 65))
    cv2.setRNGSeed(1)
    rectangle = (left, top, right - left, bottom - top)
    cv2.grabCut(picture, mask, rectangle, models[0], models[1], 6, cv2.GC_INIT_WITH_RECT)
    alpha = np.where((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD), 255, 0).astype(np.uint8)
    return _sprite(picture, _largest(alpha))


def _largest(alpha: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    _, marks, stats, _ = cv2.connectedComponentsWithStats(alpha)
    best = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    return np.where(marks == best, 255, 0).astype(np.uint8)


def _sprite(picture: npt.NDArray[np.uint8], alpha: npt.NDArray[np.uint8]) -> Sprite:
    soft = cv2.GaussianBlur(alpha, (5, 5), 0)
    rows, columns = np.nonzero(alpha)
    part = np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    return np.dstack((picture[part], soft[part])).astype(np.uint8)
