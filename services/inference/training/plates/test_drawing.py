"""Plates drawn: every kind, in its layout, the same for the same seed."""

import cv2
import numpy as np
import pytest

from services.inference.plate_color import ground
from services.inference.rectification import rectify, rows_of
from services.inference.training.plates import dataset, samples, scenes, texts
from services.inference.training.plates.drawing import draw
from services.inference.training.plates.glyphs import glyph
from services.plate.grammar import ALPHABET, RULE, Color, Kind, parse


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize("kind", Kind)
def test_texts_are_plates_of_their_kind(kind):
    for seed in range(50):
        text, dot = texts.text(kind, rng(seed))
        assert kind in parse(text).kinds
        assert 0 < dot < len(text)


@pytest.mark.parametrize("character", ALPHABET)
def test_every_character_is_drawn_and_none_fills_its_cell(character):
    mask = glyph(character, rng())
    assert mask.shape == (180, 90)
    assert 0.05 < (mask > 128).mean() < 0.95


def test_characters_differ():
    masks = {each: glyph(each, rng()) for each in ALPHABET}
    alike = [a + b for a in masks for b in masks if a < b and (masks[a] == masks[b]).all()]
    assert set(alike) <= {"0O"}  # the grammar tells them apart by their place


@pytest.mark.parametrize("kind", Kind)
def test_a_plate_has_the_size_and_rows_of_its_kind(kind):
    text, dot = texts.text(kind, rng())
    rule = RULE[kind]
    plate = draw(text, dot, kind, rule.colors[0], rng())
    assert plate.shape == (rule.height_mm, rule.width_mm, 3)
    corners = np.array(((0, 0), plate.shape[1::-1], (0, 0), (0, 0)), np.float32)
    corners[1, 1], corners[2], corners[3] = 0, plate.shape[1::-1], (0, plate.shape[0])
    if kind is not Kind.TEMPORARY:  # as short as a motorcycle's, in one row
        assert rows_of(corners) == rule.rows


@pytest.mark.parametrize("color", [c for c in Color if c is not Color.YELLOW_GREEN])
def test_the_ground_of_a_clean_plate_is_recognised(color):
    kind = next(kind for kind in Kind if color in RULE[kind].colors)
    text, dot = texts.text(kind, rng())
    plate = draw(text, dot, kind, color, rng())
    assert ground(cv2.resize(plate, (168, 48))) is color


def test_the_same_seed_draws_the_same():
    for make in (scenes.close_up, lambda each: scenes.scene(each, 320, 240)):
        (one, first), (other, second) = make(rng(7)), make(rng(7))
        assert (one == other).all()
        assert str(first) == str(second)
    assert samples.sample(3) == samples.sample(3)
    assert samples.sample(3) != samples.sample(4)


def test_corners_lie_where_the_plate_is():
    """What is cut out by the corners is the flat plate again."""
    for seed in range(8):
        chance = rng(seed)
        flat, *_ = scenes.plate(chance, Kind.SMALL)
        canvas = np.zeros((300, 500, 3), np.uint8)
        corners = scenes.quad((250, 150), 300, flat.shape[1] / flat.shape[0], chance)
        seen = rectify(scenes.place(flat, canvas, corners), corners, 168, 1)
        wanted = cv2.resize(flat, (168, 48), interpolation=cv2.INTER_AREA)
        pair = [cv2.GaussianBlur(each, (0, 0), 1.5).ravel() for each in (seen, wanted)]
        assert np.corrcoef(*pair)[0, 1] > 0.9


def test_scenes_hold_whole_plates_alone():
    for seed in range(30):
        picture, labels = scenes.scene(rng(seed), 320, 240)
        assert picture.shape == (240, 320, 3)
        for label in labels:
            assert (label.corners >= 0).all()
            assert (label.corners <= (320, 240)).all()
            assert label.kind in parse(label.text).kinds


def test_found_corners_stay_near_the_true_ones():
    corners = scenes.quad((100, 50), 120, 3.1, rng())
    for seed in range(50):
        assert np.abs(dataset.found(corners, rng(seed)) - corners).max() < 40
