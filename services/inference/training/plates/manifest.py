"""A manifest of trained models: how `anju` is told to use them before they are shipped."""

from pathlib import Path

from services.inference.packs import sha256_of
from services.inference.training.plates.dataset import STRIP
from services.plate.grammar import ALPHABET, Color

DETECTOR, RECOGNISER = "plates-detector", "plates-own"
FILES = ("plate_detector.onnx", "plate_recogniser.onnx")

_FORM = """\
[[packs]]
name = "{name}"
task = "{task}"
license = "AGPL-3.0-only"
recommended = true
threshold = {threshold}
file = {{ name = "{file}", sha256 = "{sha256}", size = {size}, source = "{source}" }}
{reads}
[packs.origin]
test_set = "drawn"
command = "python -m services.inference.training.plates.train"
date = ""
figures = ""
"""
_SOURCE = "package:anju==0/"  # nothing pulls it: the file is there
_DETECTS = f"input = {{ width = 640, height = 640, color = 'RGB', scale = {1 / 255} }}\n"
_READS = f"""\
input = {{ width = {STRIP}, height = 48, color = 'RGB', scale = {1 / 127.5}, mean = [1, 1, 1] }}

[packs.text]
characters = "{ALPHABET}"
content_width = {STRIP}
outputs = "logits"
colors = {[str(color) for color in Color]}
"""


def write(folder: Path) -> Path:
    """`packs.toml` beside the models of the folder."""
    rows = (
        (DETECTOR, "plate_detection", 0.4, FILES[0], _DETECTS),
        (RECOGNISER, "plate_recognition", 0.3, FILES[1], _READS),
    )
    out = folder / "packs.toml"
    parts = [
        _FORM.format(
            name=name,
            task=task,
            threshold=threshold,
            file=file,
            sha256=sha256_of(folder / file),
            size=(folder / file).stat().st_size,
            source=_SOURCE + file,
            reads=reads,
        )
        for name, task, threshold, file, reads in rows
    ]
    out.write_text("\n".join(parts))
    return out
