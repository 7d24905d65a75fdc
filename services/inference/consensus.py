"""Several frames of one vehicle agree on its plate: a weighted vote per character."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from anju.inference.v1 import inference_pb2 as pb
from services.plate.grammar import NotAPlate, parse

_APART = 2  # characters in which two reads of one plate may differ
Frame = tuple[int, pb.Plate]  # index of the frame, and a plate read in it


@dataclass(frozen=True, slots=True)
class Consensus:
    plate: pb.Plate  # as in the best frame, with the text and confidences of the vote
    best: int
    frames: int
    agreement: float  # share of the votes for the text
    motion: float  # widths of the plate


def agree(frames: Sequence[Sequence[pb.Plate]]) -> Consensus | None:
    """The plate that the frames show best, or None when they show none.

    Of several vehicles the one counts whose reads weigh most: size, detection and confidence.
    """
    tracks = _tracks([(i, plate) for i, seen in enumerate(frames) for plate in seen])
    if not tracks:
        return None
    track = max(tracks, key=lambda each: sum(_weight(plate) for _, plate in each))
    best, shown = max(track, key=lambda each: _weight(each[1]))
    voted, agreement = _vote([plate for _, plate in track])
    plate = pb.Plate()
    plate.CopyFrom(shown)
    plate.moire = max(each.moire for _, each in track)
    plate.text = voted.text
    plate.confidence = voted.confidence
    plate.kind, plate.color = voted.kind, voted.color
    del plate.characters[:]
    plate.characters.extend(voted.characters)
    return Consensus(plate, best, len(track), agreement, _motion([p for _, p in track]))


def _tracks(reads: Sequence[Frame]) -> list[list[Frame]]:
    """Reads of one plate: at most one per frame, alike in text."""
    tracks: list[list[Frame]] = []
    for frame, plate in reads:
        for track in tracks:
            if track[-1][0] != frame and _alike(track[-1][1].text, plate.text):
                track.append((frame, plate))
                break
        else:
            tracks.append([(frame, plate)])
    return tracks


def _alike(one: str, other: str) -> bool:
    """Alike but for a few characters, or for one that is lost at an end."""
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    starts = (0,) if len(short) == len(long) else (0, 1)
    return any(
        sum(a != b for a, b in zip(short, long[start:], strict=False)) <= _APART for start in starts
    )


def _weight(plate: pb.Plate) -> float:
    return plate.confidence * plate.score * _width(plate)


def _width(plate: pb.Plate) -> float:
    """Fraction of the picture's width."""
    return float(np.hypot(*np.subtract(_point(plate, 1), _point(plate, 0))))


def _point(plate: pb.Plate, corner: int) -> tuple[float, float]:
    return plate.corners[corner].x, plate.corners[corner].y


def _vote(plates: Sequence[pb.Plate]) -> tuple[pb.Plate, float]:
    """The text per place among reads of the likeliest length, and its share of the votes."""
    lengths: dict[int, float] = defaultdict(float)
    for plate in plates:
        lengths[len(plate.text)] += _weight(plate)
    length = max(lengths, key=lambda each: lengths[each])
    voters = [plate for plate in plates if len(plate.text) == length]
    places = [_elect([(p.characters[i], _weight(p)) for p in voters]) for i in range(length)]
    text = "".join(each.text for each in places)
    whole = [plate for plate in voters if plate.text == text]
    agreement = sum(map(_weight, whole)) / (sum(map(_weight, plates)) or 1.0)
    strongest = max(whole or voters, key=_weight)
    if not whole and not _is_plate(text):
        return strongest, _weight(strongest) / (sum(map(_weight, plates)) or 1.0)
    least = min(each.confidence for each in places)
    voted = pb.Plate(text=text, confidence=least, kind=strongest.kind, color=strongest.color)
    voted.characters.extend(places)
    return voted, agreement


def _elect(votes: Sequence[tuple[pb.PlateCharacter, float]]) -> pb.PlateCharacter:
    """One place: each read votes for its character and, less, for what else it may be."""
    chances: dict[str, float] = defaultdict(float)
    total = sum(weight for _, weight in votes) or 1.0
    for character, weight in votes:
        chances[character.text] += weight * character.confidence / total
        for other in character.alternatives:
            chances[other.text] += weight * other.confidence / total
    ranked = sorted(chances.items(), key=lambda each: -each[1])
    (text, confidence), others = ranked[0], ranked[1:4]
    return pb.PlateCharacter(
        text=text,
        confidence=min(1.0, confidence),
        alternatives=[pb.PlateAlternative(text=t, confidence=c) for t, c in others],
    )


def _is_plate(text: str) -> bool:
    try:
        parse(text)
    except NotAPlate:
        return False
    return True


def _motion(plates: Sequence[pb.Plate]) -> float:
    """Path of the plate's middle from frame to frame, in widths of the plate."""
    middles = np.array([np.mean([(c.x, c.y) for c in plate.corners], axis=0) for plate in plates])
    width = float(np.mean([_width(plate) for plate in plates])) or 1.0
    return float(np.linalg.norm(np.diff(middles, axis=0), axis=1).sum() / width)
