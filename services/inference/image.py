"""Decoding of pictures from anyone: bounded in bytes and pixels before any of it is decoded."""

import cv2
import numpy as np
import numpy.typing as npt

from kit.errors import InvalidArgument
from services.inference.settings import ImageLimits

Picture = npt.NDArray[np.uint8]  # (height, width, 3), BGR

_START, _SCAN, _END = 0xD8, 0xDA, 0xD9
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # baseline, progressive, …
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length
# imdecode honours the EXIF orientation at each scale, so that photos from phones stand upright.
_REDUCED = {
    1: cv2.IMREAD_COLOR,
    2: cv2.IMREAD_REDUCED_COLOR_2,
    4: cv2.IMREAD_REDUCED_COLOR_4,
    8: cv2.IMREAD_REDUCED_COLOR_8,
}
LONG_SIDE = 640
"""Least long side that a reduced picture keeps: twice the face detector's. 1080p decodes in 3/4 of
the time, and nothing is lost: `Source.full` is there for faces too small for their crop."""


def read_size(data: bytes, limits: ImageLimits) -> tuple[int, int]:
    """Width and height of a JPEG as stored, from its header alone; refuses all else."""
    if not data:
        raise _refuse("IMAGE_EMPTY", "the picture has no bytes", "send a JPEG file")
    if len(data) > limits.max_bytes:
        raise _refuse(
            "IMAGE_TOO_LARGE",
            f"the picture has {len(data)} bytes",
            f"send at most {limits.max_bytes} bytes",
            bytes=len(data),
        )
    if not data.startswith(bytes((0xFF, _START, 0xFF))):
        raise _refuse("IMAGE_NOT_JPEG", "the picture is not a JPEG file", "send a JPEG file")
    width, height = _frame_size(data)
    if width * height > limits.max_pixels:
        raise _refuse(
            "IMAGE_TOO_MANY_PIXELS",
            f"the picture has {width}×{height} pixels",
            f"send at most {limits.max_pixels} pixels",
            width=width,
            height=height,
        )
    return width, height


def _frame_size(data: bytes) -> tuple[int, int]:
    """Walks the segments to the scan, which must be there and must end."""
    size = (0, 0)
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise _corrupt("a segment does not begin with a marker")
        marker = data[at + 1]
        if marker == 0xFF:  # fill byte
            at += 1
        elif marker in _BARE:
            at += 2
        elif marker == _END:
            break
        elif marker == _SCAN:
            return _checked(size, data, at)
        else:
            if marker in _FRAMES and at + 9 <= len(data):
                size = int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
            at += 2 + int.from_bytes(data[at + 2 : at + 4])
    raise _truncated("it ends before the picture begins")


def _checked(size: tuple[int, int], data: bytes, scan: int) -> tuple[int, int]:
    if not all(size):
        raise _corrupt("it gives no size")
    # FF D9 cannot occur inside a scan; a decoder would fill what is missing with grey.
    if data.rfind(bytes((0xFF, _END)), scan) < 0:
        raise _truncated("it has no end")
    return size


def decode(data: bytes, reduction: int = 1) -> Picture:
    """Decodes upright at 1/reduction of the size; `read_size` must have accepted the bytes."""
    try:
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), _REDUCED[reduction])
    except cv2.error as error:
        raise _corrupt("it cannot be decoded") from error
    if picture is None:
        raise _corrupt("it cannot be decoded")
    return picture  # type: ignore[return-value]


class Source:
    """A picture decoded no larger than finding needs, and in full on demand."""

    def __init__(self, data: bytes, limits: ImageLimits, long_side: int = LONG_SIDE) -> None:
        width, height = read_size(data, limits)
        fitting = [n for n in _REDUCED if max(width, height) >= n * long_side]
        self._data = data
        self.reduction = max(fitting, default=1)
        self.picture = decode(data, self.reduction)
        rows, columns = self.picture.shape[:2]
        turned = (columns > rows) != (width > height) and width != height
        self.width, self.height = (height, width) if turned else (width, height)
        self._full = self.picture if self.reduction == 1 else None

    @property
    def full(self) -> Picture:
        if self._full is None:
            self._full = decode(self._data)
        return self._full


def _refuse(reason: str, message: str, remedy: str, **metadata: int) -> InvalidArgument:
    return InvalidArgument(reason, message, field="image", remedy=remedy, **metadata)


def _corrupt(what: str) -> InvalidArgument:
    return _refuse("IMAGE_CORRUPT", f"the JPEG file is damaged: {what}", "send the picture again")


def _truncated(what: str) -> InvalidArgument:
    return _refuse("IMAGE_TRUNCATED", f"the JPEG file is cut off: {what}", "send the picture again")
