"""Facts: from an event, which names nobody, and what a flow lets out of its owner's service.

A plate or picture is fetched only when some flow that is open lets it out, and with a reason.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

import grpc

from anju.access.v1 import access_pb2
from anju.plate.v1 import plate_pb2
from anju.registry.v1 import registry_pb2
from kit.errors import NotFound, Unavailable
from kit.files import Files
from kit.tables import now
from services.uplink.places import UNKNOWN_DEVICE, Device, Places
from services.uplink.profiles.facts import Fact, Of

log = logging.getLogger("uplink.fetching")
# Kind of a perimeter alarm → EventSort of GA/T 1400.
EVENT_SORTS = {
    "line_crossing": 19,
    "intrusion": 20,
    "wrong_way": 21,
    "loitering": 22,
    "object_left": 23,
    "object_removed": 24,
}
OTHER_SORT = 0
# A round that nobody walked is the property's matter, and care is the resident's own (R22).
ALARM_SOURCES = {"rule", "camera", "device"}
KINDS = {
    "registry.device.changed": Of.APE,
    "registry.device.online": Of.APE_STATUS,
    "registry.device.offline": Of.APE_STATUS,
    "plate.passage.entered": Of.MOTOR_VEHICLE,
    "plate.passage.left": Of.MOTOR_VEHICLE,
    "access.pass.granted": Of.FACE,
    "perimeter.alarm.raised": Of.ALARM,
}
"""What may go up of an event; what is not here is counted at most."""
KEPT = (
    *("passage_id", "pass_id", "alarm_id", "device_id", "id", "national_id", "access_point_id"),
    *("evidence", "rule", "source"),
)
"""What of an event's data making a fact may need: ids and words."""
PLATES = {"plate", "plate_color", "plate_class"}
STORED = timedelta(minutes=1)
"""Time that access may take to store the picture of a pass: it does so after its answer."""
GONE = (grpc.StatusCode.NOT_FOUND, grpc.StatusCode.FAILED_PRECONDITION)


def kind_of(name: str, data: dict[str, Any]) -> Of | None:
    """The kind of fact that an event may become. A pass is one where a face opened; an alarm,
    what cameras and devices raised."""
    of = KINDS.get(name)
    if of is Of.ALARM and data.get("source") not in ALARM_SOURCES:
        return None
    if of is Of.FACE and data.get("evidence") != "face":
        return None
    return of


