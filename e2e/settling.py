"""One object of every kind in a community, for those tests that ask whose it is."""

from datetime import UTC, datetime, timedelta

from e2e import perimeters
from e2e.community import Community, found
from e2e.coverages import programme
from e2e.objects import FLOW, PEER, PHONE
from kit.testing import TestNode


def soon() -> str:
    return (datetime.now(UTC) + timedelta(hours=2)).isoformat()


async def settle(node: TestNode, code: str, number: int) -> dict[str, str]:
    """A community with one object of each kind; their ids by kind."""
    community = await found(node, code)  # type: ignore[arg-type]
    gate = await community.gate(number=number)
    position = await community.post(
        "/positions", community_id=community.id, code="0000001", display_name="p"
    )
    person = await community.resident("某")
    consent = await community.consent(person)
    await community.consent(person)  # renewed: the first one is over, the second stands
    tenancy = (await community.get("/tenancies", person_id=person))["items"][0]
    issued = await community.post("/credentials", person_id=person, kind="passcode")
    started = await community.post(
        "/emergencies", community_id=community.id, reason="drill of today"
    )
    permit = await community.post("/permits", community_id=community.id, plate="鲁C12345")
    lane = await community.http.put(f"/lanes/{gate.id}", json={})
    assert lane.is_success
    read = {"text": "鲁C12345", "confidence": 0.9}
    await community.post("/plate-reads", access_point_id=gate.id, read=read)
    passage = await community.post("/passages:press", access_point_id=gate.id, key="1")
    visit = await community.post(
        "/visits", community_id=community.id, name="x", valid_to=soon(), route=[gate.id]
    )
    block = await community.post(
        "/visit-blocks",
        community_id=community.id,
        phone=PHONE,
        reason="as a test",
        expire_time=soon(),
    )
    placed = await community.post(
        "/calls", community_id=community.id, access_point_id=gate.id, emergency=True
    )
    peer = await community.post(
        "/uplink/peers", community_id=community.id, national_id=f"{number:020}", **PEER
    )
    watched = await perimeters.guarded(community, gate.device_id, person)
    return (
        await programme(community, number)
        | watched
        | {
            "peer": peer["id"],
            "flow": await _flow(community, number),
            "visit": visit["visit"]["id"],
            "block": block["id"],
            "call": placed["call"]["id"],
            "permit": permit["id"],
            "passage": passage["id"],
            "community": community.id,
            "access point": gate.id,
            "device": gate.device_id,
            "position": position["id"],
            "house": community.house_id,
            "person": person,
            "notice": community.notice["id"],
            "consent": consent["id"],
            "tenancy": tenancy["id"],
            "credential": issued["credential"]["id"],
            "erasure": await _erasure(community),
            "emergency": started["id"],
            "pass": (await community.show(gate, "card", "ABCD"))["id"],
        }
    )


async def _flow(community: Community, number: int) -> str:
    """To a destination of the district, about this community alone."""
    upper = {"kind": "upper", "display_name": "x", "password": "a-long-password"}
    there = await community.post(
        "/uplink/peers", national_id=f"9{number:019}", url="http://127.0.0.1:1", **upper
    )
    body = FLOW | {"destination_id": there["id"], "community_ids": [community.id]}
    return str((await community.post("/uplink/flows", **body))["id"])


async def _erasure(community: Community) -> str:
    gone = await community.resident("去")
    return str((await community.post(f"/persons/{gone}:erase"))["id"])
