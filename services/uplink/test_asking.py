"""What a peer gets when it asks for its own objects again."""

import base64
from typing import Any

from services.uplink.conftest import CAMERA, Estate
from services.uplink.test_people import CAR, image
from services.uplink.test_receiving import files_of
from services.uplink.testing import good, request_of


async def ids(client: Any, path: str, outer: str, item: str, *name: str) -> list[Any]:
    answer = await client.get(f"/VIID/{path}")
    assert answer.status_code == 200, answer.text
    rows = answer.json()[outer][item]
    for each in name:
        rows = [row[each] for row in rows]
    return rows


async def test_images_by_id_and_by_what_lies_in_their_info(client: Any):
    for key, title in (("i1", "a"), ("i2", "b")):
        good(await client.post("/VIID/Images", json=image(key, {"Title": title})))
    where = ("ImageListObject", "Image", "ImageInfo", "ImageID")
    assert await ids(client, "Images", *where) == ["i1", "i2"]
    assert await ids(client, "Images/i2", *where) == ["i2"]
    assert await ids(client, "Images?ImageID=i1", *where) == ["i1"]
    assert await ids(client, "Images?ImageInfo.ImageID.In=i1,i2", *where) == ["i1", "i2"]
    assert await ids(client, "Images?Image.Title=b", *where) == ["i2"]
    assert await ids(client, "Images/i3", *where) == []


async def test_an_image_s_info_and_data(client: Any):
    described = {"ImageID": "i1", "DeviceID": CAMERA, "Title": "a"}
    good(await client.post("/VIID/Images", json=image("i1", {"Title": "a"})))
    answer = await client.get("/VIID/Images/i1/Data")
    assert answer.status_code == 403  # no picture came yet
    good(await client.post("/VIID/Images/i1/Data", content=CAR.encode()))
    answer = await client.get("/VIID/Images/i1/Info")
    assert answer.json() == {"ImageInfo": described}
    answer = await client.get("/VIID/Images/i1/Data")
    assert answer.status_code == 200
    assert base64.b64decode(answer.content) == base64.b64decode(CAR)
    for part in ("Info", "Data"):
        answer = await client.get(f"/VIID/Images/i2/{part}")
        assert answer.status_code == 403
        assert answer.json()["ResponseStatusObject"]["StatusCode"] == "4"


async def test_videos_and_files(client: Any):
    for path, outer, item, inner, key in (
        ("VideoSlices", "VideoSliceListObject", "VideoSlice", "VideoSliceInfo", "VideoID"),
        ("Files", "FileListObject", "File", "FileInfo", "FileID"),
    ):
        body = request_of(outer, item, {inner: {key: "k1"}}, {inner: {key: "k2"}})
        good(await client.post(f"/VIID/{path}", json=body))
        assert await ids(client, f"{path}/k1", outer, item, inner, key) == ["k1"]
        answer = await client.get(f"/VIID/{path}/k2/Info")
        assert answer.json() == {inner: {key: "k2"}}
        good(await client.post(f"/VIID/{path}/k1/Data", content=CAR.encode()))
        answer = await client.get(f"/VIID/{path}/k1/Data")
        assert answer.content == CAR.encode()


async def test_an_info_of_its_own(estate: Estate, client: Any):
    """The description alone, under its path."""
    good(await client.post("/VIID/Images/i1/Info", json={"ImageInfo": {"Title": "a"}}))
    (row,) = await estate.stored("image")
    assert row.object_id == "i1"
    good(await client.put("/VIID/Images/i1/Info", json={"ImageID": "i1", "Title": "b"}))
    answer = await client.get("/VIID/Images/i1/Info")
    assert answer.json() == {"ImageInfo": {"ImageID": "i1", "Title": "b"}}
    assert (await client.get("/VIID/Faces/f1/Info")).status_code == 404  # no such part
    assert (await client.delete("/VIID/Images/i1/Data")).status_code == 403
    assert len(await estate.stored("image")) == 1


