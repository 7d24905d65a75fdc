"""gRPC: message in, one call, message out."""

import asyncio
from pathlib import Path
from typing import Protocol

from anju.inference.v1 import inference_pb2 as pb
from anju.inference.v1 import inference_pb2_grpc as pb_grpc
from kit.errors import InvalidArgument
from services.inference.batcher import Batcher
from services.inference.calls import Request, Response
from services.inference.packs import Manifest, Pack, problem

MAX_FACES = 16


class Context(Protocol):
    def time_remaining(self) -> float | None: ...


class InferenceServicer(pb_grpc.InferenceServiceServicer):
    def __init__(
        self, batcher: Batcher[Request, Response], manifest: Manifest, folder: Path
    ) -> None:
        self._batcher, self._manifest, self._folder = batcher, manifest, folder

    async def AnalyzeFaces(
        self, request: pb.AnalyzeFacesRequest, context: Context
    ) -> pb.AnalyzeFacesResponse:
        self._check(request)
        answer, waited = await self._batcher.submit(request, context.time_remaining())
        answer.times.queue_ms = waited * 1e3
        return answer

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

    def _check(self, request: pb.AnalyzeFacesRequest) -> None:
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
