"""The commands `anju perimeter evaluate | draw`; they work without a running platform."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import track
from rich.table import Table

from kit.errors import InvalidArgument
from services.inference.cli import (
    AsJson,
    Folder,
    ManifestFile,
    Runtime,
    err,
    out,
    print_json,
    reported,
    settings_of,
)

if TYPE_CHECKING:
    from services.perimeter.evaluation import Result
    from services.perimeter.scene.tracking import Found

perimeter = typer.Typer(help="Watch films as cameras are watched.", no_args_is_help=True)
Film = Annotated[Path, typer.Argument(help="A film; its rules and truth lie beside it as .json.")]
Gate = Annotated[bool, typer.Option(help="Leave still scenes alone, as cameras do.")]
_LEAST = 0.3  # score, as on the live path


def _detector(
    folder: Path | None, manifest: Path | None, runtime: Any
) -> "Callable[[bytes], Sequence[Found]]":
    """Pictures to objects through the code that serves."""
    from services.inference.loader import Loader
    from services.inference.objects import ObjectFinder, ObjectRequest
    from services.inference.packs import Manifest
    from services.inference.runtime import choose
    from services.perimeter.evaluation import found_of

    settings = settings_of(folder, manifest)
    manifests = [settings.manifest] if settings.manifest else []
    loader = Loader(Manifest.read(*manifests), settings.models_dir, choose(runtime, 1))
    finder = ObjectFinder(loader, settings.image)
    finder.warm()

    def detect(jpeg: bytes) -> "Sequence[Found]":
        seen = finder.find(ObjectRequest(jpeg, threshold=_LEAST)).objects
        return found_of(seen.boxes.tolist(), seen.labels, seen.scores)

    return detect


@perimeter.command("evaluate")
def evaluate_films(
    films: Annotated[Path, typer.Argument(help="Folder of films NAME.mp4 with NAME.json.")],
    folder: Folder = None,
    manifest: ManifestFile = None,
    runtime: Runtime = "auto",
    gate: Gate = True,
    as_json: AsJson = False,
) -> None:
    """Says of each film what was raised, missed and false; exit code 1 for a false alarm or a
    recall under 0.95."""
    from services.perimeter.evaluation import Truth, evaluate

    with reported():
        paths = sorted(films.glob("*.mp4"))
        if not paths:
            raise InvalidArgument(
                "NO_FILMS", f"no film lies in {films}", remedy="give a folder of NAME.mp4"
            )
        detect = _detector(folder, manifest, runtime)
        results = [
            evaluate(path, Truth.read(path.with_suffix(".json")), detect, gate)
            for path in track(paths, "watching", console=err, disable=as_json)
        ]
    summary = _summary(results)
    if as_json:
        for result in results:
            print_json(vars(result))
        print_json(summary)
    else:
        _show(results, summary)
    if summary["recall"] < 0.95 or summary["false"]:
        raise typer.Exit(1)


def _summary(results: "Sequence[Result]") -> dict[str, Any]:
    expected, found = sum(r.expected for r in results), sum(r.found for r in results)
    return {
        "films": len(results),
        "expected": expected,
        "found": found,
        "recall": round(found / expected, 4) if expected else 1.0,
        "false": sum(len(r.false) for r in results),
        "frames": sum(r.frames for r in results),
        "looks": sum(r.looks for r in results),
    }


def _show(results: "Sequence[Result]", summary: dict[str, Any]) -> None:
    table = Table("film", "expected", "found", "after s", "false", "looks of pictures")
    for each in results:
        delays = " ".join(f"{delay:.1f}" for delay in each.delays)
        wrong = "; ".join([*each.false, *(f"missed {kind}" for kind in each.missed)])
        verdict = f"[red]{wrong}" if wrong else "[green]0"
        looks = f"{each.looks} of {each.frames}"
        table.add_row(each.film, str(each.expected), str(each.found), delays, verdict, looks)
    out.print(table)
    out.print(
        f"recall {summary['recall']:.3f} ({summary['found']} of {summary['expected']}), "
        f"{summary['false']} false alarms, "
        f"{summary['looks']} of {summary['frames']} pictures were looked at"
    )


@perimeter.command("draw")
def draw_film(
    film: Film,
    target: Annotated[Path, typer.Argument(help="Picture to write, .png or .jpg.")],
    at: Annotated[float, typer.Option(help="Second; default the first alarm, else the end.")] = -1,
    folder: Folder = None,
    manifest: ManifestFile = None,
    runtime: Runtime = "auto",
) -> None:
    """Draws zones, tracks and the alarm into a frame of a film."""
    from services.perimeter.drawing import draw

    with reported():
        draw(film, target, _detector(folder, manifest, runtime), at if at >= 0 else None)
    err.print(f"written to {target}", soft_wrap=True)
