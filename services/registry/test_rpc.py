"""The registry through gRPC."""

from datetime import timedelta
from pathlib import Path

import grpc
import pytest

from anju.registry.v1 import registry_pb2 as pb
from anju.registry.v1 import registry_pb2_grpc as pb_grpc
from kit.app import serving
from kit.errors import (
    AlreadyExists,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    Unauthenticated,
)
from kit.revise import differences
from kit.tables import now
from kit.testing import content_in, settings_in
from services.registry import service
from services.registry.module import MODULE
from services.registry.testing import Settings, district
from services.roles import ROLES


def test_the_migrations_make_the_models_tables() -> None:
    folder = Path(service.__file__).parent
    assert differences("registry", folder / "migrations") == []


async def test_towns_belong_to_a_known_district(tmp_path) -> None:
    async with district(tmp_path) as d:
        with pytest.raises(NotFound) as caught:
            await d.admin.PutTown(pb.PutTownRequest(code="110101001", display_name="x"))
        assert caught.value.reason == "DISTRICT_NOT_FOUND"
        renamed = await d.admin.PutTown(pb.PutTownRequest(code="370303001", display_name="新名"))
        assert renamed.town.display_name == "新名"
        assert len((await d.admin.ListTowns(pb.ListTownsRequest())).towns) == 1


async def test_district_writes_need_the_whole_district(tmp_path) -> None:
    async with district(tmp_path) as d:
        scoped = d.stub(communities=[d.here])
        calls = [
            scoped.PutDistrict(pb.PutDistrictRequest(code="370304", display_name="x")),
            scoped.PutTown(pb.PutTownRequest(code="370303002", display_name="x")),
            scoped.CreateCommunity(
                pb.CreateCommunityRequest(
                    town_code="370303001", code="X", display_name="x", kind=1, enclosure=1
                )
            ),
            scoped.ImportRegistry(pb.ImportRegistryRequest(content=b"type\n")),
        ]
        for call in calls:
            with pytest.raises(PermissionDenied) as caught:
                await call
            assert caught.value.reason == "DISTRICT_SCOPE_REQUIRED"


async def test_what_is_out_of_scope_looks_absent(tmp_path) -> None:
    async with district(tmp_path) as d:
        far = await d.access_point(community_id=d.there)
        device = await d.device(1, community_id=d.there)
        near = await d.device(2)
        manager = d.stub(role="property_manager", communities=[d.here])
        absent = [
            manager.GetCommunity(pb.GetCommunityRequest(id=d.there)),
            manager.GetAccessPoint(pb.GetAccessPointRequest(id=far.id)),
            manager.GetDevice(pb.GetDeviceRequest(id=device.id)),
            manager.DeleteDevice(pb.DeleteDeviceRequest(id=device.id)),
            manager.IssueDeviceKey(pb.IssueDeviceKeyRequest(id=device.id)),
            manager.SetDeviceEnabled(pb.SetDeviceEnabledRequest(id=device.id)),
            manager.ListDeviceStates(pb.ListDeviceStatesRequest(device_id=device.id)),
            manager.CreateDevice(d.device_request(3, community_id=d.there)),
            manager.CreateDevice(d.device_request(3, access_point_id=far.id)),
        ]
        for call in absent:
            with pytest.raises(NotFound):
                await call
        seen = await manager.ListDevices(pb.ListDevicesRequest(since_revision=0))
        assert [row.id for row in seen.devices] == [near.id]
        listed = await manager.ListAccessPoints(pb.ListAccessPointsRequest(community_id=d.there))
        assert not listed.access_points
        assert len((await manager.ListCommunities(pb.ListCommunitiesRequest())).communities) == 1
        assert (await manager.CreateDevice(d.device_request(4))).device.community_id == d.here


