import cv2
import numpy as np
import pytest

from kit.errors import InvalidArgument
from services.inference.image import Source, decode, read_size
from services.inference.settings import ImageLimits

LIMITS = ImageLimits()


def encode(width: int, height: int, *flags: int) -> bytes:
    picture = np.full((height, width, 3), 128, np.uint8)
    picture[: height // 2, : width // 2] = (0, 0, 255)  # the upper left corner is red
    return cv2.imencode(".jpg", picture, flags)[1].tobytes()


def with_orientation(data: bytes, value: int) -> bytes:
    tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + bytes((0, value)) + b"\0\0\0\0\0\0"
    body = b"Exif\0\0" + tiff
    return data[:2] + b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body + data[2:]


def reason(data: bytes, limits: ImageLimits = LIMITS) -> str:
    with pytest.raises(InvalidArgument) as caught:
        Source(data, limits)
    assert caught.value.field == "image"
    assert caught.value.remedy
    return caught.value.reason


@pytest.mark.parametrize("progressive", [0, 1])
def test_size_is_read_from_the_header(progressive) -> None:
    data = encode(123, 45, cv2.IMWRITE_JPEG_PROGRESSIVE, progressive)
    assert read_size(data, LIMITS) == (123, 45)


def test_each_refusal_has_its_reason(jpeg) -> None:
    png = cv2.imencode(".png", np.zeros((4, 4, 3), np.uint8))[1].tobytes()
    assert reason(b"") == "IMAGE_EMPTY"
    assert reason(jpeg, ImageLimits(max_bytes=10)) == "IMAGE_TOO_LARGE"
    assert reason(jpeg, ImageLimits(max_pixels=80 * 60 - 1)) == "IMAGE_TOO_MANY_PIXELS"
    assert reason(png) == "IMAGE_NOT_JPEG"
    assert reason(b"hello") == "IMAGE_NOT_JPEG"
    assert reason(jpeg[: len(jpeg) // 2]) == "IMAGE_TRUNCATED"
    assert reason(jpeg[:40]) == "IMAGE_TRUNCATED"
    assert reason(jpeg[:2] + b"\xff\xfe\x00\x04ab" + b"garbage") == "IMAGE_CORRUPT"


def test_a_bomb_is_refused_before_it_is_decoded(jpeg) -> None:
    at = jpeg.index(b"\xff\xc0")
    bomb = jpeg[: at + 5] + b"\xff\xff\xff\xff" + jpeg[at + 9 :]
    assert reason(bomb) == "IMAGE_TOO_MANY_PIXELS"


def test_a_segment_of_no_length_ends() -> None:
    assert reason(b"\xff\xd8\xff\xe0" + b"\0" * 100) in {"IMAGE_CORRUPT", "IMAGE_TRUNCATED"}


def test_damage_anywhere_is_refused_or_decoded_but_never_fatal(jpeg) -> None:
    rng = np.random.default_rng(3)
    for _ in range(300):
        data = bytearray(jpeg)
        for at in rng.integers(2, len(data), 8):
            data[at] = rng.integers(256)
        try:
            picture = Source(bytes(data), ImageLimits(max_pixels=1_000_000)).picture
        except InvalidArgument:
            continue
        assert picture.ndim == 3


def test_bytes_after_the_end_are_ignored(jpeg) -> None:
    assert decode(jpeg + b"trailer").shape == (60, 80, 3)


@pytest.mark.parametrize(
    ("side", "reduction"), [(639, 1), (1279, 1), (1280, 2), (1920, 2), (2560, 4), (6000, 8)]
)
def test_large_pictures_are_decoded_reduced_and_in_full_on_demand(side, reduction) -> None:
    source = Source(encode(side, side // 4), LIMITS)
    assert source.reduction == reduction
    assert source.picture.shape[1] == -(-side // reduction)
    assert (source.width, source.height) == (side, side // 4)
    assert source.full.shape == (side // 4, side, 3)


@pytest.mark.parametrize("width", [400, 1600])
def test_exif_orientation_is_honoured_at_each_scale(width) -> None:
    source = Source(with_orientation(encode(width, width // 2), 6), LIMITS)
    assert (source.width, source.height) == (width // 2, width)
    for picture in (source.picture, source.full):
        assert picture.shape[0] > picture.shape[1]
        assert picture[5, -5, 2] > 200  # a quarter turn brings the red corner to the right
