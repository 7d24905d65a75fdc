"""Objects such as snapshots: a folder now, the same few verbs on S3 later."""

import asyncio
import contextlib
import os
import time
from pathlib import Path, PurePosixPath

from kit.errors import NotFound, Unavailable


class FolderFiles:
    """Objects under one folder. Keys are `a/b/c.jpg`; a write appears whole or not at all."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def put(self, key: str, content: bytes) -> None:
        """Raises Unavailable FILES_UNAVAILABLE when the store cannot take it (disk full)."""
        await asyncio.to_thread(self._put, self._path(key), content)

    async def get(self, key: str) -> bytes:
        try:
            return await asyncio.to_thread(self._path(key).read_bytes)
        except FileNotFoundError:
            raise NotFound("FILE_NOT_FOUND", "no such file") from None

    async def delete(self, key: str) -> None:
        """Idempotent."""
        await asyncio.to_thread(self._path(key).unlink, missing_ok=True)

    async def purge(self, prefix: str, max_age: float) -> int:
        """Deletes objects under the prefix older than `max_age` seconds; returns how many."""
        return await asyncio.to_thread(self._purge, self._path(prefix), time.time() - max_age)

    def _path(self, key: str) -> Path:
        parts = PurePosixPath(key).parts
        if not parts or key.startswith("/") or ".." in parts:
            raise ValueError("file keys are relative and do not climb")
        return self._root.joinpath(*parts)

    @staticmethod
    def _put(path: Path, content: bytes) -> None:
        part = path.with_name(path.name + ".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(content)
            os.replace(part, path)
        except OSError as error:
            with contextlib.suppress(OSError):  # whatever refused the write may refuse this
                part.unlink()
            raise Unavailable(
                "FILES_UNAVAILABLE", f"the file store refused a write ({error.strerror})"
            ) from None

    @staticmethod
    def _purge(folder: Path, before: float) -> int:
        gone = 0
        for path in folder.rglob("*"):
            with contextlib.suppress(OSError):  # somebody else deletes too; the rest goes on
                if path.is_file() and path.stat().st_mtime < before:
                    path.unlink()
                    gone += 1
        return gone