async def test_references_stay_within_the_community(tmp_path) -> None:
    async with district(tmp_path) as d:
        request = pb.CreatePositionRequest(
            community_id=d.there, code="0101001", display_name="北门"
        )
        position = (await d.admin.CreatePosition(request)).position
        with pytest.raises(NotFound) as caught:
            await d.access_point(position_id=position.id)
        assert caught.value.reason == "POSITION_NOT_FOUND"
        point = await d.access_point(community_id=d.there, position_id=position.id)
        assert (point.position_id, point.lane) == (position.id, point.id)
        with pytest.raises(AlreadyExists) as taken:
            await d.admin.CreatePosition(request)
        assert taken.value.reason == "POSITION_NAME_TAKEN"
        with pytest.raises(NotFound):
            await d.device(position_id=position.id)
        everything = pb.ListPositionsRequest()
        assert len((await d.admin.ListPositions(everything)).positions) == 1
        assert not (await d.stub(communities=[d.here]).ListPositions(everything)).positions


async def test_national_ids_keep_their_zeros_and_are_unique(tmp_path) -> None:
    async with district(tmp_path) as d:
        device = await d.device(national_id="00000000000000000007", community_id=d.there)
        assert device.national_id == "00000000000000000007"
        again = d.device_request(national_id=device.national_id)
        with pytest.raises(AlreadyExists) as caught:
            await d.admin.CreateDevice(again)
        assert caught.value.reason == "DEVICE_NATIONAL_ID_TAKEN"
        assert caught.value.metadata["device_id"] == device.id
        with pytest.raises(AlreadyExists) as hidden:
            await d.stub(role="installer", communities=[d.here]).CreateDevice(again)
        assert "device_id" not in hidden.value.metadata
        await d.admin.DeleteDevice(pb.DeleteDeviceRequest(id=device.id))
        assert (await d.admin.CreateDevice(again)).device.id != device.id


@pytest.mark.parametrize("wrong", ["1" * 19, "1" * 21, "1" * 19 + "x", "１" * 20, ""])
async def test_national_ids_are_20_digits(tmp_path, wrong: str) -> None:
    async with district(tmp_path) as d:
        with pytest.raises(InvalidArgument) as caught:
            await d.device(national_id=wrong)
        assert caught.value.field == "national_id"


async def test_the_feed_has_every_change_in_order(tmp_path) -> None:
    async with district(tmp_path) as d:
        point = await d.access_point()
        first, second = await d.device(1, access_point_id=point.id), await d.device(2)
        with pytest.raises(FailedPrecondition) as caught:
            await d.admin.DeleteAccessPoint(pb.DeleteAccessPointRequest(id=point.id))
        assert caught.value.reason == "ACCESS_POINT_HAS_DEVICES"
        await d.admin.DeleteDevice(pb.DeleteDeviceRequest(id=first.id))
        await d.admin.DeleteAccessPoint(pb.DeleteAccessPointRequest(id=point.id))
        ask = pb.ListDevicesRequest(since_revision=0, page_size=1)
        page = await d.admin.ListDevices(ask)
        assert [row.id for row in page.devices] == [second.id]
        ask.page_token = page.next_page_token
        page = await d.admin.ListDevices(ask)
        assert [(row.id, row.deleted) for row in page.devices] == [(first.id, True)]
        assert page.devices[0].revision > second.revision > first.revision
        assert not page.next_page_token
        since = pb.ListDevicesRequest(since_revision=page.devices[0].revision)
        assert not (await d.admin.ListDevices(since)).devices
        assert [r.id for r in (await d.admin.ListDevices(pb.ListDevicesRequest())).devices] == [
            second.id
        ]
        points = await d.admin.ListAccessPoints(pb.ListAccessPointsRequest(since_revision=0))
        assert [row.deleted for row in points.access_points] == [True]
        with pytest.raises(NotFound):
            await d.admin.GetDevice(pb.GetDeviceRequest(id=first.id))
        told = await d.node.events(f"anju.{d.here}.registry.device.changed", 3)
        assert [e["data"]["id"] for e in told] == [first.id, second.id, first.id]
        revisions = [int(e["data"]["revision"]) for e in told]
        assert revisions == sorted(revisions)
        assert len(await d.node.events(f"anju.{d.here}.registry.access_point.changed", 2)) == 2


