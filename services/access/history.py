"""Reading the pass log: who may see which subject, how far back, and the look recorded."""

from contextlib import suppress
from datetime import datetime, timedelta

from kit import audit
from kit.auth import Gatekeeper, Principal, missing
from kit.db import AsyncSession
from kit.errors import NotFound, PermissionDenied
from kit.files import Files
from kit.tables import now
from services.access import store
from services.access.inputs import LookIn, PassFilter
from services.access.models import Pass, PassView
from services.access.reasons import message

SEE_SUBJECT = "pass.subject"


class History:
    def __init__(self, gatekeeper: Gatekeeper, files: Files, subject_hours: float) -> None:
        self._gatekeeper = gatekeeper
        self._files = files
        self._window = timedelta(hours=subject_hours)

    async def get(self, session: AsyncSession, who: Principal, key: str) -> PassView:
        row = await _known(session, who, key)
        return (await self._views(session, who, [row], ""))[0]

    async def looked(self, session: AsyncSession, who: Principal, body: LookIn) -> str:
        """What `picture` gives out, once the look is on record (R71)."""
        row = await _known(session, who, body.id)
        audit.record(session, who, "pass.picture", f"pass/{row.id}", row.community_id, body.reason)
        # As names do, pictures tell who went where (R22).
        return "" if self._is_old(who, row.time) else row.snapshot

    async def picture(self, key: str) -> bytes:
        """The JPEG file. Raises NotFound PICTURE_NOT_FOUND where none is kept, or none yet."""
        with suppress(NotFound):
            if key:
                return await self._files.get(key)
        raise NotFound(
            "PICTURE_NOT_FOUND",
            "there is no picture of this pass",
            remedy="it comes a moment after the pass, where the rules keep it, and for days only",
        )

    async def passes(
        self, session: AsyncSession, who: Principal, wanted: PassFilter
    ) -> tuple[list[PassView], str]:
        if wanted.subject_id:
            if not self._gatekeeper.holds(who, SEE_SUBJECT):
                raise PermissionDenied(
                    "PERMISSION_DENIED",
                    f"role {who.role} lacks the permission {SEE_SUBJECT}",
                    field="subject_id",
                )
            if who.scope is not None:
                # Property roles get no movement history beyond their window (R22).
                earliest = now() - self._window
                wanted.start_time = max(wanted.start_time or earliest, earliest)
        rows, token = await store.list_passes(session, who, wanted)
        return await self._views(session, who, rows, wanted.subject_id), token

    async def _views(
        self, session: AsyncSession, who: Principal, rows: list[Pass], subject_id: str
    ) -> list[PassView]:
        shown = [view(row, subject=self._may_see(who, row)) for row in rows]
        for each in shown:
            if self._is_old(who, each.time):
                each.permit_id = ""  # it names a house as a subject names a person
        if any(each.subject_id for each in shown):
            what = f"person/{subject_id}" if subject_id else "pass"
            audit.record(session, who, "pass.subjects", what, rows[0].community_id)
        return shown

    def _may_see(self, who: Principal, row: Pass) -> bool:
        if not self._gatekeeper.holds(who, SEE_SUBJECT):
            return False
        return not self._is_old(who, row.time)

    def _is_old(self, who: Principal, time: datetime) -> bool:
        return who.scope is not None and time <= now() - self._window


async def _known(session: AsyncSession, who: Principal, key: str) -> Pass:
    row = await store.get_pass(session, who, key)
    if row is None:
        raise missing("pass")
    return row


def view(row: Pass | PassView, *, subject: bool = False) -> PassView:
    """A copy for the caller: with the message, and the subject only where it may be seen."""
    shown = PassView.model_validate(row) if isinstance(row, Pass) else row.model_copy()
    shown.message = message(row.reason)
    if not subject:
        shown.subject_id = ""
    return shown
