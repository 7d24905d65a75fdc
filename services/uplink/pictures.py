"""Pictures inline in received objects: put into files, except those that show somebody."""

import base64
import binascii
from typing import Any

from kit.files import Files
from kit.tables import new_id, now
from services.uplink.viid.codes import PEOPLE_PICTURES
from services.uplink.viid.reading import Object, code, get

FOLDER = "uplink"
MAX_PICTURE = 8 * 2**20
MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"BM")
PEOPLE_LISTS = {
    f"{who}{form}"
    for who in ("face", "person")
    for form in ("list", "object", "listobject", "objectlist")
}
PICTURES = {"data", "photodata", "subimagelist"}


def decoded(value: Any) -> bytes:
    """Base64, also with a `data:image/…;base64,` prefix, inside or outside; empty for others."""
    for _ in range(2):
        text = value if isinstance(value, str) else ""
        if text.startswith("data:"):
            text = text.partition(",")[2]
        try:
            plain = base64.b64decode(text)
        except (binascii.Error, ValueError):
            return b""
        if not plain.startswith(b"data:"):
            return plain
        value = plain.decode("latin-1")
    return b""


def sub_images(item: Object) -> list[Object]:
    """Both forms of the list: flat, and with SubImageInfoObject inside."""
    listed = get(item, "SubImageList", default=[])
    inner = get(listed, "SubImageInfoObject", default=listed) if listed else []
    rows = inner if isinstance(inner, list) else [inner]
    return [each for each in rows if isinstance(each, dict)]


def largest(item: Object) -> bytes:
    """The largest picture inline in an object; empty without one."""
    found = [decoded(get(each, "Data")) for each in sub_images(item)]
    return max([*found, decoded(get(item, "Data", "PhotoData"))], key=len)


def _shows_people(item: Any) -> bool:
    """Whether a list of people at any depth has somebody in it."""
    if isinstance(item, list):
        return any(_shows_people(each) for each in item)
    if not isinstance(item, dict):
        return False
    return any((n.lower() in PEOPLE_LISTS and v) or _shows_people(v) for n, v in item.items())


def without_pictures(item: Any) -> tuple[Any, int]:
    """What came without any picture at any depth, and how many fields of them there were."""
    if isinstance(item, list):
        rows = [without_pictures(each) for each in item]
        return [row for row, _ in rows], sum(count for _, count in rows)
    if not isinstance(item, dict):
        return item, 0
    inner = {n: without_pictures(v) for n, v in item.items() if n.lower() not in PICTURES}
    gone = sum(count for _, count in inner.values()) + len(item) - len(inner)
    return {name: value for name, (value, _) in inner.items()}, gone


class Pictures:
    def __init__(self, files: Files) -> None:
        self._files = files

    async def take_out(self, item: Object, community_id: str) -> tuple[Object, int]:
        """The object with keys of files in place of its pictures, and how many were dropped:
        those of people, and what is no picture. Raises Unavailable."""
        removed = 0
        people = _shows_people(item)
        made: Object = {}
        for name, value in item.items():
            folded = name.lower()
            if folded in PEOPLE_LISTS:
                removed += 1
            elif folded == "subimagelist":
                rows, lost = await self._sub_images(item, community_id)
                made[name], removed = {"SubImageInfoObject": rows}, removed + lost
            elif folded in {"data", "photodata"} and people:
                removed += 1  # the list says who is in this very picture
            elif folded in {"data", "photodata"} and isinstance(value, str):
                key = await self._put(value, community_id)
                made["StoragePath"] = key
                removed += not key
            elif isinstance(value, dict):
                made[name], lost = await self.take_out(value, community_id)
                removed += lost
            elif isinstance(value, list):
                made[name], lost = await self._each(value, community_id)
                removed += lost
            else:
                made[name] = value
        return made, removed

    async def _each(self, items: list[Any], community_id: str) -> tuple[list[Any], int]:
        rows: list[Any] = []
        removed = lost = 0
        for each in items:
            kept: Any = each
            if isinstance(each, dict):
                kept, lost = await self.take_out(each, community_id)
            elif isinstance(each, list):
                kept, lost = await self._each(each, community_id)
            rows.append(kept)
            removed, lost = removed + lost, 0
        return rows, removed

    async def _sub_images(self, item: Object, community_id: str) -> tuple[list[Object], int]:
        rows, removed = [], 0
        for each in sub_images(item):
            if code(get(each, "Type"), 2) in PEOPLE_PICTURES:
                removed += 1
                continue
            kept, lost = await self.take_out(each, community_id)
            rows.append(kept)
            removed += lost
        return rows, removed

    async def _put(self, text: str, community_id: str) -> str:
        content = decoded(text)
        if not content.startswith(MAGIC) or len(content) > MAX_PICTURE:
            return ""
        key = f"{FOLDER}/{community_id or 'district'}/{now():%Y-%m-%d}/{new_id()}.jpg"
        await self._files.put(key, content)
        return key
