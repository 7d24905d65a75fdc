"""Which of the real crops may be learned from: by hash, written down once, the same for all.

The photographs (`plates/photos`) are never learned from and choose nothing: they are reported.
"""

import hashlib
from enum import StrEnum
from pathlib import Path

CROPS = Path(__file__).parents[5] / "shared/data/plates/crops"


class Part(StrEnum):
    FIT = "fit"
    VALIDATION = "validation"
    """Chooses between models."""
    HOLDOUT = "holdout"
    """Only reported."""


def part(name: str) -> Part:
    """By the first byte of the SHA-1 of the file's name in UTF-8: 58 %, 10 % and 32 %."""
    first = hashlib.sha1(name.encode(), usedforsecurity=False).digest()[1]
    if first < 148:
        return Part.FIT
    return Part.VALIDATION if first < 174 else Part.HOLDOUT


def files(folder: Path, which: Part) -> list[Path]:
    return [each for each in sorted(folder.glob("*.jpg")) if part(each.name) is which]
