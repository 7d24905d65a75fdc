"""The check-list of the protocol notes (§7), points 6 to 22, against the real listener, in the
spelling of the implementation where it was seen; the first five are in test_registering.py. All
values are made up."""

import asyncio
import base64
import gzip
import json

import pytest

from anju.registry.v1 import registry_pb2
from anju.uplink.v1 import uplink_pb2 as pb
from kit.testing import eventually
from services.uplink.conftest import CAMERA, UPPER, Estate
from services.uplink.models import Intake
from services.uplink.testing import UpperPlatform, good, request_of, vehicle
from services.uplink.viid import answers, reading
from services.uplink.viid.answers import Dialect, Verdict, judge

JSON = {"Content-Type": "application/json"}
NOTICE = {"NotificationID": "n"}
GATE = {"TollgateID": "g1"}
APE = {"ApeID": CAMERA, "Name": "门口", "IsOnline": "1"}


@pytest.fixture
async def lower(estate: Estate):
    """A lower platform, which may speak for every device of its community."""
    await estate.peer("37030300005030000007", kind=pb.PEER_KIND_LOWER)
    async with estate.signed_in("37030300005030000007") as signed:
        yield signed


@pytest.mark.parametrize(
    "kind",
    ["application/json", "application/VIID+JSON", "application/viid+json;charset=utf-8", "text/x"],
)
async def test_06_content_types_gzip_and_connection_close(client, kind):
    body = request_of("MotorVehicleListObject", "MotorVehicleObject", vehicle(1, CAMERA))
    raw = json.dumps(body).encode()
    plain = {"Content-Type": kind}
    good(await client.post("/VIID/MotorVehicles", content=raw, headers=plain))
    packed = plain | {"Content-Encoding": "gzip"}
    good(await client.post("/VIID/MotorVehicles", content=gzip.compress(raw), headers=packed))
    closing = plain | {"Connection": "close"}
    answer = await client.post("/VIID/MotorVehicles", content=raw, headers=closing)
    good(answer)
    assert answer.headers["connection"] == "close"


async def test_07_status_codes_as_each_client_reads_them(client):
    bad = vehicle(2, CAMERA) | {"MotorVehicleID": ""}
    body = request_of("MotorVehicleListObject", "MotorVehicleObject", vehicle(1, CAMERA), bad)
    answer = await client.post("/VIID/MotorVehicles", json=body)
    assert answer.status_code == 200
    made = answer.json()
    codes = [e["StatusCode"] for e in made["ResponseStatusListObject"]["ResponseStatusObject"]]
    assert codes == [0, 8]  # integers in the list
    assert made["ResponseStatusObject"]["StatusCode"] == "8"  # text in the single object
    for shape in (
        {"ResponseStatusObject": {"Id": "a", "StatusCode": "0"}},
        {"ResponseStatusListObject": {"ResponseStatusObject": [{"Id": "a", "StatusCode": 0}]}},
        {"ResponseStatusListObject": {"ResponseStatusObject": {"ID": "a", "StatusCode": "0"}}},
        {"ResponseStatusList": [{"id": "a", "statusCode": "0"}]},
        {"ResponseStatus": {"StatusCode": 0}},
    ):
        read = answers.read(200, json.dumps(shape).encode(), Dialect())
        assert [j.verdict for j in judge(read, ["a"], Dialect())] == [Verdict.ACCEPTED], shape
        failed = json.dumps(shape).replace('"0"', '"1"').replace(": 0", ": 1").encode()
        read = answers.read(200, failed, Dialect())
        assert [j.verdict for j in judge(read, ["a"], Dialect())] == [Verdict.RETRY], shape


@pytest.mark.parametrize(
    "body",
    [
        {"APEListObject": {"APEObject": [APE]}},
        {"APEObjectList": {"APEObject": APE}},
        {"apeListObject": {"apeObject": [APE]}},
        {"APEObject": APE},
        {"APEListObject": [APE]},
    ],
)
async def test_08_word_orders_flat_lists_and_single_objects(estate: Estate, client, body):
    good(await client.post("/VIID/APEs", json=body))
    assert [row.object_id for row in await estate.stored("ape")] == [CAMERA]


