"""What comes in: facts of the platform where that is lawful, dropped and counted where not."""

import base64
from typing import Any

import pytest
from grpc import StatusCode
from grpc.aio import AioRpcError, Metadata

from anju.access.v1 import access_pb2
from anju.access.v1.access_pb2_grpc import AccessServiceStub
from anju.plate.v1 import plate_pb2
from anju.uplink.v1 import uplink_pb2 as pb
from kit.tables import now
from kit.testing import content_in, eventually
from services.uplink import processing
from services.uplink.conftest import CAMERA, FACE, OTHER, UPPER, Estate
from services.uplink.models import Intake
from services.uplink.testing import good, request_of, vehicle
from services.uplink.viid.replies import local

PICTURE = b"\xff\xd8\xff a picture of somebody"
ENCODED = base64.b64encode(PICTURE).decode()


def cars(*items: dict[str, Any]) -> dict[str, Any]:
    return request_of("MotorVehicleListObject", "MotorVehicleObject", *items)


def faces(*items: dict[str, Any]) -> dict[str, Any]:
    return request_of("FaceListObject", "FaceObject", *items)


def with_picture(kind: str) -> dict[str, Any]:
    return {"SubImageList": {"SubImageInfoObject": [{"Type": kind, "Data": ENCODED}]}}


def files_of(estate: Estate) -> list[bytes]:
    folder = estate.node.node.settings.data_dir / "files"
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def content(estate: Estate) -> bytes:
    return content_in(estate.node.node.settings.data_dir, "uplink")


async def test_a_car_becomes_a_pass_and_a_passage(estate: Estate):
    await estate.plate.CreatePermit(
        plate_pb2.CreatePermitRequest(community_id=estate.here, plate="鲁C12345")
    )
    await estate.peer()
    async with estate.signed_in() as client:
        for _ in range(2):  # a replay makes no second car
            good(
                await client.post("/VIID/MotorVehicles", json=cars(vehicle(1, CAMERA, InOut="in")))
            )

        async def done() -> bool:
            (row,) = await estate.stored("motor_vehicle")
            return row.state is Intake.DONE and row.body == b""

        await eventually(done)
    access: Any = estate.node.stub(AccessServiceStub)
    (found,) = (await access.ListPasses(access_pb2.ListPassesRequest())).passes
    assert found.evidence == access_pb2.EVIDENCE_KIND_PLATE
    assert found.outcome == access_pb2.OUTCOME_OPEN
    (passage,) = (await estate.plate.ListPassages(plate_pb2.ListPassagesRequest())).passages
    assert (passage.phase, passage.counted) == (plate_pb2.PHASE_PASSED, 1)
    assert "鲁C12345".encode() not in content(estate)


async def test_a_face_without_a_lawful_function_leaves_nothing(estate: Estate):
    """R20: dropped and counted; no row, no file, no byte of it."""
    await estate.peer()
    marked = FACE | {"Name": "某某某"} | with_picture("11")
    person = {"PersonID": "p1", "DeviceID": CAMERA, "Name": "某某某"} | with_picture("10")
    async with estate.signed_in() as client:
        good(await client.post("/VIID/Faces", json=faces(marked)))
        good(
            await client.post(
                "/VIID/Persons", json=request_of("PersonListObject", "PersonObject", person)
            )
        )
        terminal = {"PersonID": "-1", "DeviceID": CAMERA, "RecognitionTime": "2026-01-01 08:00:00"}
        body = {"PersonRecognitionResultListObject": {"PersonRecognitionObject": terminal}}
        for path in ("/VIID/Extend/ExtendFaceRecognition", "/VIID/Face/Pass"):
            good(await client.post(path, json=body))
    assert estate.parts.counters.values["dropped/face"] == 1
    assert estate.parts.counters.values["dropped/person"] == 1
    assert estate.parts.counters.values["dropped/face_pass"] == 1
    assert await estate.stored("face") == await estate.stored("person") == []
    assert files_of(estate) == []
    assert "某某某".encode() not in content(estate)
    assert PICTURE not in content(estate)


