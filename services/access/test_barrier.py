"""A car at a barrier: what is asked of whom, and what is made of the answers."""

from types import SimpleNamespace

import grpc
import pytest
from grpc.aio import AioRpcError, Metadata

from anju.inference.v1 import inference_pb2
from anju.plate.v1 import plate_pb2
from services.access import reasons
from services.access.barrier import Barrier, is_live
from services.access.inputs import EvidenceIn, PlateFramesIn, PlateReadIn
from services.access.models import Direction, EvidenceKind, Outcome, PassView, Point, Rules
from services.access.settings import AccessSettings, PlateLiveness
from services.access.shown import Ask, Grant, Shown

POINT = Point(id="p", community_id="c", direction=Direction.IN, lane="1")
RULES = Rules(access_point_id="p", community_id="c")
FRAMES = EvidenceIn(plate_frames=PlateFramesIn(images=[b"1", b"2"]))
READ = EvidenceIn(plate_read=PlateReadIn(text="鲁C·12345", confidence=0.8, color="blue"))


class Service:
    """Answers each call with what it was given, and remembers what was asked."""

    def __init__(self, answer) -> None:
        self.answer = answer
        self.asked = []

    def __getattr__(self, method):
        async def call(request, timeout):
            self.asked.append((method, request, timeout))
            if isinstance(self.answer, Exception):
                raise self.answer
            return self.answer

        return call


def failed(code: grpc.StatusCode) -> AioRpcError:
    return AioRpcError(code, Metadata(), Metadata(), "")


def track(**values) -> inference_pb2.ReadPlateTrackResponse:
    corners = [(0.4, 0.5), (0.5, 0.5), (0.5, 0.53), (0.4, 0.53)]
    plate = inference_pb2.Plate(
        text="鲁C12345",
        confidence=0.7,
        color="blue",
        corners=[inference_pb2.Point(x=x, y=y) for x, y in corners],
        characters=[
            inference_pb2.PlateCharacter(
                text=each,
                confidence=0.9,
                alternatives=[inference_pb2.PlateAlternative(text="8", confidence=0.1 / (i + 1))],
            )
            for i, each in enumerate("鲁C12345")
        ],
        moire=values.pop("moire", 1.0),
    )
    defaults = {"plate": plate, "frames": 2, "agreement": 1.0}
    return inference_pb2.ReadPlateTrackResponse(**defaults | values)


def matched(action=plate_pb2.ACTION_OPEN, reason="PERMIT") -> plate_pb2.MatchPlateResponse:
    decision = plate_pb2.Decision(
        outcome=plate_pb2.OUTCOME_NEAR,
        action=action,
        reason=reason,
        text="鲁C12345",
        permit_id="permit",
        subject_id="subject",
        notes=["COLOR_DIFFERS"],
        misreads=[plate_pb2.Misread(position=4, read="8", permitted="B", weight=0.9)],
    )
    return plate_pb2.MatchPlateResponse(decision=decision)


def barrier(seen, decision=None) -> tuple[Barrier, Service, Service]:
    inference, plate = Service(seen), Service(decision or matched())
    return Barrier(inference, plate, AccessSettings()), inference, plate


async def recognised(barrier, evidence=FRAMES, rules=RULES, timeout=None) -> Shown:
    return await barrier.recognise(Ask(POINT, rules, evidence, Direction.IN, "one", timeout))


async def test_frames_are_read_and_matched_in_the_lane():
    made, inference, plate = barrier(track())
    shown = await recognised(made)
    assert shown.grant == Grant(
        True, "permit", ["8>B@4", "COLOR_DIFFERS"], "鲁C12345", plate_pb2.OUTCOME_NEAR
    )
    assert (shown.reason, shown.subject_id) == ("PERMIT", "subject")
    (method, request, _) = inference.asked[0]
    assert method == "ReadPlateTrack"
    assert list(request.images) == [b"1", b"2"]
    (method, request, _) = plate.asked[0]
    assert (method, request.community_id, request.access_point_id) == ("MatchPlate", "c", "p")
    assert request.read.text == "鲁C12345"
    assert request.read.confidences == pytest.approx([0.9] * 7)
    assert request.read.candidates[0].text == "8C12345"


async def test_the_picture_that_shows_the_car_best_is_handed_on():
    assert (await recognised(barrier(track(best=1))[0])).picture == b"2"
    assert (await recognised(barrier(track())[0], READ)).picture == b""


