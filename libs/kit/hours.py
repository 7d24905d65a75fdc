"""Spans of the week in which something holds, as rules of doors and permits of cars have them."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

SHANGHAI = ZoneInfo("Asia/Shanghai")
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class OpeningHours(BaseModel):
    """A span of the week in Asia/Shanghai time; one that ends before it starts crosses midnight."""

    model_config = ConfigDict(extra="forbid")

    days: list[Annotated[int, Field(ge=1, le=7)]] = Field([], max_length=7)
    start: Clock = Field(examples=["06:00"])
    end: Clock = Field(examples=["23:00"])

    def covers(self, local: datetime) -> bool:
        clock, day = local.strftime("%H:%M"), local.isoweekday()
        if self.start <= self.end:
            return self._on(day) and self.start <= clock < self.end
        yesterday = (day - 2) % 7 + 1
        return (self._on(day) and clock >= self.start) or (self._on(yesterday) and clock < self.end)

    def _on(self, day: int) -> bool:
        return not self.days or day in self.days
