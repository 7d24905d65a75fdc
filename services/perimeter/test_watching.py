"""The live path with the real detector: pushed pictures become an alarm with picture and clip."""

import asyncio
from pathlib import Path

import numpy as np
import pytest

from anju.perimeter.v1 import perimeter_pb2 as pb
from e2e.scenes.catalogue import happens
from e2e.scenes.sprites import missing
from e2e.scenes.stage import pictures
from kit.errors import FailedPrecondition, InvalidArgument
from kit.message import timestamp
from kit.tables import now
from kit.testing import eventually, running
from services.perimeter.conftest import EVERYBODY, SHARED, Estate, settings_of
from services.perimeter.video.clips import decode, jpeg_of
from services.roles import ROLES

MODELS = SHARED / "models"
STEP = 0.25  # seconds between pushed pictures


@pytest.fixture
async def seeing(tmp_path: Path):
    """A node that watches, with the detector of ../shared/models."""
    if not MODELS.is_dir() or missing():
        pytest.skip("no model files, or no pictures to make films of")
    folder = tmp_path / "models"
    folder.mkdir()
    for path in MODELS.rglob("*.*"):
        (folder / path.name).symlink_to(path)
    async with running(settings_of(tmp_path, video=True), EVERYBODY, ROLES) as node:
        estate = Estate(node)
        await estate.found()
        yield estate


@pytest.fixture(scope="module")
def walk() -> list[bytes]:
    """Somebody walks through the yard: four pictures a second."""
    told = next(each for each in happens() if each.name == "intrusion by day")
    shown = [picture for at, picture in pictures(told.scene) if at >= 2.0]
    return [jpeg_of(picture) for picture in shown[::2]]


async def push(estate: Estate, camera_id: str, film: list[bytes]) -> None:
    device = estate.stub("integrator")
    for image in film:
        await device.PushFrame(
            pb.PushFrameRequest(camera_id=camera_id, image=image, time=timestamp(now()))
        )
        await asyncio.sleep(STEP)


async def watched(estate: Estate, **camera) -> str:
    made = await estate.camera(**camera)
    zone = await estate.zone(made.id, ((0.02, 0.6), (0.98, 0.6), (0.98, 1.0), (0.02, 1.0)))
    await estate.rule(zone.id)

    async def open_eye():
        answer = await estate.stub("integrator").PushFrame(
            pb.PushFrameRequest(camera_id=made.id, image=jpeg_of(np.zeros((90, 160, 3), np.uint8)))
        )
        return answer.accepted

    await eventually(open_eye)
    return made.id


async def test_somebody_in_the_yard_becomes_an_alarm(seeing, walk):
    camera = await watched(seeing)
    guard = seeing.stub("guard", subject="li")
    pushing = asyncio.create_task(push(seeing, camera, walk * 2))

    async def raised():
        ask = pb.ListAlarmsRequest(camera_id=camera, kind="intrusion")
        found = (await guard.ListAlarms(ask)).alarms
        return found[0] if found and found[0].has_picture else None

    alarm = await eventually(raised, 30)
    picture = await guard.GetAlarmPicture(
        pb.GetAlarmPictureRequest(id=alarm.id, reason="who is in the yard")
    )
    assert picture.image.startswith(b"\xff\xd8\xff")

    async def clipped():
        found = (await guard.GetAlarm(pb.GetAlarmRequest(id=alarm.id))).alarm
        return found.has_clip

    await eventually(clipped, 30)
    await pushing
    ask = pb.ExportAlarmClipRequest(
        id=alarm.id, profile=pb.EXPORT_PROFILE_INTERNAL, reason="for the handover"
    )
    plain = list(decode((await guard.ExportAlarmClip(ask)).video))
    assert len(plain) >= 4
    ask.profile = pb.EXPORT_PROFILE_PUBLIC
    blurred = list(decode((await guard.ExportAlarmClip(ask)).video))
    assert len(blurred) == len(plain)
    changed = [
        float(np.abs(a.astype(int) - b.astype(int)).max())
        for (_, a), (_, b) in zip(plain, blurred, strict=True)
    ]
    assert max(changed) > 60, "nobody's head was blurred (R54)"