async def test_a_face_at_a_lawful_function_is_decided_and_gone(estate: Estate):
    access: Any = estate.node.stub(AccessServiceStub)
    why = access_pb2.FaceJustification(
        purpose="x", alternatives="card", approver="委员会", pia_id="1"
    )
    rules = access_pb2.PutRulesRequest(
        access_point_id=estate.point, credentials=[access_pb2.CREDENTIAL_KIND_CARD]
    )
    await access.PutRules(rules)
    await estate.reader_online()
    request = access_pb2.EnableFaceRequest(access_point_id=estate.point, justification=why)
    await access.EnableFace(request)
    await estate.peer()
    async with estate.signed_in() as client:
        seen = FACE | {"ShotTime": local(now())}
        good(await client.post("/VIID/Faces", json=faces(seen | with_picture("11"))))

        async def decided() -> bool:
            (row,) = await estate.stored("face")
            return row.state is Intake.DONE and row.body == b""

        await eventually(decided)
    (found,) = (await access.ListPasses(access_pb2.ListPassesRequest())).passes
    assert found.evidence == access_pb2.EVIDENCE_KIND_FACE
    assert files_of(estate) == []
    assert PICTURE not in content(estate)


async def test_nothing_of_a_face_is_kept_while_access_is_away(estate: Estate, monkeypatch):
    """Fails closed: busy, so that the device keeps it and asks again."""
    await estate.peer()

    async def unknown(access_point_id: str) -> None:
        return None

    monkeypatch.setattr(estate.parts.receiver._faces, "lawful", unknown)
    async with estate.signed_in() as client:
        answer = await client.post("/VIID/Faces", json=faces(FACE | with_picture("11")))
    assert answer.status_code == 503
    assert answer.json()["ResponseStatusObject"]["StatusCode"] == "2"
    assert await estate.stored("face") == []


async def test_drivers_are_cut_out_of_a_car_and_the_car_is_filed(estate: Estate):
    await estate.peer()
    car = base64.b64encode(b"\xff\xd8\xff the car").decode()
    pictures = {
        "SubImageList": {
            "SubImageInfoObject": [
                {"Type": "04", "Data": ENCODED},
                {"Type": 5, "Data": ENCODED},
                {"Type": "09", "Data": car},
                {"Type": "09", "Data": base64.b64encode(b"MZ no picture").decode()},
            ]
        }
    }
    item = vehicle(1, CAMERA, "无车牌", FaceList={"FaceObject": [FACE]}) | pictures
    async with estate.signed_in() as client:
        good(await client.post("/VIID/MotorVehicles", json=cars(item)))
    assert files_of(estate) == [b"\xff\xd8\xff the car"]
    assert estate.parts.counters.values["picture_dropped/motor_vehicle"] == 4


@pytest.mark.parametrize("basis", ["", "租赁登记委托书 2026-1"])
async def test_identities_need_a_basis_that_is_written_down(estate: Estate, basis: str):
    lower = "37030300005030000007"
    await estate.peer(lower, kind=pb.PEER_KIND_LOWER, identities_basis=basis)
    item = {"PersonID": "1", "Name": "某某某", "IDNumber": "11010119900101000X"}
    item |= {"EthicCode": "01", "Religion": "1", "PoliticsStatus": "1", "SpecialPersonClass": "2"}
    async with estate.signed_in(lower) as client:
        body = request_of("PersonInfoListObject", "PersonInfoObject", item)
        good(await client.post("/VIID/Community/PersonInfos", json=body))
    rows = await estate.stored("person_info")
    assert len(rows) == bool(basis)
    assert "某某某".encode() not in content(estate)  # sealed
    for row in rows:
        opened = estate.parts.receiver.opened(row)
        assert set(opened) == {"PersonID", "Name", "IDNumber"}  # R21
    assert estate.parts.counters.values["field_dropped/person_info"] == 4


async def test_a_device_speaks_for_itself_alone(estate: Estate):
    await estate.peer()
    async with estate.signed_in() as client:
        answer = await client.post("/VIID/MotorVehicles", json=cars(vehicle(1, OTHER)))
        assert answer.json()["ResponseStatusObject"]["StatusCode"] == "4"
        assert answer.status_code == 403
        client.headers["User-Identify"] = OTHER  # somebody else's name
        answer = await client.post("/VIID/MotorVehicles", json=cars(vehicle(1, OTHER)))
        assert answer.status_code == 401
    assert await estate.stored("motor_vehicle") == []


