"""From a fact to an object at a destination, by profile and allow-list: nothing else leaves."""

import base64
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.uplink.profiles.facts import SOURCES, Fact, Of, Sensitivity
from services.uplink.profiles.profile import FieldMap, KindMap, Profile, compose
from services.uplink.sensitive import offences
from services.uplink.viid.replies import local


class Forbidden(Exception):
    """Something that may not leave was about to: the profile, or this code, is wrong."""


@dataclass(frozen=True)
class Mapped:
    """An object for the wire, and the names of the fields that are in it."""

    object_id: str
    document: dict[str, Any]
    fields: tuple[str, ...]
    dropped: tuple[str, ...]


def object_id(kind: KindMap, fact: Fact) -> str:
    """Stable for a fact: made from its event's id, so that a resend has the same one."""
    serial = zlib.crc32(fact.event_id.encode())
    return compose(kind.id_form, fact.device_id, local(fact.time), serial)


def sensitivity(of: Of, field: FieldMap) -> Sensitivity:
    return SOURCES[of][field.source] if field.source else Sensitivity.PLAIN


def always(kind: KindMap) -> set[str]:
    """Fields that an object cannot be without: its own id."""
    return {kind.id}


def map_fact(profile: Profile, fact: Fact, allowed: Collection[str]) -> Mapped | None:
    """The object, or None when the profile does not have the kind. Raises Forbidden."""
    kind = profile.kinds.get(fact.of)
    if kind is None:
        return None
    key = object_id(kind, fact)
    values = fact.values | {
        "object_id": key,
        "device_id": fact.device_id,
        "community_id": fact.community_id,
        "time": fact.time,
        "source_id": key[:41],
        "image_id": key[:41],
    }
    names = set(allowed) | always(kind)
    made: dict[str, Any] = {}
    dropped = []
    for name, field in kind.fields.items():
        if name not in names:
            dropped.append(name)
            continue
        value = _value(field, values, profile)
        if value is not None:
            made[name] = value
    document = {kind.inner: made} if kind.inner else made
    if found := next(offences(document), None):
        raise Forbidden(f"{found} may not leave")
    return Mapped(key, document, tuple(made), tuple(dropped))


def _value(field: FieldMap, values: dict[str, Any], profile: Profile) -> Any:
    if field.const is not None:
        return field.const
    value = values.get(field.source)
    if value is None:
        return None
    if field.table:
        return profile.tables[field.table].get(str(value))
    return _FORMS[field.form](value, values, field)


def _text(value: Any, _: dict[str, Any], field: FieldMap) -> str:
    return (local(value) if isinstance(value, datetime) else str(value))[: field.max]


def _pictures(value: bytes, values: dict[str, Any], _: FieldMap) -> dict[str, Any]:
    shot = local(values["time"])
    return {
        "SubImageInfoObject": [
            {
                "ImageID": values["image_id"],
                "EventSort": 2,
                "DeviceID": values["device_id"],
                "Type": "11",
                "FileFormat": "Jpeg",
                "ShotTime": shot,
                "Width": 0,
                "Height": 0,
                "StoragePath": "",
                "Data": base64.b64encode(value).decode(),
            }
        ]
    }


_FORMS: dict[str, Callable[[Any, dict[str, Any], FieldMap], Any]] = {
    "text": _text,
    "time14": lambda value, *_: local(value),
    "int": lambda value, *_: int(value),
    "online": lambda value, *_: "1" if value else "2",
    "pictures": _pictures,
    "figures": lambda value, *_: dict(value),
}


def wrap(kind: KindMap, documents: list[dict[str, Any]]) -> dict[str, Any]:
    """A batch for the kind's path."""
    return {kind.list: {kind.item: documents}}


def notice(
    kind: KindMap,
    documents: list[dict[str, Any]],
    ids: list[str],
    notification_id: str,
    subscribe_id: str,
    title: str,
    at: datetime,
) -> dict[str, Any]:
    """A notification under a subscription; its id is the same when it is sent again."""
    body = {
        "NotificationID": notification_id,
        "SubscribeID": subscribe_id,
        "Title": title,
        "TriggerTime": local(at),
        "InfoIDs": ",".join(ids),
        "ExecuteOperation": 1,
        kind.notify or kind.list: {kind.notify_item or kind.item: documents},
    }
    return {"SubscribeNotificationListObject": {"SubscribeNotificationObject": [body]}}


def explain(
    profile: Profile, of: Of, allowed: Collection[str]
) -> Iterator[tuple[str, FieldMap, Sensitivity, bool]]:
    """Each field of a kind: its map, how sensitive it is, and whether it would leave."""
    kind = profile.kinds[of]
    names = set(allowed) | always(kind)
    for name, field in kind.fields.items():
        yield name, field, sensitivity(of, field), name in names