async def test_lanes_are_numbered_per_tollgate(estate: Estate, client: Any):
    lanes = [{"TollgateID": gate, "LaneId": n} for gate in ("g1", "g2") for n in (1, "2")]
    good(await client.post("/VIID/Lanes", json=request_of("LaneListObject", "LaneObject", *lanes)))
    where = ("LaneListObject", "LaneObject", "TollgateID")
    assert await ids(client, "Lanes", *where) == ["g1", "g1", "g2", "g2"]
    assert await ids(client, "Lanes/g2-1", *where) == ["g2"]
    assert await ids(client, "Lanes?TollgateID=g1&LaneId=2", *where) == ["g1"]
    good(await client.put("/VIID/Lanes/g2-1", json={"LaneObject": {"Name": "出口"}}))
    assert await ids(client, "Lanes/g2-1", "LaneListObject", "LaneObject", "Name") == ["出口"]
    body = request_of("LaneListObject", "LaneObject", lanes[1])
    good(await client.request("DELETE", "/VIID/Lanes", json=body))
    good(await client.delete("/VIID/Lanes?IDList=g2-1"))
    assert sorted(row.object_id for row in await estate.stored("lane")) == ["g1-1", "g2-2"]


async def test_non_motor_vehicles_and_pages(client: Any):
    items = [
        {"NonMotorVehicleID": f"n{n}", "PlateNo": "鲁C" if n % 2 else "", "HasPlate": n % 2}
        for n in range(5)
    ]
    body = request_of("NonMotorVehicleListObject", "NonMotorVehicleObject", *items)
    good(await client.post("/VIID/NonMotorVehicles", json=body))
    answer = await client.get(
        "/VIID/NonMotorVehicles?NonMotorVehicle.HasPlate=0&NonMotorVehicle.RecordStartNo=1"
        "&NonMotorVehicle.PageRecordNum=1"
    )
    made = answer.json()["NonMotorVehicleListObject"]
    assert [each["NonMotorVehicleID"] for each in made["NonMotorVehicleObject"]] == ["n2"]
    assert (made["TotalNum"], made["Count"], made["PageRecordNum"]) == (3, 3, 1)


async def test_pictures_go_with_what_is_deleted(estate: Estate, client: Any):
    shown = {"SubImageList": {"SubImageInfoObject": [{"Type": "14", "Data": CAR}]}}
    good(await client.post("/VIID/Images", json=image("i1", Data=CAR)))
    body = request_of("SceneListObject", "SceneObject", {"SceneID": "s1"} | shown)
    good(await client.post("/VIID/Scenes", json=body))
    assert len(files_of(estate)) == 2
    good(await client.delete("/VIID/Images/i1"))
    good(await client.delete("/VIID/Scenes?IDList=s1"))
    assert files_of(estate) == []


def notice(operation: Any, **brought: Any) -> dict[str, Any]:
    item = {"notificationID": "n1", "ExecuteOperation": operation} | brought
    return request_of("SubscribeNotificationListObject", "SubscribeNotificationObject", item)


async def test_notifications_add_change_and_delete(estate: Estate, client: Any):
    async def tell(operation: Any, title: str) -> None:
        things = {"ThingObject": [{"ThingID": "t1", "Name": title}]}
        body = notice(operation, ThingObjectList=things)
        answer = good(await client.post("/VIID/SubscribeNotifications", json=body))
        assert answer["ResponseStatusObject"]["Id"] == "n1"

    where = ("Things", "ThingListObject", "ThingObject", "Name")
    for operation, title, left in (
        (1, "a", ["a"]),
        ("1", "b", ["a"]),
        ("2", "c", ["c"]),
        (3, "", []),
    ):
        await tell(operation, title)
        assert await ids(client, *where) == left
    good(await client.post("/VIID/SubscribeNotifications", json=notice(1, CaseObjectList={})))
    assert estate.parts.counters.values["nothing_in/subscribe_notification"] == 1
