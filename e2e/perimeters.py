"""One object of each kind that the perimeter service has, and the calls about them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from e2e.community import NOTICE, Community, call
from kit.hours import SHANGHAI

CORNERS = [{"x": 0.1, "y": 0.1}, {"x": 0.9, "y": 0.1}, {"x": 0.9, "y": 0.9}]
ZONE = {"display_name": "x", "points": CORNERS}
RULE = {"kind": "intrusion"}
POINT = {"display_name": "x", "kind": "nfc", "tag": "04A22B99"}
WHY = {"reason": "as a test"}
SPAN = {"start_time": "2026-01-01T00:00:00Z", "end_time": "2026-01-02T00:00:00Z"}

Calls = dict[str, list[tuple[str, str, Any]]]
ABOUT: Calls = {
    "community": [
        ("POST", "/cameras", {"community_id": "{}", "display_name": "x"}),
        ("PUT", "/holidays", {"community_id": "{}", "year": 2030, "days": []}),
        ("GET", "/rule-statistics?community_id={}", None),
        ("GET", "/alarm-records?community_id={}", None),
        ("GET", "/alarm-records:verify?community_id={}", None),
        ("POST", "/checkpoints", {"community_id": "{}"} | POINT),
        (
            "POST",
            "/patrol-routes",
            {"community_id": "{}", "display_name": "x", "points": [{"checkpoint_id": "x"}]},
        ),
        ("POST", "/check-ins", {"community_id": "{}", "items": [{"key": "1", "tag": "FFFF"}]}),
        ("POST", "/findings", {"community_id": "{}", "text": "as a test", "photo": b""}),
        ("GET", "/patrol-handover?community_id={}", None),
        ("GET", "/patrol-report?community_id={}", None),
        ("POST", "/care-watches", {"community_id": "{}", "subject_id": "x", "days": 3}),
    ],
    "device": [("POST", "/alarms", {"device_id": "{}", "kind": "tamper"})],
    "camera": [
        ("GET", "/cameras/{}", None),
        ("PUT", "/cameras/{}", {"display_name": "x"}),
        ("DELETE", "/cameras/{}", None),
        ("POST", "/cameras/{}:accept-view", WHY),
        ("POST", "/zones", {"camera_id": "{}"} | ZONE),
    ],
    "zone": [
        ("PUT", "/zones/{}", ZONE),
        ("DELETE", "/zones/{}", None),
        ("POST", "/zones/{}:arm", {"armed": True} | WHY),
        ("POST", "/zone-rules", {"zone_id": "{}"} | RULE),
        ("POST", "/zone-rules:replay", {"zone_id": "{}"} | RULE | SPAN),
    ],
    "rule": [("PUT", "/zone-rules/{}", RULE), ("DELETE", "/zone-rules/{}", None)],
    "alarm": [
        ("GET", "/alarms/{}", None),
        ("POST", "/alarms/{}:acknowledge", {}),
        ("POST", "/alarms/{}:assign", {"owner": "li"}),
        ("POST", "/alarms/{}:close", {"note": "as a test"}),
        ("POST", "/alarms/{}:picture", WHY),
        ("POST", "/alarms/{}:export", {"profile": "internal"} | WHY),
    ],
    "checkpoint": [
        ("PUT", "/checkpoints/{}", POINT),
        ("DELETE", "/checkpoints/{}", None),
        ("GET", "/checkpoints/{}:code", None),
    ],
    "route": [
        ("PUT", "/patrol-routes/{}", {"display_name": "x", "points": [{"checkpoint_id": "x"}]}),
        ("DELETE", "/patrol-routes/{}", None),
    ],
    "round": [
        ("GET", "/patrol-rounds/{}", None),
        ("POST", "/patrol-rounds/{}:assign", {"guards": ["li"]}),
    ],
    "finding": [
        ("POST", "/findings/{}:close", {"answer": "as a test"}),
        ("POST", "/findings/{}:picture", WHY),
    ],
    "care watch": [("DELETE", "/care-watches/{}", None)],
}
LISTS = (
    *("/cameras", "/zones", "/zone-rules", "/alarms", "/checkpoints"),
    *("/patrol-routes", "/patrol-rounds", "/findings", "/care-watches"),
)
# Of a community that the query names; and a picture in a form of its own.
ELSEWHERE = {
    *("GET /v1/rule-statistics", "GET /v1/alarm-records", "GET /v1/alarm-records:verify"),
    *("GET /v1/patrol-handover", "GET /v1/patrol-report", "GET /v1/holidays"),
    "POST /v1/cameras/{id}:push",
}
RPC = (
    *(("perimeter", f"{verb}Camera", "camera") for verb in ("Put", "Get", "Delete")),
    ("perimeter", "AcceptView", "camera"),
    *(("perimeter", f"{verb}Zone", "zone") for verb in ("Put", "Delete", "Arm")),
    *(("perimeter", f"{verb}Rule", "rule") for verb in ("Put", "Delete")),
    *(("perimeter", f"{v}Alarm", "alarm") for v in ("Get", "Acknowledge", "Assign", "Close")),
    *(("perimeter", verb, "alarm") for verb in ("GetAlarmPicture", "ExportAlarmClip")),
    *(("perimeter", f"{verb}Checkpoint", "checkpoint") for verb in ("Put", "Delete")),
    ("perimeter", "GetCheckpointCode", "checkpoint"),
    *(("perimeter", f"{verb}Route", "route") for verb in ("Put", "Delete")),
    *(("perimeter", f"{verb}Round", "round") for verb in ("Get", "Assign")),
    *(("perimeter", verb, "finding") for verb in ("CloseFinding", "GetFindingPicture")),
    ("perimeter", "EndCareWatch", "care watch"),
)
# What a message needs besides the id to be looked at.
FILLED: dict[str, dict[str, Any]] = {
    "PutCamera": {"display_name": "x"},
    "PutZone": ZONE,
    "PutRule": {"kind": "RULE_KIND_INTRUSION"},
    "PutCheckpoint": {"display_name": "x", "kind": "TAG_KIND_NFC", "tag": "04A22B99"},
    "PutRoute": {"display_name": "x", "points": [{"checkpoint_id": "x"}]},
    "AssignAlarm": {"owner": "li"},
    "CloseAlarm": {"note": "as a test"},
    "ExportAlarmClip": {"profile": "EXPORT_PROFILE_INTERNAL"},
    "CloseFinding": {"answer": "as a test"},
}


async def care_consent(community: Community, person_id: str) -> None:
    """The person agrees to be looked after, by a notice of its own."""
    notice = await community.post(
        "/notices", community_id=community.id, purpose="care", version="1", **NOTICE
    )
    await community.post(
        "/consents",
        person_id=person_id,
        notice_id=notice["id"],
        text_hash=notice["text_hash"],
        channel="app",
        expire_time=(datetime.now(UTC) + timedelta(days=300)).isoformat(),
    )


async def guarded(community: Community, device_id: str, person_id: str) -> dict[str, str]:
    """One object of each kind; their ids by kind."""
    post, own = community.post, {"community_id": community.id}
    camera = await post("/cameras", **own, display_name="东墙")
    zone = await post("/zones", camera_id=camera["id"], **ZONE)
    rule = await post("/zone-rules", zone_id=zone["id"], **RULE)
    alarm = await post("/alarms", device_id=device_id, kind="tamper")
    point = await post("/checkpoints", **own, **POINT | {"tag": "04A22B11"})
    soon = (datetime.now(UTC) + timedelta(minutes=30)).astimezone(SHANGHAI)
    route = await post(
        "/patrol-routes",
        **own,
        display_name="夜间一号线",
        points=[{"checkpoint_id": point["id"]}],
        schedules=[{"starts": [soon.strftime("%H:%M")]}],
    )
    (walk,) = (await community.get("/patrol-rounds", **own))["items"]
    form = {"data": own | {"text": "灯坏了，已报修"}}
    finding = await call(community.http, "POST", "/findings", **form)
    await care_consent(community, person_id)
    watch = await post("/care-watches", **own, subject_id=person_id, days=3)
    return {
        "camera": camera["id"],
        "zone": zone["id"],
        "rule": rule["id"],
        "alarm": alarm["id"],
        "checkpoint": point["id"],
        "route": route["id"],
        "round": walk["id"],
        "finding": finding["id"],
        "care watch": watch["id"],
    }
