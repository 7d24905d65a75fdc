"""Events as other systems get them: CloudEvents on the promised subject, as AsyncAPI says."""

import uuid
from datetime import datetime
from typing import Any

from e2e.story import Story

KINDS = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "object": dict,
    "array": list,
}
# What the story must have caused; every other type that occurs is checked as well.
EXPECTED = {
    *("registry.access_point.changed", "registry.device.changed", "registry.device.online"),
    *("resident.consent.granted", "resident.consent.withdrawn", "resident.right.changed"),
    *("resident.erasure.requested", "resident.erasure.completed"),
    *("face.template.enrolled", "face.subject.erased"),
    *("access.rules.changed", "access.pass.granted", "access.subject.erased"),
    *("access.emergency.started", "access.emergency.ended", "access.pass.refused"),
    *("plate.permit.granted", "plate.lane.changed", "plate.subject.erased"),
    *("plate.passage.entered", "plate.passage.corrected"),
    *("visitor.pass.issued", "visitor.pass.redeemed"),
    *("perimeter.alarm.raised", "perimeter.alarm.resolved", "perimeter.subject.erased"),
    *("coverage.community.noted", "coverage.devices.placed"),
    "uplink.flow.changed",
}


def mismatch(schema: dict[str, Any], value: Any, at: str = "") -> list[str]:
    """Where the value differs from the part of JSON Schema that the document uses."""
    if "const" in schema and value != schema["const"]:
        return [f"{at} is not {schema['const']}"]
    kind = KINDS.get(schema.get("type", ""))
    if kind and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
        return [f"{at} is no {schema['type']}"]
    if schema.get("format") == "uuid":
        uuid.UUID(value)
    if schema.get("format") == "date-time":
        assert datetime.fromisoformat(value).tzinfo, at
    wrong = [f"{at}.{name} is missing" for name in schema.get("required", ()) if name not in value]
    if isinstance(value, dict) and (known := schema.get("properties")):
        for name, inner in value.items():
            if name not in known:
                wrong.append(f"{at}.{name} is unknown")
            else:
                wrong += mismatch(known[name], inner, f"{at}.{name}")
    if isinstance(value, list):
        for inner in value:
            wrong += mismatch(schema["items"], inner, f"{at}[]")
    return wrong


def test_the_story_causes_every_kind_of_event(story: Story):
    assert {event["type"].removeprefix("anju.") for _, event in story.events} >= EXPECTED


def test_envelope_is_a_cloudevent_on_its_subject(story: Story):
    for headers, event in story.events:
        assert event["specversion"] == "1.0"
        assert uuid.UUID(event["id"]).version == 7
        assert headers["Nats-Msg-Id"] == event["id"]
        name = event["type"].removeprefix("anju.")
        assert headers["subject"] == f"anju.{event['communityid']}.{name}"
        assert event["source"] == f"/anju/{name.partition('.')[0]}"
        assert event["datacontenttype"] == "application/json"
        assert datetime.fromisoformat(event["time"]).utcoffset().total_seconds() == 0
    assert len({event["id"] for _, event in story.events}) == len(story.events)


def test_payload_is_what_asyncapi_says(story: Story):
    for _, event in story.events:
        name = event["type"].removeprefix("anju.")
        channel = story.channels[name.replace(".", "_")]
        assert channel["address"] == f"anju.{{community_id}}.{name}"
        (message,) = channel["messages"].values()
        assert mismatch(message["payload"], event, name) == []


def test_the_checker_finds_what_is_wrong():
    schema = {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"type": "array", "items": {"type": "integer"}}},
    }
    assert mismatch(schema, {"a": [1]}) == []
    assert mismatch(schema, {"a": [True]}) == [".a[] is no integer"]
    assert mismatch(schema, {"b": 1}) == [".a is missing", ".b is unknown"]