async def test_a_device_read_is_matched_without_pictures():
    made, inference, plate = barrier(track())
    assert (await recognised(made, READ)).grant.opens
    assert inference.asked == []
    read = plate.asked[0][1].read
    assert (read.text, read.color) == ("鲁C·12345", "blue")
    assert read.confidence == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("action", "opens"),
    [
        (plate_pb2.ACTION_OPEN, True),
        (plate_pb2.ACTION_RECORD, True),
        (plate_pb2.ACTION_KIOSK, False),
        (plate_pb2.ACTION_REFUSE, False),
        (plate_pb2.ACTION_UNSPECIFIED, False),
    ],
)
async def test_only_open_and_record_open(action, opens):
    made, _, _ = barrier(track(), matched(action))
    assert (await recognised(made)).grant.opens is opens


async def test_without_a_plate_the_plate_service_is_not_asked():
    made, _, plate = barrier(inference_pb2.ReadPlateTrackResponse())
    shown = await recognised(made)
    assert (shown.grant, shown.reason) == (None, reasons.NO_PLATE)
    assert plate.asked == []


@pytest.mark.parametrize(
    "odd", [{"frames": 1}, {"agreement": 0.2}, {"moire": 9.0}], ids=lambda each: str(each)
)
async def test_a_picture_of_a_plate_is_refused_where_liveness_is_on(odd):
    strict = Rules(access_point_id="p", community_id="c", plate_liveness=True)
    made, _, plate = barrier(track(**odd))
    shown = await recognised(made, rules=strict)
    assert (shown.grant, shown.reason) == (None, reasons.SPOOF)
    assert plate.asked == []
    assert (await recognised(made)).grant.opens
    assert (await recognised(barrier(track())[0], rules=strict)).grant.opens


@pytest.mark.parametrize(("width", "live"), [(0.01, False), (0.1, True), (0.7, False)])
def test_plates_of_an_implausible_size_are_not_live(width, live):
    seen = track()
    for corner in (1, 2):
        seen.plate.corners[corner].x = 0.2 + width
    for corner in (0, 3):
        seen.plate.corners[corner].x = 0.2
    assert is_live(seen, PlateLiveness()) is live


@pytest.mark.parametrize("code", [grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED])
async def test_a_service_that_is_down_refuses_and_is_named(code):
    for seen, decision in ((failed(code), None), (track(), failed(code))):
        shown = await recognised(barrier(seen, decision)[0])
        assert shown.reason == shown.down == reasons.PLATE_UNAVAILABLE
        assert shown.grant is None


async def test_what_is_wrong_with_a_picture_goes_to_the_caller():
    made, _, _ = barrier(failed(grpc.StatusCode.INVALID_ARGUMENT))
    with pytest.raises(AioRpcError):
        await recognised(made)


async def test_the_callers_patience_bounds_each_call():
    made, inference, plate = barrier(track())
    await recognised(made, timeout=0.7)
    assert inference.asked[0][2] == plate.asked[0][2] == 0.7


CAR = Grant(True, "permit", [], "鲁C12345", plate_pb2.OUTCOME_EXACT)


@pytest.mark.parametrize(
    ("evidence", "shown", "told"),
    [
        (EvidenceKind.PLATE, Shown(reason="PERMIT", grant=CAR), "PERMIT"),
        (EvidenceKind.PLATE, Shown(reason="NO_PLATE"), "NO_PLATE"),
        (EvidenceKind.PASSCODE, Shown(subject_id="s"), "PASSCODE"),
        (EvidenceKind.CARD, Shown(subject_id="s"), "KIOSK"),
        (EvidenceKind.MANUAL, Shown(), "MANUAL"),
        (EvidenceKind.EMERGENCY, Shown(), "EMERGENCY"),
    ],
)
async def test_the_passage_hears_of_every_decision(evidence, shown, told):
    answer = SimpleNamespace(passage=SimpleNamespace(id="passage"))
    made, _, plate = barrier(None, answer)
    row = PassView(
        community_id="c",
        access_point_id="p",
        direction=Direction.OUT,
        evidence=evidence,
        outcome=Outcome.OPEN,
        reason=shown.reason or "RESIDENT",
        permit_id=shown.grant.permit_id if shown.grant else "",
    )
    assert await made.decided(row, "key", shown) == "passage"
    (method, request, _) = plate.asked[0]
    assert (method, request.key, request.pass_id) == ("DecidePassage", "key", row.id)
    assert (request.opened, request.reason) == (True, told)
    assert request.direction == plate_pb2.DIRECTION_OUT


async def test_a_lost_passage_keeps_no_barrier_shut():
    made, _, _ = barrier(None, failed(grpc.StatusCode.UNAVAILABLE))
    row = PassView(
        community_id="c",
        access_point_id="p",
        direction=Direction.IN,
        evidence=EvidenceKind.MANUAL,
        outcome=Outcome.OPEN,
        reason="MANUAL",
    )
    assert await made.decided(row, "key", Shown()) == ""
