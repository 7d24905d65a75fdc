from datetime import UTC, datetime

import pytest
from pydantic import BaseModel

from anju.registry.v1 import registry_pb2 as pb
from kit.errors import InvalidArgument
from kit.message import parse, to_dict, to_message


def test_enums_and_times_read_as_people_write_them():
    message = pb.Community(id="1", kind=pb.COMMUNITY_KIND_OLD, revision=7)
    message.create_time.FromDatetime(datetime(2026, 1, 2, tzinfo=UTC))
    assert to_dict(message) == {
        "id": "1",
        "kind": "old",
        "create_time": datetime(2026, 1, 2, tzinfo=UTC),
        "revision": 7,
    }


def test_round_trip():
    values = {"id": "1", "kind": "camera", "capabilities": ["face", "card"], "has_key": True}
    assert to_dict(to_message(pb.Device, values)) == values


def test_set_but_empty_optional_is_not_absent():
    assert to_dict(pb.ListDevicesRequest(since_revision=0)) == {"since_revision": 0}
    assert to_dict(pb.ListDevicesRequest()) == {}


def test_wrong_value_names_the_field_and_hides_the_value():
    class Body(BaseModel):
        display_name: int

    with pytest.raises(InvalidArgument) as caught:
        parse(Body, pb.Town(display_name="secret name"))
    assert caught.value.field == "display_name"
    assert "secret" not in caught.value.message


def test_unknown_enum_number_is_refused():
    class Body(BaseModel):
        kind: str

    request = pb.CreateCommunityRequest(kind=99)
    assert parse(Body, request).kind == "unknown (99)"


@pytest.mark.parametrize("seconds", [-(2**62), 2**62, -62135596801, 253402300800])
def test_time_beyond_the_calendar_names_its_field(seconds):
    class Body(BaseModel):
        create_time: datetime

    message = pb.Community()
    message.create_time.seconds = seconds
    with pytest.raises(InvalidArgument) as caught:
        parse(Body, message)
    assert caught.value.field == "create_time"
