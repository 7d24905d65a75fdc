"""Between messages and object detection: a request read, a view written."""

from collections.abc import Sequence

from anju.inference.v1 import inference_pb2 as pb
from kit.errors import AnjuError
from services.inference.objects import DEFAULT_OBJECTS, ObjectFinder, ObjectRequest, View


def detect_objects(
    finder: ObjectFinder, requests: Sequence[pb.DetectObjectsRequest]
) -> list[pb.DetectObjectsResponse | AnjuError]:
    """One outcome each."""
    outcomes = finder.find_many([_read(request) for request in requests])
    return [each if isinstance(each, AnjuError) else _write(each) for each in outcomes]


def _read(request: pb.DetectObjectsRequest) -> ObjectRequest:
    most = request.max_objects if request.HasField("max_objects") else DEFAULT_OBJECTS
    return ObjectRequest(
        request.image, request.pack, tuple(request.labels), request.threshold, most
    )


def _write(view: View) -> pb.DetectObjectsResponse:
    found = view.objects
    boxes, scores = found.boxes.tolist(), found.scores.tolist()
    return pb.DetectObjectsResponse(
        objects=[
            pb.DetectedObject(
                label=label,
                score=score,
                box=pb.Box(x=box[0], y=box[1], width=box[2], height=box[3]),
            )
            for label, score, box in zip(found.labels, scores, boxes, strict=True)
        ],
        width=view.width,
        height=view.height,
        times=pb.ObjectTimes(decode_ms=view.decode, detect_ms=view.detect),
    )
