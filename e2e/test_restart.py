"""After a restart all is as it was; with a key missing nothing starts and nothing is lost."""

import hashlib
import json
from pathlib import Path

import pytest

from e2e.community import JUSTIFICATION, Community, call, found
from e2e.gates import CARD, under_load
from e2e.platform import Platform
from kit.secrets import Keyring


def _person(photos: Path) -> str:
    return min(path.name.rsplit("_", 1)[0] for path in photos.glob("*_0002.jpg"))


def restart(community: Community) -> None:
    """kill -9, and again on other ports."""
    community.platform.kill()
    community.platform.start()
    community.http.base_url = f"{community.platform.http}/v1"


async def test_everything_is_there_again(own_platform: Platform, photos):
    community = await found(own_platform.start())
    gate, other = await community.gate(number=601), await community.gate("北门", 602)
    first, second, *_ = sorted(photos.glob(f"{_person(photos)}_*.jpg"))
    person = await community.enrolled("甲", first.read_bytes())
    key = (await community.post(f"/devices/{gate.device_id}:issueKey"))["key"]
    await community.credential(person, "card", CARD)
    await community.enable_face(gate)
    path = f"/access-rules/{other.id}"
    rules = {"anti_passback": True, "credentials": ["card", "qr"], "two_person": True}
    await call(community.http, "PUT", path, json=rules)
    await community.post(
        "/emergencies", community_id=community.id, access_point_id=other.id, reason="fire alarm"
    )
    before = await _state(community)
    restart(community)
    # The very first request: nothing is waited for.
    opened = await community.show(gate, "frame", second.read_bytes())
    assert (opened["outcome"], opened["reason"]) == ("open", "RESIDENT")
    assert (await community.show(gate, "card", CARD))["reason"] == "RESIDENT"
    assert (await community.show(other, "card", "FFFF"))["reason"] == "EMERGENCY"
    assert await _state(community) == before
    device = await community.get(f"/devices/{gate.device_id}")
    issued = await community.post("/device-tokens", national_id=device["national_id"], key=key)
    assert issued["device_id"] == gate.device_id
    justification = (await community.get(f"/access-rules/{gate.id}"))["justification"]
    assert justification["pia_id"] == JUSTIFICATION["pia_id"]
    await community.http.aclose()


async def _state(community: Community) -> dict[str, str]:
    """What the lists show, but for what moves by itself."""
    found = {}
    for path in ("/faces", "/persons", "/houses", "/tenancies", "/consents", "/credentials"):
        found[path] = await community.get(path)
    for path in ("/communities", "/access-points", "/emergencies", "/notices", "/towns"):
        found[path] = await community.get(path)
    found["rules"] = [
        await community.get(f"/access-rules/{point['id']}")
        for point in found["/access-points"]["items"]
    ]
    return {path: json.dumps(content, sort_keys=True) for path, content in found.items()}


@pytest.mark.one_process
async def test_a_door_decides_without_registry_and_resident(own_platform: Platform):
    """They answer nobody after the restart; the door knows by itself, and says what it misses."""
    community = await found(own_platform.start())
    load = await under_load(community, 1)
    own_platform.kill()
    own_platform.start(without=("registry", "resident"))
    opened = await community.show(load.gates[0], "card", CARD)
    assert (opened["outcome"], opened["reason"]) == ("open", "RESIDENT")
    assert opened["degraded"] == ["REGISTRY_STALE", "RESIDENT_STALE"]
    assert (await community.show(load.gates[0], "card", "FFFF"))["outcome"] == "refused"
    own_platform.kill()
    own_platform.start()
    again = await community.show(load.gates[0], "card", CARD)
    assert (again["outcome"], again["degraded"]) == ("open", [])
    await community.http.aclose()


def _contents(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _refuses_to_start(platform: Platform, ring: Path, text: str) -> None:
    """Ends at once with a clear error that names the file; neither keys nor tables change."""
    keys = _contents(ring.parent)
    before = len(platform.log())
    with pytest.raises(RuntimeError, match="did not start"):
        platform.start()
    assert platform.stop() == 1
    said = " ".join(platform.log()[before:].split())
    assert "cannot start:" in said
    assert ring.name in said.replace(" ", "")
    assert text in said
    assert "Traceback" not in said
    assert _contents(ring.parent) == keys


@pytest.mark.one_process
async def test_a_missing_key_stops_the_start_and_destroys_nothing(own_platform: Platform, photos):
    community = await found(own_platform.start())
    gate = await community.gate(number=603)
    first = min(photos.glob("*.jpg"))
    person = await community.enrolled("甲", first.read_bytes())
    await community.enable_face(gate)
    assert own_platform.stop() == 0
    rings = own_platform.data / "keys"
    for name in ("face", "resident", "access"):
        ring = rings / f"{name}.json"
        content = ring.read_bytes()
        ring.unlink()
        _refuses_to_start(own_platform, ring, "restore the file from its backup")
        ring.write_bytes(content)
    ring = rings / "face.json"
    content = ring.read_bytes()
    ring.write_bytes(content[:40])
    _refuses_to_start(own_platform, ring, "damaged")
    ring.unlink()
    Keyring.open(ring, may_create=True)  # of another installation
    with pytest.raises(RuntimeError, match="did not start"):
        own_platform.start()
    ring.write_bytes(content)
    own_platform.start()
    community.http.base_url = f"{own_platform.http}/v1"
    assert len((await community.get("/faces"))["items"]) == 1
    opened = await community.show(gate, "frame", first.read_bytes())
    assert (opened["outcome"], opened["reason"]) == ("open", "RESIDENT")
    assert (await community.get(f"/persons/{person}"))["display_name"] == "甲"
    await community.http.aclose()
