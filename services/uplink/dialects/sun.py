"""SUN of the protocol notes."""

from collections.abc import Iterator

from services.uplink.dialects.shape import (
    VIID,
    Shape,
    listed,
)


def shapes() -> Iterator[Shape]:
    """A gateway in Go with addresses for things of the internet."""
    yield Shape(
        "SUN",
        "the log of a door, which names who opened it",
        "AcOpenLog",
        listed("AcOpenLog", {"DoorID": "d1", "OpenTime": "20260101080000", "CardNo": "1"}),
        headers=VIID,
        counts={"dropped/door_log": 1},
    )
    yield Shape(
        "SUN",
        "a keepalive with the id in the header alone",
        "System/Keepalive",
        {},
        headers=VIID,
    )
    for path in ("AcOpenLogImg", "AcOpenLogVideo", "FireDevice", "WifiData"):
        yield Shape(
            "SUN", f"refused: {path} is kept nowhere", path, {}, headers=VIID, http=404, codes=(4,)
        )
