"""The stage: a background, actors on their ways, things in front, weather and light."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from e2e.scenes.sprites import Sprite, path_of

Picture = npt.NDArray[np.uint8]
WIDTH, HEIGHT = 960, 540
RATE = 6  # pictures a second
HORIZON = 0.42


@dataclass(frozen=True)
class Actor:
    """`way` holds (second, x, y of the feet); it is on the stage from its first to its last."""

    sprite: Callable[[], Sprite]
    way: Sequence[tuple[float, float, float]]
    height: float = 0.42  # of the picture, where the feet are at y = 0.9
    flip: bool = False
    perspective: bool = True
    bob: float = 0.004

    def place(self, time: float) -> tuple[float, float, float] | None:
        """x, y of the feet and height at the time; None when it is not there."""
        times = [at for at, _, _ in self.way]
        if not times[0] <= time <= times[-1]:
            return None
        x = float(np.interp(time, times, [p[1] for p in self.way]))
        y = float(np.interp(time, times, [p[2] for p in self.way]))
        before = float(np.interp(time - 0.1, times, [p[1] for p in self.way]))
        size = self.height
        if self.perspective:
            size *= max(0.1, (y - HORIZON * 0.75) / (0.9 - HORIZON * 0.75))
        step = abs(np.sin(time * 7)) * self.bob if abs(x - before) > 1e-4 else 0.0
        return x, y - step, size


@dataclass(frozen=True)
class Scene:
    """`light` maps a second to a factor of brightness; `effects` change a picture in place, given
    the second and a generator of chance."""

    seconds: float
    actors: Sequence[Actor] = ()
    light: Callable[[float], float] = lambda time: 1.0
    noise: float = 4.0
    effects: Sequence[Callable[[Picture, float, np.random.Generator], None]] = ()
    front: Sequence[tuple[int, int, int, int]] = ()
    fence: bool = True
    seed: int = 1
    final: Callable[[Picture, float], Picture] | None = None
    times: Sequence[float] = field(default_factory=tuple)


def pictures(scene: Scene) -> Iterator[tuple[float, Picture]]:
    chance = np.random.default_rng(scene.seed)
    ground = _background(scene)
    count = int(scene.seconds * RATE)
    for number in range(count):
        time = number / RATE
        picture = ground.copy()
        placed = [(actor, at) for actor in scene.actors if (at := actor.place(time))]
        for actor, at in sorted(placed, key=lambda each: each[1][1]):
            _draw(picture, actor, *at)
        for left, top, right, bottom in scene.front:
            cv2.rectangle(picture, (left, top), (right, bottom), (62, 70, 74), -1)
        for effect in scene.effects:
            effect(picture, time, chance)
        yield time, _seen(scene, picture, time, chance)


def _seen(scene: Scene, picture: Picture, time: float, chance: np.random.Generator) -> Picture:
    """As a sensor gives it: light, then noise."""
    values = picture.astype(np.float32) * scene.light(time)
    # One plane of noise for all colours, and cheap: it is rolled, not drawn anew.
    grain = chance.standard_normal((HEIGHT, WIDTH, 1), np.float32) * scene.noise
    found = np.clip(values + grain, 0, 255).astype(np.uint8)
    return scene.final(found, time) if scene.final else found


def _background(scene: Scene) -> Picture:
    picture = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    horizon = int(HORIZON * HEIGHT)
    rows = np.linspace(0, 1, horizon)[:, None, None]
    picture[:horizon] = (1 - rows) * (205, 178, 150) + rows * (214, 205, 192)
    wall, ground = _texture("skimage/data/brick.png"), _texture("skimage/data/gravel.png")
    top = int(horizon * 0.35)
    picture[top : horizon + 20] = _tinted(wall, horizon + 20 - top, (128, 142, 156), 0.35)
    picture[horizon + 20 :] = _tinted(ground, HEIGHT - horizon - 20, (118, 122, 122), 0.3)
    if scene.fence:
        for x in range(0, WIDTH, 24):
            cv2.line(picture, (x, horizon - 60), (x, horizon + 70), (70, 78, 70), 2, cv2.LINE_AA)
        for y in (horizon - 60, horizon + 5, horizon + 70):
            cv2.line(picture, (0, y), (WIDTH, y), (70, 78, 70), 3, cv2.LINE_AA)
    return picture


def _texture(name: str) -> npt.NDArray[np.float32]:
    path = path_of(name)
    found = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    grey = cv2.resize(found, (WIDTH // 2, WIDTH // 2)).astype(np.float32)
    tiled: npt.NDArray[np.float32] = np.tile(grey - grey.mean(), (2, 2))
    return tiled


def _tinted(
    texture: npt.NDArray[np.float32], rows: int, colour: tuple[int, int, int], strength: float
) -> Picture:
    part = texture[:rows, :WIDTH, None] * strength + np.array(colour, np.float32)
    return np.clip(part, 0, 255).astype(np.uint8)


def _draw(picture: Picture, actor: Actor, x: float, y: float, size: float) -> None:
    sprite = actor.sprite()
    rows = max(8, int(size * HEIGHT))
    columns = max(4, round(sprite.shape[1] * rows / sprite.shape[0]))
    scaled = cv2.resize(sprite, (columns, rows), interpolation=cv2.INTER_AREA)
    if actor.flip:
        scaled = scaled[:, ::-1]
    left, top = round(x * WIDTH - columns / 2), round(y * HEIGHT) - rows
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(WIDTH, left + columns), min(HEIGHT, top + rows)
    if x1 <= x0 or y1 <= y0:
        return
    part = scaled[y0 - top : y1 - top, x0 - left : x1 - left].astype(np.float32)
    alpha = part[..., 3:] / 255
    under = picture[y0:y1, x0:x1]
    picture[y0:y1, x0:x1] = (part[..., :3] * alpha + under * (1 - alpha)).astype(np.uint8)
