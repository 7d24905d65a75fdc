"""A car at a barrier: its plate read and matched, and the decision told to its passage."""

import logging
import time
from typing import Any

import grpc

from anju.inference.v1 import inference_pb2
from anju.plate.v1 import plate_pb2
from services.access import reasons
from services.access.inputs import EvidenceIn
from services.access.models import Direction, EvidenceKind, Outcome, PassView, Rules
from services.access.settings import AccessSettings, PlateLiveness
from services.access.shown import DOWN, Ask, Grant, Shown, within

log = logging.getLogger("access.barrier")
DIRECTIONS = {
    Direction.IN: plate_pb2.DIRECTION_IN,
    Direction.OUT: plate_pb2.DIRECTION_OUT,
    Direction.BOTH: plate_pb2.DIRECTION_UNSPECIFIED,
}
# What the plate service is told of an opening that no plate decided.
OTHERWISE = {
    EvidenceKind.MANUAL: "MANUAL",
    EvidenceKind.EMERGENCY: "EMERGENCY",
    EvidenceKind.PASSCODE: "PASSCODE",
}
KIOSK = "KIOSK"
_ALTERNATIVES = 3


class Barrier:
    def __init__(self, inference: Any, plate: Any, settings: AccessSettings) -> None:
        self._inference = inference
        self._plate = plate
        self._timeout = settings.plate_timeout
        self._liveness = settings.liveness

    async def recognise(self, ask: Ask) -> Shown:
        """Raises what the plate and inference services refuse outright, such as a broken JPEG."""
        evidence, limit = ask.evidence, within(ask.timeout, self._timeout)
        picture = b""
        try:
            if evidence.plate_frames is None:
                read, times = _reported(evidence), {}
            else:
                track = await self._inference.ReadPlateTrack(
                    inference_pb2.ReadPlateTrackRequest(images=evidence.plate_frames.images),
                    timeout=limit,
                )
                times = {f.name: value for f, value in track.times.ListFields()}
                if refusal := self._doubt(track, ask.rules):
                    return Shown(reason=refusal, times=times)
                read, picture = _read(track.plate), evidence.plate_frames.images[track.best]
            shown = await self._match(ask, read, times, limit)
            shown.picture = picture
            return shown
        except grpc.aio.AioRpcError as error:
            if error.code() not in DOWN:
                raise
            return Shown(reason=reasons.PLATE_UNAVAILABLE, down=reasons.PLATE_UNAVAILABLE)

    def _doubt(self, track: inference_pb2.ReadPlateTrackResponse, rules: Rules) -> str:
        if not track.HasField("plate"):
            return reasons.NO_PLATE
        if rules.plate_liveness and not is_live(track, self._liveness):
            return reasons.SPOOF
        return ""

    async def _match(
        self, ask: Ask, read: plate_pb2.Read, times: dict[str, float], limit: float
    ) -> Shown:
        started = time.perf_counter()
        answer = await self._plate.MatchPlate(
            plate_pb2.MatchPlateRequest(
                community_id=ask.point.community_id,
                access_point_id=ask.point.id,
                direction=DIRECTIONS[ask.direction],
                read=read,
            ),
            timeout=limit,
        )
        times["match_ms"] = (time.perf_counter() - started) * 1000
        decision = answer.decision
        misreads = [f"{m.read}>{m.permitted}@{m.position}" for m in decision.misreads]
        grant = Grant(
            opens=decision.action in (plate_pb2.ACTION_OPEN, plate_pb2.ACTION_RECORD),
            plate=decision.text,
            outcome=decision.outcome,
            permit_id=decision.permit_id,
            notes=[*misreads, *decision.notes],
        )
        return Shown(
            subject_id=decision.subject_id, reason=decision.reason, times=times, grant=grant
        )

    async def decided(
        self, row: PassView, key: str, shown: Shown, timeout: float | None = None
    ) -> str:
        """Tells the car's passage; its id, or nothing when the plate service is away or takes
        longer than the caller's `timeout`."""
        grant = shown.grant
        request = plate_pb2.DecidePassageRequest(
            access_point_id=row.access_point_id,
            key=key,
            direction=DIRECTIONS[row.direction],
            opened=row.outcome is Outcome.OPEN,
            plate=grant.plate if grant else "",
            outcome=grant.outcome if grant else plate_pb2.OUTCOME_UNSPECIFIED,
            reason=row.reason if shown.reason else OTHERWISE.get(row.evidence, KIOSK),
            permit_id=row.permit_id,
            subject_id=row.subject_id,
            pass_id=row.id,
        )
        try:
            limit = within(timeout, self._timeout)
            answer = await self._plate.DecidePassage(request, timeout=limit)
        except grpc.aio.AioRpcError as error:
            log.warning("passage not told", extra={"code": error.code().name})
            return ""
        return str(answer.passage.id)


def is_live(track: inference_pb2.ReadPlateTrackResponse, limits: PlateLiveness) -> bool:
    """Whether the plate looks like one on a car: seen more than once, alike each time, of a
    plausible size, and without the fine raster of a screen or print."""
    plate = track.plate
    width = abs(plate.corners[1].x - plate.corners[0].x) if plate.corners else 0.0
    return (
        track.frames >= limits.frames
        and track.agreement >= limits.agreement
        and limits.narrowest <= width <= limits.widest
        and plate.moire <= limits.moire
    )


def _reported(evidence: EvidenceIn) -> plate_pb2.Read:
    given = evidence.plate_read
    return plate_pb2.Read(**given.model_dump()) if given else plate_pb2.Read()


def _read(plate: inference_pb2.Plate) -> plate_pb2.Read:
    return plate_pb2.Read(
        text=plate.text,
        confidences=[each.confidence for each in plate.characters],
        confidence=plate.confidence,
        candidates=_candidates(plate),
        color=plate.color,
        kind=plate.kind,
    )


def _candidates(plate: inference_pb2.Plate) -> list[plate_pb2.Candidate]:
    """The text with one character exchanged, the likeliest first."""
    others = [
        (other.confidence, plate.text[:i] + other.text + plate.text[i + 1 :])
        for i, character in enumerate(plate.characters)
        for other in character.alternatives
    ]
    others.sort(reverse=True)
    return [
        plate_pb2.Candidate(text=text, confidence=confidence)
        for confidence, text in others[:_ALTERNATIVES]
    ]
