"""Which calls are about which object: the table behind the tests of scope."""

from typing import Any

from e2e import perimeters
from e2e.community import NOTICE

DAY = "2030-01-01T00:00:00Z"
DAY1 = "2030-01-02T00:00:00Z"
OLD = "2024-05-01"
HASH = "0" * 64
PHONE = "13800005678"
LATER = "2031-01-01T00:00:00Z"
PEER = {"kind": "device", "display_name": "x", "password": "a-long-password"}
FLOW = {
    "purpose": "as a test",
    "basis": "no_personal_data",
    "document": "as a test",
    "fields": [{"kind": "ape_status", "names": ["IsOnline"]}],
    "expire_time": "2027-06-01T00:00:00Z",
}
# Kind of id → calls about one object of it: verb, path, body. `$kind` in a body is an id too.
ABOUT: dict[str, list[tuple[str, str, Any]]] = {
    "community": [
        ("GET", "/communities/{}", None),
        ("POST", "/positions", {"community_id": "{}", "code": "0000001", "display_name": "x"}),
        (
            "POST",
            "/access-points",
            {"community_id": "{}", "display_name": "x", "kind": "gate", "direction": "in"},
        ),
        (
            "POST",
            "/devices",
            {
                "community_id": "{}",
                "display_name": "x",
                "kind": "reader",
                "national_id": "9" * 20,
            },
        ),
        ("POST", "/houses", {"community_id": "{}", "building": "9", "unit": "", "number": "9"}),
        (
            "POST",
            "/persons",
            {"community_id": "{}", "display_name": "x", "birth_date": "2001-01-01", "phone": ""},
        ),
        (
            "POST",
            "/notices",
            {"community_id": "{}", "purpose": "face_access", "version": "9", **NOTICE},
        ),
        ("POST", "/emergencies", {"community_id": "{}", "reason": "fire alarm"}),
        ("POST", "/faces:identify", {"community_id": "{}", "photo": b"x"}),
        ("POST", "/permits", {"community_id": "{}", "plate": "鲁C12345"}),
        ("POST", "/uplink/peers", PEER | {"community_id": "{}", "national_id": "8" * 20}),
        *(
            ("POST", path, {"community_id": "{}", "name": "x", "valid_to": DAY, "route": ["x"]})
            for path in ("/visits", "/visits:request")
        ),
        ("POST", "/calls", {"community_id": "{}", "access_point_id": "x"}),
        (
            "POST",
            "/visit-blocks",
            {"community_id": "{}", "phone": PHONE, "reason": "as a test", "expire_time": DAY},
        ),
        ("GET", "/visits:export?community_id={}&reason=as a test", None),
        ("POST", "/pass-keys:rotate", {"community_id": "{}", "reason": "as a test"}),
        ("GET", "/offline-kits/{}", None),
        ("PUT", "/visit-notices/choice", {"community_id": "{}", "channel": "log"}),
        ("POST", "/visitor-data:prove", {"community_id": "{}", "phone": PHONE}),
        *(
            (
                "POST",
                f"/visitor-data:{act}",
                {"community_id": "{}", "phone": PHONE, "code": "123456"},
            )
            for act in ("show", "erase")
        ),
        ("PUT", "/coverage-sites/{}", {"builder": "x", "money": "government"}),
        ("POST", "/coverage-surveys", {"community_id": "{}", "counts": {"lanes": 1}}),
        (
            "POST",
            "/coverage-sites/{}/points:adjust",
            {"remove": ["x"], "reason": "as a test"},
        ),
        ("GET", "/coverage-points?community_id={}", None),
        ("GET", f"/coverage-devices?community_id={{}}&first_day={OLD}&last_day={OLD}", None),
        (
            "POST",
            "/coverage-maintenance",
            {"community_id": "{}", "start_time": DAY, "end_time": DAY1, "reason": "as a test"},
        ),
        (
            "POST",
            "/coverage-history:import",
            {
                "community_id": "{}",
                "turns": [{"device_id": "x", "time": f"{OLD}T00:00:00Z", "online": True}],
                "reason": "as a test",
            },
        ),
        (
            "POST",
            "/coverage-readings",
            {
                "community_id": "{}",
                "readings": [{"device_id": "x", "kind": "clock", "value": 1}],
            },
        ),
        ("POST", "/acceptances", {"community_id": "{}", "points": ["x"], "builder": "x"}),
        *(
            ("POST", path, {"community_id": "{}", "first_day": OLD, "last_day": OLD})
            for path in ("/coverage-awards:preview", "/coverage-awards")
        ),
        ("GET", "/car-parks/main?community_id={}", None),
        ("PUT", "/car-parks/main", {"community_id": "{}", "capacity": 9, "reason": "as a test"}),
    ],
    "access point": [
        ("GET", "/access-points/{}", None),
        ("DELETE", "/access-points/{}", None),
        ("GET", "/access-rules/{}", None),
        ("PUT", "/access-rules/{}", {"two_person": False, "credentials": [], "hours": []}),
        ("POST", "/access-rules/{}:enableFace", {}),
        ("POST", "/access-rules/{}:disableFace", None),
        (
            "POST",
            "/passes",
            {
                "access_point_id": "{}",
                "evidence": {"card": "ABCD"},
                "direction": "in",
                "device_time": DAY,
            },
        ),
        ("POST", "/passes:open", {"access_point_id": "{}", "reason": "by hand"}),
        (
            "POST",
            "/emergencies",
            {"community_id": "$own", "access_point_id": "{}", "reason": "fire alarm"},
        ),
        (
            "POST",
            "/devices",
            {
                "community_id": "$own",
                "access_point_id": "{}",
                "display_name": "x",
                "kind": "reader",
                "national_id": "9" * 20,
            },
        ),
        ("PUT", "/lanes/{}", {"unknown": "refuse"}),
        ("GET", "/lanes/{}", None),
        ("POST", "/plate-reads", {"access_point_id": "{}", "read": {"text": "鲁C12345"}}),
        *(
            ("POST", f"/passages:{phase}", {"access_point_id": "{}", "key": "1"})
            for phase in ("press", "picture", "pass", "reverse")
        ),
    ],
    "device": [
        ("GET", "/devices/{}", None),
        ("DELETE", "/devices/{}", None),
        ("GET", "/devices/{}/states", None),
        ("POST", "/devices/{}:enable", None),
        ("POST", "/devices/{}:disable", None),
        ("POST", "/devices/{}:issueKey", None),
    ],
    "position": [
        (
            "POST",
            "/access-points",
            {
                "community_id": "$own",
                "position_id": "{}",
                "display_name": "x",
                "kind": "gate",
                "direction": "in",
            },
        ),
    ],
    "house": [
        ("PUT", "/house-contacts/{}", {"community_id": "$community"}),
        ("PATCH", "/houses/{}", {"rental": True}),
        (
            "POST",
            "/tenancies",
            {
                "house_id": "{}",
                "person_id": "$person",
                "kind": "floating",
                "valid_from": "2029-01-01T00:00:00+08:00",
                "valid_to": DAY,
            },
        ),
    ],
    "person": [
        ("GET", "/persons/{}", None),
        ("PATCH", "/persons/{}", {"display_name": "x"}),
        ("POST", "/persons/{}:reveal", {"reason": "just looking"}),
        ("GET", "/persons/{}/record", None),
        ("POST", "/persons/{}:erase", None),
        ("POST", "/tenancies", {"house_id": "$house", "person_id": "{}", "kind": "owner"}),
        ("POST", "/credentials", {"person_id": "{}", "kind": "passcode"}),
        (
            "POST",
            "/consents",
            {
                "person_id": "{}",
                "notice_id": "$notice",
                "text_hash": HASH,
                "channel": "app",
                "expire_time": DAY,
            },
        ),
        (
            "POST",
            "/consents:refuse",
            {"person_id": "{}", "notice_id": "$notice", "channel": "app"},
        ),
        ("POST", "/faces", {"subject_id": "{}", "photo": b"x"}),
        ("DELETE", "/faces/{}", None),
    ],
    "notice": [
        (
            "POST",
            "/consents:refuse",
            {"person_id": "$person", "notice_id": "{}", "channel": "app"},
        ),
    ],
    "tenancy": [("POST", "/tenancies/{}:end", None)],
    "consent": [("POST", "/consents/{}:withdraw", None)],
    "credential": [("POST", "/credentials/{}:revoke", None)],
    "erasure": [("GET", "/erasures/{}", None)],
    "emergency": [("POST", "/emergencies/{}:end", {"reason": "over now"})],
    "pass": [
        ("GET", "/passes/{}", None),
        ("POST", "/passes/{}:picture", {"reason": "as a test"}),
    ],
    "permit": [
        ("GET", "/permits/{}", None),
        ("PATCH", "/permits/{}", {"color": "blue"}),
        ("POST", "/permits/{}:revoke", None),
        ("POST", "/permits/{}:reveal", {"reason": "as a test"}),
    ],
    "visit": [
        ("GET", "/visits/{}", None),
        ("GET", "/visits/{}/pass", None),
        ("POST", "/visits/{}/pass:reissue", {"reason": "as a test"}),
        ("POST", "/visits/{}:approve", {}),
        *(
            ("POST", f"/visits/{{}}:{act}", {"reason": "as a test"})
            for act in ("reject", "cancel", "depart", "reveal")
        ),
    ],
    "block": [("POST", "/visit-blocks/{}:lift", {"reason": "as a test"})],
    "call": [
        ("GET", "/calls/{}", None),
        *(
            ("POST", f"/calls/{{}}:{act}", None)
            for act in ("answer", "approve", "hand-on", "end", "join")
        ),
        ("POST", "/calls/{}:refuse", {"reason": "as a test"}),
    ],
    "acceptance": [
        ("GET", "/acceptances/{}", None),
        ("POST", "/acceptances/{}:step", {"step": "designed", "signers": {}, "results": []}),
        ("POST", "/acceptances/{}/documents?kind=design&name=x", {"x": 1}),
    ],
    "document": [("GET", "/acceptance-documents/{}", None)],
    "maintenance": [("POST", "/coverage-maintenance/{}:cancel", None)],
    "filing": [("POST", "/camera-filings/{}:record", {"reference": "2024-1"})],
    "award": [
        ("GET", "/coverage-awards/{}", None),
        ("GET", "/coverage-awards/{}/file", None),
        ("POST", "/coverage-awards/{}:approve", None),
    ],
    "peer": [
        ("GET", "/uplink/peers/{}", None),
        ("PATCH", "/uplink/peers/{}", {"display_name": "x"}),
        ("POST", "/uplink/peers/{}:rotate", {"password": "another-password"}),
        ("POST", "/uplink/peers/{}:pause", {"reason": "as a test"}),
        ("POST", "/uplink/peers/{}:resume", None),
        ("POST", "/uplink/peers/{}:test", None),
        ("POST", "/uplink/flows", FLOW | {"destination_id": "{}"}),
        ("POST", "/uplink/ledger:verify", {"destination_id": "{}"}),
        (
            "POST",
            "/uplink/objects:replay",
            {"destination_id": "{}", "start_time": DAY, "end_time": LATER, "reason": "as a test"},
        ),
    ],
    "flow": [
        ("GET", "/uplink/flows/{}", None),
        ("GET", "/uplink/flows/{}/dry-run", None),
        ("POST", "/uplink/flows/{}:approve", None),
        ("POST", "/uplink/flows/{}:end", {"reason": "as a test"}),
    ],
    "passage": [
        ("GET", "/passages/{}", None),
        ("POST", "/passages/{}:correct", {"passed": False, "reason": "as a test"}),
        ("POST", "/passages/{}:reveal", {"reason": "as a test"}),
    ],
}
for kind, table in perimeters.ABOUT.items():
    ABOUT[kind] = [*ABOUT.get(kind, []), *table]
