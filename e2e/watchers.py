"""The demo's yard: somebody climbs the fence, a guard takes the alarm over; a tag proves a round;
fire opens the gate."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from e2e.community import Community, Gate, call, wait_for
from e2e.scenes.catalogue import FENCE, happens
from e2e.scenes.sprites import missing
from e2e.scenes.stage import pictures
from kit.hours import SHANGHAI
from services.perimeter.video.clips import jpeg_of

Tell = Callable[[str, str, str, str, dict[str, Any]], None]
TAG = "04:A2:2B:11"


async def watchers(tell: Tell, community: Community, gate: Gate, objects: bool) -> None:
    """`objects` says whether the detector is there; the rest needs none."""
    if objects and not missing():
        await _fence(tell, community)
    await _round(tell, community)
    await _fire(tell, community, gate)


async def _fence(tell: Tell, community: Community) -> None:
    camera = await community.post(
        "/cameras", community_id=community.id, display_name="东墙 3 号", rate=5
    )
    zone = await community.post(
        "/zones",
        camera_id=camera["id"],
        display_name="东墙",
        points=[{"x": x, "y": y} for x, y in FENCE],
    )
    await community.post("/zone-rules", zone_id=zone["id"], kind="climbing", severity="critical")
    told = next(each for each in happens() if each.name == "climbing over the fence")
    # The last seconds before and after: it is slow to watch somebody walk.
    shown = [picture for at, picture in pictures(told.scene) if 4 <= at <= 12][::2]

    async def show(picture: Any) -> bool:
        files = {"image": ("frame.jpg", jpeg_of(picture), "image/jpeg")}
        path = f"/cameras/{camera['id']}:push"
        return bool((await call(community.http, "POST", path, files=files))["accepted"])

    await wait_for(lambda: show(shown[0]))
    for picture in shown:
        await show(picture)
        await asyncio.sleep(0.3)

    async def raised() -> Any:
        query = {"community_id": community.id, "kind": "climbing"}
        return (await community.get("/alarms", **query))["items"]

    try:
        (alarm,) = await wait_for(raised, 20)
    except TimeoutError:
        tell("somebody climbs the fence", "climbing", "nothing", "", {})
        return
    late = datetime.fromisoformat(alarm["create_time"]) - datetime.fromisoformat(
        alarm["event_time"]
    )
    why = f"{alarm['severity']}, {late.total_seconds():.1f} s after the picture"
    tell("somebody climbs the fence", "climbing", alarm["kind"], why, {})
    path = f"/alarms/{alarm['id']}"
    owned = await community.post(f"{path}:acknowledge")
    tell("a guard takes the alarm over", "acknowledged", owned["state"], owned["owner"], {})
    closed = await community.post(f"{path}:close", note="sent away")
    tell("and closes it", "resolved", closed["state"], "on the chain of records", {})


async def _round(tell: Tell, community: Community) -> None:
    own = {"community_id": community.id}
    point = await community.post("/checkpoints", **own, display_name="水泵房", kind="nfc", tag=TAG)
    soon = (datetime.now(UTC) + timedelta(minutes=2)).astimezone(SHANGHAI)
    await community.post(
        "/patrol-routes",
        **own,
        display_name="夜间一号线",
        points=[{"checkpoint_id": point["id"]}],
        schedules=[{"starts": [soon.strftime("%H:%M")]}],
    )
    for what, tag, expected in (
        ("a guard at the pump room", TAG, "counted"),
        ("a tag that nobody knows", "FFFF", "unknown_tag"),
    ):
        made = await community.post("/check-ins", **own, items=[{"key": tag, "tag": tag}])
        (result,) = made["items"]
        tell(what, expected, result["refusal"] or "counted", "checkpoint 水泵房", {})


async def _fire(tell: Tell, community: Community, gate: Gate) -> None:
    await community.post("/alarms", device_id=gate.device_id, kind="fire")

    async def opened() -> Any:
        shown = await community.show(gate, "card", "FFFFFFFF")
        return shown if shown["outcome"] == "open" else None

    shown = await wait_for(opened)
    tell("anybody, a detector reports fire", "open", shown["outcome"], shown["reason"], {})
    query = {"community_id": community.id}
    for each in (await community.get("/emergencies", **query))["items"]:
        if each["end_time"] is None:
            await community.post(f"/emergencies/{each['id']}:end", reason="drill is over")
