"""Between protobuf messages and pydantic models: one rule for every service.

Enum values lose their prefix and become lower case (`COMMUNITY_KIND_OLD` ↔ `old`), timestamps
become aware datetimes in UTC, unset optional and sub-message fields are left out.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, TypeVar

from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from pydantic import BaseModel, ValidationError

from kit.errors import InvalidArgument

M = TypeVar("M", bound=Message)
B = TypeVar("B", bound=BaseModel)


@cache
def _names(enum: EnumDescriptor) -> dict[int, str]:
    """Enum number → short lower-case name."""
    prefix = "".join("_" + c if c.isupper() else c.upper() for c in enum.name).lstrip("_") + "_"
    return {v.number: v.name.removeprefix(prefix).lower() for v in enum.values}


@cache
def _numbers(enum: EnumDescriptor) -> dict[str, int]:
    return {name: number for number, name in _names(enum).items()}


def to_dict(message: Message) -> dict[str, Any]:
    """Values of a message; fields that were not set are absent, so that defaults apply."""
    return {field.name: _reader(field)(value) for field, value in message.ListFields()}


@cache
def _reader(field: FieldDescriptor) -> Callable[[Any], Any]:
    """From a field's value to plain Python. Asked for once: descriptors answer slowly."""
    if field.message_type and field.message_type.GetOptions().map_entry:
        return dict
    read = _scalar_reader(field)
    if field.is_repeated:
        return lambda values: [read(value) for value in values]
    return read


def _scalar_reader(field: FieldDescriptor) -> Callable[[Any], Any]:
    if _is_time(field):
        return _time
    if field.message_type:
        return to_dict
    if field.enum_type:
        names = _names(field.enum_type)
        # An unknown number becomes text that no model accepts, with the field named.
        return lambda value: names.get(value, f"unknown ({value})")
    return lambda value: value


def _is_time(field: FieldDescriptor) -> bool:
    kind = field.message_type
    return kind is not None and kind.full_name == Timestamp.DESCRIPTOR.full_name


def _time(value: Timestamp) -> datetime | str:
    try:
        return value.ToDatetime(UTC)
    except (ValueError, OverflowError):
        return "beyond the calendar"  # no model accepts this either, and names the field


def parse(model: type[B], message: Message, **extra: Any) -> B:
    """The request as a validated model.

    Raises InvalidArgument FIELD_INVALID naming the first wrong field.
    """
    values = to_dict(message) | extra
    if "request_id" not in model.model_fields:
        values.pop("request_id", None)  # the edge's own: `kit.edge.rpc_write`
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise invalid(error) from None


def invalid(error: ValidationError) -> InvalidArgument:
    """The first problem of a validation as an error for the caller, without the value sent."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or "request"
    return InvalidArgument("FIELD_INVALID", f"{field}: {first['msg']}", field=field)


def to_message(kind: type[M], model: BaseModel | dict[str, Any]) -> M:
    """The message with every field that the model also has; others stay unset."""
    message = kind()
    values = model if isinstance(model, dict) else dict(model)
    for field, put in _setters(kind.DESCRIPTOR):
        value = values.get(field)
        if value is not None:
            put(message, value)
    return message


@cache
def _setters(descriptor: Any) -> list[tuple[str, Callable[[Message, Any], None]]]:
    return [(field.name, _setter(field)) for field in descriptor.fields]


def _setter(field: FieldDescriptor) -> Callable[[Message, Any], None]:
    name, encode = field.name, _encoder(field)
    if field.message_type and field.message_type.GetOptions().map_entry:
        return lambda message, value: getattr(message, name).update(value)
    if field.is_repeated:
        return lambda message, value: getattr(message, name).extend(encode(v) for v in value)
    if field.message_type:
        return lambda message, value: getattr(message, name).CopyFrom(encode(value))
    return lambda message, value: setattr(message, name, encode(value))


def _encoder(field: FieldDescriptor) -> Callable[[Any], Any]:
    if _is_time(field):
        return timestamp
    if field.message_type:
        kind = field.message_type._concrete_class  # type: ignore[attr-defined]
        return lambda value: to_message(kind, value)
    if field.enum_type:
        numbers = _numbers(field.enum_type)
        return lambda value: numbers[str(value)]
    if field.type == FieldDescriptor.TYPE_STRING:
        return lambda value: value.isoformat() if isinstance(value, date) else str(value)
    return lambda value: value


def timestamp(value: datetime) -> Timestamp:
    message = Timestamp()
    message.FromDatetime(value)
    return message
