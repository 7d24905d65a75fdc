"""A resident's story that touches every service, and all that a platform gave away meanwhile."""

import json
from pathlib import Path
from typing import Any

import nats
import pytest

from anju.access.v1 import access_pb2 as pb
from anju.access.v1.access_pb2_grpc import AccessServiceStub
from anju.coverage.v1 import coverage_pb2
from anju.coverage.v1.coverage_pb2_grpc import CoverageServiceStub
from anju.perimeter.v1 import perimeter_pb2
from anju.perimeter.v1.perimeter_pb2_grpc import PerimeterServiceStub
from anju.resident.v1 import resident_pb2
from anju.resident.v1.resident_pb2_grpc import ResidentServiceStub
from anju.uplink.v1 import uplink_pb2
from anju.uplink.v1.uplink_pb2_grpc import UplinkServiceStub
from anju.visitor.v1 import visitor_pb2
from anju.visitor.v1.visitor_pb2_grpc import VisitorServiceStub
from e2e.barriers import barrier, permit
from e2e.community import Community, Gate, Refused, call, found, wait_for
from e2e.coverages import known
from e2e.objects import FLOW
from e2e.platform import Platform, bearer, models_env, platform
from e2e.sink import Sink, collector
from e2e.visitors import accept, host

GATE, WITHDRAWAL, REST = (f"{n:032x}" for n in (0xA1, 0xB2, 0xC3))
NAME, PHONE, ID_NUMBER, CARD = "欧阳测试人", "13912345678", "11010519491231002X", "0A1B2C3D4E5F"
PLATE = "鲁C7Q8W9"
GUEST = "来访测试客"
PRIVATE = (NAME, PHONE, ID_NUMBER, CARD, "139****5678", PHONE[-8:], PLATE, PLATE[1:], GUEST)


def traced(token: str, trace: str) -> tuple[tuple[str, str], ...]:
    return (*bearer(token), ("traceparent", f"00-{trace}-00000000000000aa-01"))


