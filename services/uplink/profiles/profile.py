"""A mapping profile: read from TOML, checked as a whole before anything is mapped by it."""

import re
from importlib.resources import files
from pathlib import Path
from tomllib import loads
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic import model_validator as after

from services.uplink.profiles.facts import SOURCES, Of
from services.uplink.sensitive import FORBIDDEN, JUDGEMENTS, UNSURE
from services.uplink.viid.answers import Dialect

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9]{0,63}$")]
UrlPath = Annotated[str, StringConstraints(pattern=r"^/[A-Za-z0-9/_.-]{1,127}$")]
_PART = re.compile(r"\{(device|time|serial|sub|org):(\d+)\}|(\d+)")
SERIALS = 100_000
LENGTHS = {20, 30, 33, 40, 41, 48}  # of identifiers in GA/T 1400


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldMap(Strict):
    """One field of an object: a constant, or a source in a form."""

    source: str = ""
    const: int | str | None = None
    form: Literal["text", "time14", "int", "online", "pictures", "figures"] = "text"
    table: str = ""  # code table: source value → code
    max: int = Field(256, ge=1, le=256)

    @after(mode="after")
    def _one(self) -> Self:
        if bool(self.source) == (self.const is not None):
            raise ValueError("either source or const")
        return self


class KindMap(Strict):
    """How facts of one kind become objects. `list` and `item` wrap a batch; `notify` wraps them
    in notifications and `detail` is the subscription's code for them."""

    path: UrlPath
    list: Name
    item: Name
    id: Name
    id_form: str
    inner: Name | None = None
    notify: Name | None = None
    notify_item: Name | None = None
    detail: int = 0
    fields: dict[Name, FieldMap]


class Answers(Strict):
    code_fields: list[Name] = ["StatusCode", "RetCode"]
    success: list[str] = ["0"]
    silent_success: bool = False


class Profile(Strict):
    """`mode` says whether objects are posted, or wait for the upper platform's subscription;
    `session` whether there is a registration at all. Times are seconds."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]{1,63}$")]
    version: int = Field(ge=1)
    mode: Literal["direct", "subscribe"] = "direct"
    session: bool = True
    content_type: str = "application/VIID+JSON;charset=UTF-8"
    batch_objects: int = Field(10, ge=1, le=200)
    batch_bytes: int = Field(3 * 2**20, ge=1024, le=32 * 2**20)
    batch_seconds: float = Field(2.0, ge=0, le=3600)
    keepalive_seconds: float = Field(60.0, gt=0, le=3600)
    timeout: float = Field(10.0, gt=0, le=60)
    answers: Answers = Answers()
    tables: dict[str, dict[str, int | str]] = {}
    kinds: dict[Of, KindMap]

    @after(mode="after")
    def _sound(self) -> Self:
        for of, kind in self.kinds.items():
            _check_kind(of, kind, self.tables)
        return self

    @property
    def dialect(self) -> Dialect:
        given = self.answers
        return Dialect(tuple(given.code_fields), frozenset(given.success), given.silent_success)


def _check_kind(of: Of, kind: KindMap, tables: dict[str, Any]) -> None:
    if kind.id not in kind.fields and not kind.inner:
        raise ValueError(f"kinds.{of}: the id {kind.id} is no field")
    if id_length(kind.id_form) not in LENGTHS:
        raise ValueError(f"kinds.{of}.id_form has {id_length(kind.id_form)} digits")
    for name, field in kind.fields.items():
        where = f"kinds.{of}.fields.{name}"
        if name.lower() in FORBIDDEN:
            raise ValueError(f"{where}: this field may not be sent")
        if name.lower() in JUDGEMENTS and field.const != UNSURE:
            raise ValueError(f"{where}: only the constant 2 (unsure) may be sent")
        if field.source and field.source not in SOURCES[of]:
            known = ", ".join(sorted(SOURCES[of]))
            raise ValueError(f"{where}: no source {field.source}; known: {known}")
        if field.table and field.table not in tables:
            raise ValueError(f"{where}: no table {field.table}")
        if isinstance(field.const, str) and len(field.const) > 64:
            raise ValueError(f"{where}: the constant is too long")
    for word in (kind.list, kind.item, kind.inner, kind.notify, kind.notify_item):
        if word and word.lower() in FORBIDDEN | JUDGEMENTS:
            raise ValueError(f"kinds.{of}: {word} may not be a wrapper")


def id_length(form: str) -> int:
    """Digits that an id form makes. Raises ValueError for what is no form."""
    if _PART.sub("", form):
        raise ValueError(f"id form {form!r}: use {{device:20}}, {{time:14}}, {{serial:5}}, digits")
    return sum(int(m[2]) if m[1] else len(m[3]) for m in _PART.finditer(form))


def compose(form: str, device: str, time14: str, serial: int) -> str:
    """An id by its form: parts are cut or padded with zeros on the left. What of the serial does
    not fit goes into the number of the part, so that two of a second differ in one of both."""
    values = {
        "device": device,
        "org": device[:12],
        "time": time14,
        "serial": str(serial),
        "sub": str(1 + serial // SERIALS % (SERIALS - 1)),
    }

    def part(match: re.Match[str]) -> str:
        if not match[1]:
            return match[3]
        size = int(match[2])
        return values[match[1]].zfill(size)[-size:] if size else ""

    return _PART.sub(part, form)


def parse(text: str, base: dict[str, Any] | None = None) -> Profile:
    """A profile from TOML; `extends` takes another one's values for what it leaves out.

    Raises ValueError naming the first wrong entry.
    """
    given = loads(text)
    if name := given.pop("extends", ""):
        given = _merged(loads(_text(name)), given)
    try:
        return Profile.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(each) for each in first["loc"])
        raise ValueError(f"profile {given.get('id', '')}: {where}: {first['msg']}") from None


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for name, value in over.items():
        known = merged.get(name)
        both = isinstance(known, dict) and isinstance(value, dict)
        merged[name] = _merged(known, value) if both else value  # type: ignore[arg-type]
    return merged


def _text(name: str) -> str:
    return files(__package__).joinpath(f"{name}.toml").read_text()


def profiles(folder: Path | None = None) -> dict[str, Profile]:
    """The profiles that come with the platform and those of a folder, which stand before them, by
    id. Raises ValueError naming the first wrong entry."""
    found = {}
    for place in (files(__package__), folder):
        if place is None:
            continue
        for file in sorted(place.iterdir(), key=lambda each: each.name):
            if file.name.endswith(".toml"):
                profile = parse(file.read_text())
                found[profile.id] = profile
    return found
