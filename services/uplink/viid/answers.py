"""What upper platforms answer, read with tolerance: per object taken, failed, or nothing said."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from services.uplink.viid.reading import get

SINGLES = ("ResponseStatusObject", "ResponseStatus", "ResponseObject")
LISTS = ("ResponseStatusListObject", "ResponseStatusList", "ResponseListObject")
# Codes with which servers say that the session is gone: the standard's 4 counts for session
# calls alone, 17 is a common private one.
NOT_REGISTERED = frozenset({"17"})
CONTENT_CODES = frozenset({"5", "6", "7", "8"})


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    RETRY = "retry"  # may do better later
    CONTENT = "content"  # the receiver cannot take what is in it
    SESSION = "session"  # register again, then send again


@dataclass(frozen=True)
class Dialect:
    """How a platform says that it went well; the defaults are the standard's."""

    code_fields: tuple[str, ...] = ("StatusCode", "RetCode")
    success: frozenset[str] = frozenset({"0"})
    silent_success: bool = False  # HTTP 2xx without a recognisable status counts


@dataclass(frozen=True)
class Judged:
    """One object: the verdict, and what the platform said."""

    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True)
class Answer:
    """A reply: HTTP status, the status of the whole where one was given, and of objects."""

    http: int
    code: str | None = None
    text: str = ""
    entries: list[tuple[str, str, str]] = field(default_factory=list)  # id, code, text
    listed: bool = False
    challenge: str = ""
    body: Any = None

    @property
    def registered(self) -> bool:
        """Whether a session call went well, by HTTP status and StatusCode both."""
        return 200 <= self.http < 300 and self.code in {None, "0"}


def read(http: int, body: bytes, dialect: Dialect, challenge: str = "") -> Answer:
    try:
        found = json.loads(body) if body.strip() else None
        if isinstance(found, str):
            found = json.loads(found)
    except (ValueError, RecursionError):
        found = None
    outer = get(found, *LISTS)
    inner = get(outer, *SINGLES) if isinstance(outer, dict) else outer
    listed = inner is not None
    rows = inner if isinstance(inner, list) else [inner] if isinstance(inner, dict) else []
    entries = [_entry(each, dialect) for each in rows if isinstance(each, dict)]
    whole = get(found, *SINGLES)
    if isinstance(whole, list):  # the list without its wrapper
        entries, listed, whole = [_entry(each, dialect) for each in whole], True, None
    if not isinstance(whole, dict):
        whole = found if isinstance(found, dict) else {}
    _, code, text = _entry(whole, dialect)
    return Answer(http, code or None, text, entries, listed, challenge, found)


def _entry(row: Any, dialect: Dialect) -> tuple[str, str, str]:
    code = get(row, *dialect.code_fields)
    text = get(row, "StatusString", "msg", "message", default="")
    code_text = "" if code is None else str(code).strip()
    if code_text in dialect.success:
        code_text = "0"
    return str(get(row, "Id", default="") or ""), code_text, str(text or "")[:200]


def judge(answer: Answer, ids: Sequence[str], dialect: Dialect) -> list[Judged]:
    """What became of each object of a batch, in the order of `ids`."""
    if answer.http == 401 or answer.code in NOT_REGISTERED:
        return [Judged(Verdict.SESSION, "NOT_REGISTERED")] * len(ids)
    good = 200 <= answer.http < 300
    if answer.listed and answer.entries:
        found = _each(answer, ids)
        # A list that says yes under a status that says no: not taken, as long as one of both.
        return found if good else [_failed(answer) if _took(each) else each for each in found]
    if not good:
        return [_failed(answer)] * len(ids)
    if answer.code is None:
        if dialect.silent_success and not answer.listed:
            return [Judged(Verdict.ACCEPTED)] * len(ids)
        return [Judged(Verdict.RETRY, "NO_STATUS")] * len(ids)
    return [_judged(answer.code, answer.text)] * len(ids)


def _took(each: Judged) -> bool:
    return each.verdict is Verdict.ACCEPTED


def _failed(answer: Answer) -> Judged:
    """By the HTTP status alone."""
    reason = f"HTTP_{answer.http}" + (f"_CODE_{answer.code}" if answer.code else "")
    content = answer.http in {400, 413, 422}
    return Judged(Verdict.CONTENT if content else Verdict.RETRY, reason)


def _each(answer: Answer, ids: Sequence[str]) -> list[Judged]:
    by_id = {key: (code, text) for key, code, text in answer.entries if key}
    if by_id.keys() & set(ids):
        return [_judged(*by_id[key]) if key in by_id else _unsaid() for key in ids]
    if len(answer.entries) == len(ids):  # no ids, but one entry each, in order
        return [_judged(code, text) for _, code, text in answer.entries]
    codes = {code for _, code, _ in answer.entries}
    if len(answer.entries) == 1 or codes == {"0"}:
        _, code, text = answer.entries[0]
        return [_judged(code, text)] * len(ids)
    return [_unsaid()] * len(ids)


def _unsaid() -> Judged:
    return Judged(Verdict.RETRY, "NO_STATUS_FOR_OBJECT")


def _judged(code: str, text: str) -> Judged:
    if code == "0":
        return Judged(Verdict.ACCEPTED)
    if not code:
        return _unsaid()
    # What the platform wrote may quote what was sent: the code alone is kept.
    if code in NOT_REGISTERED:
        return Judged(Verdict.SESSION, "NOT_REGISTERED")
    return Judged(Verdict.CONTENT if code in CONTENT_CODES else Verdict.RETRY, f"CODE_{code[:8]}")