# Who looked at what (R71).
REGISTERS = (
    "/audit-entries",
    *(f"/{name}-audit-entries" for name in ("access", "face", "perimeter", "plate")),
    *(f"/{name}-audit-entries" for name in ("registry", "uplink", "visitor")),
)
LISTS = (
    *perimeters.LISTS,
    *("/communities", "/positions", "/access-points", "/devices", "/houses", "/persons"),
    *("/tenancies", "/notices", "/consents", "/credentials", "/erasures", *REGISTERS),
    *("/faces", "/passes", "/emergencies"),
    *("/permits", "/lanes", "/plate-reads", "/passages"),
    *("/visits", "/calls", "/visit-blocks"),
    *("/coverage-sites", "/coverage-surveys", "/coverage-maintenance", "/acceptances"),
    *("/camera-filings", "/coverage-snapshots", "/coverage-corrections", "/coverage-awards"),
    *("/uplink/peers", "/uplink/flows"),
)
# Routes about nobody's object, or of the whole district.
ELSEWHERE = perimeters.ELSEWHERE | {
    *("PUT /v1/districts/{code}", "GET /v1/districts", "PUT /v1/towns/{code}", "GET /v1/towns"),
    *("POST /v1/communities", "POST /v1/device-tokens", "POST /v1/heartbeats", "POST /v1/imports"),
    # Of the platform's own services; and a file, whose community the query names.
    *("POST /v1/plates:match", "POST /v1/passages:decide", "POST /v1/permits:import"),
    "GET /v1/visit-receipts",
    # What left and what came of it has no object until a destination is set up: see
    # services/uplink/test_api.py.
    *(f"GET /v1/uplink/{name}" for name in ("profiles", "status", "objects", "ledger")),
    *(f"GET /v1/uplink/{name}" for name in ("reconciliations", "disclosures", "channels")),
    "POST /v1/uplink/channels:import",
    "GET /v1/visits:export",
    *("GET /v1/car-parks/{car_park}", "PUT /v1/car-parks/{car_park}"),
    # Of a community that the query names.
    *("GET /v1/coverage-points", "GET /v1/coverage-devices"),
    "POST /v1/acceptances/{id}/documents",
    # Of the programme, which is the same for everybody.
    *("PUT /v1/coverage-plans/current", "GET /v1/coverage-plans/current"),
    *("POST /v1/coverage-profiles", "GET /v1/coverage-profiles", "GET /v1/coverage-reports/key"),
    # Of the whole district; the summary adds up what the caller may see.
    *(f"POST /v1/coverage-snapshots:{act}" for act in ("take", "verify", "correct")),
    *(f"GET /v1/coverage-{what}" for what in ("summary", "trend", "forecast", "anomalies")),
    *("GET /v1/coverage-assessment", "GET /v1/coverage-reports"),
}
# gRPC methods about one object: service, method, kind of the field `id`.
RPC = (
    *perimeters.RPC,
    *(("registry", name, "community") for name in ("GetCommunity",)),
    *(("registry", name, "access point") for name in ("GetAccessPoint", "DeleteAccessPoint")),
    ("registry", "GetDevice", "device"),
    ("registry", "SetDeviceEnabled", "device"),
    ("registry", "DeleteDevice", "device"),
    ("registry", "IssueDeviceKey", "device"),
    ("resident", "SetHouseRental", "house"),
    ("resident", "GetPerson", "person"),
    ("resident", "RevealPerson", "person"),
    ("resident", "CorrectPerson", "person"),
    ("resident", "GetPersonRecord", "person"),
    ("resident", "ErasePerson", "person"),
    ("resident", "EndTenancy", "tenancy"),
    ("resident", "WithdrawConsent", "consent"),
    ("resident", "RevokeCredential", "credential"),
    ("resident", "GetErasure", "erasure"),
    ("access", "EndEmergency", "emergency"),
    *(("access", name, "pass") for name in ("GetPass", "GetPassPicture")),
    *(
        ("visitor", f"{verb}Visit", "visit")
        for verb in ("Approve", "Reject", "Cancel", "Depart", "Get", "Reveal")
    ),
    ("visitor", "LiftBlock", "block"),
    *(
        ("visitor", f"{verb}Call", "call")
        for verb in ("Answer", "HandOn", "Approve", "Refuse", "End", "Join", "Get")
    ),
    ("coverage", "CancelMaintenance", "maintenance"),
    *(("coverage", f"{verb}Acceptance", "acceptance") for verb in ("Step", "Get")),
    ("coverage", "ReadDocument", "document"),
    ("coverage", "RecordFiling", "filing"),
    *(("coverage", f"{verb}Award", "award") for verb in ("Approve", "Get", "Export")),
    *(
        ("uplink", name, "peer")
        for name in ("GetPeer", "UpdatePeer", "RotatePeerCredential", "PausePeer", "ResumePeer")
    ),
    ("uplink", "TestPeer", "peer"),
    *(("uplink", f"{verb}Flow", "flow") for verb in ("Get", "Approve", "End", "DryRun")),
    *(("plate", f"{verb}Permit", "permit") for verb in ("Get", "Update", "Revoke", "Reveal")),
    *(("plate", f"{verb}Passage", "passage") for verb in ("Get", "Correct", "Reveal")),
)


def filled(value: Any, key: str, own: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: filled(each, key, own) for name, each in value.items()}
    if isinstance(value, str) and value.startswith("$"):
        return own["community" if value == "$own" else value[1:]]
    return key if value == "{}" else value
