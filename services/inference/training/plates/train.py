"""`python -m services.inference.training.plates.train --out DIR`: the whole pipeline.

Draws strips and scenes, trains the recogniser (then again with real crops, where they are) and
the detector, exports both to ONNX with a manifest, measures them and writes a log. One seed draws
the same pictures; what is learned depends on how far a machine comes in the minutes given.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import torch

from services.inference.loader import Loader
from services.inference.packs import Manifest
from services.inference.rectification import corners_of, rectify
from services.inference.runtime import choose
from services.inference.training.plates import dataset, detector, manifest, recogniser
from services.inference.training.plates.glyphs import fonts_missing
from services.inference.training.plates.measure import report
from services.inference.training.plates.scenes import VERSION
from services.inference.training.plates.split import CROPS, Part, files
from services.plate.grammar import normalise

_REAL_SHARE = 0.3


@dataclass(frozen=True)
class Plan:
    strips: int
    scenes: int
    minutes: float
    """Of learning: 40 % the recogniser, 10 % its tuning, 50 % the detector."""
    tests: int
    """Drawn strips to measure by, and an eighth as many scenes."""
    resume: bool = False
    """Whether the detector goes on from what the folder holds."""


FULL = Plan(40_000, 20_000, 90, 2000)
SMOKE = Plan(500, 200, 0.8, 80)


def real(which: Part) -> tuple[npt.NDArray[np.uint8], list[list[str]]] | None:
    """Real crops as strips; their colour is not known from their names."""
    chosen = files(CROPS, which)
    if not chosen:
        return None
    strips, labels = [], []
    for path in chosen:
        picture = cv2.imread(str(path))
        strips.append(rectify(picture, corners_of(picture), dataset.STRIP, 1))
        labels.append([normalise(path.stem.partition("_")[0]), ""])
    return np.stack(strips), labels


def train_recogniser(
    plan: Plan, out: Path, seed: int, workers: int, say: Callable[[str], None]
) -> None:
    strips, labels = dataset.make_strips(plan.strips, seed, workers)
    say(f"{len(strips)} strips drawn by generator {VERSION}")
    model = recogniser.Recogniser().to(memory_format=torch.channels_last)
    recogniser.train(model, strips, labels, minutes=0.4 * plan.minutes, seed=seed, say=say)
    _check(model, "synthetic alone", say)
    torch.save(model.state_dict(), out / "recogniser-synthetic.pt")
    fit = real(Part.FIT)
    if fit is not None:
        recogniser.train(
            model,
            strips,
            labels,
            real=fit,
            real_share=_REAL_SHARE,
            rate=5e-4,
            minutes=0.1 * plan.minutes,
            seed=seed + 1,
            say=say,
        )
        _check(model, f"tuned with {len(fit[0])} real crops", say)
    recogniser.export(model, out / "plate_recogniser.onnx")


def _check(model: recogniser.Recogniser, stage: str, say: Callable[[str], None]) -> None:
    seen = real(Part.VALIDATION)
    if seen is None:
        return
    read = recogniser.greedy(model, seen[0])
    right = sum(text == label[0] for text, label in zip(read, seen[1], strict=True))
    say(f"{stage}: {right} of {len(read)} validation crops exact, no grammar")


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
    parser.add_argument("--minutes", type=float, help="of learning; default 90")
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
