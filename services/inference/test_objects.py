"""Objects: what a YOLO graph says, read right, whoever exported it; and the calls around it."""

import numpy as np
import pytest

from anju.inference.v1 import inference_pb2 as pb
from e2e.scenes.sprites import STREET, path_of
from kit.errors import InvalidArgument, Unavailable
from services.inference.object_detection import ObjectDetector
from services.inference.packs import Manifest, trouble
from services.inference.test_rpc import Context, served

LABELS = ("person", "car", "dog")


class Graph:
    """Answers every picture with the same output, and remembers what it was shown."""

    width = height = 64

    def __init__(self, output):
        self.output, self.seen = np.asarray(output, np.float32)[None], None

    def __call__(self, pictures):
        self.seen = pictures
        return [self.output]


def raw(*objects):
    """Columns of (centre x, centre y, width, height, class, score) as YOLO's head gives them."""
    made = np.zeros((4 + len(LABELS), 16), np.float32)
    for i, (x, y, w, h, kind, score) in enumerate(objects):
        made[:4, i] = x, y, w, h
        made[4 + kind, i] = score
    return made


def test_boxes_are_fractions_of_the_picture_and_not_of_the_letterbox():
    graph = Graph(raw((32, 16, 16, 8, 1, 0.9)))
    found = ObjectDetector(graph, LABELS, 0.5)(np.full((32, 64, 3), 200, np.uint8))
    assert found.labels == ["car"]
    assert found.boxes[0] == pytest.approx([24 / 64, 12 / 32, 16 / 64, 8 / 32])
    assert graph.seen.shape == (1, 64, 64, 3)
    assert (graph.seen[0, 40:] == 114).all()  # the letterbox


def test_of_boxes_that_overlap_the_best_stays_and_classes_do_not_hide_each_other():
    graph = Graph(raw((30, 30, 20, 20, 0, 0.8), (31, 30, 20, 20, 0, 0.9), (30, 31, 20, 20, 2, 0.7)))
    found = ObjectDetector(graph, LABELS, 0.5)(np.zeros((64, 64, 3), np.uint8))
    assert list(zip(found.labels, found.scores.round(1), strict=True)) == [
        ("person", np.float32(0.9)),
        ("dog", np.float32(0.7)),
    ]


def test_a_graph_that_suppresses_by_itself_needs_a_manifest_entry_only():
    rows = [[8, 8, 24, 24, 0.6, 2], [0, 0, 32, 32, 0.9, 0], [0, 0, 0, 0, 0.0, 0]]
    found = ObjectDetector(Graph(rows), LABELS, 0.5)(np.zeros((64, 64, 3), np.uint8))
    assert found.labels == ["person", "dog"]
    assert found.boxes[1] == pytest.approx([8 / 64, 8 / 64, 16 / 64, 16 / 64])


def test_only_what_is_asked_for():
    graph = Graph(raw((30, 30, 20, 20, 0, 0.8), (10, 10, 8, 8, 1, 0.55)))
    detector = ObjectDetector(graph, LABELS, 0.5)
    picture = np.zeros((64, 64, 3), np.uint8)
    assert detector(picture, 0.6).labels == ["person"]
    assert detector(picture, 0.0, ["car"]).labels == ["car"]
    assert detector(picture).first(1).labels == ["person"]
    with pytest.raises(InvalidArgument) as caught:
        detector(picture, 0.0, ["unicorn"])
    assert caught.value.reason == "UNKNOWN_LABEL"


@pytest.fixture(params=[True, False], ids=["process", "thread"])
async def servicer(model_files, request):
    async with served(model_files, processes=request.param) as servicer:
        yield servicer


@pytest.mark.models
async def test_a_street_with_people_and_a_bus(servicer):
    street = path_of(STREET)
    if street is None:
        pytest.skip(f"{STREET} is not installed")
    request = pb.DetectObjectsRequest(image=street.read_bytes())
    answer = await servicer.DetectObjects(request, Context(10))
    labels = [each.label for each in answer.objects]
    assert labels[0] == "bus"
    assert labels.count("person") >= 3
    assert (answer.width, answer.height) == (810, 1080)
    for each in answer.objects:
        assert 0 <= each.box.x <= each.box.x + each.box.width <= 1.0001
        assert 0 <= each.box.y <= each.box.y + each.box.height <= 1.0001
    few = pb.DetectObjectsRequest(image=request.image, labels=["person"], max_objects=2)
    assert [o.label for o in (await servicer.DetectObjects(few, Context(10))).objects] == [
        "person",
        "person",
    ]


@pytest.mark.models
async def test_a_stream_goes_on_behind_a_bad_picture(servicer, jpeg):
    async def camera():
        for number, image in enumerate((jpeg, b"no picture", jpeg)):
            request = pb.DetectObjectsRequest(image=image)
            yield pb.StreamObjectsRequest(request=request, sequence=number)

    answers = [each async for each in servicer.StreamObjects(camera(), Context(30))]
    assert [(each.sequence, each.reason) for each in answers] == [
        (0, ""),
        (1, "IMAGE_NOT_JPEG"),
        (2, ""),
    ]


@pytest.mark.models
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"max_objects": 0}, "max_objects"),
        ({"max_objects": 301}, "max_objects"),
        ({"threshold": 1.5}, "threshold"),
        ({"threshold": float("nan")}, "threshold"),
        ({"labels": ["x"] * 101}, "labels"),
        ({"labels": ["unicorn"]}, "labels"),
        ({"pack": "ppocr-v4"}, "packs"),
        ({"image": b""}, "image"),
    ],
)
async def test_bad_input_names_its_field(model_files, jpeg, values, field):
    async with served(model_files, processes=False) as servicer:
        request = pb.DetectObjectsRequest(**({"image": jpeg} | values))
        with pytest.raises(InvalidArgument) as caught:
            await servicer.DetectObjects(request, Context(10))
        assert caught.value.field == field


async def test_without_its_files_it_says_what_to_do(tmp_path, jpeg):
    async with served(tmp_path, processes=False) as servicer:
        with pytest.raises(Unavailable) as caught:
            await servicer.DetectObjects(pb.DetectObjectsRequest(image=jpeg), Context(10))
    assert "anju models pull" in caught.value.remedy


def test_both_files_of_a_pack_must_be_there(model_files, tmp_path):
    pack = Manifest.read().recommended("object_detection")
    assert len(pack.files) == 2
    assert trouble(pack, model_files) == ""  # a mirror's own folders serve as well
    (tmp_path / pack.file.name).write_bytes(pack.file.path(model_files).read_bytes())
    assert "yolo11n.bin" in trouble(pack, tmp_path)
