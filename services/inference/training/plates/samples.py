"""`python -m services.inference.training.plates.samples --out DIR`: plates to test readers with.

Files are named TEXT.KIND.NUMBER.jpg, as `anju plates evaluate` understands. Seeds from 10,000,000
on are never trained on.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np

from services.inference.training.plates import scenes
from services.plate.grammar import Kind

HELD_OUT = 10_000_000
"""Seeds below may be trained on."""
STREET = (640, 480)
"""Width and height in pixels."""
WIDTHS = (100.0, 240.0)
"""Pixels; smaller plates are not always readable, also for people."""


def sample(number: int) -> tuple[str, bytes]:
    """Name and JPEG of a held-out plate; kinds take turns."""
    rng = np.random.default_rng(HELD_OUT + number)
    kind = list(Kind)[number % len(Kind)]
    picture, label = scenes.close_up(rng, kind, float(rng.uniform(*WIDTHS)))
    coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 95])[1]
    return f"{label.text}.{kind}.{number}.jpg", coded.tobytes()


def car(number: int) -> tuple[str, bytes]:
    """Name and JPEG of a held-out car on a street."""
    rng = np.random.default_rng(2 * HELD_OUT + number)
    kind = list(Kind)[number % len(Kind)]
    picture, label = scenes.one_car(rng, kind, *STREET, float(rng.uniform(110, 190)))
    coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 85])[1]
    return f"{label.text}.{kind}.{number}.jpg", coded.tobytes()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--cars", action="store_true", help="cars on streets, not plates close up")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    for number in range(given.count):
        name, content = car(number) if given.cars else sample(number)
        (given.out / name).write_bytes(content)


if __name__ == "__main__":
    main()
