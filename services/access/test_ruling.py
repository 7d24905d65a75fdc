"""Rules of a lane: face is never the only way in (R4), whichever of its points is changed."""

from types import SimpleNamespace
from typing import Any

import pytest

from anju.registry.v1 import registry_pb2
from kit.errors import FailedPrecondition
from services.access.inputs import RulesIn
from services.access.models import Direction, DoorCredential, Point, Rules
from services.access.ruling import Ruling

FACE, CARDS = (
    Point(id=key, community_id="c", direction=Direction.BOTH, lane="1") for key in ("face", "cards")
)


class Session:
    """Tables without a row, and nobody who listens."""

    def __init__(self) -> None:
        self.info: dict[str, Any] = {}

    async def get(self, *_: Any) -> None:
        return None

    def add(self, _: Any) -> None: ...

    def add_all(self, _: Any) -> None: ...


async def list_devices(request: Any, timeout: float) -> Any:
    """A card reader, online at the second point of the lane."""
    online = [registry_pb2.Device(capabilities=["card"])]
    return registry_pb2.ListDevicesResponse(
        devices=online if request.access_point_id == CARDS.id else []
    )


def ruling(**rules: Rules) -> Ruling:
    points = {each.id: each for each in (FACE, CARDS)}
    mirror: Any = SimpleNamespace(points=points, rules=rules)
    return Ruling(mirror, SimpleNamespace(ListDevices=list_devices))


def rules(point: Point, *credentials: str, face: bool = False) -> Rules:
    return Rules(access_point_id=point.id, community_id="c", credentials=credentials, face=face)


async def put(made: Ruling, point: Point, *kinds: DoorCredential) -> Rules:
    session: Any = Session()
    return await made.put(session, point, RulesIn(credentials=list(kinds)))


async def test_a_neighbour_may_not_take_away_the_other_way_in() -> None:
    made = ruling(face=rules(FACE, "qr", face=True))
    with pytest.raises(FailedPrecondition) as caught:
        await put(made, CARDS, DoorCredential.QR)
    assert caught.value.reason == "NO_ALTERNATIVE"
    await put(made, CARDS, DoorCredential.CARD)


async def test_without_face_on_the_lane_anything_goes() -> None:
    await put(ruling(face=rules(FACE, "qr")), CARDS, DoorCredential.QR)


async def test_a_point_without_rules_reads_what_is_usual() -> None:
    """The card reader counts, though the point that is changed takes no cards."""
    await put(ruling(face=rules(FACE, "card", face=True)), FACE, DoorCredential.QR)
