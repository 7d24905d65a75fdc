"""A resident's pages: who comes, who waits, and how visitors get in. Everything here is what the
API lets the same resident do; desk and guards answer calls on the same page."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from kit.auth import Principal
from kit.db import Database
from kit.errors import AnjuError, InvalidArgument
from kit.hours import SHANGHAI
from kit.tables import now
from services.visitor.gates import Gates
from services.visitor.hosts import Hosts
from services.visitor.inputs import EndIn, VisitIn, VisitQuery
from services.visitor.life import OPENING, Act
from services.visitor.models import GrantedView, State, VisitView
from services.visitor.pages.frame import Frame, Note, language, to
from services.visitor.pages.link import picture
from services.visitor.pages.session import Signed
from services.visitor.pages.texts import ERRORS, TEXTS
from services.visitor.service import Visits
from services.visitor.store import RESIDENT

PAGE = 20
USUAL = timedelta(hours=2)  # a visit, unless something else is typed in
HOME = "/visitor/home"
ENDS = {"reject": Act.REJECT, "cancel": Act.CANCEL, "depart": Act.DEPART}
ACTS = {
    State.REQUESTED: ("approve", "reject"),
    State.INVITED: ("cancel",),
    State.APPROVED: ("reissue", "cancel"),
    State.ARRIVED: ("depart", "reissue"),
}
LABELS = {
    "name": "name",
    "phone": "phone",
    "plate": "plate",
    "house_id": "house",
    "valid_from": "starts",
    "valid_to": "ends",
    "hours": "weekdays",
    "people": "people",
    "entries": "entries",
    "route": "gates",
}
FIELDS: tuple[str, ...] = ("name", "phone", "house", "starts", "ends", "plate", "people", "entries")
FIELDS += ("day_start", "day_end", "code_once")
BLANK: dict[str, Any] = dict.fromkeys(FIELDS, "") | {"gates": [], "days": []}
REASON = "住户在本人页面操作"


class HomePages:
    def __init__(
        self, db: Database, visits: Visits, hosts: Hosts, gates: Gates, frame: Frame
    ) -> None:
        self._db = db
        self._visits = visits
        self._hosts = hosts
        self._gates = gates
        self._frame = frame

    async def home(self, request: Request, signed: Signed, token: str) -> HTMLResponse:
        found: list[VisitView] = []
        following = ""
        if signed.who.role == RESIDENT:
            async with self._db.write() as session:
                ask = VisitQuery(page_size=PAGE, page_token=token)
                found, following = await self._visits.list_visits(session, signed.who, ask)
        return self._frame.render(
            request,
            "home",
            scripts=True,
            devices=True,
            signed=signed,
            resident=signed.who.role == RESIDENT,
            waiting=[each for each in found if each.state is State.REQUESTED],
            visits=[each for each in found if each.state is not State.REQUESTED],
            more=to(request, HOME, page=following) if following else "",
        )

    async def form(
        self,
        request: Request,
        signed: Signed,
        typed: Mapping[str, Any] | None = None,
        note: Note | None = None,
        status: int = 200,
    ) -> HTMLResponse:
        """The form of an invitation; with what was typed in, when that was no good."""
        houses = await self._houses(signed.who)
        here = {community for community, _ in houses}
        gates = {c: await self._gates.of_community(c) for c in sorted(here)}
        return self._frame.render(
            request,
            "invite",
            status,
            note=note if houses else ("no_house", {}),
            signed=signed,
            houses=houses,
            gates={id_: name for each in gates.values() for id_, name in each.items()},
            fresh=typed is None,
            typed=typed or BLANK,
            start=_typed(now()),
            end=_typed(now() + USUAL),
        )

    async def _houses(self, who: Principal) -> dict[tuple[str, str], str]:
        """Addresses of the caller's houses, by community and id."""
        found: dict[tuple[str, str], str] = {}
        for community in sorted(who.scope or ()):
            houses = await self._hosts.houses_of(community, who.subject)
            found |= {(community, id_): "-".join(filter(None, a)) for id_, a in houses.items()}
        return found

    async def invite(
        self, request: Request, signed: Signed, typed: dict[str, Any]
    ) -> HTMLResponse | str:
        """The id of the visit that was made, or the form again saying what to mend."""
        try:
            body = _invitation(typed)
            await self._visits.check_host(signed.who, body)
            async with self._db.write() as session:
                made: GrantedView = await self._visits.create(session, signed.who, body)
        except ValidationError as error:
            texts = TEXTS[language(request)]
            wrong = {str(each["loc"][0]) if each["loc"] else "valid_to" for each in error.errors()}
            names = [texts[LABELS.get(each, "invite")] for each in sorted(wrong)]
            note = ("fields", {"fields": "、".join(names)})
            return await self.form(request, signed, typed, note, 400)
        except AnjuError as error:
            if error.reason not in ERRORS:
                raise
            note = (error.reason, dict(error.metadata))
            return await self.form(request, signed, typed, note, error.status)
        return made.visit.id

    async def visit(
        self, request: Request, signed: Signed, visit_id: str, note: Note | None = None
    ) -> HTMLResponse:
        async with self._db.write() as session:
            found = await self._visits.get(session, signed.who, visit_id)
            shown = None
            if found.state in OPENING:
                shown = await self._visits.show_pass(session, signed.who, visit_id)
        link = str(request.base_url).rstrip("/") + f"/visitor/v/{shown.link}" if shown else ""
        return self._frame.render(
            request,
            "home_visit",
            signed=signed,
            visit=found,
            acts=ACTS.get(found.state, ()),
            link=link,
            code=shown.code if shown else "",
            qr=picture(shown.token) if shown else "",
            gates=await self._gates.names(found.route),
            note=note,
        )

    async def act(self, who: Principal, visit_id: str, act: str) -> None:
        """Raises FailedPrecondition VISIT_STATE for what does not fit."""
        async with self._db.write() as session:
            if act == "approve":
                await self._visits.approve(session, who, visit_id, "")
            elif act == "reissue":
                await self._visits.reissue(session, who, visit_id, REASON)
            elif act in ENDS:
                body = EndIn(id=visit_id, reason=REASON)
                await self._visits.end(session, who, body, ENDS[act])
            else:
                raise InvalidArgument("ACT_UNKNOWN", "no such step", field="act")


def _invitation(typed: Mapping[str, Any]) -> VisitIn:
    """What a form says. Raises ValidationError naming its fields."""
    community, _, house = str(typed["house"]).partition("/")
    span = {"days": typed["days"], "start": typed["day_start"], "end": typed["day_end"]}
    hours = [span] if typed["day_start"] or typed["day_end"] or typed["days"] else []
    if hours and not (typed["day_start"] and typed["day_end"]):
        span |= {"start": typed["day_start"] or "00:00", "end": typed["day_end"] or "23:59"}
    return VisitIn.model_validate(
        {
            "community_id": community,
            "house_id": house,
            "name": typed["name"],
            "phone": typed["phone"],
            "plate": typed["plate"],
            "people": typed["people"] or 1,
            "entries": typed["entries"] or None,
            "valid_from": _time(typed["starts"]),
            "valid_to": _time(typed["ends"]) or "",
            "hours": hours,
            "route": typed["gates"],
            "code_once": bool(typed["code_once"]),
        }
    )


def _typed(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")


def _time(text: str) -> datetime | str | None:
    """A moment in Shanghai, as browsers write it; what is none goes on to be refused."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) if text else None
    except ValueError:
        return text
