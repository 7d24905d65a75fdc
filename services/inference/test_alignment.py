import numpy as np
import pytest
from skimage.transform import SimilarityTransform

from services.inference.alignment import _TEMPLATE, align, similarity

TEMPLATE = np.stack((_TEMPLATE.real, _TEMPLATE.imag), -1)


def test_agrees_with_umeyama_of_scikit_image() -> None:
    rng = np.random.default_rng(0)
    for _ in range(20):
        points = (TEMPLATE * rng.uniform(0.3, 4) + rng.normal(0, 5, (5, 2))).astype(np.float32)
        wanted = SimilarityTransform.from_estimate(points, TEMPLATE).params[:2]
        np.testing.assert_allclose(similarity(points, 112, 112), wanted, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(("width", "height"), [(112, 112), (160, 160), (96, 128)])
def test_landmarks_land_on_the_template_of_any_size(width, height) -> None:
    points = TEMPLATE.astype(np.float32) * 2 + 30
    matrix = similarity(points, width, height)
    landed = points @ matrix[:, :2].T + matrix[:, 2]
    size = min(width, height) / 112
    middle = (np.array((width, height)) - size * 112) / 2
    np.testing.assert_allclose(landed, TEMPLATE * size + middle, atol=1e-3)


def test_landmarks_in_one_point_do_not_fail() -> None:
    assert np.isfinite(similarity(np.full((5, 2), 7, np.float32), 112, 112)).all()


def test_a_large_face_is_averaged_not_sampled() -> None:
    # A checkerboard of single pixels must become grey, whatever the phase of the sampling.
    board = (np.indices((1000, 1000)).sum(0) % 2 * 255).astype(np.uint8)
    picture = np.repeat(board[..., None], 3, 2)
    crop = align(picture, TEMPLATE.astype(np.float32) * 4 + 200)
    assert crop.shape == (112, 112, 3)
    assert crop.std() < 10
