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
PEOPLE_LISTS = {"facelist", "personlist", "facelistobject", "personlistobject"}


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


class Pictures:
    def __init__(self, files: Files) -> None:
        self._files = files

    async def take_out(self, item: Object, community_id: str) -> tuple[Object, int]:
        """The object with keys of files in place of its pictures, and how many were dropped:
        those of people, and what is no picture. Raises Unavailable."""
        removed = 0
        made: Object = {}
        for name, value in item.items():
            folded = name.lower()
            if folded in PEOPLE_LISTS:
                removed += 1
            elif folded == "subimagelist":
                rows, lost = await self._sub_images(item, community_id)
                made[name], removed = {"SubImageInfoObject": rows}, removed + lost
            elif folded in {"data", "photodata"} and isinstance(value, str):
                key = await self._put(value, community_id)
                made["StoragePath"] = key
                removed += not key
            elif isinstance(value, dict):
                made[name], lost = await self.take_out(value, community_id)
                removed += lost
            else:
                made[name] = value
        return made, removed

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
