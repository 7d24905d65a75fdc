"""The demo's visitor: invited, let in once, seen off; and a kiosk whose call opens the gate."""

from typing import Any

from e2e.cars import Tell
from e2e.community import Community, Gate, wait_for
from e2e.visitors import Kiosk, accept, host, page, scanned


async def guests(tell: Tell, community: Community) -> None:
    """Every expected outcome is told."""
    way_in = await community.gate("西门", 801, "in")
    way_out = await community.gate("西门出", 802, "out")
    await accept(community, way_in, way_out)
    resident = await host(community, "Zhao Min")
    made = await resident.invite(way_in)
    token = scanned((await page(community, made["pass"]["link"])).text)
    await _shown(tell, community, way_in, "visitor's QR code, read from their page", "open", token)
    await _shown(tell, community, way_in, "the same code again", "refused", token)
    visit = made["visit"]["id"]

    async def told() -> bool:
        return '"kind": "arrived"' in community.platform.log()

    await wait_for(told)
    state = (await resident.visit(visit))["state"]
    tell("the visit", "arrived", state, "the host was told", {})
    await _shown(tell, community, way_out, "the visitor leaves", "open", token)
    await _shown(tell, community, way_in, "after the departure", "refused", token)
    kiosk = Kiosk(community, way_in)
    call_id = (await kiosk.place())["call"]["id"]
    await resident.post(f"/calls/{call_id}:answer")
    await resident.post(f"/calls/{call_id}:approve")
    shown: Any = (await kiosk.call(call_id))["pass"]
    await _shown(tell, community, way_in, "let in by a call from the kiosk", "open", shown["token"])


async def _shown(
    tell: Tell, community: Community, gate: Gate, what: str, expected: str, token: str
) -> None:
    made = await community.show(gate, "qr", token)
    tell(what, expected, made["outcome"], made["reason"], made["times"])
