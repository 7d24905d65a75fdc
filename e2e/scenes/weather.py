"""What makes other systems cry wolf: rain, branches, headlights, clouds, insects."""

import cv2
import numpy as np

from e2e.scenes.stage import HEIGHT, WIDTH, Picture

Chance = np.random.Generator


def rain(picture: Picture, time: float, chance: Chance) -> None:
    for x, y in chance.integers(0, (WIDTH, HEIGHT), (260, 2)).tolist():
        length = 14 + y // 30
        cv2.line(picture, (x, y), (x - 3, y + length), (205, 205, 205), 1, cv2.LINE_AA)


def branches(picture: Picture, time: float, chance: Chance) -> None:
    """A tree at the left edge in a strong wind."""
    for i in range(26):
        sway = 26 * np.sin(time * 2.1 + i * 0.7) + 9 * np.sin(time * 5.3 + i)
        x, y = int(30 + (i * 37) % 210 + sway), int(60 + (i * 53) % 260 + sway / 3)
        cv2.ellipse(picture, (x, y), (34, 15), i * 31 + sway, 0, 360, (52, 84 + i, 58), -1)


def headlights(picture: Picture, time: float, chance: Chance) -> None:
    """The beam of a car that turns outside, over wall and ground."""
    x = int(((time - 3) / 5) * (WIDTH + 500) - 250)
    glow = np.zeros((HEIGHT // 4, WIDTH // 4), np.float32)
    cv2.ellipse(glow, (x // 4, HEIGHT // 7), (55, 32), 0, 0, 360, 190, -1)
    cv2.ellipse(glow, (x // 4, HEIGHT // 5), (90, 40), 0, 0, 360, 90, -1)
    soft = cv2.resize(cv2.GaussianBlur(glow, (31, 31), 0), (WIDTH, HEIGHT))[..., None]
    np.copyto(picture, np.clip(picture + soft, 0, 255).astype(np.uint8))


def insects(picture: Picture, time: float, chance: Chance) -> None:
    """Close to the lens, out of focus, fast."""
    for i in range(3):
        x, y = chance.integers(0, (WIDTH, HEIGHT)).tolist()
        cv2.circle(picture, (x, y), 16 + 5 * i, (225, 228, 228), -1, cv2.LINE_AA)


def bag(x: float, y: float, begin: float, end: float):  # type: ignore[no-untyped-def]
    """A bag that stands there between two seconds."""

    def effect(picture: Picture, time: float, chance: Chance) -> None:
        if begin <= time < end:
            left, top = int(x * WIDTH), int(y * HEIGHT)
            cv2.rectangle(picture, (left, top), (left + 62, top + 48), (36, 42, 128), -1)
            cv2.rectangle(picture, (left + 6, top + 6), (left + 56, top + 42), (28, 32, 96), 2)
            cv2.ellipse(picture, (left + 31, top), (16, 12), 0, 180, 360, (30, 30, 60), 4)

    return effect


def shadow(picture: Picture, time: float, chance: Chance) -> None:
    """Of a cloud or a tree, that wanders over the ground."""
    x = int(time * 40) - 150
    dark = np.ones((HEIGHT, WIDTH, 1), np.float32)
    cv2.ellipse(dark, (x, int(HEIGHT * 0.75)), (190, 90), 12, 0, 360, 0.62, -1)
    soft = cv2.GaussianBlur(dark, (61, 61), 0)[..., None]
    np.copyto(picture, (picture * soft).astype(np.uint8))