def test_08_sub_images_flat_and_nested():
    from services.uplink.pictures import largest

    picture = base64.b64encode(b"\xff\xd8\xff picture").decode()
    flat = {"SubImageList": [{"Type": "11", "Data": picture}]}
    nested = {"SubImageList": {"SubImageInfoObject": [{"Type": "11", "Data": picture}]}}
    twice = base64.b64encode(f"data:image/jpeg;base64,{picture}".encode()).decode()
    prefixed = {
        "SubImageList": {"SubImageInfoObject": {"Data": f"data:image/jpeg;base64,{picture}"}}
    }
    for item in (flat, nested, prefixed, {"PhotoData": twice}):
        assert largest(item) == b"\xff\xd8\xff picture", item


SLICE = {"VideoSliceInfo": {"VideoID": "v1"}}
ODD = {
    "list without Object": (
        "VideoSlices",
        "video_slice",
        {"VideoSliceList": {"VideoSlice": [SLICE]}},
    ),
    "one in place of many": (
        "VideoSlices",
        "video_slice",
        {"VideoSliceListObject": {"VideoSlice": SLICE}},
    ),
    "list at the root": (
        "SubscribeNotifications",
        "thing",
        request_of("SubscribeNotificationListObject", "SubscribeNotificationObject", NOTICE)
        | {"ThingObjectList": {"ThingObject": [{"ThingID": "t1"}]}},
    ),
    "NotifyListObject": (
        "SubscribeNotifications",
        "tollgate",
        {"NotifyListObject": NOTICE | {"TollgateObjectList": {"TollgateObject": [GATE]}}},
    ),
    "no outer list": (
        "SubscribeNotifications",
        "tollgate",
        {
            "SubscribeNotificationObject": [
                NOTICE | {"TollgateListObject": {"TollgateList": [GATE]}},
            ]
        },
    ),
    "items alone": ("Tollgates", "tollgate", {"TollgateObject": [GATE]}),
}


@pytest.mark.parametrize("name", ODD)
async def test_09_odd_wrappers_and_lists_at_the_root(estate: Estate, lower, name):
    path, kind, body = ODD[name]
    good(await lower.post(f"/VIID/{path}", json=body))
    assert len(await estate.stored(kind)) == 1


async def test_10_json_in_a_json_string(estate: Estate, client):
    body = json.dumps(request_of("APEListObject", "APEObject", APE))
    good(await client.post("/VIID/APEs", content=json.dumps(body), headers=JSON))
    assert len(await estate.stored("ape")) == 1


async def test_11_raw_base64_under_a_json_type(estate: Estate, client):
    key = f"{CAMERA}02202601010800000000001"[:41]
    picture = base64.b64encode(b"\xff\xd8\xff picture")
    body = request_of("ImageListObject", "Image", {"ImageInfo": {"ImageID": key, "EventSort": 1}})
    good(await client.post("/VIID/Images", json=body))
    for content in (picture, b"QUJD"):
        answer = await client.post(f"/VIID/Images/{key}/Data", content=content, headers=JSON)
        assert good(answer)["ResponseStatusObject"]["Id"] == key
    answer = await client.post("/VIID/Images/unknown/Data", content=b"QUJD", headers=JSON)
    assert answer.status_code == 403
    (row,) = await estate.stored("image")
    assert row.object_id == key


def test_12_unpadded_codes_odd_colours_and_booleans():
    from services.uplink.viid import codes

    assert [codes.color(each) for each in (5, "5", "05", 14, None)] == ["blue"] * 3 + ["", ""]
    assert [codes.plate_class(each) for each in (2, "2", "02")] == ["small"] * 3
    assert [reading.yes(each) for each in (1, "1", True, "2", 9)] == [True] * 3 + [False] * 2
    assert reading.code(3, 1) == "3"  # CapDirection beyond its table is only a text


@pytest.mark.parametrize("key", ["37030300121000000001", "1234567890", "0" * 33, "a" * 64,
                                 "550e8400-e29b-41d4-a716-446655440000"])  # fmt: skip
async def test_13_ids_of_any_form_and_duplicates(estate: Estate, client, key):
    item = vehicle(1, CAMERA) | {"MotorVehicleID": key}
    body = request_of("MotorVehicleListObject", "MotorVehicleObject", item, item)
    good(await client.post("/VIID/MotorVehicles", json=body))
    (row,) = await estate.stored("motor_vehicle")
    assert row.object_id == key  # leading zeros and all
    long = vehicle(1, CAMERA) | {"MotorVehicleID": "b" * 65}
    body = request_of("MotorVehicleListObject", "MotorVehicleObject", long)
    answer = await client.post("/VIID/MotorVehicles", json=body)
    assert answer.json()["ResponseStatusObject"]["StatusCode"] == "8"


