"""The rules as data: what the TOML files of profiles/ hold, checked when they are read."""

import tomllib
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic import model_validator as check

from kit.errors import InvalidArgument
from kit.message import invalid

FOLDER = Path(__file__).parent / "profiles"
REQUIRED, IF_PRESENT, OPTIONAL, NONE, FORBIDDEN, GOVERNMENT = "M", "C", "O", "N", "X", "G"
COUNTS = (
    *("pedestrian_passages", "lanes", "outer_squares", "perimeter_m", "unit_doors"),
    *("garage_gates", "garage_aisles", "sheds", "surface_parks", "lifts", "roads"),
    *("activity_areas", "roofs", "rooms", "gatehouses", "patrol_points", "high_faces"),
    *("village_places", "mall_areas", "streets"),
)
B = TypeVar("B", bound=BaseModel)
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{7}$")]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z.-]{1,32}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Requirement = Annotated[str, StringConstraints(pattern=r"^[MCONXG]$")]
Share = Annotated[float, Field(ge=0, le=1)]
Fen = Annotated[int, Field(ge=0, le=10**12)]


class Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Row(Data):
    """One kind of position; `cells` and `provenance` follow the profile's columns."""

    number: int = Field(ge=1, le=999)
    code: Code
    name: Text
    count: Key
    per: int = Field(1, ge=1, le=10_000, description="Of the count, per position")
    captures: list[Key] = Field(min_length=1, max_length=8)
    cells: list[Requirement] = Field(max_length=16)
    provenance: list[Text] = Field(max_length=16)
    face: bool = Field(False, description="Whether face capture may be switched on here (R4)")
    article7: list[Key] = Field([], max_length=16)

    @check(mode="after")
    def _known(self) -> Self:
        if self.count not in COUNTS:
            raise ValueError(f"count {self.count} is no figure of a survey: {', '.join(COUNTS)}")
        return self


class Forbidden(Data):
    number: int
    name: Text
    provenance: Text


class Profile(Data):
    """Required positions by kind of community, one version of them."""

    version: Version
    codes: Version
    valid_from: date
    columns: list[Key] = Field(min_length=1, max_length=16)
    rows: list[Row] = Field(min_length=1, max_length=200)
    forbidden: list[Forbidden] = Field([], max_length=50)

    @check(mode="after")
    def _whole(self) -> Self:
        width = len(self.columns)
        for row in self.rows:
            if len(row.cells) != width or len(row.provenance) != width:
                raise ValueError(f"row {row.number}: one cell and one provenance for each column")
        numbers = [row.number for row in self.rows]
        if len(set(numbers)) < len(numbers):
            raise ValueError("rows: two have the same number")
        return self


class Codes(Data):
    version: Version
    source: Text
    codes: dict[Code, Text]


class Group(Data):
    key: Key
    name: Text
    kinds: list[Key] = Field(min_length=1, max_length=8)
    enclosures: list[Key] = Field([], max_length=8)
    communities: int = Field(ge=0, le=100_000)
    definition: Annotated[str, StringConstraints(pattern="^(full|video)$")]


class Target(Data):
    year: int = Field(ge=2000, le=2100)
    groups: list[Key] = Field([], max_length=32)
    enclosure: Annotated[str, StringConstraints(pattern="^[a-z]{0,20}$")] = ""
    built: Share | None = None
    networked: Share | None = None

    @check(mode="after")
    def _some(self) -> Self:
        if self.built is None and self.networked is None:
            raise ValueError("a target needs built or networked")
        return self


