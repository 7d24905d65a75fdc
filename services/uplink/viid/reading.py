"""What peers send, read with tolerance: every deviation here was seen in the field.

Numbers in comments are those of the check-list in §7 of the protocol notes.
"""

import hashlib
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from services.uplink.viid.kinds import NOTIFIED, Kind

CHINA = timezone(timedelta(hours=8))
MAX_ID = 64
MAX_DEPTH = 32
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
Object = dict[str, Any]


class Unreadable(Exception):
    """The body or object cannot be used; `code` is GA/T 1400's (7 bad JSON, 8 bad content)."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


def inflate(body: bytes, encoding: str, limit: int) -> bytes:
    """The body without its compression (6). Raises Unreadable when it is damaged or too large."""
    if encoding.lower() not in {"gzip", "x-gzip", "deflate"}:
        return body
    reader = zlib.decompressobj(47)  # both formats, by their heads
    try:
        plain = reader.decompress(body, limit + 1)
    except zlib.error:
        raise Unreadable(7, "the compressed body is damaged") from None
    if len(plain) > limit:
        raise Unreadable(7, f"the body is over {limit} bytes")
    return plain


def document(body: bytes) -> Any:
    """The JSON of a body, also where it lies in a JSON string (10). Raises Unreadable."""
    found: Any = body
    for _ in range(3):
        if not isinstance(found, (bytes, str)):
            break
        try:
            found = json.loads(found, parse_constant=_no_number)
        except (ValueError, RecursionError):
            raise Unreadable(7, "the body is no JSON") from None
    if not isinstance(found, (dict, list)):
        raise Unreadable(8, "the body is no object")
    if _depth(found) > MAX_DEPTH:
        raise Unreadable(8, "the body is nested too deeply")
    # Only an escape or a byte ED can bring what is no text.
    return _mended(found) if b"\\u" in body or b"\xed" in body else found


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number of JSON")


def _mended(value: Any) -> Any:
    """Without what no table and no answer can hold: NUL, and halves of characters."""
    if isinstance(value, str):
        return _NO_TEXT.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_mended(key): _mended(each) for key, each in value.items()}
    return [_mended(each) for each in value] if isinstance(value, list) else value


def _depth(value: Any) -> int:
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        each, depth = waiting.pop()
        deepest = max(deepest, depth)
        if depth > MAX_DEPTH:
            return depth
        inner = each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
        waiting.extend((v, depth + 1) for v in inner if isinstance(v, (dict, list)))
    return deepest


def get(source: Any, *names: str, default: Any = None) -> Any:
    """The first of the names that the object has, whatever its case (2)."""
    if not isinstance(source, Mapping):
        return default
    for name in names:
        if name in source:
            return source[name]
    folded = {str(key).lower(): value for key, value in source.items()}
    for name in names:
        if name.lower() in folded:
            return folded[name.lower()]
    return default


def objects(found: Any, kind: Kind) -> list[Object]:
    """The objects of a collection's body, in order; raises Unreadable 8 when there are none.

    Reads list and single forms, both word orders, a missing outer or inner list, one object in
    an array's place, and a bare object (8, 9).
    """
    items = _items(found, kind)
    if items is None:
        raise Unreadable(8, f"no {kind.lists[0]} in the body")
    for each in items:
        if not isinstance(each, dict):
            raise Unreadable(8, f"{kind.items[0]} is no object")
    return items


def _items(found: Any, kind: Kind) -> list[Any] | None:
    if isinstance(found, list):
        return found
    outer = get(found, *kind.lists)
    if isinstance(outer, list):
        return outer
    inner = get(found if outer is None else outer, *kind.items)
    if inner is not None:
        return inner if isinstance(inner, list) else [inner]
    if outer is not None:
        return [outer] if outer else []
    bare = get(found, kind.id) is not None or (kind.inner and get(found, kind.inner) is not None)
    return [found] if bare else None


def notified(notice: Object, root: Any) -> Iterator[tuple[Kind, list[Object]]]:
    """What a notification brings, by kind; Thing and Scene lists may lie at the root (9)."""
    for kind in NOTIFIED:
        for place in (notice, root):
            outer = get(place, *kind.lists)
            if outer is not None:
                found = _items({kind.lists[0]: outer}, kind) or []
                yield kind, [each for each in found if isinstance(each, dict)]
                break


def identifier(value: Any) -> str:
    """An id as text: any form up to 64 characters, leading zeros kept (13). Raises Unreadable."""
    text = "" if value is None else str(value).strip()
    if not text or len(text) > MAX_ID or not text.isprintable():
        raise Unreadable(8, f"an id has 1 to {MAX_ID} characters")
    return text


def id_of(item: Object, kind: Kind) -> str:
    """The object's id, from where the kind keeps it. Raises Unreadable."""
    value = get(item, kind.id)
    if value is None and kind.inner:
        value = get(get(item, kind.inner), kind.id)
    if kind.name == "lane" and value is not None:
        value = f"{get(item, 'TollgateID', default='')}-{value}"  # numbered per tollgate
    if kind.id == "PersonID" and value in ("-1", "", None) and kind.holds == "faces":
        seen = get(item, "RecognitionTime", "PassTime")
        value = f"stranger-{seen}" if seen else None
    if kind.unnamed and value in ("", None):
        plain = json.dumps(item, sort_keys=True).encode()
        value = hashlib.sha256(plain).hexdigest()[:40]
    return identifier(value)


def name(item: Object, kind: Kind, key: str) -> None:
    """Gives an object that says no id the one of its path."""
    if get(item, kind.id) is not None or get(get(item, kind.inner), kind.id) is not None:
        return
    if kind.name == "lane":
        item["TollgateID"], _, key = key.rpartition("-")
    item[kind.id] = key


def named(found: Any, header: str, username: str) -> str:
    """Who a session call is about: in its wrapper, bare, or in the header or digest (2)."""
    for wrapper in ("RegisterObject", "UnRegisterObject", "KeepaliveObject"):
        inner = get(found, wrapper)
        if inner is not None:
            found = inner
            break
    value = get(found, "DeviceID")
    return str(value or header or username).strip()


def time_of(value: Any) -> datetime | None:
    """A time in any of the forms seen: 14 digits, dashed, ISO, milliseconds since 1970; None
    for what is none of them (15). Without a zone it is China's."""
    text = str(value or "").strip()
    if not text:
        return None
    try:
        if text.isdigit() and len(text) in {10, 13}:
            return datetime.fromtimestamp(int(text) / (1000 if len(text) == 13 else 1), UTC)
        if text.isdigit() and len(text) >= 14:
            found = datetime.strptime(text[:14], "%Y%m%d%H%M%S").replace(tzinfo=CHINA)
        else:
            found = datetime.fromisoformat(text.replace("/", "-"))
        return (found if found.tzinfo else found.replace(tzinfo=CHINA)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def code(value: Any, width: int) -> str:
    """A code padded to its width: 1, "1" and "01" are the same (12)."""
    text = str(value if value is not None else "").strip()
    return text.zfill(width) if text.isdigit() else text


def yes(value: Any) -> bool:
    """Booleans come as true, 1 and "1" (12)."""
    return value is True or str(value).strip().lower() in {"1", "true"}


def parts(value: Any) -> list[str]:
    """A list in one string, by comma or semicolon, empties dropped (15)."""
    text = str(value if value is not None else "").replace(";", ",")
    return [each.strip() for each in text.split(",") if each.strip()]
