import asyncio
import os
import resource
import secrets
import signal
import socket
import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from minio.commonconfig import COMPLIANCE, ENABLED, Filter
from minio.lifecycleconfig import Expiration, LifecycleConfig, Rule
from minio.retention import Retention
from minio.versioningconfig import VersioningConfig
from moto.server import ThreadedMotoServer

from kit.app import files_of
from kit.breaker import Breaker
from kit.config import FilesSettings
from kit.errors import NotFound, Unavailable
from kit.files import FolderFiles
from kit.s3 import S3Files
from kit.testing_nats import free_ports
from kit.testing_s3 import ACCESS_KEY, SECRET_KEY, S3Server


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


@pytest.fixture(scope="module")
def swift(tmp_path_factory):
    """A real server: it checks signatures and keeps objects on disk."""
    started = S3Server(tmp_path_factory.mktemp("swift"), *free_ports(1))
    started.start()
    yield started
    started.kill()


@pytest.fixture
async def real(swift):
    files = S3Files(real_settings(swift))
    await files.open()
    yield files
    await files.close()


def real_settings(server, bucket=None, **more):
    bucket = bucket or f"b{secrets.token_hex(4)}"
    keys = {"access_key": ACCESS_KEY, "secret_key": SECRET_KEY}
    return FilesSettings(**({"url": f"{server.url}/{bucket}", "timeout": 5} | keys | more))


@pytest.fixture(params=["folder", "moto", "swift"])
def files(request, tmp_path):
    """One suite for all stores: the same behaviour, or it is no replacement."""
    if request.param == "folder":
        return FolderFiles(tmp_path)
    return request.getfixturevalue({"moto": "s3", "swift": "real"}[request.param])


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
    await files.keep_for("s", 30)
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


async def test_links_are_signed_and_expire(swift):
    files = S3Files(real_settings(swift, link_ttl=300))
    short = S3Files(real_settings(swift, link_ttl=1))
    await files.open()
    await files.put("a.jpg", b"picture")
    link, soon_over = await files.link("a.jpg"), await short.link("a.jpg")
    forged = link[:-4] + ("0000" if link[-4:] != "0000" else "1111")
    async with httpx.AsyncClient() as http:
        assert (await http.get(link)).content == b"picture"
        assert (await http.get(forged)).status_code == 403
        assert (await http.get(link.partition("?")[0])).status_code in {400, 401, 403}
        time.sleep(2.1)
        assert (await http.get(soon_over)).status_code == 403
        assert (await http.get(link)).status_code == 200
    await files.close()
    await short.close()


async def test_a_wrong_key_stops_the_start_and_says_which_setting(swift):
    files = S3Files(real_settings(swift, secret_key="wrong"))
    with pytest.raises(RuntimeError, match="ANJU_FILES__ACCESS_KEY"):
        await files.open()
    await files.close()


async def test_what_was_taken_survives_kill_9(swift, real):
    await asyncio.gather(*(real.put(f"k/{n}", str(n).encode()) for n in range(30)))
    swift.kill()
    with pytest.raises(Unavailable):
        await real.get("k/1")
    swift.start()
    assert [await real.get(f"k/{n}") for n in range(30)] == [str(n).encode() for n in range(30)]


async def test_processes_that_start_together_make_one_bucket(swift):
    stores = [S3Files(real_settings(swift, "together")) for _ in range(6)]
    await asyncio.gather(*(each.open() for each in stores))
    await stores[0].put("a", b"1")
    assert await stores[5].get("a") == b"1"
    for each in stores:
        await each.close()


@pytest.mark.parametrize("kind", ["moto", "swift"])
async def test_a_versioned_bucket_keeps_no_version_of_what_is_deleted(kind, request):
    """R28: erased is erased, not hidden behind a marker."""
    if kind == "moto":
        chosen = settings(request.getfixturevalue("server"), "versions")
    else:
        chosen = real_settings(request.getfixturevalue("swift"), "versions")
    first = S3Files(chosen)
    await first.open()
    first._client.set_bucket_versioning("versions", VersioningConfig(ENABLED))
    files = S3Files(chosen)
    await files.open()
    for content in (b"1", b"2"):
        await files.put("s/a", content)
        await files.put("s/ab", content)
        await files.put("t/c", content)
    await files.delete("s/a")
    await files.delete("s/a")

    def versions():
        found = files._client.list_objects("versions", recursive=True, include_version=True)
        return sorted(each.object_name for each in found)

    assert versions() == ["s/ab", "s/ab", "t/c", "t/c"]
    time.sleep(1.1)
    assert await files.purge("s", 0.05) == 2
    assert versions() == ["t/c", "t/c"]
    for each in (first, files):
        await each.close()


async def test_the_server_is_told_how_long_to_keep(s3):
    """R28: a bucket forgets by itself, should the platform be off; others' rules stay."""
    other = Rule(
        ENABLED, rule_filter=Filter(prefix="x/"), rule_id="x", expiration=Expiration(days=9)
    )
    s3._client.set_bucket_lifecycle("snapshots", LifecycleConfig([other]))
    for days in (30, 7, 7):
        await s3.keep_for("snapshots", days)
    rules = {each.rule_id: each for each in s3._client.get_bucket_lifecycle("snapshots").rules}
    assert rules.keys() == {"x", "anju snapshots/"}
    kept = rules["anju snapshots/"]
    assert (kept.rule_filter.prefix, kept.expiration.days) == ("snapshots/", 7)
    assert kept.noncurrent_version_expiration.noncurrent_days == 1


async def test_an_object_lock_is_respected_and_said(server):
    """What a court has had locked stays until its time is over."""
    chosen = settings(server, "locked")
    files = S3Files(chosen)
    files._client.make_bucket("locked", "us-east-1", object_lock=True)
    await files.open()
    await files.put("s/a", b"1")
    (version,) = files._client.list_objects("locked", recursive=True, include_version=True)
    until = datetime.now(UTC) + timedelta(days=1)
    files._client.set_object_retention(
        "locked", "s/a", Retention(COMPLIANCE, until), version_id=version.version_id
    )
    with pytest.raises(Unavailable) as caught:
        await files.delete("s/a")
    assert caught.value.reason == "FILES_REFUSED"
    assert await files.get("s/a") == b"1"
    await files.close()


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
