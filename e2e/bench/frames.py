"""Gate frames made from real portraits: the face pasted into a camera picture."""

from pathlib import Path

import cv2
import numpy as np

SIZES = {"640×480": (640, 480, 300), "1920×1080": (1920, 1080, 640)}  # width, height, face photo


def frame(photo: Path, size: str, seed: int) -> bytes:
    """A JPEG of the size with the photo somewhere in it, over a noisy gradient."""
    width, height, side = SIZES[size]
    random = np.random.default_rng(seed)
    row = np.linspace(60, 160, width, dtype=np.float32)
    canvas = np.repeat(np.repeat(row[None, :, None], height, 0), 3, 2)
    canvas += random.normal(0, 6, canvas.shape).astype(np.float32)
    picture = np.clip(canvas, 0, 255).astype(np.uint8)
    face = cv2.resize(cv2.imread(str(photo)), (side, side), interpolation=cv2.INTER_CUBIC)
    x, y = int(random.integers(0, width - side)), int(random.integers(0, height - side))
    picture[y : y + side, x : x + side] = face
    done, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 85])
    assert done
    return jpeg.tobytes()
