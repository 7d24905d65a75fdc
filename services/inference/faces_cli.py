"""The commands `anju faces compare | identify | embed`: no running platform is needed."""

import time
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.table import Table

from kit.errors import InvalidArgument
from services.face.gallery import NOBODY, Gallery, Match, decide
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
from services.inference.packs import Task
from services.inference.runtime import Floats
from services.inference.settings import InferenceSettings, RuntimeName

faces = typer.Typer(help="Compare faces without a running platform.", no_args_is_help=True)

Photo = Annotated[Path, typer.Argument(help="JPEG file.")]
Photos = Annotated[list[Path], typer.Argument(help="JPEG files.")]


class _Eye:
    """Photo files to embeddings, through the code that serves."""

    def __init__(
        self,
        settings: InferenceSettings,
        name: str,
        runtime: RuntimeName,
    ) -> None:
        from services.inference.engine import Engine

        manifest = manifest_of(settings)
        task: Task = "face_recognition"
        self.pack = manifest.get(name, task) if name else manifest.recommended(task)
        chosen = settings.model_copy(update={"runtime": runtime})
        self._analyzer = Engine(chosen, callers=1).faces
        self._analyzer.warm()

    def embed(self, photo: Path) -> Floats:
        """The largest face, averaged with its mirror image, as the face service does."""
        from services.inference.faces import Request

        try:
            image = photo.read_bytes()
        except OSError as error:
            raise InvalidArgument(
                "FILE_UNREADABLE", f"{photo} cannot be read: {error.strerror}"
            ) from error
        seen = self._analyzer.analyze(Request(image, packs=(self.pack.name,), mirror=True))
        if not seen.faces:
            raise InvalidArgument("NO_FACE", f"no face in {photo}", field="image")
        return seen.faces[0].embeddings[self.pack.name]


@faces.command("compare")
def compare_faces(
    first: Photo,
    second: Photo,
    *,
    pack: PackName = "",
    runtime: Runtime = "auto",
    folder: Folder = None,
    manifest: ManifestFile = None,
    as_json: AsJson = False,
) -> None:
    """Says whether two photos show the same person."""
    with reported():
        eye = _Eye(settings_of(folder, manifest), pack, runtime)
        score = float(eye.embed(first) @ eye.embed(second))
        person, _ = decide(Match("same", score, -1.0), eye.pack.threshold, eye.pack.margin)
        verdict = person or "different"
        if as_json:
            print_json({"score": score, "threshold": eye.pack.threshold, "verdict": verdict})
        else:
            out.print(f"{verdict}: score {score:.3f}, threshold {eye.pack.threshold}")


@faces.command("identify")
def identify_faces(
    probes: Photos,
    *,
    gallery: Annotated[Path, typer.Option(help="Folder of one JPEG photo per person.")],
    pack: PackName = "",
    runtime: Runtime = "auto",
    folder: Folder = None,
    manifest: ManifestFile = None,
    as_json: AsJson = False,
) -> None:
    """Says who of a gallery is on each photo; the id is the gallery file's name without suffix.

    With --json one line per photo, in the order given, also for those that cannot be used.
    """
    with reported():
        eye = _Eye(settings_of(folder, manifest), pack, runtime)
        people = _enrol(eye, gallery)
        columns = ("file", "id", "score", "second", "reason", "ms")
        table = Table(*columns)
        for probe in probes:
            row = _identify(eye, people, probe)
            if as_json:
                print_json(row)
            else:
                table.add_row(*("" if row[c] is None else str(row[c]) for c in columns))
        if not as_json:
            out.print(table)


def _enrol(eye: _Eye, folder: Path) -> Gallery:
    if not folder.is_dir():
        raise InvalidArgument("FILE_UNREADABLE", f"{folder} is not a folder", field="gallery")
    people = Gallery(eye.pack.embedding_size)
    for photo in sorted(folder.iterdir()):
        if photo.suffix.lower() not in {".jpg", ".jpeg"}:
            continue
        try:
            people.put(photo.name, photo.stem, eye.embed(photo))
        except InvalidArgument as error:
            err.print(f"not enrolled: {photo.name}: {error.reason}", soft_wrap=True)
    return people


def _identify(eye: _Eye, people: Gallery, probe: Path) -> dict[str, Any]:
    began = time.perf_counter()
    match, person, reason = NOBODY, None, ""
    try:
        match = people.search(eye.embed(probe))
        person, reason = decide(match, eye.pack.threshold, eye.pack.margin)
    except InvalidArgument as error:
        reason = error.reason
    return {
        "file": str(probe),
        "id": person,
        "score": round(match.score, 4) if match.subject_id else None,
        "second": round(match.second, 4) if match.second > -1 else None,
        "threshold": eye.pack.threshold,
        "reason": reason,
        "ms": round((time.perf_counter() - began) * 1e3, 2),
    }


@faces.command("embed")
def embed_faces(
    photos: Photos,
    *,
    target: Annotated[Path, typer.Option("--out", help="NumPy .npz file to write.")],
    pack: PackName = "",
    runtime: Runtime = "auto",
    folder: Folder = None,
    manifest: ManifestFile = None,
) -> None:
    """Writes arrays `files` and `vectors`; exit code 1 when a photo cannot be used."""
    with reported():
        eye = _Eye(settings_of(folder, manifest), pack, runtime)
        vectors = {}
        for photo in photos:
            try:
                vectors[str(photo)] = eye.embed(photo)
            except InvalidArgument as error:
                err.print(f"left out: {photo}: {error.reason}", soft_wrap=True)
        stacked = np.array(list(vectors.values()), np.float32).reshape(-1, eye.pack.embedding_size)
        np.savez(target, files=np.array(list(vectors)), vectors=stacked, pack=eye.pack.name)
        if len(vectors) < len(photos):
            raise typer.Exit(1)
