"""A small community, made through the public REST API alone, as an integrator would."""

import asyncio
import base64
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from e2e.platform import Platform

NOTICE = {
    "handler": "安居小区物业服务中心",
    "contact": "物业服务中心一楼，电话 0533-0000000",
    "method": "从照片提取特征值，加密存放，照片随即删除",
    "retention": "至同意到期、撤回或搬离，之后 24 小时内删除",
    "necessity": "双手提物时仍可通行",
    "impact": "人脸信息属敏感个人信息，泄露可能危及人身财产安全",
    "rights": "可随时查询、更正、撤回，撤回不影响门卡和密码通行",
    "alternatives": "门卡、密码、值班人员",
}
JUSTIFICATION = {
    "purpose": "residents with full hands at the main gate",
    "alternatives": "card and passcode stay on the same lane",
    "approver": "owners' committee",
    "pia_id": "PIA-2026-001",
}


class Refused(Exception):
    """The API answered with a problem document."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__(f"{problem['reason']}: {problem['detail']}")
        self.problem = problem
        self.reason: str = problem["reason"]


async def call(http: httpx.AsyncClient, method: str, path: str, **options: Any) -> Any:
    """The answer's JSON. Raises Refused."""
    answer = await http.request(method, path, **options)
    body = answer.json()
    if answer.is_error:
        raise Refused(body)
    return body


async def wait_for(check: Any, timeout: float = 30.0) -> Any:
    """Waits until the async function returns something true."""
    async with asyncio.timeout(timeout):
        while not (found := await check()):
            await asyncio.sleep(0.02)
        return found


@dataclass
class Gate:
    """An access point with one device that has face and card readers."""

    id: str
    device_id: str
    token: str


@dataclass
class Community:
    http: httpx.AsyncClient
    platform: Platform
    id: str = ""
    notice: dict[str, Any] = field(default_factory=dict)
    house_id: str = ""

    async def post(self, path: str, **body: Any) -> Any:
        return await call(self.http, "POST", path, json=body)

    async def get(self, path: str, **query: Any) -> Any:
        return await call(self.http, "GET", path, params=query)

    async def gate(self, name: str = "南门", number: int = 1, direction: str = "in") -> Gate:
        """Creates access point and device, brings the device online, waits for access."""
        point = await self.post(
            "/access-points",
            community_id=self.id,
            display_name=name,
            kind="gate",
            direction=direction,
        )
        national_id = f"3703030000132{number:07}"
        device = await self.post(
            "/devices",
            community_id=self.id,
            access_point_id=point["id"],
            national_id=national_id,
            display_name=f"{name}人脸闸机",
            kind="face_terminal",
            capabilities=["face", "card", "passcode", "qr"],
        )
        key = (await self.post(f"/devices/{device['id']}:issueKey"))["key"]
        issued = await self.post("/device-tokens", national_id=national_id, key=key)
        gate = Gate(point["id"], device["id"], issued["token"])
        async with self.platform.rest(gate.token) as device_http:
            beat = {"heartbeats": [{"device_id": gate.device_id}]}
            await call(device_http, "POST", "/heartbeats", json=beat)
        await wait_for(lambda: self._usable(gate))
        return gate

    async def _usable(self, gate: Gate) -> bool:
        """The registry shows the device online, and access knows the access point."""
        if (await self.get(f"/devices/{gate.device_id}"))["state"] != "online":
            return False
        answer = await self.http.get(f"/access-rules/{gate.id}")
        return answer.is_success

    async def enable_face(self, gate: Gate, **justification: Any) -> Any:
        path = f"/access-rules/{gate.id}:enableFace"
        return await self.post(path, justification=JUSTIFICATION | justification)

    async def resident(self, name: str) -> str:
        """A person who lives here; returns the id."""
        born = "1980-05-17"
        person = await self.post(
            "/persons", community_id=self.id, display_name=name, birth_date=born
        )
        await self.post("/tenancies", house_id=self.house_id, person_id=person["id"], kind="owner")
        return str(person["id"])

    async def consent(self, person_id: str, notice: dict[str, Any] | None = None) -> Any:
        """To what the notice says; to the face at the door where none is given."""
        notice = notice or self.notice
        return await self.post(
            "/consents",
            person_id=person_id,
            notice_id=notice["id"],
            text_hash=notice["text_hash"],
            channel="app",
            expire_time=(datetime.now(UTC) + timedelta(days=365)).isoformat(),
        )

    async def enrol(self, person_id: str, photo: bytes) -> Any:
        files = {"photo": ("photo.jpg", photo, "image/jpeg")}
        return await call(self.http, "POST", "/faces", data={"subject_id": person_id}, files=files)

    async def enrolled(self, name: str, photo: bytes) -> str:
        """A resident with consent and face; returns the person's id."""
        person_id = await self.resident(name)
        await self.consent(person_id)
        await self.enrol(person_id, photo)
        return person_id

    async def credential(self, person_id: str, kind: str, value: str = "") -> str:
        """The value to show at the door, once access knows it."""
        issued = await self.post("/credentials", person_id=person_id, kind=kind, value=value)
        return str(issued["secret"] or value)

    async def show(self, gate: Gate, evidence: str, content: bytes | str) -> Any:
        """What the gate's device sends; returns the pass."""
        if isinstance(content, bytes):
            content = base64.b64encode(content).decode()
        async with self.platform.rest(gate.token) as http:
            body = {"access_point_id": gate.id, "evidence": {evidence: content}}
            return await call(http, "POST", "/passes", json=body)

    async def withdraw(self, consent_id: str) -> Any:
        """Withdraws and waits for the receipt."""
        erasure = (await self.post(f"/consents/{consent_id}:withdraw"))["erasure"]

        async def complete() -> Any:
            found = await self.get(f"/erasures/{erasure['id']}")
            return found if found["complete_time"] else None

        return await wait_for(complete)


async def found(platform: Platform, code: str = "DEMO-1", name: str = "安居小区") -> Community:
    """Founds district, town, community, one house and the face notice."""
    community = Community(platform.rest(), platform)
    await call(community.http, "PUT", "/districts/370303", json={"display_name": "张店区"})
    await call(community.http, "PUT", "/towns/370303001", json={"display_name": "科苑街道"})
    created = await community.post(
        "/communities",
        town_code="370303001",
        code=code,
        display_name=name,
        kind="commercial",
        enclosure="enclosed",
    )
    community.id = created["id"]
    house = await community.post(
        "/houses", community_id=community.id, building="1", unit="1", number="101"
    )
    community.house_id = house["id"]
    community.notice = await community.post(
        "/notices", community_id=community.id, purpose="face_access", version="1", **NOTICE
    )
    return community
