"""The whole way from a JPEG file to plates, with the weights that this project trained."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from kit.errors import InvalidArgument, Unavailable
from services.inference.loader import Loader
from services.inference.packs import Manifest
from services.inference.plate_evaluation import truth_of
from services.inference.plates import PlateReader, PlateRequest
from services.inference.runtime import choose

DRAWN = sorted((Path(__file__).parents[2] / "e2e/plates").glob("*.jpg"))
FAST = "anju-plates-2026"


@pytest.fixture(scope="module", params=["openvino", "onnxruntime"])
def reader(request, tmp_path_factory) -> PlateReader:
    """Without any file that has to be pulled."""
    folder = tmp_path_factory.mktemp("models")
    return PlateReader(Loader(Manifest.read(), folder, choose(request.param, 1)))


def test_there_are_drawn_cars():
    assert len(DRAWN) >= 6


@pytest.mark.parametrize("picture", DRAWN, ids=lambda path: path.stem.split(".")[1])
def test_drawn_cars_are_read(reader, picture):
    text, kind = truth_of(picture)
    sight = reader.read(PlateRequest(picture.read_bytes()))
    assert [plate.text for plate in sight.plates] == [text]
    (plate,) = sight.plates
    assert plate.kind == kind
    assert plate.confidence == min(each.confidence for each in plate.characters)
    assert (plate.corners > 0).all()
    assert (plate.corners < 1).all()
    assert (sight.width, sight.height) == (640, 480)
    assert sight.times.detect > 0
    assert sight.times.recognize > 0


def test_a_crop_needs_no_detector(reader):
    picture = cv2.imread(str(DRAWN[0]))
    (seen,) = reader.read(PlateRequest(DRAWN[0].read_bytes())).plates
    corners = seen.corners * (640, 480)
    (left, top), (right, bottom) = corners.min(0).astype(int), corners.max(0).astype(int)
    crop = cv2.imencode(".jpg", picture[top:bottom, left:right])[1].tobytes()
    (plate,) = reader.read(PlateRequest(crop, cropped=True)).plates
    assert plate.text == seen.text
    assert plate.score == 1


def test_a_street_without_cars_is_no_error(reader):
    grey = cv2.imencode(".jpg", np.full((480, 640, 3), 128, np.uint8))[1].tobytes()
    assert reader.read(PlateRequest(grey)).plates == []


def test_pictures_of_one_batch_fail_alone(reader):
    good, bad = reader.read_many([PlateRequest(DRAWN[0].read_bytes()), PlateRequest(b"GIF89a")])
    assert good.plates
    assert isinstance(bad, InvalidArgument)
    assert bad.reason == "IMAGE_NOT_JPEG"


def test_a_pack_that_was_asked_for_has_to_be_there(reader):
    picture = DRAWN[0].read_bytes()
    assert reader.read(PlateRequest(picture, pack=FAST)).plates
    with pytest.raises(Unavailable) as caught:
        reader.read(PlateRequest(picture, pack="ppocr-v4"))
    assert caught.value.reason == "MODEL_MISSING"
    with pytest.raises(InvalidArgument):
        reader.read(PlateRequest(picture, pack="nope"))


def test_a_large_picture_is_read_from_its_full_size(reader):
    """Found in the reduced picture, cut out of the full one."""
    small = cv2.imread(str(DRAWN[0]))
    canvas = np.full((2160, 3840, 3), 90, np.uint8)
    canvas[600 : 600 + 960, 900 : 900 + 1280] = cv2.resize(small, (1280, 960))
    large = cv2.imencode(".jpg", canvas)[1].tobytes()
    (plate,) = reader.read(PlateRequest(large)).plates
    assert plate.text == truth_of(DRAWN[0])[0]
