"""Acceptances: from survey to handover with papers, trial, samples, signatures (R87, R88)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kit.auth import Principal
from kit.db import AsyncSession, emit
from kit.errors import AlreadyExists, FailedPrecondition, InvalidArgument
from kit.files import Files
from kit.tables import new_id, now
from services.coverage import events, facts, life, store
from services.coverage.clock import ms
from services.coverage.folding import Site
from services.coverage.inputs import AcceptanceIn, DocumentIn, FilingIn, ResultIn, StepIn
from services.coverage.models import Acceptance, Act, Document, Filing, Step
from services.coverage.points import CAMERA, Point
from services.coverage.rules import Checklist, Item, Rules
from services.coverage.service import Coverage
from services.coverage.trial import TrialView, moments_of, trial

VERBS = {
    Step.DESIGNED: "design",
    Step.INSTALLED: "install",
    Step.INSPECTED: "inspect",
    Step.ACCEPTED: "accept",
    Step.HANDED_OVER: "hand_over",
}
FOLDER = "acceptance"


@dataclass(frozen=True)
class Case:
    """An acceptance in the middle of a step."""

    row: Acceptance
    site: Site
    points: dict[str, Point]
    at: datetime


class Acceptances:
    def __init__(self, rules: Rules, coverage: Coverage, files: Files) -> None:
        self._rules = rules
        self._coverage = coverage
        self._files = files

    @property
    def checklist(self) -> Checklist:
        return self._rules.checklist

    async def open(self, session: AsyncSession, who: Principal, body: AcceptanceIn) -> Acceptance:
        community = await store.community(session, who, body.community_id)
        at = body.open_time or now()
        site = await self._coverage.site(session, body.community_id)
        if site.surveyed > ms(at):
            raise FailedPrecondition(
                "SURVEY_MISSING",
                "no survey of this community by then",
                remedy="record the survey first: the point plan follows from it",
            )
        points = site.points(ms(at))
        names = body.points or [n for n, p in points.items() if p.required]
        names = sorted(set(names) - ({*site.accepted} if not body.points else set()))
        if not names:
            raise FailedPrecondition("NOTHING_TO_ACCEPT", "every required point is accepted")
        self._acceptable(points, names)
        await self._not_twice(session, body.community_id, names)
        row = Acceptance(
            community_id=body.community_id,
            step=Step.SURVEYED,
            points=names,
            builder=body.builder or community.builder,
            step_time=at,
        )
        session.add(row)
        session.add(Act(acceptance_id=row.id, step=Step.SURVEYED, act_time=at, actor=who.subject))
        emit(session, events.stepped(row))
        return row

    @staticmethod
    def _acceptable(points: dict[str, Point], names: Sequence[str]) -> None:
        for name in names:
            if name not in points:
                raise InvalidArgument(
                    "POINT_UNKNOWN", f"points: {name} is no point of the plan", field="points"
                )
            if points[name].blocked:
                raise FailedPrecondition(
                    "POINT_BLOCKED", f"{name} is blocked: nothing may look there", field="points"
                )

    @staticmethod
    async def _not_twice(session: AsyncSession, community_id: str, names: Sequence[str]) -> None:
        """A point is accepted once: duplicates do not inflate coverage (R90)."""
        for other in await store.running(session, community_id):
            if twice := set(names) & set(other.points):
                raise AlreadyExists(
                    "POINT_IN_ACCEPTANCE",
                    f"{min(twice)} is in another acceptance of the community",
                    field="points",
                    acceptance_id=other.id,
                )

    async def step(self, session: AsyncSession, who: Principal, body: StepIn) -> Acceptance:
        row = await store.get(session, who, Acceptance, body.id, "acceptance")
        tried = bool(row.trial_end) and row.round > 0
        life.check(row.step, body.step, tried)
        at = body.step_time or now()
        if at < row.step_time:
            raise InvalidArgument(
                "STEP_BEFORE_LAST",
                "step_time: before the step that was taken last",
                field="step_time",
                last=row.step_time.isoformat(),
            )
        await self._papers(session, row, body.step)
        self._signed(body)
        site = await self._coverage.site(session, row.community_id)
        case = Case(row, site, site.points(ms(at)), at)
        act = Act(
            acceptance_id=row.id,
            step=body.step,
            act_time=at,
            signers=body.signers,
            results=[r.model_dump() for r in body.results],
            note=body.note,
            actor=who.subject,
        )
        row.step, row.step_time = await self._take(session, who, case, body, act), at
        act.step = row.step
        session.add(act)
        session.add(row)
        emit(session, events.stepped(row))
        return row

    async def _papers(self, session: AsyncSession, row: Acceptance, step: Step) -> None:
        there = {document.kind for document in await store.documents(session, row.id)}
        needed = self.checklist.documents.get(VERBS.get(step, ""), [])
        if lacking := [kind for kind in needed if kind not in there]:
            raise FailedPrecondition(
                "DOCUMENT_MISSING",
                f"the dossier lacks {', '.join(lacking)}",
                lacking=",".join(lacking),
                remedy="add the papers to the dossier first (R88)",
            )

    def _signed(self, body: StepIn) -> None:
        needed = self.checklist.signers.get(VERBS.get(body.step, ""), [])
        if lacking := [role for role in needed if role not in body.signers]:
            raise InvalidArgument(
                "SIGNER_MISSING",
                f"signers: {', '.join(lacking)} must sign this step",
                field="signers",
                lacking=",".join(lacking),
            )
        people = [body.signers[role] for role in needed]
        if len(set(people)) < len(people):
            raise InvalidArgument(
                "SIGNER_TWICE", "signers: one person cannot sign for two sides", field="signers"
            )

    async def _take(
        self, session: AsyncSession, who: Principal, case: Case, body: StepIn, act: Act
    ) -> Step:
        """What the step does; returns where the acceptance stands then."""
        row = case.row
        if body.step is Step.TRIAL:
            row.trial_start, row.trial_end, row.round = case.at, None, 0
        elif body.step is Step.TRIED:
            return await self._tried(session, case, act)
        elif body.step is Step.SAMPLED:
            row.round += 1
            row.sample = sample(self.checklist, row, case.points)
        elif body.step is Step.INSPECTED:
            return self._inspected(case, body.results)
        elif body.step is Step.ACCEPTED:
            await self._accepted(session, who, case)
        return body.step

    async def _tried(self, session: AsyncSession, case: Case, act: Act) -> Step:
        start = case.row.trial_start or case.at
        days = (case.at - start).days
        if days < self.checklist.trial_days:
            raise FailedPrecondition(
                "TRIAL_TOO_SHORT",
                f"the trial run has lasted {days} of {self.checklist.trial_days} days",
                days=days,
                needed=self.checklist.trial_days,
            )
        seen = await self.trial_of(session, case.row, case.site, case.at)
        act.trial = seen.model_dump(mode="json")
        failures = []
        if seen.uptime < self.checklist.trial_uptime:
            failures.append(f"uptime {seen.uptime:.4f} under {self.checklist.trial_uptime}")
        cameras = {name for name in case.row.points if camera(case.points.get(name))}
        failures += [f"{name}: nothing heard of" for name in seen.silent_points if name in cameras]
        case.row.failures = failures
        if failures:
            return Step.FAILED
        case.row.trial_end = case.at
        return Step.TRIED

    async def trial_of(
        self, session: AsyncSession, row: Acceptance, site: Site, at: datetime
    ) -> TrialView:
        start = row.trial_start or at
        end = row.trial_end or at
        connection = await session.connection()
        moments = await connection.run_sync(lambda sync: moments_of(site, sync))
        return trial(site, moments, row.points, ms(start), ms(end))

    def _inspected(self, case: Case, results: Sequence[ResultIn]) -> Step:
        """Every item at every sampled point must be measured; one that fails, fails it all."""
        items = {item.key: item for item in self.checklist.items}
        given = {(r.point, r.item): r.value for r in results}
        if odd := [key for key in given if key[0] not in case.row.sample or key[1] not in items]:
            raise InvalidArgument(
                "RESULT_UNKNOWN",
                f"results: {odd[0][0]} / {odd[0][1]} is not in this round's sample and checklist",
                field="results",
            )
        failures = []
        for name in case.row.sample:
            for item in wanted(self.checklist, case.points.get(name)):
                value = given.get((name, item.key))
                if value is None:
                    raise InvalidArgument(
                        "RESULT_MISSING",
                        f"results: {item.key} was not measured at {name}",
                        field="results",
                    )
                if not item.holds(value):
                    failures.append(f"{name}: {item.key} {value:g}")
        case.row.failures = failures
        return Step.FAILED if failures else Step.INSPECTED

    async def _accepted(self, session: AsyncSession, who: Principal, case: Case) -> None:
        row, at = case.row, case.at
        data = {"points": row.points, "acceptance_id": row.id}
        await facts.record(session, "accepted", row.community_id, ms(at), data, who)
        due = at + timedelta(days=self.checklist.filing_days)
        known = {f.point for f in await store.filings_of(session, row.community_id)}
        for name in row.points:
            point = case.points.get(name)
            if point and point.article7 and name not in known:
                session.add(Filing(community_id=row.community_id, point=name, due_time=due))

    async def add_document(
        self, session: AsyncSession, who: Principal, body: DocumentIn
    ) -> Document:
        row = await store.get(session, who, Acceptance, body.acceptance_id, "acceptance")
        if row.step is Step.HANDED_OVER:
            raise FailedPrecondition("DOSSIER_CLOSED", "a dossier is closed by the handover")
        document = Document(
            id=new_id(),
            acceptance_id=row.id,
            community_id=row.community_id,
            **body.model_dump(include={"kind", "name", "media_type"}),
            size=len(body.content),
            sha256=hashlib.sha256(body.content).hexdigest(),
            actor=who.subject,
        )
        await self._files.put(f"{FOLDER}/{row.id}/{document.id}", body.content)
        session.add(document)
        return document

    async def read_document(
        self, session: AsyncSession, who: Principal, id_: str
    ) -> tuple[Document, bytes]:
        """Raises FailedPrecondition DOCUMENT_ALTERED when the store holds other bytes now."""
        row = await store.get(session, who, Document, id_, "document")
        content = await self._files.get(f"{FOLDER}/{row.acceptance_id}/{row.id}")
        if hashlib.sha256(content).hexdigest() != row.sha256:
            raise FailedPrecondition(
                "DOCUMENT_ALTERED", "the stored bytes are not those that were added"
            )
        return row, content

    async def record_filing(self, session: AsyncSession, who: Principal, body: FilingIn) -> Filing:
        row = await store.get(session, who, Filing, body.id, "filing")
        if not body.reference:
            raise InvalidArgument(
                "FIELD_INVALID", "reference: the number of the filing is missing", field="reference"
            )
        row.file_time, row.reference = body.file_time or now(), body.reference
        session.add(row)
        return row

    async def site_of(self, session: AsyncSession, row: Acceptance) -> Site:
        return await self._coverage.site(session, row.community_id)


def camera(point: Point | None) -> bool:
    return bool(point and CAMERA & set(point.captures))


def wanted(checklist: Checklist, point: Point | None) -> list[Item]:
    """What is measured at the point."""
    return [i for i in checklist.items if point and i.captures in point.captures]


def sample(checklist: Checklist, row: Acceptance, points: dict[str, Point]) -> list[str]:
    """The points to inspect in this round: chosen by a hash that nobody chooses, and those that
    failed in the round before in any case."""
    size = max(checklist.sample_least, -(-len(row.points) * checklist.sample_share // 1))
    ranked = sorted(
        (name for name in row.points if name in points),
        key=lambda name: hashlib.sha256(f"{row.id}/{row.round}/{name}".encode()).digest(),
    )
    failed = {line.partition(": ")[0] for line in row.failures}
    return sorted({*ranked[: int(size)], *(name for name in ranked if name in failed)})