class Fetcher:
    def __init__(
        self, places: Places, access: Any, plate: Any, files: Files, timeout: float = 10.0
    ) -> None:
        self._places = places
        self._access = access
        self._plate = plate
        self._files = files
        self._timeout = timeout

    async def fact(
        self,
        event_id: str,
        name: str,
        community_id: str,
        at: datetime,
        data: dict[str, Any],
        sources: set[str],
        reason: str,
    ) -> Fact | None:
        """The fact with the wanted sources; None when it cannot be one, such as a pass without a
        picture. Raises Unavailable where a service does not answer."""
        of = kind_of(name, data)
        if of is None:
            return None
        make = {
            Of.APE: self._ape,
            Of.APE_STATUS: self._status,
            Of.MOTOR_VEHICLE: self._vehicle,
            Of.FACE: self._face,
            Of.ALARM: self._alarm,
        }[of]
        device = self._device(data)
        if device is None and _point_or_device(data):
            await self._places.pull()  # the news of it and this event are on two roads
            device = self._device(data)
        fact = Fact(
            of=of,
            event_id=_identity(of, event_id, data),
            event_name=name,
            source_id=_source(data),
            community_id=community_id,
            device_id=device.national_id if device else UNKNOWN_DEVICE,
            time=at,
            data={name: str(data[name])[:128] for name in KEPT if data.get(name)},
        )
        try:
            made: Fact | None = await make(fact, device, data, sources, reason)
        except grpc.aio.AioRpcError as error:
            if error.code() in GONE:
                return None
            raise Unavailable("SOURCE_UNAVAILABLE", "a service does not answer") from None
        return made

    def _device(self, data: dict[str, Any]) -> Device | None:
        found = self._places.device(data.get("device_id", "") or data.get("id", ""))
        return found or self._places.at(data.get("access_point_id", ""))

    async def _ape(
        self, fact: Fact, device: Device | None, data: Any, sources: set[str], _: str
    ) -> Fact | None:
        if device is None:
            return None  # deleted
        found = await self._places.ask(device.id)
        online = found.state == registry_pb2.DEVICE_STATE_ONLINE
        fact.device_id = found.national_id
        fact.values = {"name": found.display_name, "model": found.model, "online": online}
        if sources & {"place_code"}:
            fact.values["place_code"] = (await self._places.town(fact.community_id))[:6]
        return fact

    async def _status(
        self, fact: Fact, device: Device | None, data: Any, sources: set[str], _: str
    ) -> Fact | None:
        fact.device_id = data.get("national_id") or fact.device_id
        fact.values = {"online": fact.event_name.endswith("online")}
        return fact

    async def _vehicle(
        self, fact: Fact, device: Device | None, data: Any, sources: set[str], reason: str
    ) -> Fact | None:
        point = data.get("access_point_id", "")
        fact.values = {
            "direction": "in" if fact.event_name.endswith("entered") else "out",
            "access_point_name": self._places.point_name(point),
        }
        if not sources & (PLATES | {"has_plate"}):
            return fact
        request = plate_pb2.RevealPassageRequest(id=fact.source_id, reason=reason)
        found = (await self._plate.RevealPassage(request, timeout=self._timeout)).passage
        fact.values |= {
            "plate": found.plate,
            "has_plate": bool(found.plate),
            "plate_color": _color(found.plate),
            "plate_class": _class(found.plate),
        }
        if found.permit_id:
            permit = plate_pb2.GetPermitRequest(id=found.permit_id)
            answer = await self._plate.GetPermit(permit, timeout=self._timeout)
            fact.subject = answer.permit.subject_id
        return fact

    async def _face(
        self, fact: Fact, device: Device | None, data: Any, sources: set[str], reason: str
    ) -> Fact | None:
        request = access_pb2.GetPassRequest(id=fact.source_id)
        found = getattr(await self._access.GetPass(request, timeout=self._timeout), "pass")
        if not found.snapshot:
            return None
        fact.subject = found.subject_id
        fact.values = {"access_point_name": self._places.point_name(found.access_point_id)}
        if "picture" in sources:
            try:
                fact.values["picture"] = await self._files.get(found.snapshot)
            except NotFound:
                if now() < fact.time + STORED:
                    raise Unavailable("PICTURE_NOT_YET", "it is stored after the pass") from None
                return None
        return fact

    async def _alarm(
        self, fact: Fact, device: Device | None, data: Any, sources: set[str], _: str
    ) -> Fact | None:
        rule = str(data.get("rule", ""))[:64]
        fact.values = {
            "rule": rule,
            "event_sort": EVENT_SORTS.get(rule, OTHER_SORT),
            "title": "周界报警",
            "access_point_name": self._places.point_name(data.get("access_point_id", "")),
        }
        return fact


def _identity(of: Of, event_id: str, data: dict[str, Any]) -> str:
    """What makes two facts one: a passage is the same whether its event told of it or not."""
    return f"passage/{data['passage_id']}" if of is Of.MOTOR_VEHICLE else event_id


def _point_or_device(data: dict[str, Any]) -> bool:
    return any(data.get(name) for name in ("device_id", "id", "access_point_id"))


def _source(data: dict[str, Any]) -> str:
    """The id by which the owner knows what the event is about."""
    names = ("passage_id", "pass_id", "alarm_id", "device_id", "id")
    return next((str(data[name]) for name in names if data.get(name)), "")


def _color(plate: str) -> str:
    """Ground colour by the plate's form (GA 36-2018): the passage does not keep the one seen."""
    if len(plate) == 8:
        return "yellow_green" if plate[-1] in "DF" else "green"
    return "blue" if len(plate) == 7 and plate[-1].isascii() else ""


def _class(plate: str) -> str:
    if len(plate) == 8:
        return "new_energy_large" if plate[-1] in "DF" else "new_energy_small"
    endings = {"学": "learner", "挂": "trailer", "港": "hong_kong", "澳": "macao", "警": "police"}
    return endings.get(plate[-1:], "small" if len(plate) == 7 else "")
