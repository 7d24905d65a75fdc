"""The commands `anju plates read | evaluate`; they work without a running platform."""

import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import track
from rich.table import Table

from kit.errors import InvalidArgument
from services.inference.cli import (
    AsJson,
    Folder,
    ManifestFile,
    PackName,
    Runtime,
    err,
    manifest_of,
    out,
    print_json,
    reported,
    settings_of,
)
from services.inference.plate_evaluation import Attempt, Evaluation, Tally, pick, truth_of
from services.inference.settings import InferenceSettings, RuntimeName

if TYPE_CHECKING:
    from services.inference.plates import Plate, Sight

plates = typer.Typer(help="Read number plates of pictures.", no_args_is_help=True)

Cropped = Annotated[bool, typer.Option("--cropped", help="Each picture is one plate.")]

_SUFFIXES = {".jpg", ".jpeg", ".png", ".bmp", ".webp"}
_WORST = 20


class _Eye:
    """Files to plates, through the code that serves."""

    def __init__(
        self, settings: InferenceSettings, pack: str, runtime: RuntimeName, cropped: bool
    ) -> None:
        from services.inference.engine import Engine

        if pack:
            manifest_of(settings).get(pack, "plate_recognition")
        engine = Engine(settings.model_copy(update={"runtime": runtime}), callers=1)
        self._reader = engine.plates
        self._pack, self._cropped = pack, cropped

    def read(self, file: Path) -> "tuple[Sight, float]":
        """What the file shows, and the milliseconds that it took without reading the file."""
        from services.inference.plates import PlateRequest

        content = _jpeg(file)
        began = time.perf_counter()
        request = PlateRequest(content, pack=self._pack, cropped=self._cropped)
        return self._reader.read(request), (time.perf_counter() - began) * 1e3


def _jpeg(file: Path) -> bytes:
    """The service takes JPEG alone; for people's convenience other pictures become that."""
    import cv2
    import numpy as np

    try:
        content = file.read_bytes()
    except OSError as error:
        raise InvalidArgument(
            "FILE_UNREADABLE", f"{file} cannot be read: {error.strerror}"
        ) from error
    if content.startswith(b"\xff\xd8") or not content:
        return content
    picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        return content  # the service says what is wrong with it
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 98])[1].tobytes()


@plates.command("read")
def read_plates(
    files: Annotated[list[Path], typer.Argument(help="Picture files.")],
    *,
    cropped: Cropped = False,
    pack: PackName = "",
    runtime: Runtime = "auto",
    folder: Folder = None,
    manifest: ManifestFile = None,
    as_json: AsJson = False,
) -> None:
    """Reads the plates of each picture. With --json one line per file, in the order given."""
    with reported():
        eye = _Eye(settings_of(folder, manifest), pack, runtime, cropped)
        table = Table("file", "plate", "kind", "colour", "confidence", "ms")
        for file in files:
            row = _read(eye, file)
            if as_json:
                print_json(row)
                continue
            for plate in row["plates"] or [{}]:
                shown = [str(plate.get(key, "")) for key in ("text", "kind", "color", "confidence")]
                table.add_row(str(file), *shown, str(row.get("reason") or row["ms"]))
        if not as_json:
            out.print(table)


def _read(eye: _Eye, file: Path) -> dict[str, Any]:
    try:
        sight, ms = eye.read(file)
    except InvalidArgument as error:
        return {"file": str(file), "plates": [], "reason": error.reason, "ms": None}
    found = [_describe(plate, sight) for plate in sight.plates]
    return {"file": str(file), "plates": found, "ms": round(ms, 2)}


def _describe(plate: "Plate", sight: "Sight") -> dict[str, Any]:
    corners = (plate.corners * (sight.width, sight.height)).round(1)
    return {
        "text": plate.text,
        "kind": plate.kind,
        "color": plate.color,
        "confidence": round(plate.confidence, 4),
        "chars": [
            {"text": each.text, "confidence": round(each.confidence, 4)}
            for each in plate.characters
        ],
        "corners": corners.tolist(),
    }


