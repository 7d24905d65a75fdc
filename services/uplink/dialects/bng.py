"""BNG of the protocol notes."""

from collections.abc import Iterator

from services.uplink.dialects.shape import (
    LOW,
    UPPER,
    Shape,
    listed,
    wish,
)


def shapes() -> Iterator[Shape]:
    """A subscriber in Java."""
    key = "550e8400-e29b-41d4-a716-446655440000"
    many = ",".join(f"3703030000121{n:07}" for n in range(10))
    yield Shape(
        "BNG",
        "a subscription by a UUID to ten gates, without a limit of time",
        "Subscribes",
        listed("Subscribe", wish(key, ResourceURI=many, ReportInterval=0)),
        headers=LOW,
        speaker=UPPER,
        counts={"subscribed": 1},
    )
    yield Shape(
        "BNG",
        "the subscription by its id",
        f"Subscribes?SubscribeID={key}",
        method="GET",
        headers=LOW,
        speaker=UPPER,
        shows=(key,),
    )
    yield Shape(
        "BNG",
        "its end by the standard's PUT",
        f"Subscribes/{key}",
        {"SubscribeObject": {"SubscribeID": key, "CancelReason": "r", "SubscribeStatus": 1}},
        method="PUT",
        headers=LOW,
        speaker=UPPER,
    )
