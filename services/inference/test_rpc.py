from contextlib import asynccontextmanager

import numpy as np
import pytest

from anju.inference.v1 import inference_pb2 as pb
from kit.errors import InvalidArgument, ResourceExhausted, Unavailable
from services.inference.rpc import of_some
from services.inference.service import build
from services.inference.settings import InferenceSettings

PACK = "mobilefacenet-2025dec"


class Context:
    def __init__(self, remaining: float | None = None) -> None:
        self.remaining = remaining

    def time_remaining(self) -> float | None:
        return self.remaining


@asynccontextmanager
async def served(folder, **settings):
    servicer, batcher, close = build(InferenceSettings(models_dir=folder, workers=1, **settings))
    batcher.start()
    yield servicer
    await batcher.stop()
    close()


@pytest.fixture(params=[True, False], ids=["process", "thread"])
async def servicer(model_files, request):
    async with served(model_files, processes=request.param) as servicer:
        yield servicer


@pytest.fixture(params=[True, False], ids=["process", "thread"])
async def bare(tmp_path, request):
    """Without any model file."""
    async with served(tmp_path, processes=request.param) as servicer:
        yield servicer


@pytest.mark.models
async def test_a_face_comes_back_whole(servicer, photos) -> None:
    request = pb.AnalyzeFacesRequest(image=photos[0].read_bytes(), mirror=True)
    response = await servicer.AnalyzeFaces(request, Context(5))
    face = response.faces[0]
    assert (response.width, response.height) == (250, 250)
    assert len(face.landmarks) == 5
    assert 0 < face.box.x < face.box.x + face.box.width < 1
    assert face.quality.eye_distance > 30
    assert face.embeddings[0].pack == PACK
    vector = np.frombuffer(face.embeddings[0].vector, "<f4")
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    assert response.times.detect_ms > 0


@pytest.mark.models
async def test_zero_faces_are_found_but_not_embedded(servicer, photos) -> None:
    request = pb.AnalyzeFacesRequest(image=photos[0].read_bytes(), max_faces=0)
    response = await servicer.AnalyzeFaces(request, Context())
    assert response.faces
    assert not response.faces[0].HasField("quality")
    assert not response.faces[0].embeddings


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (pb.AnalyzeFacesRequest(max_faces=17), "MAX_FACES_INVALID"),
        (pb.AnalyzeFacesRequest(max_faces=-1), "MAX_FACES_INVALID"),
        (pb.AnalyzeFacesRequest(packs=["nope"]), "UNKNOWN_PACK"),
        (pb.AnalyzeFacesRequest(packs=["yunet-2023mar"]), "UNKNOWN_PACK"),
        (pb.ReadPlatesRequest(max_plates=0), "MAX_PLATES_INVALID"),
        (pb.ReadPlatesRequest(max_plates=17), "MAX_PLATES_INVALID"),
        (pb.ReadPlatesRequest(pack=PACK), "UNKNOWN_PACK"),
        (pb.ReadPlateTrackRequest(), "IMAGES_INVALID"),
        (pb.ReadPlateTrackRequest(images=[b"x"] * 17), "IMAGES_INVALID"),
        (pb.ReadPlateTrackRequest(images=[b"x"], pack="nope"), "UNKNOWN_PACK"),
    ],
)
async def test_invalid_requests_are_refused(bare, request_, reason) -> None:
    method = type(request_).__name__.removesuffix("Request")
    with pytest.raises(InvalidArgument) as caught:
        await getattr(bare, method)(request_, Context())
    assert caught.value.reason == reason
    assert caught.value.field


@pytest.mark.models
async def test_an_empty_picture_is_refused(servicer) -> None:
    with pytest.raises(InvalidArgument) as caught:
        await servicer.AnalyzeFaces(pb.AnalyzeFacesRequest(), Context())
    assert caught.value.reason == "IMAGE_EMPTY"


async def test_without_models_it_starts_and_names_the_command(bare, jpeg) -> None:
    with pytest.raises(Unavailable) as caught:
        await bare.AnalyzeFaces(pb.AnalyzeFacesRequest(image=jpeg), Context())
    assert caught.value.reason == "MODEL_MISSING"
    assert "anju models pull" in caught.value.remedy
    packs = (await bare.ListPacks(pb.ListPacksRequest(), Context())).packs
    faces = [pack for pack in packs if pack.task.startswith("face")]
    assert [pack.available for pack in faces] == [False, False]
    assert all("anju models pull" in pack.problem for pack in faces)


async def test_packs_are_paged(bare) -> None:
    first = await bare.ListPacks(pb.ListPacksRequest(page_size=1), Context())
    rest = await bare.ListPacks(pb.ListPacksRequest(page_token=first.next_page_token), Context())
    names = [pack.name for pack in (*first.packs, *rest.packs)]
    assert names[:2] == ["yunet-2023mar", PACK]
    assert len(names) == len(set(names))
    assert rest.next_page_token == ""
    assert rest.packs[0].embedding_size == 128
    for bad in (pb.ListPacksRequest(page_size=-1), pb.ListPacksRequest(page_token="x")):
        with pytest.raises(InvalidArgument):
            await bare.ListPacks(bad, Context())


def test_one_broken_frame_of_a_car_is_left_out() -> None:
    """The others keep their places: the best frame is told by its index."""
    broken, busy = InvalidArgument("IMAGE_BROKEN", "x"), ResourceExhausted("BUSY", "x")
    read = pb.ReadPlatesResponse(plates=[pb.Plate(text="鲁C12345")])
    assert [len(each.plates) for each in of_some([broken, read, busy])] == [0, 1, 0]
    with pytest.raises(InvalidArgument):
        of_some([broken, busy])
    with pytest.raises(TypeError):  # a bug is no bad frame
        of_some([read, TypeError()])
