"""Objects such as snapshots: in a folder here, in a bucket by `kit.s3`; the same few verbs."""

import asyncio
import contextlib
import os
import time
from pathlib import Path, PurePosixPath
from typing import Protocol

from kit.errors import NotFound, Unavailable


class Files(Protocol):
    """Objects by keys such as `a/b/c.jpg`; a write appears whole or not at all."""

    async def open(self) -> None: ...
    async def put(self, key: str, content: bytes) -> None: ...
    async def get(self, key: str) -> bytes: ...
    async def delete(self, key: str) -> None: ...
    async def purge(self, prefix: str, max_age: float) -> int: ...
    async def keep_for(self, prefix: str, days: float) -> None: ...
    async def link(self, key: str) -> str: ...
    async def close(self) -> None: ...


def checked(key: str) -> str:
    """The key in its normal form. Raises ValueError for one that would leave its place."""
    path = PurePosixPath(key)
    if not path.parts or key.startswith("/") or ".." in path.parts:
        raise ValueError("file keys are relative and do not climb")
    return str(path)


class FolderFiles:
    """Objects under one folder. Keys are `a/b/c.jpg`; a write appears whole or not at all."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def open(self) -> None:
        """Nothing to do: the folder is made with the first object."""

    async def close(self) -> None:
        """Nothing to do."""

    async def keep_for(self, prefix: str, days: float) -> None:
        """Nothing to do: a folder deletes nothing by itself, `purge` does."""

    async def link(self, key: str) -> str:
        """Empty: a folder has no address; whoever may see the object gets its bytes."""
        checked(key)
        return ""

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
        return self._root / checked(key)

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
