"""gRPC: message in, one call, message out."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from anju.inference.v1 import inference_pb2 as pb
from anju.inference.v1 import inference_pb2_grpc as pb_grpc
from kit.errors import AnjuError, InvalidArgument
from services.inference.batcher import Batcher
from services.inference.calls import Request, Response
from services.inference.consensus import agree
from services.inference.packs import Manifest, Pack, trouble

MAX_FACES = MAX_PLATES = MAX_FRAMES = 16
MAX_OBJECTS, MAX_LABELS = 300, 100
Answer = TypeVar("Answer", pb.AnalyzeFacesResponse, pb.ReadPlatesResponse, pb.DetectObjectsResponse)


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
        count = request.max_faces if request.HasField("max_faces") else 1
        _check_count("max_faces", count, 0, MAX_FACES)
        for name in request.packs:
            self._manifest.get(name, "face_recognition")
        return await self._submit(request, pb.AnalyzeFacesResponse, context)

    async def ReadPlates(
        self, request: pb.ReadPlatesRequest, context: Context
    ) -> pb.ReadPlatesResponse:
        count = request.max_plates if request.HasField("max_plates") else 1
        _check_count("max_plates", count, 1, MAX_PLATES)
        self._check_recognizer(request.pack)
        return await self._submit(request, pb.ReadPlatesResponse, context)

    async def ReadPlateTrack(
        self, request: pb.ReadPlateTrackRequest, context: Context
    ) -> pb.ReadPlateTrackResponse:
        _check_count("images", len(request.images), 1, MAX_FRAMES)
        self._check_recognizer(request.pack)
        asked = [pb.ReadPlatesRequest(image=each, pack=request.pack) for each in request.images]
        outcomes = await asyncio.gather(
            *(self._submit(each, pb.ReadPlatesResponse, context) for each in asked),
            return_exceptions=True,
        )
        answers = of_some(outcomes)
        times = pb.PlateTimes(
            **{
                name: sum(getattr(answer.times, name) for answer in answers)
                for name in pb.PlateTimes.DESCRIPTOR.fields_by_name
            }
        )
        agreed = agree([answer.plates for answer in answers])
        if agreed is None:
            return pb.ReadPlateTrackResponse(times=times)
        return pb.ReadPlateTrackResponse(
            plate=agreed.plate,
            best=agreed.best,
            frames=agreed.frames,
            agreement=agreed.agreement,
            motion=agreed.motion,
            times=times,
        )

    async def DetectObjects(
        self, request: pb.DetectObjectsRequest, context: Context
    ) -> pb.DetectObjectsResponse:
        count = request.max_objects if request.HasField("max_objects") else 1
        _check_count("max_objects", count, 1, MAX_OBJECTS)
        _check_count("labels", len(request.labels), 0, MAX_LABELS)
        if not 0 <= request.threshold <= 1:
            raise InvalidArgument(
                "THRESHOLD_INVALID", "threshold is not a share", field="threshold", remedy="0 to 1"
            )
        if request.pack:
            self._manifest.get(request.pack, "object_detection")
        return await self._submit(request, pb.DetectObjectsResponse, context)

    async def StreamObjects(
        self, requests: AsyncIterator[pb.StreamObjectsRequest], context: Context
    ) -> AsyncIterator[pb.StreamObjectsResponse]:
        """One picture at a time: a camera that sends faster is slowed down by the stream itself."""
        async for each in requests:
            try:
                found = await self.DetectObjects(each.request, context)
                yield pb.StreamObjectsResponse(response=found, sequence=each.sequence)
            except AnjuError as error:
                yield pb.StreamObjectsResponse(reason=error.reason, sequence=each.sequence)

    async def ListPacks(
        self, request: pb.ListPacksRequest, context: Context
    ) -> pb.ListPacksResponse:
        packs, token = _page(self._manifest.packs, request.page_size, request.page_token)
        problems = await asyncio.to_thread(lambda: [trouble(pack, self._folder) for pack in packs])
        return pb.ListPacksResponse(
            packs=[_pack(*each) for each in zip(packs, problems, strict=True)],
            next_page_token=token,
        )

    def _check_recognizer(self, name: str) -> None:
        if name:
            self._manifest.get(name, "plate_recognition")

    async def _submit(self, request: Request, kind: type[Answer], context: Context) -> Answer:
        answer, waited = await self._batcher.submit(request, context.time_remaining())
        if not isinstance(answer, kind):
            raise TypeError(f"{type(answer).__name__} answers {type(request).__name__}")
        answer.times.queue_ms = waited * 1e3
        return answer


def of_some(
    outcomes: Sequence[pb.ReadPlatesResponse | BaseException],
) -> list[pb.ReadPlatesResponse]:
    """The answers, with an empty one for each frame that failed: one broken frame of a car does
    not shut the bar to it. Raises what the first failed with where all failed."""
    failed = [each for each in outcomes if isinstance(each, BaseException)]
    bugs = [each for each in failed if not isinstance(each, AnjuError)]
    if bugs or len(failed) == len(outcomes):
        raise (bugs or failed)[0]
    return [
        pb.ReadPlatesResponse() if isinstance(each, BaseException) else each for each in outcomes
    ]


def _check_count(field: str, count: int, least: int, most: int) -> None:
    if not least <= count <= most:
        raise InvalidArgument(
            f"{field.upper()}_INVALID",
            f"{field} is {count}",
            field=field,
            remedy=f"give {least} to {most}",
        )


def _pack(pack: Pack, why: str) -> pb.Pack:
    return pb.Pack(
        name=pack.name,
        task=pack.task,
        available=not why,
        embedding_size=pack.embedding_size,
        threshold=pack.threshold,
        margin=pack.margin,
        recommended=pack.recommended,
        license=pack.license,
        problem=why,
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
