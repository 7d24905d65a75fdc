"""Catalogues of GB/T 28181 platforms, in the forms that they come in."""

from pathlib import Path
from typing import Any

import pytest

from anju.registry.v1 import registry_pb2
from anju.uplink.v1 import uplink_pb2 as pb
from kit.config import ServerSettings
from kit.errors import InvalidArgument
from kit.server import HttpServer
from kit.testing import eventually
from services.uplink import channels
from services.uplink.channels import VideoPlatform, entry, read
from services.uplink.conftest import CAMERA, OTHER, Estate

XML = """<?xml version="1.0" encoding="{encoding}"?>
<Response><CmdType>Catalog</CmdType><SN>1</SN><DeviceID>37030300002000000001</DeviceID>
<SumNum>2</SumNum><DeviceList Num="2">
<Item><DeviceID>{camera}</DeviceID><Name>南门相机</Name><Manufacturer>M</Manufacturer>
<ParentID>37030300002000000001</ParentID><Status>ON</Status></Item>
<Item><DeviceID>{other}</DeviceID><Name>北门相机</Name><Status>OFF</Status></Item>
</DeviceList></Response>"""
PLATFORM = "37030300002000000001"


def xml(encoding: str) -> bytes:
    codec = {"GB2312": "gb18030", "gbk": "gb18030"}.get(encoding, encoding)
    return XML.format(encoding=encoding, camera=CAMERA, other=OTHER).encode(codec)


@pytest.mark.parametrize("encoding", ["UTF-8", "GB2312", "gbk"])
def test_xml_in_both_encodings(encoding):
    rows = [entry(item) for item in read(xml(encoding))]
    assert [(r["channel_id"], r["display_name"], r["status"]) for r in rows] == [
        (CAMERA, "南门相机", "on"),
        (OTHER, "北门相机", "off"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b'[{"channelId": "%s", "name": "x", "online": true}]',
        b'{"code": 0, "data": {"list": [{"deviceId": "%s", "name": "x", "status": "ON"}]}}',
        b'{"channels": [{"gbDeviceId": "%s", "name": "x", "status": 1}]}',
    ],
)
def test_json_of_platforms(content):
    (row,) = [entry(item) for item in read(content % CAMERA.encode())]
    assert (row["channel_id"], row["display_name"], row["status"]) == (CAMERA, "x", "on")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"<a>",
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<?xml version="1.0" encoding="GB2312"?><a>\xff\xff</a>',
    ],
)
def test_what_is_no_catalogue(content):
    with pytest.raises(InvalidArgument) as refused:
        list(read(content))
    assert refused.value.field == "content"


async def test_an_import_adds_changes_and_keeps_devices_online(estate: Estate):
    stub = estate.stub()
    request = pb.ImportChannelsRequest(platform_id=PLATFORM, content=xml("UTF-8"))
    made = await stub.ImportChannels(request)
    assert (made.created, made.changed, made.matched) == (2, 0, 2)

    async def online() -> bool:
        asked = registry_pb2.GetDeviceRequest(id=estate.camera)
        device = (await estate.registry.GetDevice(asked)).device
        return device.state == registry_pb2.DEVICE_STATE_ONLINE

    await eventually(online)
    again = pb.ImportChannelsRequest(
        platform_id=PLATFORM, content=xml("UTF-8").replace(b">ON<", b">OFF<") + b"\n"
    )
    assert (await stub.ImportChannels(again)).changed == 1
    found = (await stub.ListChannels(pb.ListChannelsRequest(platform_id=PLATFORM))).channels
    assert [c.status for c in found] == ["off", "off"]
    odd = pb.ImportChannelsRequest(platform_id=PLATFORM, content=b'[{"DeviceID": "12"}]')
    assert list((await stub.ImportChannels(odd)).problems) == ["item 1: a channel id has 20 digits"]


class Video:
    """A video platform's API, over real HTTP."""

    def __init__(self, content: bytes, token: str) -> None:
        self.content, self.token = content, token
        self.asked = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked += 1
        given = dict(scope["headers"]).get(b"authorization", b"").decode()
        status = 200 if given == f"Bearer {self.token}" else 401
        await send({"type": "http.response.start", "status": status, "headers": []})
        body = self.content if status == 200 else b""
        await send({"type": "http.response.body", "body": body})


async def test_a_platforms_list_is_asked_for(estate: Estate, tmp_path: Path, monkeypatch):
    token = tmp_path / "token"
    api = Video(xml("UTF-8"), "secret")
    http = HttpServer(api, ServerSettings(http_port=0))
    await http.start()
    video = VideoPlatform(
        estate.parts.channels, f"http://127.0.0.1:{http.port}/channels", PLATFORM, token
    )
    try:
        for written, asked, count in ((None, 0, 0), ("wrong", 1, 0), ("secret\n", 2, 2)):
            if written:
                token.write_text(written)
            await video.turn()
            assert api.asked == asked
            found = await estate.stub().ListChannels(pb.ListChannelsRequest(platform_id=PLATFORM))
            assert len(found.channels) == count
        monkeypatch.setattr(channels, "MOST_BYTES", 100)
        api.content = xml("UTF-8").replace(b">ON<", b">OFF<")
        await video.turn()
    finally:
        await http.stop()
    await video.turn()  # nobody is there any more
    found = await estate.stub().ListChannels(pb.ListChannelsRequest(platform_id=PLATFORM))
    assert [each.status for each in found.channels] == ["on", "off"]
