import numpy as np
import pytest

from kit.secrets import Keyring
from services.face.transform import Transforms, random_rotation


@pytest.fixture
def transforms():
    return Transforms(Keyring("k1", {"k1": bytes(32)}, bytes(range(32))))


FIRST_ROW = [-0.9242963, -0.1392032, -0.2519102, -0.2506795]


def unit(seed, count, size=128):
    rows = np.random.default_rng(seed).standard_normal((count, size)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.parametrize("size", [2, 3, 128, 512])
def test_rotation_is_orthogonal(size):
    turn = random_rotation(bytes(32), size).astype(np.float64)
    assert np.allclose(turn @ turn.T, np.eye(size), atol=1e-5)


def test_rotation_is_the_same_on_every_start():
    """A change here orphans every template in the field: never update these numbers."""
    turn = random_rotation(b"\x07" * 32, 4)
    assert np.allclose(turn[0], FIRST_ROW, atol=1e-6)


def test_scores_inside_a_community_are_unchanged(transforms):
    """R19: accuracy is that of the model."""
    faces = unit(1, 200)
    turned = np.stack([transforms.apply("c1", 1, face) for face in faces])
    assert np.allclose(turned @ turned.T, faces @ faces.T, atol=1e-5)


def test_same_face_in_two_communities_scores_like_strangers(transforms):
    """R19: unlinkable, against the scores of real strangers of the same dimension."""
    faces = unit(2, 300)
    one = np.stack([transforms.apply("c1", 1, face) for face in faces])
    two = np.stack([transforms.apply("c2", 1, face) for face in faces])
    same, strangers = np.sum(one * two, axis=1), np.sum(faces * unit(3, 300), axis=1)
    assert abs(same.mean()) < 0.05
    assert same.std() < 1.5 * strangers.std()
    assert same.max() < 0.4


def test_new_version_is_unlinkable_to_the_old_and_can_be_undone(transforms):
    """R19: renewable."""
    (face,) = unit(4, 1)
    old, new = transforms.apply("c1", 1, face), transforms.apply("c1", 2, face)
    assert abs(float(old @ new)) < 0.4
    assert np.allclose(transforms.undo("c1", 1, old), face, atol=1e-5)


def test_without_the_secret_the_transform_cannot_be_known(transforms):
    other = Transforms(Keyring("k1", {"k1": bytes(32)}, bytes(32)))
    (face,) = unit(5, 1)
    assert abs(float(transforms.apply("c1", 1, face) @ other.apply("c1", 1, face))) < 0.4
