"""Between messages and the pipeline: a request read, an analysis written."""

from collections.abc import Sequence

import numpy as np

from anju.inference.v1 import inference_pb2 as pb
from kit.errors import AnjuError
from services.inference.faces import Analysis, Face, FaceAnalyzer, Request, Times


def analyze_faces(
    analyzer: FaceAnalyzer, requests: Sequence[pb.AnalyzeFacesRequest]
) -> list[pb.AnalyzeFacesResponse | AnjuError]:
    """One outcome each."""
    outcomes = analyzer.analyze_many([_read(request) for request in requests])
    return [each if isinstance(each, AnjuError) else _write(each) for each in outcomes]


def _read(request: pb.AnalyzeFacesRequest) -> Request:
    count = request.max_faces if request.HasField("max_faces") else 1
    return Request(request.image, count, tuple(request.packs), request.cropped, request.mirror)


def _write(analysis: Analysis) -> pb.AnalyzeFacesResponse:
    return pb.AnalyzeFacesResponse(
        faces=[_face(face) for face in analysis.faces],
        width=analysis.width,
        height=analysis.height,
        times=_times(analysis.times),
    )


def _face(face: Face) -> pb.Face:
    left, top, width, height = face.box.tolist()
    return pb.Face(
        box=pb.Box(x=left, y=top, width=width, height=height),
        landmarks=[pb.Point(x=x, y=y) for x, y in face.landmarks.tolist()],
        score=face.score,
        quality=_quality(face),
        embeddings=[
            pb.Embedding(pack=pack, vector=vector.astype(np.dtype("<f4"), copy=False).tobytes())
            for pack, vector in face.embeddings.items()
        ],
    )


def _quality(face: Face) -> pb.FaceQuality | None:
    quality = face.quality
    if quality is None:
        return None
    return pb.FaceQuality(
        eye_distance=quality.eye_distance,
        sharpness=quality.sharpness,
        yaw=quality.yaw,
        pitch=quality.pitch,
        roll=quality.roll,
        brightness=quality.brightness,
        defects=face.defects,
    )


def _times(times: Times) -> pb.StageTimes:
    return pb.StageTimes(
        decode_ms=times.decode, detect_ms=times.detect, align_ms=times.align, embed_ms=times.embed
    )
