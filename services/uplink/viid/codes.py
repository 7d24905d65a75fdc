"""Code tables of GA/T 1400 that are needed on the way in."""

from typing import Any

from services.uplink.viid.reading import code

COLORS = {"1": "black", "2": "white", "5": "blue", "6": "yellow", "9": "green"}
"""ColorType of plates → the platform's word; others say nothing about a plate."""
PLATE_CLASSES = {
    "01": "large",
    "02": "small",
    "03": "embassy",
    "04": "consulate",
    "15": "trailer",
    "16": "learner",
    "23": "police",
    "26": "hong_kong",
    "27": "macao",
    "31": "armed_police",
    "51": "new_energy_large",
    "52": "new_energy_small",
}
PEOPLE_PICTURES = frozenset({"04", "05", "10", "11", "16", "17"})
"""Types of sub-images that show somebody: driver, co-driver, person, face and their features."""
PEOPLE_EVENTS = frozenset({"2", "8", "9", "10", "11"})
"""EventSort of pictures taken because of somebody: a person passed, pedestrian, attributes of a
person, face detected, face compared."""
UNREAD_PLATES = frozenset({"", "无车牌", "无牌", "未识别", "车牌", "-"})
DIRECTIONS = {"in": "in", "out": "out", "1": "in", "2": "out", "进": "in", "出": "out"}


def color(value: Any) -> str:
    """Unpadded or padded, and what is no colour of plates, such as 14, is none."""
    return COLORS.get(code(value, 1).lstrip("0"), "")


def plate_class(value: Any) -> str:
    return PLATE_CLASSES.get(code(value, 2), "")


def in_out(value: Any) -> str:
    return DIRECTIONS.get(str(value or "").strip().lower(), "")
