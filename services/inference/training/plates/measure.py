"""`python -m services.inference.training.plates.measure --out FILE`: readers side by side.

Real crops by their part, held-out drawn strips by kind, held-out scenes; as JSON. Photographs are
for `anju plates evaluate`, since they are read through all that serves.
"""

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import cv2
import numpy as np

from services.inference.loader import Loader
from services.inference.packs import Manifest, default_folder
from services.inference.plate_evaluation import Attempt, Evaluation, aligned, truth_of
from services.inference.plate_recognition import PlateRecognizer
from services.inference.plate_text import Spelling, decode
from services.inference.rectification import corners_of, rectify
from services.inference.runtime import Floats, choose
from services.inference.training.plates import dataset
from services.inference.training.plates.drawing import Picture
from services.inference.training.plates.found import Finds
from services.inference.training.plates.samples import HELD_OUT
from services.inference.training.plates.sheet import sheet
from services.inference.training.plates.split import CROPS, Part, files
from services.plate.grammar import Color, Kind


@dataclass(frozen=True)
class Item:
    """A strip and what it shows."""

    name: str
    truth: str
    kind: str
    strip: Picture


@dataclass
class Result:
    steered: Evaluation = field(default_factory=Evaluation)
    """Read by the grammar."""
    raw: int = 0
    """Strips that are right without it."""
    worst: list[tuple[float, Item, str]] = field(default_factory=list)

    def shares(self) -> dict[str, float]:
        """Percent, but `files` and the milliseconds."""
        total = self.steered.total
        shares = {name: round(share, 2) for name, share in total.shares().items()}
        raw = round(100 * self.raw / (total.files or 1), 2)
        return {"files": total.files, **shares, "raw": raw, "ms": round(median(self.steered.ms), 2)}


def measure(recognizer: PlateRecognizer, items: Iterator[Item]) -> Result:
    result = Result()
    for item in items:
        began = time.perf_counter()
        (columns,) = recognizer([item.strip])
        ms = (time.perf_counter() - began) * 1e3
        color = max(columns.colors, key=lambda name: columns.colors[name], default="")
        spelling = Spelling(columns.probabilities, recognizer.characters)
        reading = decode([spelling], Color(color) if color else None)
        text, sure = (reading.text, reading.confidence) if reading else ("", 0.0)
        result.steered.add(Attempt(item.name, item.truth, item.kind, text, sure, (), ms))
        free = spelled(columns.probabilities, recognizer.characters)
        result.raw += free.replace("O", "0") == item.truth.replace("O", "0")  # painted alike
        if text != item.truth:
            result.worst.append((sure, item, text))
    return result


def spelled(probabilities: Floats, characters: str) -> str:
    """What the columns say by themselves: the best of each, repeats and blanks left out."""
    best = probabilities.argmax(-1)
    before = np.concatenate(([0], best[:-1]))
    return "".join(characters[k - 1] for k in best[(best > 0) & (best != before)])


def real_items(part: Part, width: int) -> Iterator[Item]:
    for path in files(CROPS, part):
        picture: Any = cv2.imread(str(path))
        yield Item(path.name, *truth_of(path), rectify(picture, corners_of(picture), width, 1))


def drawn_items(kinds: list[Kind], count: int, width: int, first: int = HELD_OUT) -> Iterator[Item]:
    for i in range(count):
        kind = kinds[i % len(kinds)]
        strip, label = dataset.strip(np.random.default_rng(first + i), width, kind)
        yield Item(f"seed {first + i}", label.text, kind, strip)


def compare(loader: Loader, name: str, count: int, pictures: Path) -> dict[str, Any]:
    """All sets of one reader; its worst drawn strips become a picture sheet."""
    (recognizer,) = loader.plate_recognizers(name)
    parts = {part: measure(recognizer, real_items(part, recognizer.width)) for part in Part}
    drawn = measure(recognizer, drawn_items(list(Kind), count, recognizer.width))
    worst = sorted(drawn.worst, key=lambda each: -each[0])[:20]
    sheet([(i.strip, i.truth, read) for _, i, read in worst], pictures / f"worst-{name}.png")
    wrong = [
        {"file": attempt.file, "truth": attempt.truth, "read": attempt.read, "part": str(part)}
        for part, result in parts.items()
        for attempt in result.steered.wrong
    ]
    return {
        "crops": {part: result.shares() for part, result in parts.items()},
        "drawn": drawn.shares(),
        "kinds": {
            kind: {"files": tally.files} | {k: round(v, 1) for k, v in tally.shares().items()}
            for kind, tally in drawn.steered.kinds.items()
        },
        "confusions": counts(drawn, parts[Part.FIT], parts[Part.VALIDATION]),
        "wrong crops": wrong,
    }


def counts(*results: Result) -> dict[str, dict[str, int]]:
    """Of each true character, how often it was read as which other.

    Temporary plates do not count: in one row and as narrow as plates of two, they are misread
    because of how they were cut, which says nothing about characters.
    """
    table: dict[str, dict[str, int]] = {}
    wrong = (each for result in results for each in result.steered.wrong)
    for attempt in wrong:
        if attempt.kind == Kind.TEMPORARY:
            continue
        for truth, read in aligned(attempt.truth, attempt.read):
            if truth and read and truth != read:
                row = table.setdefault(truth, {})
                row[read] = row.get(read, 0) + 1
    return table


def report(loader: Loader, packs: list[str], out: Path, count: int, pictures: int) -> None:
    """`count` drawn strips for each pack, and `pictures` scenes for the recommended detector."""
    found: dict[str, Any] = {name: compare(loader, name, count, out.parent) for name in packs}
    found["detector"] = Finds.of(loader.plate_detector(), pictures).shares()
    out.write_text(json.dumps(found, ensure_ascii=False, indent=1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pack", action="append", default=[])
    parser.add_argument("--manifest", type=Path, action="append", default=[])
    parser.add_argument("--models", type=Path, default=default_folder())
    parser.add_argument("--count", type=int, default=2000, help="drawn strips")
    parser.add_argument("--scenes", type=int, default=300)
    given = parser.parse_args()
    loader = Loader(Manifest.read(*given.manifest), given.models, choose("auto", 1))
    report(loader, given.pack, given.out, given.count, given.scenes)


if __name__ == "__main__":
    main()