async def test_14_deletes_of_every_kind(estate: Estate, lower):
    gates = [{"TollgateID": f"g{n}"} for n in range(8)]
    good(
        await lower.post("/VIID/Tollgates", json={"TollgateListObject": {"TollgateObject": gates}})
    )
    good(await lower.delete("/VIID/Tollgates?IDList=g0,g1"))
    good(await lower.delete("/VIID/Tollgates?IDList=g2&IDList=g3"))
    body = {"TollgateListObject": {"TollgateObject": [{"TollgateID": "g4"}]}}
    good(await lower.request("DELETE", "/VIID/Tollgates", json=body))
    good(await lower.post("/VIID/Tollgates", json={"IDList": ["g5"]}))
    good(await lower.delete("/VIID/Tollgates/g6"))
    assert [row.object_id for row in await estate.stored("tollgate")] == ["g7"]
    answer = await lower.delete("/VIID/Tollgates")
    assert answer.json()["ResponseStatusObject"]["StatusCode"] == "4"


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("{url}/VIID/SubscribeNotifications", "{url}/VIID/SubscribeNotifications"),
        ("127.0.0.1:{port}", "{url}/VIID/SubscribeNotifications"),
        ("http://127.0.0.1:{port}/", "{url}/VIID/SubscribeNotifications"),
        ("", "{url}/VIID/SubscribeNotifications"),
    ],
)
async def test_15_commas_addresses_and_dashed_times(estate: Estate, upper, given, url):
    await estate.peer(UPPER, kind=pb.PEER_KIND_UPPER, url=upper.url)
    wish = {
        "SubscribeID": "370303000000032026010108000000001",
        "SubscribeDetail": "7,13,",
        "ResourceURI": f"{CAMERA},",
        "BeginTime": "2026-01-01 00:00:00",
        "EndTime": "20991231235959",
        "ReceiveAddr": given.format(url=upper.url, port=upper.port),
        "OperateType": 0,
        "ReportInterval": "3",
    }
    async with estate.signed_in(UPPER) as peer:
        good(
            await peer.post(
                "/VIID/Subscribes", json=request_of("SubscribeListObject", "SubscribeObject", wish)
            )
        )
        (row,) = estate.parts.directory.subscriptions.values()
        assert (row.details, row.resources) == (["7", "13"], [CAMERA])
        assert row.receive_url == url.format(url=upper.url)
        assert row.begin_time is not None
        assert row.begin_time.isoformat() == "2025-12-31T16:00:00+00:00"
        evil = wish | {"ReceiveAddr": "http://10.1.2.3:80/VIID/SubscribeNotifications"}
        answer = await peer.post(
            "/VIID/Subscribes", json=request_of("SubscribeListObject", "SubscribeObject", evil)
        )
        assert answer.json()["ResponseStatusObject"]["StatusCode"] == "4"  # only to its own host


@pytest.mark.parametrize(
    ("http", "body", "registered"),
    [
        (404, b'{"ResponseStatusObject":{"StatusCode":0}}', False),
        (400, b"", False),
        (401, b"", False),
        (200, b'{"ResponseStatusObject":{"StatusCode":"15"}}', False),
        (200, b"", True),
        (200, b'{"ResponseStatusObject":{"StatusCode":"0"}}', True),
    ],
)
def test_16_http_status_and_code_are_judged_together(http, body, registered):
    read = answers.read(http, body, Dialect())
    assert read.registered is registered
    judged = judge(read, ["a"], Dialect())[0].verdict
    assert (judged is Verdict.ACCEPTED) == (body.endswith(b'"0"}}') and http == 200)


def test_16_a_list_that_says_yes_under_a_status_that_says_no_is_no():
    entry = {"Id": "a", "StatusCode": 0}
    body = json.dumps({"ResponseStatusListObject": {"ResponseStatusObject": [entry]}}).encode()
    for http, verdict in ((200, Verdict.ACCEPTED), (500, Verdict.RETRY), (400, Verdict.CONTENT)):
        (judged,) = judge(answers.read(http, body, Dialect()), ["a"], Dialect())
        assert judged.verdict is verdict


