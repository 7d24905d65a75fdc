"""GB/T 28181, first part: the catalogue of a video platform's channels and their status.

It comes as a file, the XML of a Catalog message or JSON, or from the platform's own API. A channel
whose id is a device of the registry keeps that device online.
"""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx

from kit.db import Database
from kit.errors import InvalidArgument
from kit.tables import now
from services.uplink import store
from services.uplink.beats import Beats
from services.uplink.models import Channel
from services.uplink.places import Places
from services.uplink.views import ImportView
from services.uplink.viid.reading import get

log = logging.getLogger("uplink.channels")
MOST = 100_000
MOST_BYTES = 16 * 2**20
MAX_PROBLEMS = 20
FIELDS = {
    "channel_id": ("DeviceID", "channelId", "deviceId", "gbDeviceId", "id"),
    "display_name": ("Name", "channelName"),
    "parent_id": ("ParentID", "parentDeviceId"),
    "vendor": ("Manufacturer", "manufacture"),
    "status": ("Status", "online"),
}
"""Column → the names that platforms give it."""
ON = {"on", "ok", "online", "true", "1"}
OFF = {"off", "offline", "vlost", "defect", "false", "0", "2"}
LISTS = ("DeviceList", "channels", "list", "data", "items", "rows")


def read(content: bytes) -> Iterator[dict[str, Any]]:
    """The entries of a catalogue. Raises InvalidArgument."""
    text = content.lstrip(b"\xef\xbb\xbf \r\n\t")
    yield from _xml(text) if text.startswith(b"<") else _json(text)


def _xml(content: bytes) -> Iterator[dict[str, Any]]:
    head = content[:4096].upper()
    if b"<!DOCTYPE" in content.upper() or b"<!ENTITY" in head:
        raise InvalidArgument(
            "CATALOGUE_INVALID", "a catalogue has no document type", field="content"
        )
    # Platforms write GB2312 and mean GB18030, which Python's parser does not know by that name.
    declared = b"GB2312" in head[:128] or b"GBK" in head[:128] or b"GB18030" in head[:128]
    try:
        if declared:
            body = content.split(b"?>", 1)[-1].decode("gb18030")
            root = ElementTree.fromstring(body)  # noqa: S314 - no document type, so no entities
        else:
            root = ElementTree.fromstring(content)  # noqa: S314
    except (ElementTree.ParseError, UnicodeDecodeError, ValueError):
        raise InvalidArgument("CATALOGUE_INVALID", "this is no XML", field="content") from None
    for item in root.iter("Item"):
        yield {child.tag: (child.text or "").strip() for child in item}


def _json(content: bytes) -> Iterator[dict[str, Any]]:
    try:
        found: Any = json.loads(content)
    except (ValueError, RecursionError):
        raise InvalidArgument(
            "CATALOGUE_INVALID", "this is no XML and no JSON", field="content"
        ) from None
    for _ in range(3):
        inner = get(found, *LISTS)
        if inner is None:
            break
        found = inner
    for item in found if isinstance(found, list) else []:
        if isinstance(item, dict):
            yield item


def entry(item: dict[str, Any]) -> dict[str, str]:
    """The columns of a channel. Raises ValueError for an id that is none."""
    row = {name: str(get(item, *names, default="") or "")[:128] for name, names in FIELDS.items()}
    status = get(item, *FIELDS["status"], default="")
    word = str(status).strip().lower()
    row["status"] = "on" if word in ON else "off" if word in OFF else "unknown"
    if not (len(row["channel_id"]) == 20 and row["channel_id"].isdecimal()):
        raise ValueError("a channel id has 20 digits")
    return row


class Channels:
    def __init__(self, db: Database, places: Places, beats: Beats) -> None:
        self._db = db
        self._places = places
        self._beats = beats

    async def take(self, platform_id: str, content: bytes) -> ImportView:
        """Adds and changes channels; those that are not in the file stay."""
        made = ImportView(created=0, changed=0, matched=0, problems=[])
        rows: dict[str, dict[str, str]] = {}
        for number, item in enumerate(read(content), start=1):
            if number > MOST:
                raise InvalidArgument(
                    "CATALOGUE_INVALID", f"more than {MOST} channels", field="content"
                )
            try:
                row = entry(item)
                rows[row["channel_id"]] = row
            except ValueError as error:
                if len(made.problems) < MAX_PROBLEMS:
                    made.problems.append(f"item {number}: {error}")
        await self._write(platform_id, rows, made)
        return made

    async def _write(
        self, platform_id: str, rows: dict[str, dict[str, str]], made: ImportView
    ) -> None:
        async with self._db.write() as session:
            known = {r.channel_id: r for r in await store.channels_of(session, platform_id)}
            for key, values in rows.items():
                device = self._places.national(key)
                made.matched += device is not None
                if device and values["status"] == "on":
                    self._beats.hear(key)
                place = device.community_id if device else ""
                full = values | {"community_id": place}
                row = known.get(key)
                if row is None:
                    session.add(Channel.model_validate(full | {"platform_id": platform_id}))
                    made.created += 1
                elif any(getattr(row, n) != v for n, v in full.items()):
                    for name, value in full.items():
                        setattr(row, name, value)
                    row.status_time = now()
                    session.add(row)
                    made.changed += 1


class VideoPlatform:
    """A video platform's own list of channels, asked for from time to time."""

    def __init__(self, channels: Channels, url: str, platform_id: str, token: Path | None) -> None:
        self._channels = channels
        self._url = url
        self._platform_id = platform_id
        self._token = token

    async def turn(self) -> bool:
        """Asks once; false, as nothing more waits. What goes wrong is asked for the next time."""
        try:
            await self._channels.take(self._platform_id, await self._fetched())
        except (httpx.HTTPError, OSError, InvalidArgument) as error:
            log.warning("no catalogue", extra={"kind": type(error).__name__})
        return False

    async def _fetched(self) -> bytes:
        headers = {}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token.read_text().strip()}"
        content = b""
        async with (
            httpx.AsyncClient(timeout=30, trust_env=False) as http,
            http.stream("GET", self._url, headers=headers) as answer,
        ):
            answer.raise_for_status()
            async for part in answer.aiter_bytes():
                content += part
                if len(content) > MOST_BYTES:
                    raise InvalidArgument("CATALOGUE_INVALID", "the catalogue is too large")
        return content
