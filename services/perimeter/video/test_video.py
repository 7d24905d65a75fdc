"""Masks, gate, health and clips on pictures that are made here."""

from itertools import pairwise

import numpy as np
import pytest

from services.perimeter.models import Health
from services.perimeter.scene.shapes import Point
from services.perimeter.video.clips import decode, from_jpegs, jpeg_of
from services.perimeter.video.health import Watchman
from services.perimeter.video.masks import Masks
from services.perimeter.video.motion import Motion, small
from services.perimeter.video.sampler import Sampler, Sampling
from services.perimeter.video.source import Decoding, SourceFailed, frames, with_login
from services.perimeter.video.wire import MAX_MESSAGE, lengths, pack

WIDTH, HEIGHT = 320, 180
chance = np.random.default_rng(7)
GROUND = chance.integers(60, 200, (18, 32, 3)).repeat(10, 0).repeat(10, 1).astype(np.uint8)


def noisy(picture=GROUND, strength=3.0):
    grain = chance.standard_normal(picture.shape[:2])[..., None] * strength
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def with_block(x, y, size=30, value=250):
    picture = noisy()
    picture[y : y + size, x : x + size] = value
    return picture


def run(sampler, pictures, start=0.0, step=0.25):
    return [sampler.step(start + i * step, each) for i, each in enumerate(pictures)]


def test_a_mask_is_black_in_all_that_comes_out():
    """R12: pictures for detection, for the clip and for health come after the mask."""
    area = (Point(0, 0), Point(0.5, 0), Point(0.5, 1), Point(0, 1))
    sampler = Sampler(Sampling((area,), gate=False))
    (sample,) = run(sampler, [noisy()])
    for jpeg in (sample.jpeg, sampler.recent[0][1]):
        (shown,) = [picture for _, picture in decode(from_jpegs([(0.0, jpeg)]))]
        assert shown[:, : WIDTH // 2 - 8].max() < 40
        assert shown[:, WIDTH // 2 + 8 :].mean() > 60


def test_masks_follow_the_size_of_the_picture():
    masks = Masks([(Point(0, 0), Point(1, 0), Point(1, 0.5), Point(0, 0.5))])
    for size in ((180, 320, 3), (90, 160, 3)):
        picture = np.full(size, 200, np.uint8)
        masks.apply(picture)
        assert picture[: size[0] // 2 - 2].max() == 0
        assert picture[size[0] // 2 + 2 :].min() == 200


def test_a_still_scene_costs_almost_nothing():
    looks = [bool(each.jpeg) for each in run(Sampler(Sampling()), [noisy() for _ in range(240)])]
    assert sum(looks[24:]) <= 6  # every ten seconds one


def test_the_gate_opens_for_what_moves():
    quiet = [noisy() for _ in range(60)]
    sampler = Sampler(Sampling())
    run(sampler, quiet)
    moving = run(sampler, [with_block(20 + 12 * i, 90) for i in range(12)], 15.0)
    assert all(each.jpeg for each in moving[1:])


def test_the_gate_stays_open_for_who_stands_still():
    sampler = Sampler(Sampling())
    run(sampler, [noisy() for _ in range(60)])
    sampler.hold(40.0)
    assert all(each.jpeg for each in run(sampler, [noisy() for _ in range(40)], 15.0))


def test_what_is_left_is_seen_and_what_is_taken_is_told_apart():
    motion = Motion()
    for i in range(40):
        motion.step(i * 0.25, small(noisy()))
    for i in range(40, 120):
        left = motion.step(i * 0.25, small(with_block(150, 100)))
    (bag,) = left.statics
    assert 10.0 <= bag.since <= 17.0  # once it counts as still
    assert not bag.removed
    motion = Motion()
    for i in range(40):
        motion.step(i * 0.25, small(with_block(150, 100)))
    for i in range(40, 120):
        taken = motion.step(i * 0.25, small(noisy()))
    assert [each.removed for each in taken.statics] == [True]


def test_a_change_of_light_is_no_object():
    motion = Motion()
    for i in range(40):
        motion.step(i * 0.25, small(noisy()))
    bright = np.clip(GROUND.astype(int) + 60, 0, 255).astype(np.uint8)
    for i in range(40, 120):
        seen = motion.step(i * 0.25, small(noisy(bright)))
    assert not seen.statics


def health_after(pictures, first=None, step=0.5):
    man, motion = Watchman(), Motion()
    first = first or [noisy() for _ in range(40)]
    for i, picture in enumerate([*first, *pictures]):
        grey = small(picture)
        seen = motion.step(i * step, grey)
        state = man.step(i * step, grey, seen.settled)
    return state


def test_health_of_a_picture():
    dark = np.full_like(GROUND, 3)
    hand = np.full_like(GROUND, 90)
    frozen = noisy()
    turned = np.ascontiguousarray(GROUND[::-1, ::-1])
    assert health_after([noisy() for _ in range(40)]) is Health.OK
    assert health_after([noisy(dark, 1.0) for _ in range(40)]) is Health.BLACK
    assert health_after([noisy(hand, 1.0) for _ in range(40)]) is Health.COVERED
    assert health_after([frozen] * 60) is Health.FROZEN
    assert health_after([noisy(turned) for _ in range(40)]) is Health.MOVED


def test_half_a_second_of_black_is_no_black_camera():
    dark = np.full_like(GROUND, 3)
    pictures = [noisy(dark, 1.0)] + [noisy() for _ in range(20)]
    assert health_after(pictures) is Health.OK


def test_a_clip_keeps_times_and_pictures():
    shots = [(10.0 + i * 0.3, jpeg_of(with_block(10 + 20 * i, 60))) for i in range(8)]
    shown = list(decode(from_jpegs(shots)))
    assert len(shown) == 8
    assert [at for at, _ in shown] == pytest.approx([i * 0.3 for i in range(8)], abs=0.02)
    assert from_jpegs([]) == b""


def test_a_film_is_read_at_the_rate(tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(from_jpegs([(i / 12, jpeg_of(noisy())) for i in range(48)]))
    times = [at for at, _ in frames(str(path), 3.0, Decoding(), live=False)]
    assert 10 <= len(times) <= 13
    assert all(b - a > 0.16 for a, b in pairwise(times))


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "NOT_A_VIDEO"), (b"garbage" * 500, "NOT_A_VIDEO")]
)
def test_what_is_no_film_says_so(tmp_path, content, reason):
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    with pytest.raises(SourceFailed) as caught:
        list(frames(str(path), 3.0, Decoding(), live=False))
    assert caught.value.reason == reason
    assert str(tmp_path) not in str(caught.value)


def test_a_login_is_put_where_ffmpeg_wants_it():
    assert with_login("rtsp://10.0.0.1/sub", "a@b", "p:/") == "rtsp://a%40b:p%3A%2F@10.0.0.1/sub"
    assert with_login("rtsp://10.0.0.1/sub", "", "") == "rtsp://10.0.0.1/sub"


def test_messages_are_bounded():
    assert lengths(pack({"do": "x"}, b"12345")[:8]) == (11, 5)
    with pytest.raises(ValueError, match="too large"):
        lengths((1).to_bytes(4) + (MAX_MESSAGE + 1).to_bytes(4))
