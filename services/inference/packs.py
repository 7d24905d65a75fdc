"""The manifest of model packs: what a model is, what it wants, and how its file is proved."""

import hashlib
import os
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kit.errors import InvalidArgument, Unavailable

BUILT_IN = Path(__file__).with_name("packs.toml")
PULL = "run: anju models pull"

WEIGHTS = Path(__file__).with_name("weights")

Task = Literal[
    "face_detection",
    "face_recognition",
    "plate_detection",
    "plate_recognition",
    "object_detection",
]


def default_folder() -> Path:
    """Where model files live unless a setting says otherwise."""
    return Path(os.environ.get("ANJU_MODELS_DIR") or Path.home() / ".cache/anju/models")


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ModelFile(Entry):
    name: str = Field(pattern=r"^\w[\w.-]*$")  # joined to folders and URLs: never a path
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(gt=0)
    source: str = Field(pattern=r"^(https://|package:[\w.-]+==[\w.]+/|bundled$)")
    """A URL, `package:NAME==VERSION/PATH` in a Python package, or `bundled` with this one."""

    mirrored: str = Field("", pattern=r"^(\w[\w.-]*/)*(\w[\w.-]*)?$")
    """Where a mirror has it, if not under its name."""

    def path(self, folder: Path) -> Path:
        if self.source == "bundled":
            return WEIGHTS / self.name
        own, mirrored = folder / self.name, folder / (self.mirrored or self.name)
        return own if own.exists() or not mirrored.exists() else mirrored  # a mirror serves as well


class Preprocessing(Entry):
    """The model reads (pixel * scale - mean) / std, its channels in the order of `color`."""

    width: int = Field(gt=0)
    height: int = Field(gt=0)
    color: Literal["BGR", "RGB"]
    layout: Literal["NCHW", "NHWC"] = "NCHW"
    scale: float = Field(1.0, gt=0)
    mean: tuple[float, float, float] = (0.0, 0.0, 0.0)
    std: tuple[float, float, float] = (1.0, 1.0, 1.0)


class Text(Entry):
    """How the columns of a recogniser spell."""

    characters: str
    """In the order of its classes behind the blank, or of `columns`."""
    columns: tuple[int, ...] = ()
    """Classes to look at, the blank first; empty means all."""
    content_width: int = Field(gt=0)
    """Columns of the input that the plate is stretched to; grey follows."""
    outputs: Literal["probabilities", "logits"]
    colors: tuple[str, ...] = ()
    """Classes of the second output, if there is one."""


class Origin(Entry):
    """Where a recommended threshold comes from."""

    test_set: str
    command: str
    date: str
    figures: str


class Pack(Entry):
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    task: Task
    license: str
    recommended: bool = False
    file: ModelFile
    weights: ModelFile | None = None
    """Of a graph whose weights lie beside it, as OpenVINO writes them."""
    input: Preprocessing
    embedding_size: int = Field(0, ge=0)
    threshold: float = Field(gt=0, lt=1)
    margin: float = Field(0.0, ge=0, lt=1)
    text: Text | None = None
    labels: tuple[str, ...] = ()
    """Names of a detector's classes, in the order of its outputs."""
    origin: Origin

    @model_validator(mode="after")
    def _recognition_embeds(self) -> Self:
        if (self.task == "face_recognition") != (self.embedding_size > 0):
            raise ValueError("embedding_size is for face_recognition, and needed there")
        if (self.task == "plate_recognition") != (self.text is not None):
            raise ValueError("text is for plate_recognition, and needed there")
        if (self.task == "object_detection") != (len(self.labels) > 0):
            raise ValueError("labels are for object_detection, and needed there")
        return self

    @property
    def files(self) -> list[ModelFile]:
        return [self.file, *([self.weights] if self.weights else [])]


class _Document(Entry):
    packs: list[Pack]


class Manifest:
    """Packs by name; a later manifest may replace a pack or the recommendation of a task."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self._packs = {pack.name: pack for pack in packs}
        self._recommended = {p.task: p for p in self._packs.values() if p.recommended}

    @classmethod
    def read(cls, *paths: Path) -> Self:
        return cls(pack for path in (BUILT_IN, *paths) for pack in _parse(path))

    @property
    def packs(self) -> list[Pack]:
        return list(self._packs.values())

    def get(self, name: str, task: Task) -> Pack:
        pack = self._packs.get(name)
        if pack is None or pack.task != task:
            known = ", ".join(p.name for p in self.packs if p.task == task)
            raise InvalidArgument(
                "UNKNOWN_PACK",
                f"there is no {task} pack {name!r}",
                field="packs",
                remedy=f"use one of: {known}",
                pack=name,
            )
        return pack

    def recommended(self, task: Task) -> Pack:
        """The last recommended pack of the task: an added manifest wins."""
        if task not in self._recommended:
            raise Unavailable(
                "NO_PACK", f"no pack is recommended for {task}", remedy="add one to the manifest"
            )
        return self._recommended[task]

    def bundled(self, task: Task) -> Pack | None:
        """A pack that is there without a pull."""
        packs = (p for p in self.packs if p.task == task and p.file.source == "bundled")
        return next(packs, None)


def _parse(path: Path) -> list[Pack]:
    try:
        return _Document.model_validate(tomllib.loads(path.read_text("utf-8"))).packs
    except (OSError, ValueError, ValidationError) as error:
        raise InvalidArgument(
            "MANIFEST_INVALID", f"model manifest {path}: {error}", path=path
        ) from error


def trouble(pack: Pack, folder: Path) -> str:
    """Why the pack cannot be used; empty when all its files are those of the manifest."""
    return next((found for file in pack.files if (found := problem(file, folder))), "")


def problem(file: ModelFile, folder: Path) -> str:
    """Why the file in the folder cannot be used; empty when it is the file of the manifest."""
    try:
        read_verified(file, folder)
    except Unavailable as error:
        return f"{error.message}; {error.remedy}"
    return ""


def read_verified(file: ModelFile, folder: Path) -> bytes:
    """The bytes that were verified are the bytes returned: a later change cannot slip in."""
    path = file.path(folder)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Unavailable(
            "MODEL_MISSING",
            f"model file {path} is missing ({error.strerror})",
            remedy=PULL,
            file=file.name,
        ) from error
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise Unavailable(
            "MODEL_ALTERED",
            f"model file {path} is not the file of the manifest (SHA-256 differs)",
            remedy=PULL,
            file=file.name,
        )
    return content


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
