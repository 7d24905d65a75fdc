"""Messages between the service and its video workers: a JSON header and bytes behind it."""

import json
import struct
from typing import Any

_PREFIX = struct.Struct(">II")
MAX_MESSAGE = 64 * 2**20


def pack(header: dict[str, Any], content: bytes = b"") -> bytes:
    text = json.dumps(header).encode()
    return b"".join((_PREFIX.pack(len(text), len(content)), text, content))


def lengths(prefix: bytes) -> tuple[int, int]:
    """Of header and content. Raises ValueError for what no worker sends."""
    header, content = _PREFIX.unpack(prefix)
    if header > MAX_MESSAGE or content > MAX_MESSAGE:
        raise ValueError("a message of a video worker is too large")
    return header, content


PREFIX_SIZE = _PREFIX.size
