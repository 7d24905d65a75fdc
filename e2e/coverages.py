"""A community's programme as an integrator would run it: surveyed, built, tried, accepted, paid."""

from datetime import UTC, datetime, timedelta
from typing import Any

from e2e.community import Community, wait_for
from services.coverage.rules import Rules
from services.coverage.seed.district import PAPERS

DONE = datetime(2023, 12, 1, tzinfo=UTC)
YEAR = {"first_day": "2024-01-01", "last_day": "2024-12-31"}
SIGNERS = {"builder": "b", "inspector": "i", "property": "p"}


async def known(community: Community) -> None:
    """Waits until the coverage service has heard of the community."""

    async def heard() -> bool:
        query = {"community_id": community.id}
        return bool((await community.get("/coverage-sites", **query))["items"])

    await wait_for(heard)


async def placed(community: Community, number: int) -> tuple[str, str]:
    """A point that needs filing, and the camera that stands there; (point, device)."""
    survey = await community.post(
        "/coverage-surveys",
        community_id=community.id,
        survey_time=(DONE - timedelta(days=90)).isoformat(),
        counts={"surface_parks": 1},
    )
    (point,) = [each["name"] for each in survey["points"]]
    position = await community.post(
        "/positions", community_id=community.id, code="2050200", display_name=point
    )
    device = await community.post(
        "/devices",
        community_id=community.id,
        position_id=position["id"],
        national_id=f"37030300013299{number:06}",
        display_name=point,
        kind="camera",
    )

    async def heard() -> bool:
        query = {"community_id": community.id} | YEAR
        found = (await community.get("/coverage-devices", **query))["devices"]
        return device["id"] in {each["device_id"] for each in found}

    await wait_for(heard)
    return point, device["id"]


async def accepted(community: Community, number: int) -> dict[str, str]:
    """The whole way to the handover; ids of the acceptance, a document and a filing."""
    point, device = await placed(community, number)
    up = (DONE - timedelta(days=60)).isoformat()
    await community.post(
        "/coverage-history:import",
        community_id=community.id,
        reason="from the former system",
        placements=[{"device_id": device, "place_time": up}],
        turns=[{"device_id": device, "time": up, "online": True}],
    )
    opened = (DONE - timedelta(days=50)).isoformat()
    made = await community.post("/acceptances", community_id=community.id, open_time=opened)
    path = f"/acceptances/{made['id']}"
    document = ""
    for kind in PAPERS:
        answer = await community.http.post(
            f"{path}/documents", params={"kind": kind, "name": kind}, content=kind.encode()
        )
        document = answer.json()["id"]
    for step, days in (("designed", 50), ("installed", 45), ("trial", 40), ("tried", 5)):
        await _step(community, path, step, days)
    await _step(community, path, "sampled", 4)
    items = [i for i in Rules().checklist.items if i.captures == "scene"]
    results = [
        {"point": point, "item": i.key, "value": i.least if i.least is not None else 0}
        for i in items
    ]
    await _step(community, path, "inspected", 3, signers=SIGNERS, results=results)
    for step, days in (("accepted", 1), ("handed_over", 0)):
        await _step(community, path, step, days, signers=SIGNERS)
    query = {"community_id": community.id}
    (filing,) = (await community.get("/camera-filings", **query))["items"]
    return {"acceptance": made["id"], "document": document, "filing": filing["id"]}


async def _step(community: Community, path: str, step: str, days: int, **more: Any) -> None:
    at = (DONE - timedelta(days=days)).isoformat()
    await community.post(f"{path}:step", step=step, step_time=at, **more)


async def programme(community: Community, number: int) -> dict[str, str]:
    """One object of each kind; their ids by kind."""
    await known(community)
    ids = await accepted(community, number)
    start, end = (datetime.now(UTC) + timedelta(days=n) for n in (3, 4))
    window = await community.post(
        "/coverage-maintenance",
        community_id=community.id,
        start_time=start.isoformat(),
        end_time=end.isoformat(),
        reason="new switches",
    )
    await community.post("/coverage-snapshots:take", **YEAR)
    await community.post(
        "/coverage-snapshots:correct",
        community_id=community.id,
        day=YEAR["last_day"],
        reason="counted again",
    )
    award = await community.post("/coverage-awards", community_id=community.id, **YEAR)
    return ids | {"maintenance": window["id"], "award": award["award"]["id"]}
