"""What callers of the coverage service get."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from services.coverage.measures import KEYS
from services.coverage.models import AwardState, Community, Rollup, Snapshot, Step
from services.coverage.planning import GoalView, SumView
from services.coverage.points import Point
from services.coverage.rules import Plan, Profile
from services.coverage.trial import TrialView


class View(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class PlanView(BaseModel):
    plan: Plan
    sums: list[SumView]


class SiteView(View):
    id: str
    code: str
    town_code: str
    display_name: str
    kind: str
    enclosure: str
    builder: str
    money: str
    longitude: float | None
    latitude: float | None


class ProfileList(BaseModel):
    items: list[Profile]
    next_page_token: str = ""


class SurveyView(View):
    id: str
    community_id: str
    survey_time: datetime
    column: str
    profile: str
    counts: dict[str, int]
    longitude: float | None
    latitude: float | None
    reason: str


class PointView(BaseModel):
    name: str
    code: str
    row: int
    requirement: str
    captures: list[str]
    article7: bool
    provenance: str
    blocked: str
    accept_time: datetime | None = None
    device_ids: list[str] = []


class PlannedView(BaseModel):
    survey: SurveyView
    points: list[PointView]


class PointsView(BaseModel):
    points: list[PointView]


class MaintenanceView(View):
    id: str
    community_id: str
    device_id: str
    start_time: datetime
    end_time: datetime
    reason: str
    cancelled: bool


class ImportedView(BaseModel):
    placements: int
    turns: int


class RefusedView(BaseModel):
    refused_device_ids: list[str]


class AcceptanceView(View):
    id: str
    community_id: str
    step: Step
    points: list[str]
    builder: str
    step_time: datetime
    trial_start: datetime | None
    trial_end: datetime | None
    round: int
    sample: list[str]
    failures: list[str]


class ActView(View):
    id: str
    step: Step
    act_time: datetime
    signers: dict[str, str]
    results: list[dict[str, Any]]
    note: str


class DocumentView(View):
    id: str
    acceptance_id: str
    kind: str
    name: str
    media_type: str
    size: int
    sha256: str
    create_time: datetime


class DossierView(BaseModel):
    acceptance: AcceptanceView
    acts: list[ActView]
    documents: list[DocumentView]
    trial: TrialView | None


class FilingView(View):
    id: str
    community_id: str
    point: str
    due_time: datetime
    file_time: datetime | None
    reference: str


class TakenView(BaseModel):
    days: int
    snapshots: int


class VerifiedView(BaseModel):
    snapshots: int
    different: list[str]


class FigureView(BaseModel):
    key: str
    numerator: int
    denominator: int


class SnapshotView(BaseModel):
    day: date
    community_id: str
    revision: int
    town_code: str
    kind: str
    grouping: str
    profile: str
    as_of: datetime
    figures: list[FigureView]


class CorrectionView(View):
    id: str
    community_id: str
    day: date
    measure: str
    numerator: int
    denominator: int
    reason: str
    actor: str
    create_time: datetime


class CorrectedView(BaseModel):
    correction: CorrectionView
    snapshot: SnapshotView


class RollupView(BaseModel):
    day: date
    level: str
    key: str
    name: str
    communities: int
    final: bool
    as_of: datetime
    figures: list[FigureView]


class SummaryView(BaseModel):
    day: date
    rows: list[RollupView]
    goals: list[GoalView]


class TrendView(BaseModel):
    rows: list[RollupView]


class DeviceFigureView(BaseModel):
    device_id: str
    national_id: str
    kind: str
    position: str
    online_ms: int
    service_ms: int
    faults: int
    online: bool


class DeviceFiguresView(BaseModel):
    devices: list[DeviceFigureView]


class AwardView(View):
    id: str
    community_id: str
    first_day: date
    last_day: date
    fen: int
    formula: str
    sha256: str
    state: AwardState
    approvers: list[str]
    create_time: datetime


class KeyView(BaseModel):
    key_id: str
    public_key: bytes

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")


KINDS = {"old": "老旧小区", "commercial": "商品房小区", "village": "村居"}


def figures(row: Snapshot | Rollup) -> list[FigureView]:
    return [
        FigureView(
            key=key,
            numerator=getattr(row, f"{key}_n"),
            denominator=getattr(row, f"{key}_d"),
        )
        for key in KEYS
    ]


def snapshot_view(row: Snapshot) -> SnapshotView:
    return SnapshotView(
        **row.model_dump(include=set(SnapshotView.model_fields) - {"figures"}),
        figures=figures(row),
    )


def rollup_view(row: Rollup, names: Mapping[str, str]) -> RollupView:
    return RollupView(
        **row.model_dump(include=set(RollupView.model_fields) - {"figures", "name"}),
        name=names.get(row.key, row.key),
        figures=figures(row),
    )


def point_view(
    point: Point, accepted: datetime | None = None, devices: list[str] | None = None
) -> PointView:
    return PointView(**point.model_dump(), accept_time=accepted, device_ids=devices or [])


def site_view(row: Community) -> SiteView:
    return SiteView.model_validate(row)