async def test_what_lies_under_a_mask_is_never_seen(seeing, walk):
    """R12: the mask comes before everything else."""
    whole = pb.Area(
        points=[pb.Point(x=0, y=0.3), pb.Point(x=1, y=0.3), pb.Point(x=1, y=1), pb.Point(x=0, y=1)]
    )
    camera = await watched(seeing, masks=[whole])
    await push(seeing, camera, walk)
    found = await seeing.stub("guard").ListAlarms(pb.ListAlarmsRequest(kind="intrusion"))
    assert not found.alarms


async def test_a_black_camera_says_so_and_recovers(seeing, walk):
    camera = await watched(seeing)
    dark = jpeg_of(np.random.default_rng(1).integers(0, 5, (270, 480, 3)).astype(np.uint8))

    async def until(health):
        while True:
            got = (await seeing.stub().GetCamera(pb.GetCameraRequest(id=camera))).camera
            if got.health == health:
                return
            await push(seeing, camera, [dark if health == pb.HEALTH_BLACK else walk[0]])

    await asyncio.wait_for(until(pb.HEALTH_BLACK), 30)
    guard = seeing.stub("guard")

    async def alarmed():
        return (await guard.ListAlarms(pb.ListAlarmsRequest(kind="camera_black"))).alarms

    assert len(await eventually(alarmed)) == 1
    await asyncio.wait_for(until(pb.HEALTH_OK), 30)

    async def over():
        found = (await guard.ListAlarms(pb.ListAlarmsRequest(kind="camera_black"))).alarms
        return found[0].state == pb.ALARM_STATE_RESOLVED

    await eventually(over)


async def test_a_worker_that_dies_is_replaced(seeing, walk):
    import os
    import signal
    import subprocess

    camera = await watched(seeing)
    found = subprocess.run(
        ["pgrep", "-P", str(os.getpid()), "-f", "services.perimeter.video.worker"],
        capture_output=True,
        text=True,
    ).stdout.split()
    for pid in found:
        os.kill(int(pid), signal.SIGKILL)
    await asyncio.sleep(2.0)
    await push(seeing, camera, walk)

    async def raised():
        return (await seeing.stub().ListAlarms(pb.ListAlarmsRequest(kind="intrusion"))).alarms

    assert found
    assert await eventually(raised, 30)


async def test_pictures_that_are_none_are_refused(seeing):
    camera = await watched(seeing)
    with pytest.raises(InvalidArgument) as text:
        await seeing.stub("integrator").PushFrame(
            pb.PushFrameRequest(camera_id=camera, image=b"hello")
        )
    bomb = bytearray(jpeg_of(np.zeros((16, 16, 3), np.uint8)))
    size = bomb.index(b"\xff\xc0") + 5
    bomb[size : size + 4] = (30_000).to_bytes(2) * 2  # says that it has 900 million pixels
    with pytest.raises(InvalidArgument) as large:
        await seeing.stub("integrator").PushFrame(
            pb.PushFrameRequest(camera_id=camera, image=bytes(bomb))
        )
    assert large.value.reason == "IMAGE_TOO_MANY_PIXELS"
    read = await seeing.camera(url="rtsp://127.0.0.1:9/none")
    with pytest.raises(FailedPrecondition) as address:
        await seeing.stub("integrator").PushFrame(
            pb.PushFrameRequest(camera_id=read.id, image=b"\xff\xd8\xff")
        )
    assert (text.value.reason, address.value.reason) == ("IMAGE_NOT_JPEG", "CAMERA_IS_READ")


async def test_a_camera_that_does_not_answer_is_lost(seeing):
    read = await seeing.camera(url="rtsp://127.0.0.1:9/none")

    async def lost():
        found = (await seeing.stub().GetCamera(pb.GetCameraRequest(id=read.id))).camera
        return found if found.health == pb.HEALTH_LOST else None

    assert (await eventually(lost)).health_reason == "UNREACHABLE"
    await seeing.node.events("anju.*.perimeter.camera.lost")
