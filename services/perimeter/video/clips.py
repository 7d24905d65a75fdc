"""Clips: JPEG pictures with times to an MP4 file, and back."""

import io
from collections.abc import Iterator, Sequence
from fractions import Fraction

import av
import cv2
import numpy as np

from services.perimeter.video.source import Picture

_BASE = Fraction(1, 1000)
_OPTIONS: dict[str, str] = {"preset": "veryfast", "crf": "26"}


def encode(pictures: Sequence[tuple[float, Picture]]) -> bytes:
    """H.264 in MP4; pictures keep their times, and must all have the size of the first."""
    out = io.BytesIO()
    height, width = (side - side % 2 for side in pictures[0][1].shape[:2])
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = _BASE
        stream.codec_context.thread_count = 1
        stream.options = dict(_OPTIONS)
        start, last = pictures[0][0], -1
        for at, picture in pictures:
            frame = av.VideoFrame.from_ndarray(picture[:height, :width], "bgr24")
            last = max(last + 1, round((at - start) * 1000))
            frame.pts, frame.time_base = last, _BASE
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


def from_jpegs(frames: Sequence[tuple[float, bytes]]) -> bytes:
    """Empty where there is nothing to show."""
    decoded = [(at, picture) for at, jpeg in frames if (picture := picture_of(jpeg)) is not None]
    # A camera may change its size meanwhile; a film has one.
    alike = [each for each in decoded if each[1].shape == decoded[-1][1].shape]
    return encode(alike) if alike else b""


def picture_of(jpeg: bytes) -> Picture | None:
    found = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR) if jpeg else None
    return found  # type: ignore[return-value]


def jpeg_of(picture: Picture, quality: int = 85) -> bytes:
    return np.asarray(
        cv2.imencode(".jpg", picture, (cv2.IMWRITE_JPEG_QUALITY, quality))[1]
    ).tobytes()


def decode(clip: bytes) -> Iterator[tuple[float, Picture]]:
    with av.open(io.BytesIO(clip), "r") as container:
        for frame in container.decode(video=0):
            yield float(frame.time or 0.0), frame.to_ndarray(format="bgr24")  # type: ignore[misc]
