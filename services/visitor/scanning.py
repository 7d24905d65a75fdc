"""QR codes in camera frames, for browsers that cannot read them. A frame comes as grey pixels, so
that no picture format is decoded here, and nothing of it is kept."""

import asyncio

import numpy as np
import zxingcpp

from kit.errors import InvalidArgument, ResourceExhausted
from services.visitor.tokens import MAX_LENGTH

WIDEST, HIGHEST, NARROWEST = 1280, 960, 64
AT_ONCE = 2
FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


class Scanner:
    def __init__(self) -> None:
        self._running = 0

    async def read(self, pixels: bytes, width: int, height: int) -> str:
        """What a code in the frame says; empty without one. Raises InvalidArgument, and
        ResourceExhausted rather than to wait: the next frame comes soon."""
        if not (NARROWEST <= width <= WIDEST and NARROWEST <= height <= HIGHEST):
            text = f"a frame has {NARROWEST}×{NARROWEST} to {WIDEST}×{HIGHEST} pixels"
            raise InvalidArgument("FRAME_SIZE", text, field="width")
        if len(pixels) != width * height:
            raise InvalidArgument("FRAME_SIZE", "one byte for each pixel", field="frame")
        if self._running >= AT_ONCE:
            raise ResourceExhausted("SCANNER_BUSY", "too many frames at once", retry_after=1)
        self._running += 1
        try:
            return await asyncio.to_thread(_read, pixels, width, height)
        finally:
            self._running -= 1


def _read(pixels: bytes, width: int, height: int) -> str:
    frame = np.frombuffer(pixels, np.uint8).reshape(height, width)
    found = zxingcpp.read_barcode(frame, formats=FORMATS)
    text = found.text if found else ""
    return text if len(text) <= MAX_LENGTH else ""