class Plan(Data):
    """What a district means to reach, by year and group of communities."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,32}$")]
    district_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    name: Text
    valid_from: date
    source: Text = "-"
    groups: list[Group] = Field(min_length=1, max_length=32)
    targets: list[Target] = Field(min_length=1, max_length=200)
    money: dict[Key, Key] = Field({}, max_length=16)

    @check(mode="after")
    def _refers(self) -> Self:
        known = {group.key for group in self.groups}
        if len(known) < len(self.groups):
            raise ValueError("groups: two have the same key")
        for target in self.targets:
            if unknown := set(target.groups) - known:
                raise ValueError(f"targets: no group {', '.join(sorted(unknown))}")
        return self

    def group_of(self, kind: str, enclosure: str) -> Group | None:
        """The first group that fits."""
        for group in self.groups:
            if kind in group.kinds and (not group.enclosures or enclosure in group.enclosures):
                return group
        return None

    def money_of(self, enclosure: str) -> str:
        return self.money.get(enclosure, "")


class Item(Data):
    key: Key
    name: Text
    captures: Key
    least: float | None = None
    most: float | None = None
    source: Text

    def holds(self, value: float) -> bool:
        above = self.least is None or value >= self.least
        return above and (self.most is None or value <= self.most)


class Checklist(Data):
    version: Version
    trial_days: int = Field(ge=30, le=365)
    trial_uptime: Share
    sample_share: Share
    sample_least: int = Field(ge=1)
    filing_days: int = Field(ge=1)
    signers: dict[Key, list[Key]]
    documents: dict[Key, list[Key]]
    items: list[Item]


class UptimeStep(Data):
    least: Share
    share: Share


class Compliance(Data):
    """Share of the award that is lost where one does not hold."""

    filings_on_time: Share = 0
    storage_days_kept: Share = 0
    clocks_right: Share = 0


class AwardFormula(Data):
    """All that an award may depend on (R92). Whoever looks for a field of enrolled faces or
    captured pictures here will not find one: a test looks too."""

    version: Version
    months: int = Field(ge=1, le=60)
    position_fen: dict[Key, Fen]
    uptime_steps: list[UptimeStep] = Field(min_length=1, max_length=20)
    compliance: Compliance


class Repair(Data):
    full: float = Field(ge=0)
    none: float = Field(gt=0)


class Assessment(Data):
    version: Version
    prior_communities: float = Field(ge=0)
    small: int = Field(ge=0)
    large: int = Field(ge=1)
    weights: dict[Key, float]
    repair: Repair

    @check(mode="after")
    def _hundred(self) -> Self:
        if abs(sum(self.weights.values()) - 100) > 1e-9 or min(self.weights.values()) < 0:
            raise ValueError("weights must be positive and sum to 100")
        return self


def read(kind: type[B], content: bytes) -> B:
    """Raises InvalidArgument PROFILE_INVALID or FIELD_INVALID naming what is wrong."""
    try:
        values: dict[str, Any] = tomllib.loads(content.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise InvalidArgument(
            "PROFILE_INVALID", f"content: not TOML ({error})", field="content"
        ) from None
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        raise invalid(error) from None


class Rules:
    """What is in force; a folder's files stand in for the shipped ones by name."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def _load(self, kind: type[B], name: str) -> B:
        own = self._folder / name if self._folder else None
        path = own if own and own.exists() else FOLDER / name
        try:
            return read(kind, path.read_bytes())
        except InvalidArgument as error:
            raise ValueError(f"{path}: {error.message}") from None

    @cached_property
    def codes(self) -> Codes:
        return self._load(Codes, "codes.toml")

    @cached_property
    def profile(self) -> Profile:
        profile = self._load(Profile, "positions.toml")
        self.check_codes(profile)
        return profile

    @cached_property
    def plan(self) -> Plan:
        return self._load(Plan, "plan_370303.toml")

    @cached_property
    def checklist(self) -> Checklist:
        return self._load(Checklist, "checklist.toml")

    @cached_property
    def award(self) -> AwardFormula:
        return self._load(AwardFormula, "award.toml")

    @cached_property
    def assessment(self) -> Assessment:
        return self._load(Assessment, "assessment.toml")

    def check_codes(self, profile: Profile) -> None:
        """Raises InvalidArgument POSITION_CODE_UNKNOWN naming the rows (R78)."""
        wrong = [f"{r.number} ({r.code})" for r in profile.rows if r.code not in self.codes.codes]
        if wrong:
            raise InvalidArgument(
                "POSITION_CODE_UNKNOWN",
                f"rows {', '.join(wrong)}: no such code in table {self.codes.version}",
                field="rows",
                remedy="correct the codes, or load the table that has them",
            )

    def load(self) -> None:
        """Reads everything now. Raises ValueError naming the file that is wrong."""
        for name in ("codes", "profile", "plan", "checklist", "award", "assessment"):
            getattr(self, name)
