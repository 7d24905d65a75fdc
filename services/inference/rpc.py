"""gRPC: message in, one call, message out."""

import asyncio
from pathlib import Path
from typing import Protocol

import numpy as np

from anju.inference.v1 import inference_pb2 as pb
from anju.inference.v1 import inference_pb2_grpc as pb_grpc
from kit.errors import InvalidArgument
from services.inference.batcher import Batcher
from services.inference.faces import Analysis, Face, Request, Times
from services.inference.packs import Manifest, Pack, problem

MAX_FACES = 16


class Context(Protocol):
    def time_remaining(self) -> float | None: ...


class InferenceServicer(pb_grpc.InferenceServiceServicer):
    def __init__(
        self, batcher: Batcher[Request, Analysis], manifest: Manifest, folder: Path
    ) -> None:
        self._batcher, self._manifest, self._folder = batcher, manifest, folder

    async def AnalyzeFaces(
        self, request: pb.AnalyzeFacesRequest, context: Context
    ) -> pb.AnalyzeFacesResponse:
        analysis, waited = await self._batcher.submit(self._read(request), context.time_remaining())
        return pb.AnalyzeFacesResponse(
            faces=[_face(face) for face in analysis.faces],
            width=analysis.width,
            height=analysis.height,
            times=_times(analysis.times, waited),
        )

    async def ListPacks(
        self, request: pb.ListPacksRequest, context: Context
    ) -> pb.ListPacksResponse:
        packs, token = _page(self._manifest.packs, request.page_size, request.page_token)
        problems = await asyncio.to_thread(
            lambda: [problem(pack.file, self._folder) for pack in packs]
        )
        return pb.ListPacksResponse(
            packs=[_pack(*each) for each in zip(packs, problems, strict=True)],
            next_page_token=token,
        )

    def _read(self, request: pb.AnalyzeFacesRequest) -> Request:
        count = request.max_faces if request.HasField("max_faces") else 1
        if not 0 <= count <= MAX_FACES:
            raise InvalidArgument(
                "MAX_FACES_INVALID",
                f"max_faces is {count}",
                field="max_faces",
                remedy=f"give 0 to {MAX_FACES}",
            )
        for name in request.packs:
            self._manifest.get(name, "face_recognition")
        return Request(request.image, count, tuple(request.packs), request.cropped, request.mirror)


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


def _times(times: Times, waited: float) -> pb.StageTimes:
    return pb.StageTimes(
        queue_ms=waited * 1e3,
        decode_ms=times.decode,
        detect_ms=times.detect,
        align_ms=times.align,
        embed_ms=times.embed,
    )


def _pack(pack: Pack, trouble: str) -> pb.Pack:
    return pb.Pack(
        name=pack.name,
        task=pack.task,
        available=not trouble,
        embedding_size=pack.embedding_size,
        threshold=pack.threshold,
        margin=pack.margin,
        recommended=pack.recommended,
        license=pack.license,
        problem=trouble,
    )


def _page(packs: list[Pack], size: int, token: str) -> tuple[list[Pack], str]:
    """The token is the name of the page's first pack."""
    if size < 0:
        raise InvalidArgument("PAGE_SIZE_INVALID", f"page_size is {size}", field="page_size")
    names = [pack.name for pack in packs]
    if token and token not in names:
        raise InvalidArgument("PAGE_TOKEN_INVALID", "unknown page_token", field="page_token")
    start = names.index(token) if token else 0
    end = start + size if size else len(packs)
    return packs[start:end], names[end] if end < len(packs) else ""
