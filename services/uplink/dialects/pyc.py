"""PYC of the protocol notes."""

from collections.abc import Iterator

from services.uplink.dialects.shape import (
    DEVICE,
    LOW,
    Shape,
)


def shapes() -> Iterator[Shape]:
    """A script in Python that registers."""
    yield Shape(
        "PYC",
        "refused: the first Register, with no body at all",
        "System/Register",
        headers=LOW,
        http=401,
        codes=(4,),
    )
    yield Shape(
        "PYC",
        "a keepalive",
        "System/Keepalive",
        {"KeepaliveObject": {"DeviceID": DEVICE}},
        headers=LOW,
    )