async def test_17_whole_batches_sent_again_change_nothing(estate: Estate, client):
    cars = [vehicle(n, CAMERA, f"鲁C1234{n}") for n in range(5)]
    body = {"MotorVehicleListObject": {"MotorVehicleObject": cars}}
    for _ in range(3):
        good(await client.post("/VIID/MotorVehicles", json=body))
    assert len(await estate.stored("motor_vehicle")) == 5

    async def done() -> bool:
        return all(r.state is Intake.DONE for r in await estate.stored("motor_vehicle"))

    await eventually(done)
    good(await client.post("/VIID/MotorVehicles", json=body))  # a replay from a disk, later
    assert await done()


async def test_18_posts_where_the_standard_has_others(estate: Estate, client):
    good(await client.post("/VIID/APEs", json=request_of("APEListObject", "APEObject", APE)))
    good(await client.put("/VIID/APEs", json=request_of("APEListObject", "APEObject", APE)))
    keepalive = {"KeepaliveObject": {"DeviceID": CAMERA}}
    for answer in (
        await client.get("/VIID/System/Time"),
        await client.post("/VIID/System/Time", json=keepalive),
    ):
        made = answer.json()["SystemTimeObject"]
        assert len(made["LocalTime"]) == 14
        assert made["TimeZone"] == "UTC+8"


async def test_19_trailing_slashes_queries_and_unknown_paths(client):
    body = request_of("APEListObject", "APEObject", APE)
    good(await client.post("/VIID/APEs/?token=1", json=body))
    good(await client.post("/viid/apes", json=body))
    for path in ("/VIID/Unknown", "/VIID", "/VIID/APEs/a/b/c", "/other"):
        answer = await client.post(path, json={})
        assert answer.status_code == 404
        assert answer.json()["ResponseStatusObject"]["StatusCode"] == "4"


async def test_20_misspelt_names_are_the_real_ones(estate: Estate, client):
    item = {"ImageInfo": {"ImageID": "i1", "ShotPlaceFullAdress": "南门", "EthicCode": "01"}}
    body = request_of("ImageListObject", "Image", item | {"Similaritydegree": 0.5})
    good(await client.post("/VIID/Images", json=body))
    (row,) = await estate.stored("image")
    opened = estate.parts.receiver.opened(row)
    assert opened["ImageInfo"] == {"ImageID": "i1", "ShotPlaceFullAdress": "南门"}  # R21
    assert opened["Similaritydegree"] == 0.5
    assert estate.parts.counters.values["field_dropped/image"] == 1


async def test_21_private_fields_are_kept(estate: Estate, client):
    item = {"TollgateID": CAMERA, "InOut": "in", "CommunityID": "c1", "X-Private": {"a": [1]}}
    good(
        await client.post(
            "/VIID/Tollgates", json=request_of("TollgateListObject", "TollgateObject", item)
        )
    )
    (row,) = await estate.stored("tollgate")
    assert estate.parts.receiver.opened(row) == item


async def test_22_a_peer_that_forgot_us_is_registered_with_again(
    estate: Estate, upper: UpperPlatform
):
    """One 401, one new registration, and the same objects again."""
    peer = await estate.peer(UPPER, kind=pb.PEER_KIND_UPPER, url=upper.url)
    await estate.flow(peer, {"motor_vehicle": ["DeviceID", "PassTime", "PlateNo"]})
    await estate.drive("k1")
    await estate.until(peer, 1)
    before = upper.registered
    upper.sessions.clear()
    await estate.drive("k2")
    await estate.until(peer, 2)
    assert upper.registered == before + 1
    assert sorted(upper.accepted.values()) == [1, 1]


async def test_a_device_is_online_by_its_keepalives(estate: Estate, client):
    """What comes in becomes platform facts: the registry hears of it."""
    for _ in range(2):
        good(await client.post("/VIID/System/Keepalive", json={"DeviceID": CAMERA}))
        await asyncio.sleep(0.1)

    async def online() -> bool:
        request = registry_pb2.GetDeviceRequest(id=estate.camera)
        device = (await estate.registry.GetDevice(request)).device
        return device.state == registry_pb2.DEVICE_STATE_ONLINE

    await eventually(online)
