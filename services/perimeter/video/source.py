"""Opening a video: RTSP, HTTP or a file, decoded by PyAV, no larger than analysis needs."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

import av
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]  # (height, width, 3), BGR
_TCP = {"rtsp_transport": "tcp", "analyzeduration": "1000000"}
_DEVICES = ("cuda", "qsv", "vaapi")


@dataclass(frozen=True)
class Decoding:
    """`hardware` tries what the machine has and falls back to the CPU."""

    long_side: int = 960
    open_seconds: float = 10.0
    stall_seconds: float = 8.0
    hardware: bool = False


class SourceFailed(Exception):
    """Why a stream cannot be had, in words without its address: `reason` is a stable code."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def with_login(url: str, username: str, password: str) -> str:
    """The address with its login inside, as FFmpeg wants it."""
    if not username:
        return url
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    login = f"{quote(username, safe='')}:{quote(password, safe='')}@"
    return urlunsplit(parts._replace(netloc=login + host))


def frames(
    url: str, rate: float, decoding: Decoding, live: bool = True
) -> Iterator[tuple[float, Picture]]:
    """(time, picture) at `rate` frames a second at the most, until the stream ends.

    Times are of arrival for a live stream, and seconds since the start for a file. Raises
    SourceFailed when it cannot be opened or stalls.
    """
    try:
        with _opened(url, decoding) as container:
            yield from _decoded(container, rate, decoding, live)
    except av.FFmpegError as error:
        raise _failure(error) from None


@contextlib.contextmanager
def _opened(url: str, decoding: Decoding) -> Iterator["av.container.InputContainer"]:
    patience = str(round(decoding.stall_seconds * 1e6))  # of the socket, in microseconds
    options = _TCP | {"timeout": patience} if url.startswith("rtsp") else {}
    accelerated = _accelerator() if decoding.hardware else None
    container = av.open(
        url,
        options=options,
        timeout=(decoding.open_seconds, decoding.stall_seconds),
        hwaccel=accelerated,
    )
    try:
        yield container
    finally:
        container.close()


def _accelerator() -> "av.codec.hwaccel.HWAccel | None":
    from av.codec.hwaccel import HWAccel, hwdevices_available

    found = [name for name in _DEVICES if name in hwdevices_available()]
    return HWAccel(device_type=found[0], allow_software_fallback=True) if found else None


def _decoded(
    container: "av.container.InputContainer", rate: float, decoding: Decoding, live: bool
) -> Iterator[tuple[float, Picture]]:
    if not container.streams.video:
        raise SourceFailed("NO_VIDEO", "the stream has no video")
    stream = container.streams.video[0]
    stream.thread_type = "SLICE"  # frame threads would hold back frames of a live stream
    due, pause = float("-inf"), 1.0 / rate
    for frame in container.decode(stream):
        at = time.time() if live else float(frame.time or 0.0)
        if at + 1e-3 < due:
            continue
        due = max(due + pause, at + pause / 2)
        yield at, _picture(frame, decoding.long_side)


def _picture(frame: "av.VideoFrame", long_side: int) -> Picture:
    scale = min(1.0, long_side / max(frame.width, frame.height))
    width, height = (max(2, round(side * scale / 2) * 2) for side in (frame.width, frame.height))
    return frame.reformat(width, height, "bgr24").to_ndarray()  # type: ignore[return-value]


def _failure(error: av.FFmpegError) -> SourceFailed:
    if isinstance(error, av.error.HTTPUnauthorizedError | av.error.HTTPForbiddenError):
        return SourceFailed("LOGIN_REFUSED", "the camera refuses the login")
    if isinstance(error, av.error.HTTPNotFoundError):
        return SourceFailed("NO_SUCH_STREAM", "the camera has no such stream")
    if isinstance(error, av.error.InvalidDataError):
        return SourceFailed("NOT_A_VIDEO", "what comes is no video that is known")
    if isinstance(error, av.error.ExitError | TimeoutError):
        return SourceFailed("STALLED", "nothing has come in time")
    return SourceFailed("UNREACHABLE", f"the stream broke: {error.strerror}")
