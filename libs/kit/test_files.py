import os
import resource
import signal
import socket
import time
from datetime import timedelta

import httpx
import pytest
from moto.server import ThreadedMotoServer

from kit.app import files_of
from kit.breaker import Breaker
from kit.config import FilesSettings
from kit.errors import NotFound, Unavailable
from kit.files import FolderFiles
from kit.s3 import S3Files


@pytest.fixture(scope="module")
def server():
    started = ThreadedMotoServer("127.0.0.1", 0)
    started.start()
    yield f"http://127.0.0.1:{started.get_host_and_port()[1]}"
    started.stop()


def settings(server, bucket="snapshots", **more):
    return FilesSettings(
        url=f"{server}/{bucket}", access_key="key", secret_key="secret", timeout=1, **more
    )


@pytest.fixture
async def s3(server):
    httpx.post(f"{server}/moto-api/reset")
    files = S3Files(settings(server))
    await files.open()
    yield files
    await files.close()


@pytest.fixture(params=["folder", "s3"])
def files(request, tmp_path):
    """One suite for both stores: the same behaviour, or it is no replacement."""
    if request.param == "s3":
        return request.getfixturevalue("s3")
    return FolderFiles(tmp_path)


async def test_objects_come_back_until_deleted(files):
    await files.put("a/b.jpg", b"1")
    await files.put("a/b.jpg", b"2")
    assert await files.get("a/b.jpg") == b"2"
    await files.delete("a/b.jpg")
    await files.delete("a/b.jpg")
    with pytest.raises(NotFound):
        await files.get("a/b.jpg")


@pytest.mark.parametrize("content", [b"", b"\0" * 3, os.urandom(6 * 2**20)])
async def test_content_comes_back_as_it_was(files, content):
    await files.put("x", content)
    assert await files.get("x") == content


@pytest.mark.parametrize("key", ["", "/etc/passwd", "../x", "a/../../x"])
async def test_keys_stay_inside(files, key):
    for verb in (files.put(key, b""), files.get(key), files.delete(key), files.link(key)):
        with pytest.raises(ValueError, match="do not climb"):
            await verb


async def test_purge_deletes_under_its_prefix_alone(files):
    for key in ("s/1.jpg", "s/deep/2.jpg", "shelf/3.jpg"):
        await files.put(key, b"x")
    assert await files.purge("s", 3600) == 0
    time.sleep(1.1)  # S3 tells seconds
    assert await files.purge("s", 0.05) == 2
    assert await files.get("shelf/3.jpg") == b"x"
    assert await files.purge("never", 3600) == 0


async def test_opening_twice_keeps_what_is_there(files):
    await files.put("a", b"1")
    await files.open()
    assert await files.get("a") == b"1"


async def test_a_link_gives_the_object_without_credentials(s3):
    await s3.put("a b/门.jpg", b"picture")
    link = await s3.link("a b/门.jpg")
    assert (await httpx.AsyncClient().get(link)).content == b"picture"
    assert "X-Amz-Expires=300" in link
    assert "secret" not in link


async def test_the_server_is_asked_to_encrypt(server, s3):
    sealed = S3Files(settings(server, encryption="AES256"))
    await sealed.put("a", b"1")
    await s3.put("b", b"1")
    stat = s3._client.stat_object
    assert stat("snapshots", "a").metadata["x-amz-server-side-encryption"] == "AES256"
    assert "x-amz-server-side-encryption" not in stat("snapshots", "b").metadata
    await sealed.close()


async def test_a_server_that_is_gone_stops_no_start_and_soon_costs_nothing():
    files = S3Files(settings("http://127.0.0.1:9"))
    await files.open()
    for _ in range(3):
        with pytest.raises(Unavailable):
            await files.put("a", b"")
    started = time.monotonic()
    for _ in range(100):
        with pytest.raises(Unavailable) as caught:
            await files.put("a", b"")
    assert time.monotonic() - started < 0.5
    assert caught.value.reason == "FILES_UNAVAILABLE"
    assert caught.value.retry_after > 5
    assert await files.purge("a", 1) == 0
    await files.close()


