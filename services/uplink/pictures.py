"""Pictures inline in received objects: put into files, except those that show somebody."""

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from kit.errors import NotFound
from kit.files import Files
from kit.tables import new_id, now
from services.uplink.viid.codes import PEOPLE_EVENTS, PEOPLE_PICTURES
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


def shows_people(item: Any) -> bool:
    """Whether at any depth a list of people has somebody in it, or the event was somebody."""
    if isinstance(item, list):
        return any(shows_people(each) for each in item)
    if not isinstance(item, dict):
        return False
    return any(_of_people(name.lower(), v) or shows_people(v) for name, v in item.items())


def _of_people(name: str, value: Any) -> bool:
    if name == "eventsort":
        return code(value, 1).lstrip("0") in PEOPLE_EVENTS
    return name in PEOPLE_LISTS and bool(value)


def own_files(item: Any) -> Iterator[str]:
    """Keys of the files that `take_out` put in place of an object's pictures."""
    if isinstance(item, dict):
        for name, value in item.items():
            if _is_own(name.lower(), value):
                yield value
            yield from own_files(value)
    elif isinstance(item, list):
        for each in item:
            yield from own_files(each)


def _is_own(name: str, value: Any) -> bool:
    return name == "storagepath" and isinstance(value, str) and value.startswith(f"{FOLDER}/")


def without_pictures(item: Any) -> tuple[Any, int]:
    """What came without any picture at any depth, and how many fields of them there were."""
    if isinstance(item, list):
        rows = [without_pictures(each) for each in item]
        return [row for row, _ in rows], sum(count for _, count in rows)
    if not isinstance(item, dict):
        return item, 0
    inner = {n: without_pictures(v) for n, v in item.items() if not _is_picture(n.lower(), v)}
    gone = sum(count for _, count in inner.values()) + len(item) - len(inner)
    return {name: value for name, (value, _) in inner.items()}, gone


def _is_picture(name: str, value: Any) -> bool:
    """By its name, or, as vendors have names of their own, by how a picture begins."""
    if name in PICTURES:
        return True
    head = value[:128] if isinstance(value, str) and len(value) >= 128 else ""
    start = head.partition(",")[2] if head.startswith("data:") else head
    return decoded(start[:64]).startswith(MAGIC)


class Pictures:
    def __init__(self, files: Files) -> None:
        self._files = files

    async def take_out(
        self, item: Object, community_id: str, of_people: bool = False
    ) -> tuple[Object, int]:
        """The object with keys of files in place of its pictures, and how many were dropped:
        those of people, and what is no picture. `of_people` says that all of them are. Raises
        Unavailable."""
        removed = 0
        people = of_people or shows_people(item)
        made: Object = {}
        for name, value in item.items():
            folded = name.lower()
            if folded in PEOPLE_LISTS:
                removed += 1
            elif _is_own(folded, value):
                continue  # a key is given by us alone: nobody names a file of others
            elif folded == "subimagelist":
                rows, lost = await self._sub_images(item, community_id, of_people)
                made[name], removed = {"SubImageInfoObject": rows}, removed + lost
            elif folded in {"data", "photodata"} and people:
                removed += 1  # the list or the event says who is in this very picture
            elif folded in {"data", "photodata"} and isinstance(value, str):
                key = await self._put(value, community_id)
                made["StoragePath"] = key
                removed += not key
            else:
                made[name], lost = await self._inside(value, community_id, people)
                removed += lost
        return made, removed

    async def _inside(self, value: Any, community_id: str, of_people: bool) -> tuple[Any, int]:
        if isinstance(value, dict):
            return await self.take_out(value, community_id, of_people)
        if not isinstance(value, list):
            return value, 0
        rows, removed = [], 0
        for each in value:
            kept, lost = await self._inside(each, community_id, of_people)
            rows.append(kept)
            removed += lost
        return rows, removed

    async def _sub_images(
        self, item: Object, community_id: str, of_people: bool
    ) -> tuple[list[Object], int]:
        rows, removed = [], 0
        for each in sub_images(item):
            shown = code(get(each, "Type"), 2) in PEOPLE_PICTURES or shows_people(each)
            if of_people or shown:
                removed += 1
                continue
            kept, lost = await self.take_out(each, community_id)
            rows.append(kept)
            removed += lost
        return rows, removed

    async def first(self, item: Object) -> bytes:
        """The picture that was taken out of a stored object; empty without one."""
        for key in own_files(item):
            try:
                return await self._files.get(key)
            except NotFound:  # its days are over
                continue
        return b""

    async def forget(self, item: Object) -> None:
        """Deletes the pictures that were taken out of a stored object."""
        for key in own_files(item):
            await self._files.delete(key)

    async def _put(self, text: str, community_id: str) -> str:
        content = decoded(text)
        if not content.startswith(MAGIC) or len(content) > MAX_PICTURE:
            return ""
        key = f"{FOLDER}/{community_id or 'district'}/{now():%Y-%m-%d}/{new_id()}.jpg"
        await self._files.put(key, content)
        return key