async def test_lists_filter(tmp_path) -> None:
    async with district(tmp_path) as d:
        point = await d.access_point(lane="A")
        device = await d.device(1, access_point_id=point.id, capabilities=["open", "face", "face"])
        await d.device(2, community_id=d.there)
        assert list(device.capabilities) == ["face", "open"]
        for ask, count in [
            (pb.ListDevicesRequest(access_point_id=point.id), 1),
            (pb.ListDevicesRequest(community_id=d.there), 1),
            (pb.ListDevicesRequest(kind=pb.DEVICE_KIND_CAMERA), 0),
            (pb.ListDevicesRequest(state=pb.DEVICE_STATE_NEVER_SEEN), 2),
        ]:
            assert len((await d.admin.ListDevices(ask)).devices) == count
        lanes = await d.admin.ListAccessPoints(pb.ListAccessPointsRequest(lane="A"))
        assert len(lanes.access_points) == 1
        kinds = pb.ListCommunitiesRequest(kind=pb.COMMUNITY_KIND_VILLAGE)
        assert not (await d.admin.ListCommunities(kinds)).communities
        with pytest.raises(InvalidArgument):
            await d.admin.ListDevices(pb.ListDevicesRequest(page_token="WzFd"))
        with pytest.raises(InvalidArgument):
            await d.admin.ListDevices(pb.ListDevicesRequest(since_revision=-1))


async def test_a_repeated_write_happens_once(tmp_path) -> None:
    async with district(tmp_path) as d:
        request = d.device_request(request_id="r1")
        first = await d.admin.CreateDevice(request)
        assert await d.admin.CreateDevice(request) == first
        request.national_id = "9" * 20
        with pytest.raises(FailedPrecondition) as caught:
            await d.admin.CreateDevice(request)
        assert caught.value.reason == "REQUEST_ID_REUSED"


async def _exchange(d, national_id: str, key: str):
    request = pb.ExchangeDeviceKeyRequest(national_id=national_id, key=key)
    return await d.admin.ExchangeDeviceKey(request)


async def _refused(d, national_id: str, key: str) -> tuple[str, str]:
    with pytest.raises(Unauthenticated) as caught:
        await _exchange(d, national_id, key)
    return caught.value.reason, caught.value.message


async def test_a_key_becomes_a_token_of_the_device_alone(tmp_path) -> None:
    async with district(tmp_path) as d:
        point = await d.access_point()
        device = await d.device(access_point_id=point.id)
        issued = await d.admin.IssueDeviceKey(pb.IssueDeviceKeyRequest(id=device.id))
        assert len(issued.key) == 43
        assert not issued.HasField("previous_key_expire_time")
        given = await _exchange(d, device.national_id, issued.key)
        who = d.node.node.tokens.check(f"Bearer {given.token}")
        assert (who.subject, who.role, who.scope) == (device.id, "device", frozenset({d.here}))
        assert who.access_point_id == point.id
        assert abs(given.expire_time.seconds - who.expires) <= 1
        shown = (await d.admin.GetDevice(pb.GetDeviceRequest(id=device.id))).device
        assert shown.has_key
        assert shown.revision > device.revision
        assert issued.key.encode() not in content_in(tmp_path, "registry")


async def test_a_kiosk_is_a_device_with_a_role_of_its_own(tmp_path) -> None:
    async with district(tmp_path) as d:
        point = await d.access_point()
        device = await d.device(access_point_id=point.id, kind=pb.DEVICE_KIND_KIOSK)
        other = await d.device(2)
        key = (await d.admin.IssueDeviceKey(pb.IssueDeviceKeyRequest(id=device.id))).key
        given = await _exchange(d, device.national_id, key)
        who = d.node.node.tokens.check(f"Bearer {given.token}")
        assert (who.role, who.access_point_id) == ("kiosk", point.id)
        stub = d.stub(role="kiosk", communities=[d.here], subject=device.id)
        beats = [pb.Heartbeat(device_id=each.id) for each in (device, other)]
        answer = await stub.ReportHeartbeats(pb.ReportHeartbeatsRequest(heartbeats=beats))
        assert list(answer.refused_device_ids) == [other.id], "for itself alone"


