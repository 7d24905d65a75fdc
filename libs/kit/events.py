"""Events: CloudEvents 1.0 in JSON, one table of them per service.

Subject `anju.<community id>.<service>.<resource>.<past verb>`; what belongs to no community has
`district` in its place. Bodies are proto messages; they carry opaque ids, never personal data.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from pydantic_core import to_json

from kit.message import to_dict
from kit.tables import Outbox, new_id, now
from kit.telemetry import traceparent

DISTRICT = "district"


@dataclass(frozen=True)
class Event:
    """A received event; `data` has the fields of the proto message that were set."""

    id: str
    type: str
    community_id: str
    time: datetime
    data: dict[str, Any]
    traceparent: str = ""

    @property
    def name(self) -> str:
        """`<service>.<resource>.<past verb>`."""
        return self.type.removeprefix("anju.")


def event(name: str, community_id: str, body: Message) -> Outbox:
    """The outbox row of an event; `name` is `<service>.<resource>.<past verb>`."""
    return Outbox(**event_values(name, community_id, body))


def event_values(name: str, community_id: str, body: Message) -> dict[str, Any]:
    """The columns of that row, for bulk inserts."""
    event_id, place = new_id(), community_id or DISTRICT
    document = {
        "specversion": "1.0",
        "id": event_id,
        "source": f"/anju/{name.partition('.')[0]}",
        "type": f"anju.{name}",
        "time": now(),
        "datacontenttype": "application/json",
        "communityid": place,
        "data": to_dict(body),
    }
    return {
        "event_id": event_id,
        "subject": f"anju.{place}.{name}",
        "body": to_json(document),
        "traceparent": traceparent(),
    }


def subject_erased(
    kind: type[Message],
    holder: str,
    community_id: str,
    asked: dict[str, Any],
    count: int,
    digest: str,
) -> Outbox:
    """A holder's word that it erased what it had of a subject (R6, R29), in answer to the data of
    `resident.erasure.requested`. `digest` is over the ids of what went, `count` how many."""
    body = kind(
        subject_id=asked["subject_id"],
        erasure_id=asked["erasure_id"],
        holder=holder,
        count=count,
        digest=digest,
    )
    return event(f"{holder}.subject.erased", community_id, body)


def read_event(body: bytes, trace: str = "") -> Event:
    document = json.loads(body)
    return Event(
        id=document["id"],
        type=document["type"],
        community_id=document["communityid"],
        time=datetime.fromisoformat(document["time"]),
        data=document["data"],
        traceparent=trace,
    )


def asyncapi(catalogue: dict[str, tuple[type[Message], str]]) -> dict[str, Any]:
    """AsyncAPI 3 document of the events: name → (body, when it is published)."""
    channels, operations = {}, {}
    for name, (body, when) in sorted(catalogue.items()):
        key = name.replace(".", "_")
        channels[key] = {
            "address": f"anju.{{community_id}}.{name}",
            "description": when,
            "parameters": {"community_id": {"description": "UUID of the community, or district"}},
            "messages": {
                key: {
                    "name": f"anju.{name}",
                    "contentType": "application/cloudevents+json",
                    "headers": {
                        "type": "object",
                        "properties": {
                            "Nats-Msg-Id": {"type": "string"},
                            "traceparent": {"type": "string"},
                        },
                    },
                    "payload": _envelope(name, body.DESCRIPTOR),
                }
            },
        }
        operations[key] = {"action": "send", "channel": {"$ref": f"#/channels/{key}"}}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Anju 安居 events", "version": "1", "license": {"name": "AGPL-3.0"}},
        "defaultContentType": "application/cloudevents+json",
        "channels": channels,
        "operations": operations,
    }


def _envelope(name: str, body: Any) -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["specversion", "id", "source", "type", "time", "communityid", "data"],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": {"type": "string", "format": "uuid"},
            "source": text,
            "type": {"const": f"anju.{name}"},
            "time": {"type": "string", "format": "date-time"},
            "datacontenttype": {"const": "application/json"},
            "communityid": text,
            "data": _schema(body),
        },
    }


def _schema(message: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "description": "A field that is absent has its zero value",
        "properties": {field.name: _field(field) for field in message.fields},
    }


def _field(field: FieldDescriptor) -> dict[str, Any]:
    schema = _type(field)
    return {"type": "array", "items": schema} if field.is_repeated else schema


def _type(field: FieldDescriptor) -> dict[str, Any]:
    if field.message_type:
        if field.message_type.full_name == "google.protobuf.Timestamp":
            return {"type": "string", "format": "date-time"}
        return _schema(field.message_type)
    kinds = {
        FieldDescriptor.CPPTYPE_BOOL: "boolean",
        FieldDescriptor.CPPTYPE_STRING: "string",
        FieldDescriptor.CPPTYPE_ENUM: "string",
        FieldDescriptor.CPPTYPE_FLOAT: "number",
        FieldDescriptor.CPPTYPE_DOUBLE: "number",
    }
    return {"type": kinds.get(field.cpp_type, "integer")}
