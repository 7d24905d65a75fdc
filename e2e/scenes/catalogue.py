"""The scenes: what happens, by which rules, and what must be raised."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from e2e.scenes import sprites, weather
from e2e.scenes.stage import Actor, Picture, Scene

COAT, BLUE = partial(sprites.person, "coat"), partial(sprites.person, "blue")
INNER = [[0.02, 0.62], [0.98, 0.62], [0.98, 0.99], [0.02, 0.99]]
LINE = [[0.5, 0.55], [0.5, 1.0]]
FENCE = [[0.0, 0.3], [1.0, 0.3], [1.0, 0.58], [0.0, 0.58]]
LANE = [[0.05, 0.6], [0.95, 0.6], [0.95, 0.98], [0.05, 0.98]]
LIFT = [[0.1, 0.4], [0.9, 0.4], [0.9, 1.0], [0.1, 1.0]]


@dataclass(frozen=True)
class Told:
    """`rules`: kind, points and options as the API has them. `truth`: kind, from and to second.
    `health`: states of the camera that must be told."""

    name: str
    scene: Scene
    rules: Sequence[dict[str, Any]]
    truth: Sequence[tuple[str, float, float]] = ()
    health: Sequence[str] = ()
    passes: Sequence[float] = ()


def rule(kind: str, points: Any = INNER, **options: Any) -> dict[str, Any]:
    return {"kind": kind, "points": points, "options": options}


def walk(
    sprite: Any, begin: float, end: float, start: float, stop: float, y: float = 0.9, **more: Any
) -> Actor:
    return Actor(sprite, [(begin, start, y), (end, stop, y)], flip=stop < start, **more)


ALL = [rule("intrusion"), rule("line_crossing", LINE), rule("climbing", FENCE), rule("crowd")]


def dusk(time: float) -> float:
    return float(np.interp(time, [0, 4, 12], [1.0, 1.0, 0.3]))


def flicker(time: float) -> float:
    return 1.5 if 5 <= time < 6 or 9 <= time < 9.4 else 1.0


def cloud(time: float) -> float:
    return 1.0 - 0.35 * float(np.clip(np.sin(time / 2), 0, 1))


def _black(picture: Picture, time: float) -> Picture:
    return (picture * 0.02).astype(np.uint8) if time > 10 else picture


def _covered(picture: Picture, time: float) -> Picture:
    return np.full_like(picture, 92) + (picture % 3) if time > 10 else picture


def _turned(picture: Picture, time: float) -> Picture:
    return np.ascontiguousarray(np.roll(picture[::-1], 330, axis=1)) if time > 12 else picture


class _Frozen:
    def __init__(self) -> None:
        self.last: Picture | None = None

    def __call__(self, picture: Picture, time: float) -> Picture:
        if time < 8 or self.last is None:
            self.last = picture
        return self.last


def happens() -> list[Told]:
    """What must be raised."""
    return [
        Told(
            "intrusion by day",
            Scene(16, [walk(COAT, 3, 13, -0.1, 1.1)]),
            [rule("intrusion")],
            [("intrusion", 3, 9)],
        ),
        Told(
            "intrusion at dusk in rain",
            Scene(16, [walk(BLUE, 4, 15, 1.1, -0.1)], dusk, 7.0, [weather.rain], seed=2),
            [rule("intrusion")],
            [("intrusion", 4, 12)],
        ),
        Told(
            "line crossed behind a pillar",
            Scene(16, [walk(COAT, 3, 14, 0.0, 1.0)], front=[(430, 150, 470, 540)], seed=3),
            [rule("line_crossing", LINE, direction=-1)],
            [("line_crossing", 6, 12)],
        ),
        Told(
            "climbing over the fence",
            Scene(
                18,
                [
                    Actor(
                        BLUE,
                        [(2, 0.2, 0.66), (7, 0.5, 0.66), (10, 0.5, 0.46), (14, 0.5, 0.44)],
                        height=0.4,
                        perspective=False,
                    )
                ],
                seed=4,
            ),
            [rule("climbing", FENCE)],
            [("climbing", 7, 15)],
        ),
        Told(
            "loitering",
            Scene(
                80,
                [
                    Actor(
                        COAT,
                        [
                            (3, 0.1, 0.9),
                            (20, 0.6, 0.88),
                            (40, 0.3, 0.92),
                            (60, 0.7, 0.9),
                            (78, 0.4, 0.9),
                        ],
                    )
                ],
                seed=5,
            ),
            [rule("loitering")],
            [("loitering", 60, 75)],
        ),
        Told(
            "crowd",
            Scene(
                18,
                [
                    Actor(
                        COAT if i % 2 else BLUE,
                        [
                            (2 + 0.3 * i, -0.1 + i * 0.02, 0.75 + 0.03 * i),
                            (8, 0.1 + i * 0.15, 0.8),
                            (16, 0.14 + i * 0.15, 0.82),
                        ],
                        height=0.36,
                    )
                    for i in range(6)
                ],
                seed=6,
            ),
            [rule("crowd", count=4)],
            [("crowd", 6, 15)],
        ),
        Told(
            "wrong way",
            Scene(
                16,
                [Actor(sprites.bus, [(3, 1.3, 0.92), (13, -0.3, 0.92)], 0.4, True, bob=0.0)],
                seed=7,
                fence=False,
            ),
            [rule("wrong_way", LANE, heading={"x": 1, "y": 0})],
            [("wrong_way", 4, 11)],
        ),
        Told(
            "object left",
            Scene(
                60,
                [walk(COAT, 3, 8, -0.1, 0.45), walk(COAT, 8, 14, 0.45, -0.1)],
                effects=[weather.bag(0.52, 0.82, 8, 100)],
                seed=8,
            ),
            [rule("object_left")],
            [("object_left", 36, 48)],
        ),
        Told(
            "object removed",
            Scene(
                40,
                [walk(BLUE, 8, 14, 1.1, 0.6), walk(BLUE, 14, 20, 0.6, 1.1)],
                effects=[weather.bag(0.5, 0.82, -1, 14)],
                seed=9,
            ),
            [rule("object_removed")],
            [("object_removed", 22, 36)],
        ),
        Told(
            "vehicle in the fire lane",
            Scene(
                85,
                [
                    Actor(
                        sprites.bus,
                        [(3, -0.3, 0.92), (9, 0.5, 0.92), (84, 0.5, 0.92)],
                        0.42,
                        bob=0.0,
                    )
                ],
                seed=10,
                fence=False,
            ),
            [rule("fire_lane", LANE)],
            [("fire_lane", 62, 80)],
        ),
        Told(
            "electric bicycle in the lift",
            Scene(
                16,
                [
                    Actor(
                        sprites.motorcycle,
                        [(3, -0.2, 0.95), (8, 0.5, 0.95), (15, 0.52, 0.95)],
                        0.6,
                        perspective=False,
                        bob=0.0,
                    )
                ],
                seed=11,
                fence=False,
            ),
            [rule("ebike", LIFT)],
            [("ebike", 5, 14)],
        ),
        Told(
            "tailgating",
            Scene(20, [walk(COAT, 3, 11, 0.0, 1.0), walk(BLUE, 5, 13, -0.1, 1.0, 0.95)], seed=12),
            [rule("tailgating", LINE, direction=-1)],
            [("tailgating", 8, 18)],
            passes=[5.5],
        ),
        Told("black picture", Scene(24, final=_black, seed=13), ALL, health=["black"]),
        Told("covered lens", Scene(24, final=_covered, seed=14), ALL, health=["covered"]),
        Told("turned away", Scene(26, final=_turned, seed=15), ALL, health=["moved"]),
        Told("frozen picture", Scene(44, final=_Frozen(), seed=16), ALL, health=["frozen"]),
    ]


def nothing() -> list[Told]:
    """What must not be raised."""
    way = rule("wrong_way", LANE, heading={"x": 1, "y": 0})
    things = [rule("object_left"), rule("object_removed")]
    return [
        Told("an empty yard", Scene(30, seed=21), [*ALL, *things]),
        Told("rain at night", Scene(20, (), lambda t: 0.3, 9.0, [weather.rain], seed=22), ALL),
        Told("branches in the wind", Scene(20, effects=[weather.branches], seed=23), ALL),
        Told("headlights", Scene(14, (), lambda t: 0.4, 5.0, [weather.headlights], seed=24), ALL),
        Told("lights go on and off", Scene(16, (), flicker, seed=25), [*ALL, *things]),
        Told("clouds", Scene(40, (), cloud, effects=[weather.shadow], seed=26), [*ALL, *things]),
        Told("insects before the lens", Scene(16, effects=[weather.insects], seed=27), ALL),
        Told(
            "a passer-by outside",
            Scene(16, [walk(COAT, 3, 13, -0.1, 1.1, 0.56, height=0.5)], fence=False, seed=28),
            [rule("intrusion"), rule("line_crossing", [[0.5, 0.7], [0.5, 1.0]])],
        ),
        Told(
            "somebody who only passes",
            Scene(30, [walk(BLUE, 3, 20, -0.1, 1.1)], seed=29),
            [rule("loitering"), rule("crowd"), rule("climbing", FENCE), *things],
        ),
        Told(
            "a bus the right way that stops for a moment",
            Scene(
                50,
                [
                    Actor(
                        sprites.bus,
                        [(3, -0.3, 0.92), (9, 0.5, 0.92), (35, 0.5, 0.92), (42, 1.4, 0.92)],
                        0.42,
                        bob=0.0,
                    )
                ],
                fence=False,
                seed=30,
            ),
            [way, rule("fire_lane", LANE), rule("ebike", LIFT)],
        ),
        Told(
            "two persons with two passes",
            Scene(20, [walk(COAT, 3, 11, 0.0, 1.0), walk(BLUE, 5, 13, -0.1, 1.0, 0.95)], seed=31),
            [rule("tailgating", LINE, direction=-1)],
            passes=[5.5, 6.5],
        ),
        Told(
            "somebody on a poster",
            Scene(
                24,
                [Actor(COAT, [(-1, 0.7, 0.9), (30, 0.7, 0.9)], height=0.3)],
                cloud,
                6.0,
                [weather.rain],
                seed=32,
            ),
            [rule("intrusion"), rule("loitering"), rule("crowd", count=1)],
        ),
    ]
