"""The report in the form that is asked for; made outside the event loop."""

import asyncio
from datetime import date
from pathlib import Path

from kit.auth import Principal
from kit.db import Database
from services.coverage.inputs import Format, ReportIn
from services.coverage.reports import flat, fonts
from services.coverage.reports.content import Content, Gatherer
from services.coverage.reports.pdf import as_pdf, as_weekly
from services.coverage.reports.signed import Signer
from services.coverage.reports.xlsx import as_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {
    Format.XLSX: XLSX,
    Format.PDF: "application/pdf",
    Format.WEEKLY: "application/pdf",
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
    Format.SIGNED: "application/jose",
}
ENDINGS = {Format.WEEKLY: "weekly.pdf", Format.SIGNED: "jws"}


class Reports:
    def __init__(self, gatherer: Gatherer, signer: Signer, font: Path | None) -> None:
        self._gatherer = gatherer
        self.signer = signer
        self._font = font

    async def make(self, db: Database, who: Principal, ask: ReportIn) -> tuple[bytes, str]:
        """The file and its name. Raises FailedPrecondition FONT_MISSING, NotFound."""
        async with db.read() as session:
            content = await self._gatherer.gather(session, who, ask.day)
        made = await asyncio.to_thread(self.formed, content, ask.format)
        return made, name_of(content.day, ask.format)

    def formed(self, content: Content, form: Format) -> bytes:
        if form is Format.XLSX:
            return as_xlsx(content)
        if form is Format.PDF:
            return as_pdf(content, fonts.find(self._font))
        if form is Format.WEEKLY:
            return as_weekly(content, fonts.find(self._font))
        if form is Format.CSV:
            return flat.as_csv(content)
        if form is Format.SIGNED:
            return self.signer.sign(content)
        return flat.as_json(content)


def name_of(day: date, form: Format) -> str:
    return f"coverage-{day}.{ENDINGS.get(form, form.value)}"
