"""Pictures of visitors who agreed to be seen while it rings: in memory alone, for those whom the
call rings, and gone when it ends (R23)."""

from kit.errors import InvalidArgument, ResourceExhausted

MOST_BYTES = 128 * 2**10
MOST_CALLS = 1_000
JPEG = b"\xff\xd8\xff"


class Snapshots:
    def __init__(self) -> None:
        self._pictures: dict[str, bytes] = {}

    def put(self, call_id: str, picture: bytes) -> None:
        """Nothing here decodes it. Raises InvalidArgument, and ResourceExhausted."""
        if not picture.startswith(JPEG) or len(picture) > MOST_BYTES:
            text = f"a snapshot is a JPEG of at most {MOST_BYTES} bytes"
            raise InvalidArgument("SNAPSHOT_INVALID", text, field="snapshot")
        if call_id not in self._pictures and len(self._pictures) >= MOST_CALLS:
            raise ResourceExhausted("SNAPSHOTS_FULL", "too many calls ring", retry_after=5)
        self._pictures[call_id] = picture

    def get(self, call_id: str) -> bytes | None:
        return self._pictures.get(call_id)

    def drop(self, call_id: str) -> None:
        """Idempotent."""
        self._pictures.pop(call_id, None)
