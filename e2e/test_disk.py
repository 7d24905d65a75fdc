"""Disks that are full: a door still opens, what is lost is told, and nothing dies of it."""

import asyncio
import contextlib
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nats
import pytest

from e2e.community import Community, Refused, found, wait_for
from e2e.gates import CARD, Observer, under_load
from e2e.platform import Platform, models_env, platform

LOST = "anju.*.access.snapshot.lost"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 MiB of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("needs to be allowed to mount")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk: Path) -> Path:
    stuffing = disk / "stuffing"
    with contextlib.suppress(OSError), stuffing.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    return stuffing


@contextlib.asynccontextmanager
async def platform_with(folder: Path, **env: str):
    """A platform of its own, and a community on it."""
    with platform(folder, **models_env(), **env) as started:
        community = await found(started)
        yield started, community
        await community.http.aclose()


async def _open_with_snapshot(community: Community, photos: Path, number: int):
    gate = await community.gate(number=number)
    first, second, *_ = sorted(photos.glob(f"{_person(photos)}_*.jpg"))
    await community.enrolled("甲", first.read_bytes())
    await community.enable_face(gate, snapshots=True)
    return gate, second.read_bytes()


def _person(photos: Path) -> str:
    return min(path.name.rsplit("_", 1)[0] for path in photos.glob("*_0002.jpg"))


async def _check_lost(community: Community, gate, frame: bytes) -> None:
    opened = await community.show(gate, "frame", frame)
    assert (opened["outcome"], opened["reason"]) == ("open", "RESIDENT")
    event = await _first(community.platform, LOST)
    assert event["data"] == {"pass_id": opened["id"], "reason": "FILES_UNAVAILABLE"}
    assert (await community.get(f"/passes/{opened['id']}"))["snapshot"] == ""
    page = "\n".join(await community.platform.read("/metrics"))
    assert "anju_snapshots_lost_total{" in page
    assert 'reason="FILES_UNAVAILABLE"} 1.0' in page


async def _first(platform: Platform, subject: str) -> Any:
    client = await nats.connect(platform.observer_urls())
    try:
        pull = await client.jetstream().pull_subscribe(subject, durable="lost", stream="ANJU")
        (message,) = await pull.fetch(1, timeout=10)
        return json.loads(message.data)
    finally:
        await client.close()


@pytest.mark.one_process
async def test_full_disk_for_files(tmp_path, small_disk, photos):
    env = {"ANJU_FILES__URL": f"file://{small_disk}"}
    async with platform_with(tmp_path, **env) as (_, community):
        gate, frame = await _open_with_snapshot(community, photos, 501)
        kept = await community.show(gate, "frame", frame)
        path = small_disk / kept["snapshot"]

        async def stored() -> bool:
            return path.exists()

        await wait_for(stored)
        stuffing = fill(small_disk)
        await _check_lost(community, gate, frame)
        assert [p.name for p in path.parent.iterdir()] == [path.name]  # no half-written one
        stuffing.unlink()
        again = small_disk / (await community.show(gate, "frame", frame))["snapshot"]

        async def stored_again() -> bool:
            return again.exists()

        await wait_for(stored_again)


@pytest.mark.one_process
async def test_files_folder_that_cannot_be(tmp_path, photos):
    """Its parent is a regular file, as after a mount that failed."""
    (tmp_path / "blocked").write_bytes(b"")
    env = {"ANJU_FILES__URL": f"file://{tmp_path}/blocked/files"}
    async with platform_with(tmp_path, **env) as (_, community):
        gate, frame = await _open_with_snapshot(community, photos, 502)
        await _check_lost(community, gate, frame)


@pytest.mark.one_process
async def test_full_disk_for_tables_and_events(tmp_path, small_disk):
    """A pass that cannot be recorded is not granted; the process waits for room and goes on."""
    env = {"ANJU_DATA_DIR": str(small_disk), "ANJU_DATABASE__BUSY_TIMEOUT": "1"}
    async with platform_with(tmp_path, **env) as (platform, community):
        load, observer = await under_load(community, 1), Observer(platform)
        stuffing = fill(small_disk)
        reasons = set()
        for number in range(60):  # until the room inside the files is used up too
            try:
                await community.show(load.gates[0], "card", CARD)
                load.acknowledged[str(number)] = ""
            except Refused as refused:
                reasons.add((refused.reason, refused.problem["status"]))
        assert reasons == {("PASS_LOG_UNAVAILABLE", 503)}
        try:
            await community.resident("乙")
            raise AssertionError("a full disk took a person")
        except Refused as refused:
            assert (refused.reason, refused.problem["status"]) == ("DATABASE_UNAVAILABLE", 503)
        await asyncio.sleep(1.5)  # heartbeats, outbox and mirror come by
        stuffing.unlink()

        async def opens() -> bool:
            try:
                return (await community.show(load.gates[0], "card", CARD))["outcome"] == "open"
            except Refused:
                return False

        await wait_for(opens)
        log = {row["id"] for row in (await community.get("/passes", page_size=500))["items"]}
        assert len(log) > len(load.acknowledged)
        await observer.read(log)
        assert observer.seen.keys() == log
        assert observer.repeated() == {}
