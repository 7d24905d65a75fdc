"""KEE of the protocol notes."""

from collections.abc import Iterator

from services.uplink.dialects.shape import (
    Shape,
    listed,
)


def shapes() -> Iterator[Shape]:
    """A client that asks with dotted names."""
    gates = [{"TollgateID": f"kee-{n}", "Status": str(n)} for n in range(4)]
    yield Shape(
        "KEE",
        "what is asked for then",
        "Tollgates",
        listed("Tollgate", *gates),
        codes=(0,) * 4,
        rows={"tollgate": 4},
    )
    yield Shape(
        "KEE",
        "one of several, an order and a page",
        "Tollgates?Tollgate.TollgateID.In=kee-1,kee-2,kee-3&Tollgate.TollgateID.Order=asc"
        "&Tollgate.RecordStartNo=1&Tollgate.PageRecordNum=2",
        method="GET",
        shows=("kee-2", "kee-3"),
    )
    yield Shape(
        "KEE",
        "between two bounds",
        "Tollgates?Tollgate.Status.Gte=1&Tollgate.Status.Lte=2",
        method="GET",
        shows=("kee-1", "kee-2"),
    )