class Story:
    """What a platform exported, logged, showed and published while a person lived there."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.log = self.page = ""
        self.channels: dict[str, Any] = {}  # of AsyncAPI
        self.events: list[tuple[dict[str, str], dict[str, Any]]] = []


async def tell(folder: Path, photos: Path) -> Story:
    """Lives it on a platform of its own, which has ended when this returns."""
    with collector() as sink:
        made = Story(sink)
        env = models_env() | {"ANJU_TELEMETRY__OTLP_ENDPOINT": sink.url}
        with platform(folder, **env) as started:
            community = await found(started)
            await _live(community, photos)
            made.events = await _events(started)
            made.page = "\n".join(await started.read("/metrics"))
            for document in await started.read("/asyncapi.json"):
                made.channels |= json.loads(document)["channels"]
            await community.http.aclose()
        made.log = started.log()
        return made


async def _live(community: Community, photos: Path) -> None:
    """Moves in, passes by face and card, is looked at, withdraws; and some calls go wrong."""
    gate = await community.gate(number=701)
    body = {"display_name": NAME, "phone": PHONE, "id_number": ID_NUMBER}
    person = (await community.post("/persons", community_id=community.id, **body))["id"]
    await community.post("/tenancies", house_id=community.house_id, person_id=person, kind="owner")
    consent = await community.consent(person)
    name = min(path.name.rsplit("_", 1)[0] for path in photos.glob("*_0002.jpg"))
    first, second, *_ = [path.read_bytes() for path in sorted(photos.glob(f"{name}_*.jpg"))]
    await community.enrol(person, first)
    await community.credential(person, "card", CARD)
    await community.enable_face(gate)

    async def opens() -> bool:  # once access has heard of the card
        return bool((await community.show(gate, "card", CARD))["outcome"] == "open")

    await wait_for(opens)
    await _traced_calls(community, gate, second, consent)
    assert await opens()
    await community.show(gate, "card", "FFFF")
    started = await community.post(
        "/emergencies", community_id=community.id, reason="fire alarm building 3"
    )
    await community.post(f"/emergencies/{started['id']}:end", reason="false alarm")
    await community.get("/persons", community_id=community.id, phone=PHONE)
    await community.post(f"/persons/{person}:reveal", reason="water leak above")
    for wrong in ({"kind": "card", "value": CARD}, {"kind": "card", "value": f"{NAME}{PHONE}"}):
        with pytest.raises(Refused):
            await community.post("/credentials", person_id=person, **wrong)
    with pytest.raises(Refused):
        await community.get(f"/persons/{NAME}")
    await _drive(community)
    await _visit(community)
    await _cover(community)
    await _guard(community, gate)
    await _sent_up(community)


async def _drive(community: Community) -> None:
    """Permitted, let in, seen by the guard to reverse; and a device that writes plates oddly."""
    lane = await barrier(community, car_park="P1")
    await permit(community, PLATE)
    await lane.report("press", "k1")
    async with community.platform.channel() as channel:
        request = pb.RequestPassRequest(access_point_id=lane.gate.id, passage_key="k1")
        request.evidence.plate_read.text = PLATE
        request.evidence.plate_read.confidence = 0.99
        stub = AccessServiceStub(channel)
        opened = await stub.RequestPass(request, metadata=bearer(lane.gate.token))
    made = getattr(opened, "pass")
    assert made.outcome == pb.OUTCOME_OPEN
    await lane.report("pass", "k1")
    await community.post(
        f"/passages/{made.passage_id}:correct", passed=False, reason="reversed out again"
    )
    assert (await lane.read(f"{PLATE}{PLATE}"[:12]))["outcome"] == "refused"
    with pytest.raises(Refused):
        await permit(community, f"{PLATE}{NAME}")


async def _cover(community: Community) -> None:
    """The community is part of a programme."""
    await known(community)
    async with community.platform.channel() as channel:
        await CoverageServiceStub(channel).GetPlan(
            coverage_pb2.GetPlanRequest(), metadata=bearer(community.platform.admin_token())
        )


async def _guard(community: Community, gate: Gate) -> None:
    """A device is opened, and somebody looks after it."""
    alarm = await community.post("/alarms", device_id=gate.device_id, kind="tamper")
    async with community.platform.channel() as channel:
        await PerimeterServiceStub(channel).AcknowledgeAlarm(
            perimeter_pb2.AcknowledgeAlarmRequest(id=alarm["id"]),
            metadata=bearer(community.platform.admin_token()),
        )
    await community.post(f"/alarms/{alarm['id']}:close", note="the lid was loose")


async def _visit(community: Community) -> None:
    """Invited, let in; and a pass that somebody tampered with."""
    gate = await community.gate("访客门", 702)
    await accept(community, gate)
    made = await (await host(community)).invite(gate, name=GUEST)
    token = made["pass"]["token"]
    assert (await community.show(gate, "qr", token))["outcome"] == "open"
    assert (await community.show(gate, "qr", token[:-4] + "AAAA"))["outcome"] == "refused"
    async with community.platform.channel() as channel:
        request = visitor_pb2.GetVisitRequest(id=made["visit"]["id"])
        await VisitorServiceStub(channel).GetVisit(
            request, metadata=bearer(community.platform.admin_token())
        )


async def _sent_up(community: Community) -> None:
    """A destination that nobody answers at, and a flow to it that one other approves."""
    made = await community.post(
        "/uplink/peers",
        kind="upper",
        display_name="x",
        national_id="8" * 20,
        url="http://127.0.0.1:1",
        password="a-long-password",
    )
    await community.post("/uplink/flows", **FLOW, destination_id=made["id"])
    async with community.platform.channel() as channel:
        await UplinkServiceStub(channel).GetStatus(
            uplink_pb2.GetStatusRequest(), metadata=bearer(community.platform.admin_token())
        )


async def _traced_calls(community: Community, gate: Any, frame: bytes, consent: Any) -> None:
    platform = community.platform
    async with platform.channel() as channel:
        request = pb.RequestPassRequest(access_point_id=gate.id)
        request.evidence.frame = frame
        opened = await AccessServiceStub(channel).RequestPass(
            request, metadata=traced(gate.token, GATE)
        )
        assert getattr(opened, "pass").outcome == pb.OUTCOME_OPEN
        answer = await ResidentServiceStub(channel).WithdrawConsent(
            resident_pb2.WithdrawConsentRequest(id=consent["id"]),
            metadata=traced(platform.admin_token(), WITHDRAWAL),
        )
    async with platform.rest(gate.token) as http:
        body = {"access_point_id": gate.id, "evidence": {"card": CARD}}
        headers = dict(traced(gate.token, REST))
        await call(http, "POST", "/passes", json=body, headers=headers)

    async def complete() -> bool:
        found = await community.get(f"/erasures/{answer.erasure.id}")
        return bool(found["complete_time"])

    await wait_for(complete)


async def _events(platform: Platform) -> list[tuple[dict[str, str], dict[str, Any]]]:
    client = await nats.connect(platform.observer_urls())
    try:
        pull = await client.jetstream().pull_subscribe("anju.>", durable="all", stream="ANJU")
        found: list[tuple[dict[str, str], dict[str, Any]]] = []
        while True:  # until nothing comes any more
            try:
                messages = await pull.fetch(256, timeout=3)
            except TimeoutError:
                return found
            for message in messages:
                headers = dict(message.headers or {}) | {"subject": message.subject}
                found.append((headers, json.loads(message.data)))
    finally:
        await client.close()