async def test_a_server_that_hangs_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}"
        files = S3Files(settings(url).model_copy(update={"timeout": 0.05}))
        started = time.monotonic()
        with pytest.raises(Unavailable):
            await files.get("a")
        assert time.monotonic() - started < 3
        await files.close()


async def test_what_passes_by_itself_is_tried_again(s3, monkeypatch):
    real, failures = s3._client.put_object, [OSError(), OSError()]

    def flaky(*args, **options):
        if failures:
            raise failures.pop()
        return real(*args, **options)

    monkeypatch.setattr(s3._client, "put_object", flaky)
    await s3.put("a", b"1")
    assert await s3.get("a") == b"1"


async def test_a_bucket_that_is_refused_stops_the_start(server):
    files = S3Files(settings(server, bucket="UPPER"))  # no bucket may be called that
    with pytest.raises((RuntimeError, ValueError)):
        await files.open()
    await files.close()


@pytest.mark.parametrize("url", ["https://host", "https://host/", "https://host/a/b"])
def test_the_url_names_one_bucket(url):
    with pytest.raises(ValueError, match="one bucket"):
        S3Files(FilesSettings(url=url))


def test_the_url_names_the_store(tmp_path):
    assert isinstance(files_of(FilesSettings(url="file:///x"), tmp_path), FolderFiles)
    assert isinstance(files_of(FilesSettings(), tmp_path), FolderFiles)
    assert isinstance(files_of(FilesSettings(url="https://h/b"), tmp_path), S3Files)
    with pytest.raises(ValueError, match="ftp:// is no file store"):
        files_of(FilesSettings(url="ftp://h/b"), tmp_path)


def test_breaker_opens_lets_one_try_and_closes():
    now = [0.0]
    breaker = Breaker("files", failures=2, pause=10, clock=lambda: now[0])
    breaker.check()
    breaker.failed()
    breaker.check()
    breaker.failed()
    with pytest.raises(Unavailable) as caught:
        breaker.check()
    assert timedelta(seconds=caught.value.retry_after) == timedelta(seconds=10)
    now[0] = 10
    breaker.check()
    with pytest.raises(Unavailable):
        breaker.check()  # one tries; the others wait for it
    breaker.succeeded()
    breaker.check()
    breaker.check()


async def test_folder_has_no_links(tmp_path):
    assert await FolderFiles(tmp_path).link("a") == ""


@pytest.fixture
def folder(tmp_path):
    return FolderFiles(tmp_path)


async def test_full_disk_is_an_error_and_leaves_no_part(folder, tmp_path):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    try:
        with pytest.raises(Unavailable, match="refused a write"):
            await folder.put("a.jpg", b"x" * 100)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, old)
    assert not list(tmp_path.iterdir())


async def test_purge_deletes_by_age(folder, tmp_path):
    for name in ("old", "new"):
        await folder.put(f"s/{name}.jpg", b"x")
    day_ago = time.time() - 86400
    os.utime(tmp_path / "s" / "old.jpg", (day_ago, day_ago))
    assert await folder.purge("s", 3600) == 1
    assert await folder.get("s/new.jpg") == b"x"
    assert await folder.purge("never", 3600) == 0


async def test_folder_that_cannot_be_is_an_error_too(tmp_path):
    """Its parent is a regular file: the clean-up after the failed write fails as well."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unavailable, match="refused a write"):
        await FolderFiles(tmp_path / "file" / "files").put("s/a.jpg", b"x")


async def test_purge_goes_on_past_what_cannot_be_deleted(folder, tmp_path, monkeypatch):
    for name in ("gone", "old"):
        await folder.put(f"s/{name}.jpg", b"x")
        os.utime(tmp_path / "s" / f"{name}.jpg", (1, 1))
    unlink = type(tmp_path).unlink

    def race(path, missing_ok=False):
        if path.name == "gone.jpg":
            raise FileNotFoundError(path)
        unlink(path, missing_ok)

    monkeypatch.setattr(type(tmp_path), "unlink", race)
    assert await folder.purge("s", 3600) == 1
