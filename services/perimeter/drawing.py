"""A frame with its zones, tracks and alarm drawn, for people who set up cameras."""

from pathlib import Path

import cv2
import numpy as np

from kit.errors import InvalidArgument
from services.perimeter.evaluation import Detect, Seen, Truth, watch
from services.perimeter.models import LINES
from services.perimeter.scene.rules import Hit
from services.perimeter.scene.shapes import Box, Point
from services.perimeter.video.source import Picture

_ZONE, _TRACK, _ALARM = (0, 200, 255), (90, 200, 60), (40, 40, 230)
_FONT = cv2.FONT_HERSHEY_SIMPLEX


def draw(film: Path, target: Path, detect: Detect, at: float | None = None) -> None:
    """Writes the frame at that second, or the one of the first alarm, or the last one."""
    truth = Truth.read(film.with_suffix(".json"))
    shown, hits = None, list[Hit]()
    for _, seen in watch(film, truth, detect):
        hits += seen.hits
        shown = seen
        if (at is None and seen.hits) or (at is not None and seen.time >= at):
            break
    if shown is None:
        raise InvalidArgument("NO_PICTURE", f"{film.name} shows no picture")
    if not cv2.imwrite(str(target), render(shown, truth, hits)):
        raise InvalidArgument("TARGET_INVALID", f"cannot write {target.name}", remedy="use .png")


def render(seen: Seen, truth: Truth, hits: list[Hit]) -> Picture:
    picture = seen.picture.copy()
    for rule in truth.rules:
        corners = _pixels(picture, rule.points)
        if rule.kind in LINES:
            cv2.polylines(picture, [corners], False, _ZONE, 2, cv2.LINE_AA)
        else:
            shade = picture.copy()
            cv2.fillPoly(shade, [corners], _ZONE)
            cv2.addWeighted(shade, 0.18, picture, 0.82, 0, picture)
            cv2.polylines(picture, [corners], True, _ZONE, 2, cv2.LINE_AA)
        _label(picture, str(rule.kind), corners[0], _ZONE)
    for track in seen.tracks:
        way = _pixels(picture, [foot for _, foot in track.trail])
        cv2.polylines(picture, [way], False, _TRACK, 2, cv2.LINE_AA)
        _frame(picture, track.box, f"{track.label} {track.id} {track.score:.2f}", _TRACK)
    for hit in hits[-1:]:
        _frame(picture, hit.box, f"ALARM {hit.kind} {hit.time:.1f} s", _ALARM, 3)
    return picture


def _pixels(picture: Picture, points: "list[Point] | tuple[Point, ...]") -> np.ndarray:
    sides = np.array(picture.shape[1::-1])
    found: np.ndarray = np.round(np.array(points) * sides).astype(np.int32).reshape(-1, 2)
    return found


def _frame(
    picture: Picture, box: Box, text: str, colour: tuple[int, int, int], width: int = 2
) -> None:
    corners = [Point(box.x, box.y), Point(box.x + box.width, box.y + box.height)]
    (left, top), (right, bottom) = _pixels(picture, corners).tolist()
    cv2.rectangle(picture, (left, top), (right, bottom), colour, width, cv2.LINE_AA)
    above = width > 2
    _label(picture, text, np.array([left, top - 24 if above else top]), colour)


def _label(picture: Picture, text: str, corner: np.ndarray, colour: tuple[int, int, int]) -> None:
    (width, height), _ = cv2.getTextSize(text, _FONT, 0.5, 1)
    left = int(np.clip(corner[0], 0, picture.shape[1] - width - 8))
    top = int(np.clip(corner[1] - height - 8, 0, picture.shape[0]))
    cv2.rectangle(picture, (left, top), (left + width + 8, top + height + 8), colour, -1)
    place = (left + 4, top + height + 3)
    cv2.putText(picture, text, place, _FONT, 0.5, (20, 20, 20), 1, cv2.LINE_AA)