async def test_watch_requests_come_from_a_state_organ_alone(estate: Estate, upper):
    """R95: stored, sealed, and nothing acts on them."""
    wish = {"DispositionID": "d1", "Title": "x", "TargetFeature": "某某某"}
    body = request_of("DispositionListObject", "DispositionObject", wish)
    peer = await estate.peer(UPPER, kind=pb.PEER_KIND_UPPER, url=upper.url)
    async with estate.signed_in(UPPER) as client:
        answer = await client.post("/VIID/Dispositions", json=body)
        assert answer.status_code == 403
        await estate.stub().UpdatePeer(pb.UpdatePeerRequest(id=peer.id, state_organ=True))
        good(await client.post("/VIID/Dispositions", json=body))
    assert "某某某".encode() not in content(estate)
    (event,) = await estate.node.events("anju.*.uplink.disposition.requested")
    assert event["data"] == {"peer_id": peer.id, "disposition_id": "d1"}


async def test_signing_off_ends_the_session(estate: Estate):
    await estate.peer()
    async with estate.signed_in() as client:
        body = {"UnRegisterObject": {"DeviceID": CAMERA}}
        good(await client.post("/VIID/System/UnRegister", json=body))
        answer = await client.post("/VIID/System/Keepalive", json={})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Digest ")


async def test_limits(estate: Estate):
    await estate.peer()
    estate.parts.server._max_body = 10_000
    async with estate.signed_in() as client:
        for content_ in (b"[" * 5000, b'{"a":' * 2000 + b"1" + b"}" * 2000, b"x" * 20_000):
            answer = await client.post("/VIID/APEs", content=content_)
            assert answer.status_code == 400
            assert answer.json()["ResponseStatusObject"]["StatusCode"] in {"7", "8"}
        estate.parts.server._desk._max_objects = 3
        apes = [{"ApeID": f"{n:020}"} for n in range(4)]
        answer = await client.post("/VIID/APEs", json={"APEListObject": {"APEObject": apes}})
        assert answer.json()["ResponseStatusObject"]["StatusCode"] == "8"


async def test_what_is_kept_can_be_asked_for_again(estate: Estate):
    await estate.peer()
    gates = [{"TollgateID": f"g{n}", "Name": "南" if n % 2 else "北"} for n in range(5)]
    async with estate.signed_in() as client:
        good(
            await client.post(
                "/VIID/Tollgates", json=request_of("TollgateListObject", "TollgateObject", *gates)
            )
        )

        async def names(query: str) -> list[str]:
            answer = (await client.get(f"/VIID/Tollgates{query}")).json()
            return [e["TollgateID"] for e in answer["TollgateListObject"]["TollgateObject"]]

        assert await names("") == ["g0", "g1", "g2", "g3", "g4"]
        assert await names("?Name=南") == ["g1", "g3"]
        assert await names("?Tollgate.TollgateID.In=g1,g4") == ["g1", "g4"]
        assert await names("?Tollgate.RecordStartNo=1&PageRecordNum=2") == ["g1", "g2"]
        assert await names("?PageNum=2&PageRecordNum=2") == ["g2", "g3"]
        assert await names("/g3") == ["g3"]
        answer = await client.get("/VIID/Lanes")  # an empty list is no error
        assert answer.json()["LaneListObject"]["LaneObject"] == []


async def test_nobody_is_let_in_for_what_was_seen_long_ago(estate: Estate):
    """A camera sends again what waited on its disk: the passage counts, the barrier stays."""
    await estate.plate.CreatePermit(
        plate_pb2.CreatePermitRequest(community_id=estate.here, plate="鲁C12345")
    )
    await estate.peer()
    old = vehicle(1, CAMERA, InOut="in", PassTime="20260101080000")
    async with estate.signed_in() as client:
        good(await client.post("/VIID/MotorVehicles", json=cars(old)))

    async def done() -> bool:
        (row,) = await estate.stored("motor_vehicle")
        return row.state is Intake.DONE

    await eventually(done)
    access: Any = estate.node.stub(AccessServiceStub)
    assert not (await access.ListPasses(access_pb2.ListPassesRequest())).passes