async def test_every_refusal_of_a_key_says_the_same(tmp_path) -> None:
    async with district(tmp_path) as d:
        device, bare = await d.device(1), await d.device(2)
        key = (await d.admin.IssueDeviceKey(pb.IssueDeviceKeyRequest(id=device.id))).key
        said = {
            await _refused(d, device.national_id, "wrong"),
            await _refused(d, "9" * 20, key),
            await _refused(d, bare.national_id, key),
        }
        await d.admin.SetDeviceEnabled(pb.SetDeviceEnabledRequest(id=device.id, enabled=False))
        said.add(await _refused(d, device.national_id, key))
        await d.admin.SetDeviceEnabled(pb.SetDeviceEnabledRequest(id=device.id, enabled=True))
        await _exchange(d, device.national_id, key)
        await d.admin.DeleteDevice(pb.DeleteDeviceRequest(id=device.id))
        said.add(await _refused(d, device.national_id, key))
        assert {reason for reason, _ in said} == {"DEVICE_KEY_INVALID"}
        assert len(said) == 1


async def test_a_rotated_key_works_until_its_time_is_over(tmp_path, monkeypatch) -> None:
    async with district(tmp_path, key_overlap=60) as d:
        device = await d.device()
        ask = pb.IssueDeviceKeyRequest(id=device.id)
        old = (await d.admin.IssueDeviceKey(ask)).key
        rotated = await d.admin.IssueDeviceKey(ask)
        assert rotated.HasField("previous_key_expire_time")
        for key in (old, rotated.key):
            await _exchange(d, device.national_id, key)
        monkeypatch.setattr(service, "now", lambda: now() + timedelta(seconds=61))
        await _exchange(d, device.national_id, rotated.key)
        await _refused(d, device.national_id, old)
        monkeypatch.undo()
        await d.admin.SetDeviceEnabled(pb.SetDeviceEnabledRequest(id=device.id, enabled=False))
        fresh = await d.admin.IssueDeviceKey(ask)
        assert not fresh.HasField("previous_key_expire_time")
        await d.admin.SetDeviceEnabled(pb.SetDeviceEnabledRequest(id=device.id, enabled=True))
        await _refused(d, device.national_id, rotated.key)
        await _exchange(d, device.national_id, fresh.key)


async def test_roles_without_the_permission_are_refused(tmp_path) -> None:
    async with district(tmp_path) as d:
        guard = d.stub(role="guard", communities=[d.here])
        for call in (
            guard.CreateDevice(d.device_request()),
            guard.IssueDeviceKey(pb.IssueDeviceKeyRequest(id=d.here)),
            d.beat("x", stub=guard),
        ):
            with pytest.raises(PermissionDenied):
                await call


async def test_heartbeats_stream(tmp_path) -> None:
    async with serving(settings_in(tmp_path, Settings), [MODULE], ROLES) as node:
        token = node.tokens.issue("t", "district_admin", None, 60)
        short = node.tokens.issue("t", "district_admin", None, 0)
        address = f"127.0.0.1:{node.grpc_port}"
        async with grpc.aio.insecure_channel(address) as channel:
            stub = pb_grpc.RegistryServiceStub(channel)
            beats = [pb.Heartbeat(device_id="unknown")]
            metadata = (("authorization", f"Bearer {token}"),)
            call = stub.StreamHeartbeats(metadata=metadata)
            for _ in range(3):
                await call.write(pb.StreamHeartbeatsRequest(heartbeats=beats))
                answer = await call.read()
                assert list(answer.refused_device_ids) == ["unknown"]
            await call.write(pb.StreamHeartbeatsRequest())
            with pytest.raises(grpc.aio.AioRpcError):
                await call.read()
            assert await call.code() is grpc.StatusCode.INVALID_ARGUMENT
            call = stub.StreamHeartbeats(metadata=(("authorization", f"Bearer {short}"),))
            assert await call.code() is grpc.StatusCode.UNAUTHENTICATED