@plates.command("evaluate")
def evaluate_plates(
    directory: Annotated[Path, typer.Argument(help="Pictures named by their plates.")],
    *,
    cropped: Cropped = False,
    pack: PackName = "",
    runtime: Runtime = "auto",
    folder: Folder = None,
    manifest: ManifestFile = None,
    as_json: AsJson = False,
) -> None:
    """Says how many plates are read right: whole, without province, per character and kind."""
    with reported():
        files = _pictures(directory)
        eye = _Eye(settings_of(folder, manifest), pack, runtime, cropped)
        evaluation = Evaluation()
        for file in track(files, "reading", console=err, transient=True, disable=as_json):
            evaluation.add(_attempt(eye, file))
        if as_json:
            print_json(_summary(evaluation))
        else:
            _print(evaluation)


def _pictures(directory: Path) -> list[Path]:
    if not directory.is_dir():
        raise InvalidArgument("FILE_UNREADABLE", f"{directory} is not a folder")
    files = sorted(each for each in directory.iterdir() if each.suffix.lower() in _SUFFIXES)
    if not files:
        raise InvalidArgument("FILE_UNREADABLE", f"{directory} holds no picture")
    return files


def _attempt(eye: _Eye, file: Path) -> Attempt:
    truth, kind = truth_of(file)
    try:
        sight, ms = eye.read(file)
    except InvalidArgument as error:
        err.print(f"not read: {file.name}: {error.reason}", soft_wrap=True)
        return Attempt(file.name, truth, kind, "", 0.0, (), 0.0)
    texts = [plate.text for plate in sight.plates]
    chosen = pick(truth, texts)
    if chosen is None:
        return Attempt(file.name, truth, kind, "", 0.0, (), ms)
    others = tuple(text for i, text in enumerate(texts) if i != chosen)
    return Attempt(
        file.name, truth, kind, texts[chosen], sight.plates[chosen].confidence, others, ms
    )


def _summary(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "files": evaluation.total.files,
        **{name: round(share, 2) for name, share in evaluation.total.shares().items()},
        "others": evaluation.others,
        "ms": round(median(evaluation.ms), 2),
        "kinds": {
            kind: {"files": tally.files} | {k: round(v, 2) for k, v in tally.shares().items()}
            for kind, tally in evaluation.kinds.items()
        },
        "confusions": [[*pair, count] for pair, count in evaluation.confusions.most_common()],
        "wrong": [
            {"file": a.file, "truth": a.truth, "read": a.read, "confidence": round(a.confidence, 3)}
            for a in _worst(evaluation.wrong)
        ],
    }


def _worst(attempts: Iterable[Attempt]) -> list[Attempt]:
    """Surest first: what is wrong and sure of itself opens the wrong barrier."""
    return sorted(attempts, key=lambda each: -each.confidence)


def _print(evaluation: Evaluation) -> None:
    table = Table("kind", "plates", "found %", "exact %", "without province %", "characters %")
    rows = [("all", evaluation.total), *sorted(evaluation.kinds.items())]
    for kind, tally in rows:
        table.add_row(kind, str(tally.files), *_percent(tally))
    out.print(table)
    out.print(
        f"median {median(evaluation.ms):.1f} ms per picture; "
        f"{evaluation.others} further plates read beside those in the names"
    )
    if evaluation.confusions:
        table = Table("is", "read as", "times")
        for (truth, read), count in evaluation.confusions.most_common(_WORST):
            table.add_row(truth or "nothing", read or "nothing", str(count))
        out.print(table)
    if evaluation.wrong:
        table = Table("file", "is", "read as", "confidence")
        for each in _worst(evaluation.wrong)[:_WORST]:
            table.add_row(each.file, each.truth, each.read or "nothing", f"{each.confidence:.2f}")
        out.print(table)


def _percent(tally: Tally) -> list[str]:
    return [f"{share:.1f}" for share in tally.shares().values()]
