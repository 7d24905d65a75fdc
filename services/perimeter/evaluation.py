"""Films with known events against the same code that watches live: what was raised, and was it
right?

A film NAME.mp4 has NAME.json beside it: `rules` (kind, points, options as the API has them),
`events` (kind, from, to in seconds) that must be raised, `health` states that must be told, and
`passes` (seconds) granted at the gate.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kit.errors import InvalidArgument
from services.perimeter.inputs import LookIn, check_points
from services.perimeter.models import Camera, Health
from services.perimeter.scene.rules import Hit
from services.perimeter.scene.shapes import Box
from services.perimeter.scene.spec import RuleSpec, points_of
from services.perimeter.scene.tracking import Found, Track
from services.perimeter.scene.watch import Watch
from services.perimeter.setup import spec
from services.perimeter.video.sampler import Sample, Sampler, Sampling
from services.perimeter.video.source import Decoding, Picture, frames

Detect = Callable[[bytes], Sequence[Found]]
RATE = 3.0  # looks a second, as a camera has by default
EARLY, LATE = 1.0, 3.0  # seconds around an event in which its alarm is right


@dataclass(frozen=True)
class Truth:
    rules: Sequence[RuleSpec] = ()
    events: Sequence[tuple[str, float, float]] = ()
    health: Sequence[str] = ()
    passes: Sequence[float] = ()

    @classmethod
    def read(cls, path: Path) -> "Truth":
        """Raises InvalidArgument TRUTH_INVALID with what is wrong."""
        try:
            content = json.loads(path.read_text("utf-8"))
            rules = [_rule(str(i), each) for i, each in enumerate(content["rules"])]
            events = [(e["kind"], float(e["from"]), float(e["to"])) for e in content["events"]]
            return cls(rules, events, content.get("health", []), content.get("passes", []))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InvalidArgument(
                "TRUTH_INVALID", f"{path.name}: {error}", remedy="see docs/perimeter.md"
            ) from None


def _rule(key: str, values: dict[str, Any]) -> RuleSpec:
    given = dict(values)
    points = [{"x": x, "y": y} for x, y in given.pop("points")]
    heights = [{"y": y, "height": h} for y, h in given.pop("heights", ())]
    look = LookIn.model_validate(given)
    check_points(look.kind, len(points))
    camera = Camera(community_id="", display_name="", heights=heights)
    return spec(key, look, points_of(points), camera)


@dataclass
class Seen:
    """One moment of a film, for those who draw it."""

    time: float
    picture: Picture
    tracks: Sequence[Track]
    hits: Sequence[Hit]


@dataclass
class Result:
    film: str
    expected: int = 0
    found: int = 0
    false: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)
    frames: int = 0
    looks: int = 0
    seconds: float = 0.0


def watch(
    film: Path, truth: Truth, detect: Detect, gate: bool = True
) -> Iterator[tuple[Sample, Seen]]:
    """The film as a camera: decoded, gated, detected, tracked, judged."""
    sampler = Sampler(Sampling(gate=gate, memory=0.0))
    eyes = Watch(lambda start, end: sum(start <= at <= end for at in truth.passes))
    eyes.arm(truth.rules)
    for at, picture in frames(str(film), RATE, Decoding(), live=False):
        sample = sampler.step(at, picture)
        tracks: Sequence[Track] = ()
        hits: Sequence[Hit] = ()
        if sample.jpeg:
            tracks, hits = eyes.observe(at, detect(sample.jpeg), sample.statics)
            if tracks:
                sampler.hold(at + 3.0)
        yield sample, Seen(at, picture, tracks, hits)


def evaluate(film: Path, truth: Truth, detect: Detect, gate: bool = True) -> Result:
    """How the film was judged. Health that nobody expects is a false alarm too."""
    began = time.perf_counter()
    result = Result(film.stem, expected=len(truth.events) + len(truth.health))
    raised: list[tuple[str, float]] = []
    told: list[str] = []
    for sample, seen in watch(film, truth, detect, gate):
        result.frames += 1
        result.looks += bool(sample.jpeg)
        raised += [(str(hit.kind), hit.time) for hit in seen.hits]
        if sample.health not in (Health.OK, Health.UNKNOWN) and sample.health not in told:
            told.append(str(sample.health))
    _compare(result, truth, raised, told)
    result.seconds = time.perf_counter() - began
    return result


def _compare(
    result: Result, truth: Truth, raised: list[tuple[str, float]], told: list[str]
) -> None:
    for kind, start, end in truth.events:
        right = [
            each for each in raised if each[0] == kind and start - EARLY <= each[1] <= end + LATE
        ]
        if right:
            result.found += 1
            result.delays.append(round(right[0][1] - start, 2))
            raised = [each for each in raised if each not in right]
        else:
            result.missed.append(kind)
    result.found += sum(each in told for each in truth.health)
    result.missed += [each for each in truth.health if each not in told]
    result.false += [f"{kind} at {at:.1f} s" for kind, at in raised]
    result.false += [each for each in told if each not in truth.health]


def found_of(boxes: Sequence[Sequence[float]], labels: Sequence[str], scores: Any) -> list[Found]:
    return [
        Found(label, float(score), Box(*(float(side) for side in box)))
        for box, label, score in zip(boxes, labels, scores, strict=True)
    ]
