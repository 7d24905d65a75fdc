"""Drive-ups without cars, drawn: ground with its joints and lines, walls, leaves, barriers."""

import cv2
import numpy as np
import numpy.typing as npt

from services.inference.training.plates.drawing import Picture

Shot = npt.NDArray[np.float32]


def drive_up(width: int, height: int, rng: np.random.Generator) -> Picture:
    """What a camera above a lane sees."""
    shot = _texture(height, width, rng, rng.uniform(60, 200), rng.uniform(3, 25))
    shot *= 1 + rng.normal(0, 0.04, 3).astype(np.float32)
    _joints(shot, rng)
    if (horizon := round(height * rng.uniform(-0.25, 0.45))) > 8:
        _behind(shot[:horizon], rng)
    for _ in range(rng.poisson(1.5)):
        (_pole, _hump, _kerb)[int(rng.integers(3))](shot, rng)
    if rng.random() < 0.4:
        _leafy_shadow(shot, rng)
    return np.clip(shot, 0, 255).astype(np.uint8)


def _texture(height: int, width: int, rng: np.random.Generator, level: float, rough: float) -> Shot:
    """Noise of several grains."""
    shot = np.full((height, width), level, np.float32)
    for grain in (1, 3, 12, 60):
        size = max(2, height // grain), max(2, width // grain)
        part = rough * rng.uniform(0.2, 1) / (1 if grain < 10 else 3)
        noise = rng.normal(0, part, size).astype(np.float32)
        shot += cv2.resize(noise, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.repeat(shot[..., None], 3, axis=2)


def _joints(shot: Shot, rng: np.random.Generator) -> None:
    """Slabs, or the lines of a lane, running away from the camera."""
    height, width = shot.shape[:2]
    vanish = np.array((width * rng.uniform(-0.5, 1.5), -height * rng.uniform(0.1, 1.5)))
    light = float(rng.choice((-45, -25, 40, 110)))
    thick = int(rng.integers(1, 4)) if light < 60 else int(rng.integers(4, 14))
    lines = np.zeros((height, width), np.float32)
    for x in np.arange(-width, 2 * width, width * rng.uniform(0.1, 0.8)):
        start = vanish + (np.array((x, height)) - vanish) * 0.3
        cv2.line(lines, _at(start), _at((x, height)), light, thick, cv2.LINE_AA)
    if light < 60:
        y, step = float(height), height * rng.uniform(0.1, 0.3)
        while y > 0 and step > 3:
            cv2.line(lines, (0, round(y)), (width, round(y)), light, thick, cv2.LINE_AA)
            y, step = y - step, step * 0.8
    shot += lines[..., None]


def _behind(part: Shot, rng: np.random.Generator) -> None:
    """A wall, a house, a hedge, or the sky."""
    height, width = part.shape[:2]
    tone = rng.uniform(40, 220) * (1 + rng.normal(0, 0.12, 3))
    part[:] = _texture(height, width, rng, 1.0, rng.uniform(0, 0.15)) * tone
    kind = rng.random()
    if kind < 0.35:  # windows
        across, down = int(rng.integers(20, 90)), int(rng.integers(16, 70))
        for x in range(int(rng.integers(across)), width, across):
            for y in range(int(rng.integers(down)), height, down):
                glass = tuple(float(v) for v in rng.uniform(20, 240, 3))
                part_ = (round(x + across * 0.6), round(y + down * 0.7))
                cv2.rectangle(part, (x, y), part_, glass, -1)
    elif kind < 0.65:  # leaves
        for _ in range(height * width // 250):
            spot = int(rng.integers(width)), int(rng.integers(height))
            leaf = np.array((40, 100, 60)) * rng.uniform(0.2, 1.7)
            cv2.circle(part, spot, int(rng.integers(2, 8)), tuple(leaf), -1)
    elif kind < 0.85:  # bricks, railings
        step = int(rng.integers(6, 30))
        for x in range(0, width, step):
            cv2.line(part, (x, 0), (x, height), tuple(tone * 0.6), int(rng.integers(1, 4)))
        for y in range(0, height, max(4, step // 2)):
            cv2.line(part, (0, y), (width, y), tuple(tone * 0.7), 1)


def _pole(shot: Shot, rng: np.random.Generator) -> None:
    """Red and white, or a post."""
    height, width = shot.shape[:2]
    start = np.array((rng.uniform(-0.2, 1) * width, rng.uniform(0, 1) * height))
    turn = rng.normal(0, 0.15) if rng.random() < 0.7 else np.pi / 2
    end = start + np.array((np.cos(turn), np.sin(turn))) * width * rng.uniform(0.3, 1.2)
    _striped(shot, start, end, round(height * rng.uniform(0.01, 0.04)), rng)


def _hump(shot: Shot, rng: np.random.Generator) -> None:
    """Yellow and black, across the lane."""
    height, width = shot.shape[:2]
    y = rng.uniform(0.3, 1) * height
    start, end = np.array((0.0, y)), np.array((width, y + rng.normal(0, 0.05) * height))
    _striped(shot, start, end, round(height * rng.uniform(0.02, 0.07)), rng)


def _striped(
    shot: Shot,
    start: npt.NDArray[np.float64],
    end: npt.NDArray[np.float64],
    thick: int,
    rng: np.random.Generator,
) -> None:
    pair = (
        ((240, 240, 240), (40, 40, 200)) if rng.random() < 0.5 else ((40, 40, 40), (60, 190, 220))
    )
    parts = int(rng.integers(2, 16))
    for i in range(parts):
        a, b = start + (end - start) * i / parts, start + (end - start) * (i + 1) / parts
        tone = tuple(float(v * rng.uniform(0.6, 1)) for v in pair[i % 2])
        cv2.line(shot, _at(a), _at(b), tone, max(1, thick), cv2.LINE_8)


def _kerb(shot: Shot, rng: np.random.Generator) -> None:
    height, width = shot.shape[:2]
    ends = [(rng.uniform(-0.2, 1.2) * width, rng.uniform(0, 1.2) * height) for _ in range(2)]
    level = float(rng.uniform(30, 230))
    cv2.line(shot, _at(ends[0]), _at(ends[1]), (level,) * 3, int(rng.integers(2, 25)), cv2.LINE_AA)


def _leafy_shadow(shot: Shot, rng: np.random.Generator) -> None:
    height, width = shot.shape[:2]
    grain = rng.normal(0, 1, (max(2, height // 25), max(2, width // 25))).astype(np.float32)
    shade = cv2.resize(grain, (width, height), interpolation=cv2.INTER_CUBIC) > rng.normal(0.3, 0.5)
    soft = cv2.GaussianBlur(shade.astype(np.float32), (0, 0), float(rng.uniform(1, 5)))
    shot *= 1 - (soft * rng.uniform(0.2, 0.6))[..., None]


def _at(point: npt.ArrayLike) -> tuple[int, int]:
    x, y = np.asarray(point)
    return round(float(x)), round(float(y))
