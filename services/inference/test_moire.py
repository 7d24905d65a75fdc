"""Screens show their raster; painted plates do not."""

import numpy as np
import pytest

from services.inference.moire import moire

CORNERS = np.array(((40, 30), (260, 30), (260, 100), (40, 100)), np.float32)


def plate(seed: int) -> np.ndarray:
    """Blocks of paint as characters are, with a sensor's noise."""
    rng = np.random.default_rng(seed)
    blocks = rng.integers(0, 2, (8, 26)).repeat(10, 0).repeat(12, 1)[:130, :300] * 170.0
    picture = np.zeros((130, 300))
    picture[: blocks.shape[0], : blocks.shape[1]] = blocks
    noisy = picture[..., None] + rng.normal(40, 5, (130, 300, 3))
    return np.clip(noisy, 0, 255).astype(np.uint8)


def on_a_screen(picture: np.ndarray, period: float) -> np.ndarray:
    rows, columns = np.mgrid[: picture.shape[0], : picture.shape[1]]
    raster = 22 * (np.sin(2 * np.pi * columns / period) + np.sin(2 * np.pi * rows / period))
    return np.clip(picture + raster[..., None], 0, 255).astype(np.uint8)


@pytest.mark.parametrize("period", [2.7, 3.4, 4.5])
def test_a_raster_stands_out(period):
    for seed in range(5):
        real, shown = plate(seed), on_a_screen(plate(seed), period)
        assert moire(shown, CORNERS) > 2 * moire(real, CORNERS)


def test_too_few_pixels_tell_nothing():
    assert moire(plate(0), CORNERS * 0.3) == 0.0
