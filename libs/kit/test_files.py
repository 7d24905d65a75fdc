import os
import resource
import time

import pytest

from kit.errors import NotFound, Unavailable
from kit.files import FolderFiles


@pytest.fixture
def files(tmp_path):
    return FolderFiles(tmp_path)


async def test_objects_come_back_until_deleted(files):
    await files.put("a/b.jpg", b"1")
    await files.put("a/b.jpg", b"2")
    assert await files.get("a/b.jpg") == b"2"
    await files.delete("a/b.jpg")
    await files.delete("a/b.jpg")
    with pytest.raises(NotFound):
        await files.get("a/b.jpg")


@pytest.mark.parametrize("key", ["", "/etc/passwd", "../x", "a/../../x"])
async def test_keys_stay_inside(files, key):
    with pytest.raises(ValueError, match="do not climb"):
        await files.put(key, b"")


async def test_full_disk_is_an_error_and_leaves_no_part(files, tmp_path):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    import signal

    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    try:
        with pytest.raises(Unavailable, match="refused a write"):
            await files.put("a.jpg", b"x" * 100)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, old)
    assert not list(tmp_path.iterdir())


async def test_purge_deletes_by_age(files, tmp_path):
    for name in ("old", "new"):
        await files.put(f"s/{name}.jpg", b"x")
    day_ago = time.time() - 86400
    os.utime(tmp_path / "s" / "old.jpg", (day_ago, day_ago))
    assert await files.purge("s", 3600) == 1
    assert await files.get("s/new.jpg") == b"x"
    assert await files.purge("never", 3600) == 0


async def test_folder_that_cannot_be_is_an_error_too(tmp_path):
    """Its parent is a regular file: the clean-up after the failed write fails as well."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unavailable, match="refused a write"):
        await FolderFiles(tmp_path / "file" / "files").put("s/a.jpg", b"x")


async def test_purge_goes_on_past_what_cannot_be_deleted(files, tmp_path, monkeypatch):
    for name in ("gone", "old"):
        await files.put(f"s/{name}.jpg", b"x")
        os.utime(tmp_path / "s" / f"{name}.jpg", (1, 1))
    unlink = type(tmp_path).unlink

    def race(path, missing_ok=False):
        if path.name == "gone.jpg":
            raise FileNotFoundError(path)
        unlink(path, missing_ok)

    monkeypatch.setattr(type(tmp_path), "unlink", race)
    assert await files.purge("s", 3600) == 1
