"""Pictures of people that come by roundabout ways leave nothing where no face may be kept (R20)."""

import base64
from typing import Any

import pytest

from services.uplink.conftest import CAMERA, FACE, Estate
from services.uplink.test_receiving import ENCODED, PICTURE, content, files_of
from services.uplink.testing import good, request_of

CAR = base64.b64encode(b"\xff\xd8\xff a car").decode()
LISTS = [
    {"FaceList": {"FaceObject": [FACE]}},
    {"PersonList": {"PersonObject": [{"PersonID": "p1"}]}},
    {"FaceListObject": {"FaceObject": [FACE]}},
]
EVENTS = [2, "2", "02", 8, 9, 10, 11]


def image(key: str, info: Any = None, **more: Any) -> dict[str, Any]:
    described = {"ImageID": key, "DeviceID": CAMERA} | (info or {})
    return request_of("ImageListObject", "Image", {"ImageInfo": described} | more)


async def send_data(client: Any, key: str, text: str = ENCODED) -> Any:
    return await client.post(f"/VIID/Images/{key}/Data", content=text.encode())


def dropped(estate: Estate, kind: str = "image") -> int:
    return int(estate.parts.counters.values[f"picture_dropped/{kind}"])


@pytest.mark.parametrize("people", LISTS)
async def test_a_picture_that_follows_a_list_of_people_is_dropped(
    estate: Estate, client: Any, people: dict[str, Any]
):
    good(await client.post("/VIID/Images", json=image("i1", **people)))
    for _ in range(2):
        good(await send_data(client, "i1"))
    assert files_of(estate) == []
    assert PICTURE not in content(estate)
    assert dropped(estate) == 3  # the list, and each time its picture
    (row,) = await estate.stored("image")
    assert "Data" not in estate.parts.receiver.opened(row)


@pytest.mark.parametrize("event", EVENTS)
async def test_a_picture_whose_event_is_somebody_is_dropped(
    estate: Estate, client: Any, event: Any
):
    inline = image("i1", {"EventSort": event, "Data": ENCODED})
    good(await client.post("/VIID/Images", json=inline))
    good(await client.post("/VIID/Images", json=image("i2", {"EventSort": event}, Data=ENCODED)))
    good(await client.post("/VIID/Images", json=image("i3", {"EventSort": event})))
    good(await send_data(client, "i3"))
    assert files_of(estate) == []
    assert dropped(estate) == 3


async def test_a_list_that_comes_after_its_picture_takes_it_away(estate: Estate, client: Any):
    assert (await send_data(client, "i1")).status_code == 403  # nothing is filed without an object
    good(await client.post("/VIID/Images", json=image("i1")))
    good(await send_data(client, "i1", CAR))
    assert files_of(estate) == [b"\xff\xd8\xff a car"]
    good(await client.post("/VIID/Images", json=image("i1", **LISTS[0])))
    assert files_of(estate) == []
    good(await client.put("/VIID/Images", json=image("i1")))  # whoever says less later
    good(await send_data(client, "i1"))
    assert files_of(estate) == []


async def test_one_word_in_a_request_is_enough(estate: Estate, client: Any):
    first = image("i1", Data=ENCODED)["ImageListObject"]["Image"]
    second = image("i1", **LISTS[0])["ImageListObject"]["Image"]
    body = {"ImageListObject": {"Image": first + second}}
    good(await client.post("/VIID/Images", json=body))
    good(await send_data(client, "i1"))
    assert files_of(estate) == []


async def test_other_pictures_are_filed_once(estate: Estate, client: Any):
    for _ in range(2):
        good(await client.post("/VIID/Images", json=image("i1", {"EventSort": 1}, Data=CAR)))
    assert files_of(estate) == [b"\xff\xd8\xff a car"]
    good(await send_data(client, "i1", CAR))
    assert len(files_of(estate)) == 1
    assert dropped(estate) == 0


async def test_nobody_names_a_file_of_others(estate: Estate, client: Any):
    await estate.node.node.files.put("uplink/x/theirs.jpg", b"\xff\xd8\xff theirs")
    named = image("i1", {"StoragePath": "uplink/x/theirs.jpg"}, StoragePath="uplink/x/theirs.jpg")
    good(await client.post("/VIID/Images", json=named))
    answer = await client.get("/VIID/Images/i1/Data")
    assert answer.status_code == 403
    good(await client.put("/VIID/Images", json=named))
    assert files_of(estate) == [b"\xff\xd8\xff theirs"]


async def test_a_person_s_sub_image_is_dropped_by_its_event_too(estate: Estate, client: Any):
    images = [
        {"Type": "14", "EventSort": 2, "Data": ENCODED},
        {"Type": "14", "EventSort": "", "Data": CAR},
    ]
    item = {"ThingID": "t1", "SubImageList": {"SubImageInfoObject": images}}
    body = request_of("ThingListObject", "ThingObject", item)
    good(await client.post("/VIID/Things", json=body))
    assert files_of(estate) == [b"\xff\xd8\xff a car"]
    assert dropped(estate, "thing") == 1


@pytest.mark.parametrize("field", ["Data", "PhotoData", "SubImageList", "Vendor"])
async def test_kinds_that_become_no_fact_keep_no_picture(
    estate: Estate, client: Any, monkeypatch: Any, field: str
):
    """Even where faces are lawful: nothing decides over a log of doors or a notice of a watch."""

    async def lawful(access_point_id: str) -> bool:
        return True

    monkeypatch.setattr(estate.parts.receiver._faces, "lawful", lawful)
    long = base64.b64encode(PICTURE * 5).decode()
    shown = {"SubImageInfoObject": [{"Type": "11", "Data": long}]}
    value: Any = shown if field == "SubImageList" else long
    log = {"LogID": "l1", field: value}
    notice = {"NotificationID": "n1", "PersonObject": {"PersonID": "p1", field: value}}
    good(await client.post("/VIID/AcOpenLog", json={"AcOpenLogObject": log}))
    body = {"DispositionNotificationObject": [notice]}
    good(await client.post("/VIID/DispositionNotifications", json=body))
    for kind in ("door_log", "disposition_notification"):
        (row,) = await estate.stored(kind)
        assert long not in str(estate.parts.receiver.opened(row))
        assert dropped(estate, kind) == 1


async def test_faces_without_an_id_are_not_taken_for_one(estate: Estate, client: Any):
    body = request_of("FaceListObject", "FaceObject", FACE | {"FaceID": ""})
    answer = await client.post("/VIID/Faces", json=body)
    assert answer.status_code == 400
    assert answer.json()["ResponseStatusObject"]["StatusCode"] == "8"
