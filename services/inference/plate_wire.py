"""Between messages and the plate pipeline: a request read, a sight written."""

from collections.abc import Sequence

from anju.inference.v1 import inference_pb2 as pb
from kit.errors import AnjuError
from services.inference.plate_text import Character
from services.inference.plates import DEFAULT_PLATES, Plate, PlateReader, PlateRequest, Sight


def read_plates(
    reader: PlateReader, requests: Sequence[pb.ReadPlatesRequest]
) -> list[pb.ReadPlatesResponse | AnjuError]:
    """One outcome each."""
    outcomes = reader.read_many([_read(request) for request in requests])
    return [each if isinstance(each, AnjuError) else _write(each) for each in outcomes]


def _read(request: pb.ReadPlatesRequest) -> PlateRequest:
    count = request.max_plates if request.HasField("max_plates") else DEFAULT_PLATES
    return PlateRequest(request.image, count, request.pack, request.cropped)


def _write(sight: Sight) -> pb.ReadPlatesResponse:
    times = sight.times
    return pb.ReadPlatesResponse(
        plates=[_plate(plate) for plate in sight.plates],
        width=sight.width,
        height=sight.height,
        times=pb.PlateTimes(
            decode_ms=times.decode,
            detect_ms=times.detect,
            rectify_ms=times.rectify,
            recognize_ms=times.recognize,
        ),
    )


def _plate(plate: Plate) -> pb.Plate:
    return pb.Plate(
        text=plate.text,
        kind=plate.kind,
        color=plate.color,
        confidence=plate.confidence,
        characters=[_character(each) for each in plate.characters],
        corners=[pb.Point(x=x, y=y) for x, y in plate.corners.tolist()],
        score=plate.score,
        moire=plate.moire,
    )


def _character(character: Character) -> pb.PlateCharacter:
    return pb.PlateCharacter(
        text=character.text,
        confidence=character.confidence,
        alternatives=[
            pb.PlateAlternative(text=text, confidence=chance)
            for text, chance in character.alternatives
        ],
    )
