"""Answers that every known client reads right: success is the integer 0 in both keys; a failure
is an integer in the list and a string in the single object."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from services.uplink.viid.reading import CHINA


class Code(IntEnum):
    OK = 0
    OTHER = 1
    BUSY = 2
    INVALID_OPERATION = 4
    BAD_JSON = 7
    BAD_CONTENT = 8


@dataclass(frozen=True)
class Result:
    """What became of one object."""

    id: str
    code: Code = Code.OK
    text: str = "OK"


def local(at: datetime) -> str:
    """14 digits, Asia/Shanghai."""
    return at.astimezone(CHINA).strftime("%Y%m%d%H%M%S")


def _entry(result: Result, path: str, at: datetime, code: int | str) -> dict[str, Any]:
    return {
        "Id": result.id,
        "RequestURL": path,
        "StatusCode": code,
        "StatusString": result.text,
        "LocalTime": local(at),
    }


def single(result: Result, path: str, at: datetime) -> dict[str, Any]:
    code = 0 if result.code is Code.OK else str(int(result.code))
    return {"ResponseStatusObject": _entry(result, path, at, code)}


def both(results: Sequence[Result], path: str, at: datetime) -> dict[str, Any]:
    """List and single object in one body; the single one is the worst of the batch."""
    failed = [each for each in results if each.code is not Code.OK]
    entries = [_entry(each, path, at, int(each.code)) for each in results]
    worst = failed[0] if failed else results[0] if results else Result("")
    if failed and len(results) > 1:
        worst = Result(worst.id, worst.code, f"{len(failed)} of {len(results)} failed")
    return {"ResponseStatusListObject": {"ResponseStatusObject": entries}} | single(worst, path, at)


def status_of(results: Sequence[Result]) -> int:
    """The HTTP status: some clients look at nothing else, others never at it."""
    codes = {each.code for each in results}
    if not codes or Code.OK in codes:
        return 200
    if Code.BUSY in codes:
        return 503
    return 403 if codes == {Code.INVALID_OPERATION} else 400