async def test_cars_wait_for_the_plate_service_and_come_in_order(estate: Estate, monkeypatch):
    """However long it is away: nothing that was acknowledged is lost, and none overtakes."""
    monkeypatch.setattr(processing, "BACKOFF", (0.01,))
    await estate.peer()
    seen: list[str] = []
    away, passed = True, estate.parts.processor._passed

    async def report(device: Any, key: str, way: str, at: Any) -> Any:
        if away:
            tries.append(key)
            raise AioRpcError(StatusCode.UNAVAILABLE, Metadata(), Metadata())
        seen.append(key)
        return await passed(device, key, way, at)

    tries: list[str] = []
    monkeypatch.setattr(estate.parts.processor, "_passed", report)
    async with estate.signed_in() as client:
        items = [vehicle(number, CAMERA) for number in range(3)]
        good(await client.post("/VIID/MotorVehicles", json=cars(*items)))

        async def often() -> bool:
            return len(tries) > 25

        await eventually(often, 120)
        assert len(set(tries)) == 1  # what is behind it waits
        away = False

        async def done() -> bool:
            return {row.state for row in await estate.stored("motor_vehicle")} == {Intake.DONE}

        await eventually(done, 60)
    assert seen == [f"{(await peer_id(estate))[-12:]}/{i['MotorVehicleID']}"[:64] for i in items]


async def peer_id(estate: Estate) -> str:
    peers = (await estate.stub().ListPeers(pb.ListPeersRequest())).peers
    return next(str(each.id) for each in peers if each.national_id == CAMERA)


async def test_what_cannot_be_understood_stops_nobody(estate: Estate, monkeypatch):
    await estate.peer()
    known = estate.parts.processor._handlers["motor_vehicle"]

    async def handle(row: Any, item: Any) -> Any:
        if item["PlateNo"] == "鲁C00000":
            raise ValueError(item["PlateNo"])
        return await known(row, item)

    monkeypatch.setitem(estate.parts.processor._handlers, "motor_vehicle", handle)
    async with estate.signed_in() as client:
        items = [vehicle(1, CAMERA, "鲁C00000"), vehicle(2, CAMERA)]
        good(await client.post("/VIID/MotorVehicles", json=cars(*items)))

        async def done() -> bool:
            rows = await estate.stored("motor_vehicle")
            return [row.state for row in rows] == [Intake.DROPPED, Intake.DONE]

        await eventually(done)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (r'"\ud800"', 200),
        (r'"a\u0000b"', 200),
        ("NaN", 400),
        ("-Infinity", 400),
        ('"' + "\x01" + '"', 400),
    ],
)
async def test_what_is_no_text_and_no_number_fails_nothing(estate: Estate, text: str, code: int):
    await estate.peer()
    async with estate.signed_in() as client:
        item = '{"TollgateID": "g1", "Name": ' + text + "}"
        body = '{"TollgateListObject": {"TollgateObject": [' + item + "]}}"
        answer = await client.post("/VIID/Tollgates", content=body.encode())
        assert answer.status_code == code, answer.text
        shown = await client.get("/VIID/Tollgates")
        assert shown.status_code == 200


@pytest.mark.parametrize(
    ("key", "opens"),
    [
        (f"{CAMERA}02{{now}}000010200001", True),  # the id tells the time
        (f"{CAMERA}0220260101080000000010200001", False),
        ("no-time-at-all", False),
    ],
)
async def test_what_does_not_say_when_it_was_seen_opens_nothing(estate: Estate, key, opens):
    """It may come from a device's disk, hours later."""
    await estate.peer()
    key = key.format(now=local(now()))
    async with estate.signed_in() as client:
        car = vehicle(1, CAMERA, MotorVehicleID=key, PassTime="")
        body = request_of("MotorVehicleListObject", "MotorVehicleObject", car)
        good(await client.post("/VIID/MotorVehicles", json=body))

        async def done() -> bool:
            rows = await estate.stored("motor_vehicle")
            return bool(rows) and all(row.state is Intake.DONE for row in rows)

        await eventually(done)
    access = estate.node.stub(AccessServiceStub)
    passes = (await access.ListPasses(access_pb2.ListPassesRequest())).passes
    assert bool(passes) is opens
