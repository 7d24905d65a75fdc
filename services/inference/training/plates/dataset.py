"""What the recogniser and the detector learn from, made once and kept in a folder."""

import json
import multiprocessing
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from services.inference.rectification import rectify
from services.inference.training.plates import scenes
from services.inference.training.plates.camera import Corners
from services.inference.training.plates.drawing import Picture
from services.inference.training.plates.split import CROPS, Part, files
from services.plate.grammar import RULE, Kind

STRIP = 168
"""Columns of a strip."""
SCENE = (512, 416)
"""Width and height of a scene."""
_CHUNK = 500


def make_strips(count: int, seed: int, workers: int) -> tuple[npt.NDArray[Any], list[Any]]:
    """Strips as the rectifier gives them, and [text, colour] of each."""
    made = _parallel(_strips, count, seed, workers)
    pictures = np.concatenate([pictures for pictures, _ in made])
    return pictures, [label for _, labels in made for label in labels]


def make_scenes(folder: Path, count: int, seed: int, workers: int) -> None:
    """JPEG files with their labels, the corners in pixels, in `labels.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    made = _parallel(partial(_scenes, folder), count, seed + 1_000_000, workers)
    labels = {name: quads for part in made for name, quads in part.items()}
    (folder / "labels.json").write_text(json.dumps(labels))


def _parallel(make: Any, count: int, seed: int, workers: int) -> list[Any]:
    chunks = [(seed + i, min(_CHUNK, count - i)) for i in range(0, count, _CHUNK)]
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        return pool.starmap(make, chunks)


def _strips(seed: int, count: int) -> tuple[npt.NDArray[Any], list[list[str]]]:
    cv2.setNumThreads(1)
    strips, labels = np.empty((count, 48, STRIP, 3), np.uint8), []
    for i in range(count):
        strips[i], label = strip(np.random.default_rng(seed + i), STRIP)
        labels.append([label.text, str(label.color)])
    return strips, labels


def strip(
    rng: np.random.Generator, width: int, kind: Kind | None = None
) -> tuple[Picture, scenes.Label]:
    """A plate as the recogniser gets it, from corners that are a little wrong."""
    picture, label = scenes.close_up(rng, kind)
    rows = RULE[label.kind].rows
    return rectify(picture, found(label.corners, rng), width, rows), label


def found(corners: Corners, rng: np.random.Generator) -> Corners:
    """Corners as a detector finds them; or the loose upright box that devices crop."""
    size = np.ptp(corners, axis=0)
    if rng.random() < 0.65:
        wobble = rng.normal(0, 1, (4, 2)) * size * (0.015, 0.05)
        wobbled: Corners = (corners + wobble).astype(np.float32)
        return wobbled
    left, top = corners.min(0) - size * rng.uniform(-0.02, 0.08, 2)
    right, bottom = corners.max(0) + size * rng.uniform(-0.02, 0.08, 2)
    return np.array(((left, top), (right, top), (right, bottom), (left, bottom)), np.float32)


def _scenes(folder: Path, seed: int, count: int) -> dict[str, list[list[list[float]]]]:
    cv2.setNumThreads(1)
    labels, real = {}, real_crops()
    for i in range(count):
        rng = np.random.default_rng(seed + i)
        picture, found_ = scenes.scene(rng, *SCENE, real)
        name = f"{seed + i}.jpg"
        _write(folder / name, picture)
        labels[name] = [label.corners.round(2).tolist() for label in found_]
    return labels


@lru_cache(maxsize=1)
def real_crops() -> list[scenes.Crop]:
    """Those that may be learned from, enlarged."""
    made = []
    for path in files(CROPS, Part.FIT):
        picture = cv2.imread(str(path))
        large = cv2.resize(picture, (470, 120), interpolation=cv2.INTER_CUBIC)  # type: ignore[arg-type]
        made.append((large, path.stem))
    return made


def _write(path: Path, picture: Picture) -> None:
    cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, 95])
