"""How well the detector finds drawn plates: which, how exactly, and what else it takes for one."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from services.inference.plate_detection import PlateDetector
from services.inference.training.plates import scenes
from services.inference.training.plates.camera import Corners
from services.inference.training.plates.samples import HELD_OUT

SIDES = (640, 480)
"""Of the scenes, in pixels: the detector sees them as they are."""
_NEAR = 0.25  # of the plate's width: a mean corner further off is another thing


@dataclass
class Finds:
    pictures: int = 0
    plates: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    found: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    off: list[float] = field(default_factory=list)
    extra: int = 0

    @classmethod
    def of(cls, detector: PlateDetector, count: int) -> "Finds":
        """On the held-out scenes."""
        finds = cls()
        for number in range(count):
            rng = np.random.default_rng(HELD_OUT + number)
            picture, labels = scenes.scene(rng, *SIDES)
            finds.add(list(detector(picture).corners), [label.corners for label in labels])
        return finds

    def add(self, quads: list[Corners], truths: list[Corners]) -> None:
        self.pictures += 1
        for truth in truths:
            across = float(np.ptp(truth[:, 0]))
            self.plates[size(across)] += 1
            errors = [float(np.linalg.norm(q - truth, axis=1).mean()) / across for q in quads]
            if errors and min(errors) <= _NEAR:
                self.found[size(across)] += 1
                self.off.append(min(errors))
                quads = [q for q, error in zip(quads, errors, strict=True) if error > _NEAR]
        self.extra += len(quads)

    def shares(self) -> dict[str, Any]:
        """Percent of the plates by width, of the width by corner; extra finds a picture."""
        share = {
            name: {"plates": n, "found": round(100 * self.found[name] / n, 1)}
            for name, n in sorted(self.plates.items())
        }
        off = round(100 * float(np.median(self.off)), 2) if self.off else None
        return {"widths": share, "corner": off, "extra": round(self.extra / self.pictures, 3)}


def size(across: float) -> str:
    for limit in (30, 50, 100):
        if across < limit:
            return f"under {limit} px"
    return "100 px and more"
