"""Surveys, point plans, maintenance, what came from elsewhere, and corrections."""

from collections.abc import Sequence
from datetime import datetime

from kit.auth import Principal, missing
from kit.db import AsyncSession
from kit.errors import AlreadyExists, FailedPrecondition, InvalidArgument
from kit.tables import now
from services.coverage import facts, store
from services.coverage.clock import day_of, moment, ms
from services.coverage.folding import Site, fold
from services.coverage.inputs import (
    AdjustIn,
    CorrectionIn,
    HistoryIn,
    MaintenanceIn,
    ProfileIn,
    ReadingsIn,
    SurveyIn,
)
from services.coverage.measures import KEYS
from services.coverage.models import Correction, Device, Maintenance, ProfileVersion, Survey
from services.coverage.points import Point, changed, check_face, column_of, derive
from services.coverage.rules import Profile, Rules, read
from services.coverage.timeline import ONLINE

BOUNDED = set(KEYS) - {"repair"}  # a mean time is no share: its numerator may be the larger


class Coverage:
    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    async def put_profile(self, session: AsyncSession, who: Principal, body: ProfileIn) -> Profile:
        who.district()
        profile = read(Profile, body.content.encode())
        self._rules.check_codes(profile)
        known = {row.version for row in await store.profiles(session)}
        if profile.version in known | {self._rules.profile.version}:
            raise AlreadyExists(
                "PROFILE_VERSION_TAKEN",
                "this version is loaded already, and versions do not change",
                field="version",
                remedy="give the changed profile a version of its own",
            )
        row = ProfileVersion(
            version=profile.version,
            valid_from=profile.valid_from,
            content=body.content,
            actor=who.subject,
        )
        session.add(row)
        return profile

    async def profiles(self, session: AsyncSession) -> list[Profile]:
        """The shipped one, then those that were loaded, by the day from which they count."""
        rows = await store.profiles(session)
        return [self._rules.profile, *(read(Profile, row.content.encode()) for row in rows)]

    async def profile_on(self, session: AsyncSession, at: datetime) -> Profile:
        day = day_of(at)
        every = await self.profiles(session)
        return [p for p in every if p.valid_from <= day or p is every[0]][-1]

    async def site(self, session: AsyncSession, community_id: str) -> Site:
        return fold(facts.views(await store.facts(session, community_id)))

    async def survey(
        self, session: AsyncSession, who: Principal, body: SurveyIn
    ) -> tuple[Survey, list[Point]]:
        community = await store.community(session, who, body.community_id)
        at = body.survey_time or now()
        profile = await self.profile_on(session, at)
        column = body.column or column_of(community.kind, community.enclosure)
        points = derive(profile, column, body.counts)
        row = Survey(
            **body.model_dump(include={"community_id", "counts", "longitude", "latitude"}),
            survey_time=at,
            column=column,
            profile=profile.version,
            actor=who.subject,
            reason=body.reason,
        )
        session.add(row)
        if body.longitude is not None:
            community.longitude, community.latitude = body.longitude, body.latitude
            session.add(community)
        data = {
            "points": [p.model_dump(mode="json") for p in points],
            "profile": profile.version,
            "column": column,
        }
        await facts.record(session, "planned", row.community_id, ms(at), data, who, body.reason)
        return row, points

    async def adjust(self, session: AsyncSession, who: Principal, body: AdjustIn) -> list[Point]:
        await store.community(session, who, body.community_id)
        at = body.adjust_time or now()
        site = await self.site(session, body.community_id)
        old = site.points(ms(at))
        if site.surveyed > ms(at):
            raise _no_survey()
        self._known(old, [*body.remove, *(b.name for b in body.block), *body.unblock])
        profile = await self.profile_on(session, at)
        added = [self._added(each.model_dump(), site.column(ms(at)), profile) for each in body.add]
        data = {
            "add": [point.model_dump(mode="json") for point in added],
            "remove": body.remove,
            "block": {each.name: each.reason.value for each in body.block},
            "unblock": body.unblock,
        }
        await facts.record(session, "adjusted", body.community_id, ms(at), data, who, body.reason)
        now_ = changed(old, data)
        return [now_[name] for name in sorted(now_)]

    def _added(self, values: dict[str, object], column: str, profile: Profile) -> Point:
        point = Point.model_validate(values | {"provenance": "adjusted"})
        if point.code not in self._rules.codes.codes:
            raise InvalidArgument(
                "POSITION_CODE_UNKNOWN",
                f"{point.name}: {point.code} is not in table {self._rules.codes.version}",
                field="code",
            )
        check_face(point, column, profile)
        return point

    @staticmethod
    def _known(points: dict[str, Point], names: Sequence[str]) -> None:
        if unknown := [name for name in names if name not in points]:
            raise InvalidArgument(
                "POINT_UNKNOWN",
                f"{len(unknown)} names are no points of this plan, the first: {unknown[0]}",
                field="name",
                remedy="list the points for their names",
            )

    async def plan_maintenance(
        self, session: AsyncSession, who: Principal, body: MaintenanceIn
    ) -> Maintenance:
        await store.community(session, who, body.community_id)
        if body.device_id:
            await self.device_of(session, body.community_id, body.device_id)
        other = await store.overlapping(
            session, body.community_id, body.device_id, body.start_time, body.end_time
        )
        if other:
            raise FailedPrecondition(
                "MAINTENANCE_OVERLAPS",
                "another window covers some of this time",
                field="start_time",
                maintenance_id=other.id,
                remedy="cancel that one, or choose a time beside it",
            )
        row = Maintenance(**body.model_dump(), actor=who.subject)
        session.add(row)
        data = {
            "maintenance_id": row.id,
            "device_id": row.device_id,
            "start": ms(row.start_time),
            "end": ms(row.end_time),
        }
        at = ms(row.start_time)
        await facts.record(session, "maintenance", row.community_id, at, data, who, body.reason)
        return row

    async def cancel_maintenance(
        self, session: AsyncSession, who: Principal, id_: str
    ) -> Maintenance:
        row = await store.get(session, who, Maintenance, id_, "maintenance")
        if row.start_time <= now():
            raise FailedPrecondition(
                "MAINTENANCE_BEGAN",
                "it has begun: what was off in it stays excused",
                remedy="correct the snapshot with a reason if that is wrong",
            )
        if not row.cancelled:
            row.cancelled = True
            session.add(row)
            data = {"maintenance_id": row.id}
            await facts.record(
                session, "maintenance_cancelled", row.community_id, ms(now()), data, who
            )
        return row

    async def device_of(self, session: AsyncSession, community_id: str, id_: str) -> Device:
        row = await session.get(Device, id_)
        if row is None or row.community_id != community_id:
            raise missing("device")
        return row

    async def import_history(
        self, session: AsyncSession, who: Principal, body: HistoryIn
    ) -> tuple[int, int]:
        """Since when devices stand where they are, and when they were heard of."""
        await store.community(session, who, body.community_id)
        ids = {p.device_id for p in body.placements} | {t.device_id for t in body.turns}
        known = await store.devices(session, ids)
        if any(i not in known or known[i].community_id != body.community_id for i in ids):
            raise missing("device")
        first = min((t.time for t in body.turns), default=None)
        if first:
            await facts.check_open(session, body.community_id, day_of(first))
        by_time: dict[int, list[dict[str, object]]] = {}
        for each in body.placements:
            row = known[each.device_id]
            placed = {"id": row.id, "revision": row.revision, "kind": row.kind}
            by_time.setdefault(ms(each.place_time), []).append(
                placed | {"position": row.position, "gone": row.gone}
            )
        for at, devices in sorted(by_time.items()):
            await facts.check_open(session, body.community_id, day_of(moment(at)))
            await facts.record(
                session, "placed", body.community_id, at, {"devices": devices}, who, body.reason
            )
        turns = [(t.device_id, ONLINE, ms(t.time), int(t.online)) for t in body.turns]
        if turns:
            await facts.record_turns(session, body.community_id, turns)
        return len(body.placements), len(turns)

    async def report_readings(
        self, session: AsyncSession, who: Principal, body: ReadingsIn
    ) -> list[str]:
        """Ids of devices that do not stand in the community: their readings are not taken."""
        await store.community(session, who, body.community_id)
        known = await store.devices(session, {each.device_id for each in body.readings})
        here = {i for i, row in known.items() if row.community_id == body.community_id}
        values = [
            [r.device_id, r.kind.value, r.value] for r in body.readings if r.device_id in here
        ]
        if values:
            at = ms(body.read_time or now())
            await facts.record(session, "reading", body.community_id, at, {"values": values}, who)
        return sorted({r.device_id for r in body.readings} - here)

    async def correct(
        self, session: AsyncSession, who: Principal, body: CorrectionIn
    ) -> Correction:
        """A new fact about a day that is final; the day's next revision follows from it."""
        who.district()
        await store.community(session, who, body.community_id)
        days = await store.community_snapshots(session, body.community_id, body.day, body.day)
        if not days or days[-1].revision == 0:
            raise FailedPrecondition(
                "SNAPSHOT_NOT_FINAL",
                "only a day that is over and final can be corrected",
                field="day",
                remedy="wait until the day is final; what is recorded until then counts anyway",
            )
        if body.measure and body.measure not in KEYS:
            raise InvalidArgument(
                "MEASURE_UNKNOWN", f"measure: one of {', '.join(KEYS)}", field="measure"
            )
        if body.measure in BOUNDED and body.numerator > body.denominator:
            raise InvalidArgument(
                "SHARE_OVER_ONE", "numerator: more than the denominator", field="numerator"
            )
        row = Correction(**body.model_dump(), actor=who.subject)
        session.add(row)
        data = {
            "correction_id": row.id,
            "day": row.day.isoformat(),
            "measure": row.measure,
            "numerator": row.numerator,
            "denominator": row.denominator,
        }
        at = ms(row.create_time)
        await facts.record(session, "correction", row.community_id, at, data, who, row.reason)
        return row


def _no_survey() -> FailedPrecondition:
    return FailedPrecondition(
        "SURVEY_MISSING",
        "no survey of this community by then",
        remedy="record the survey first: the point plan follows from it",
    )
