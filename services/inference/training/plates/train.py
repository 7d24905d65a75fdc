"""`python -m services.inference.training.plates.train --out DIR`: the whole pipeline.

Draws strips and scenes, trains the recogniser (with real crops and their repaintings, where they
are) and the detector, exports both to ONNX with a manifest, measures them and writes a log. One
seed draws the same pictures; what is learned depends on how far a machine comes in the minutes
given.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from services.inference.loader import Loader
from services.inference.packs import Manifest
from services.inference.runtime import choose
from services.inference.training.plates import dataset, detector, manifest, recogniser
from services.inference.training.plates.glyphs import fonts_missing
from services.inference.training.plates.measure import report
from services.inference.training.plates.real import real, repainted
from services.inference.training.plates.scenes import VERSION
from services.inference.training.plates.split import Part

_REAL_SHARE = 0.25


@dataclass(frozen=True)
class Plan:
    strips: int
    scenes: int
    minutes: float
    """Of learning, half for each."""
    tests: int
    """Drawn strips to measure by, and an eighth as many scenes."""
    repaintings: int = 40
    """Of each real crop."""
    resume: bool = False
    """Whether the detector goes on from what the folder holds."""


FULL = Plan(120_000, 20_000, 130, 2000)
SMOKE = Plan(500, 200, 0.8, 80, repaintings=1)


def train_recogniser(
    plan: Plan, out: Path, seed: int, workers: int, say: Callable[[str], None]
) -> None:
    strips, labels = dataset.make_strips(plan.strips, seed, workers)
    say(f"{len(strips)} strips drawn by generator {VERSION}")
    fit = repainted(Part.FIT, plan.repaintings, seed)
    say(f"{len(fit[0])} real crops and repaintings" if fit else "no real crops")
    model = recogniser.Recogniser().to(memory_format=torch.channels_last)
    recogniser.train(
        model,
        strips,
        labels,
        real=fit,
        real_share=_REAL_SHARE,
        minutes=0.5 * plan.minutes,
        seed=seed,
        say=say,
    )
    _check(model, say)
    torch.save(model.state_dict(), out / "recogniser.pt")
    recogniser.export(model, out / "plate_recogniser.onnx")


def _check(model: recogniser.Recogniser, say: Callable[[str], None]) -> None:
    seen = real(Part.VALIDATION)
    if seen is None:
        return
    read = recogniser.greedy(model, seen[0])
    right = sum(text == label[0] for text, label in zip(read, seen[1], strict=True))
    say(f"{right} of {len(read)} validation crops exact, no grammar")


def train_detector(
    plan: Plan, out: Path, seed: int, workers: int, say: Callable[[str], None]
) -> None:
    folder, weights = out / "scenes", out / "detector.pt"
    if not (folder / "labels.json").exists():
        dataset.make_scenes(folder, plan.scenes, seed, workers)
        say(f"{plan.scenes} scenes drawn by generator {VERSION}")
    model = detector.build()
    if plan.resume:
        model.load_state_dict(torch.load(weights))
    model = detector.train(
        model,
        detector.Scenes(folder),
        minutes=0.5 * plan.minutes,
        rate=1e-3 if plan.resume else 2e-3,
        seed=seed,
        say=say,
    )
    torch.save(model.state_dict(), weights)
    detector.export(model, out / "plate_detector.onnx")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--part", choices=("recogniser", "detector"), action="append")
    parser.add_argument("--minutes", type=float, help="of learning; default 130")
    parser.add_argument("--resume", action="store_true", help="the detector goes on from before")
    parser.add_argument("--smoke", action="store_true", help="tiny sizes, under 3 minutes")
    given = parser.parse_args()
    if missing := fonts_missing():
        sys.exit(f"typefaces are missing: {', '.join(missing)}; see glyphs.py for the packages")
    given.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(given.threads)
    torch.manual_seed(given.seed)
    began = time.monotonic()
    log = (given.out / "training.log").open("a")

    def say(text: str) -> None:
        line = f"{(time.monotonic() - began) / 60:6.1f} min  {text}"
        print(line, flush=True)
        print(line, file=log, flush=True)

    plan = SMOKE if given.smoke else FULL
    plan = replace(plan, minutes=given.minutes or plan.minutes, resume=given.resume)
    parts = {"recogniser": train_recogniser, "detector": train_detector}
    say(f"seed {given.seed}, torch {torch.__version__}, {given.threads} threads, {plan}")
    for name in given.part or parts:
        parts[name](plan, given.out, given.seed, given.threads, say)
    if all((given.out / name).exists() for name in manifest.FILES):
        written = manifest.write(given.out)
        loader = Loader(Manifest.read(written), given.out, choose("auto", 1))
        packs = [manifest.RECOGNISER]
        report(loader, packs, given.out / "measured.json", plan.tests, plan.tests // 8)
        say("measured")


if __name__ == "__main__":
    main()
