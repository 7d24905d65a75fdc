"""Figures: counted once, small cells left out, and a scanner that knows what a figure is (R97)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.uplink.v1 import uplink_pb2 as pb
from kit.events import Event
from kit.tables import now
from kit.testing import eventually
from kit.testing_tls import Authority
from services.uplink import store
from services.uplink.conftest import Estate
from services.uplink.statistics import COUNTS, PersonalData, counts_of, day_of, document, scan
from services.uplink.testing import Receiver

PLACE = "0191d0a0-0000-7000-8000-00000000abcd"
AT = datetime(2026, 3, 1, 17, tzinfo=UTC)  # the second of March in Shanghai


def event(name: str, place: str = PLACE, **data: object) -> Event:
    return Event("e1", f"anju.{name}", place, AT, dict(data))


def test_what_is_counted():
    assert counts_of(event("access.pass.granted")) == [
        ("2026-03-02", PLACE, "passes_granted", 1.0, True)
    ]
    assert counts_of(event("perimeter.alarm.raised"))[0].name == "alarms_raised"
    assert counts_of(event("registry.device.online")) == []
    taken = event("coverage.snapshot.taken", "district", day="2026-03-01", communities=475,
                  covered=300, networked=200, who="某某")  # fmt: skip
    assert [(c.name, c.value, c.adds) for c in counts_of(taken)] == [
        ("communities", 475.0, False),
        ("communities_covered", 300.0, False),
        ("communities_networked", 200.0, False),
    ]


def test_cells_under_ten_are_left_out_and_named():
    figures = {"passes_granted": 12345.0, "visits": 9.0, "alarms_raised": 10.0, "cars_left": 0.0}
    made = document("2026-03-01", PLACE, figures, 10)
    assert made["counts"] == {"alarms_raised": 10, "passes_granted": 12345}
    assert made["suppressed"] == ["cars_left", "visits"]


@pytest.mark.parametrize(
    ("communities", "covered", "rates"),
    [
        (475, 380, {"coverage_rate": 0.8}),
        (12, 12, {"coverage_rate": 1.0}),
        (12, 5, {}),  # 0.417 of 12 would give the 5 away
        (100, 97, {}),  # and this the 3 that are missing
        (0, 10, {}),
    ],
)
def test_no_rate_gives_a_small_cell_away(communities, covered, rates):
    figures = {"communities": float(communities), "communities_covered": float(covered)}
    assert document("2026-03-01", "district", figures, 10)["rates"] == rates


@pytest.mark.parametrize(
    "harm",
    [
        {"name": "王芳"},
        {"day": "13800005678"},
        {"community_id": "11010119900101000X"},
        {"counts": {"passes_granted": 9}},
        {"counts": {"passes_granted": "鲁C12345"}},
        {"counts": {"王芳": 12}},
        {"rates": {"coverage_rate": 2.0}},
        {"rates": {"passes": 0.5}},
        {"suppressed": ["王芳"]},
    ],
)
def test_the_scanner_refuses_what_is_no_figure(harm):
    made = document("2026-03-01", PLACE, {"passes_granted": 100.0}, 10)
    scan(made, 10)
    with pytest.raises(PersonalData):
        scan(made | harm, 10)


@given(
    st.dictionaries(
        st.one_of(st.sampled_from(sorted(COUNTS)), st.text(max_size=8)),
        st.floats(0, 1e9),
        max_size=12,
    )
)
def test_whatever_was_counted_no_small_cell_leaves(figures):
    made = document("2026-03-01", PLACE, figures, 10)
    assert all(value >= 10 for value in made["counts"].values())
    assert set(made["counts"]) | set(made["suppressed"]) <= COUNTS


async def extranet_flow(estate: Estate, peer: Any) -> Any:
    fields = {"statistics": ["community", "day", "figures"]}
    return await estate.flow(peer, fields, basis=pb.LEGAL_BASIS_NO_PERSONAL_DATA)


@asynccontextmanager
async def extranet(estate: Estate, folder: Path) -> AsyncIterator[tuple[Receiver, Any, Any]]:
    """A receiver on the extranet, its peer and the flow to it."""
    authority = Authority(folder)
    async with Receiver(*authority.issue("extranet")) as receiver:
        peer = await estate.peer(
            "",
            kind=pb.PEER_KIND_EXTRANET,
            url=receiver.url,
            profile="extranet-statistics",
            ca=authority.ca.read_text(),
            password="",
        )
        yield receiver, peer, await extranet_flow(estate, peer)


async def test_a_day_leaves_over_https_and_as_an_event(estate: Estate, tmp_path: Path):
    async with extranet(estate, tmp_path) as (receiver, peer, _):
        for number in range(12):
            await estate.drive(f"k{number}")
        await estate.parts.publisher.day(day_of(now() - timedelta(days=1)))  # before the flow began
        day = day_of(now())

        async def counted() -> bool:
            async with estate.parts.db.read() as session:
                rows = await store.figures_of(session, day)
            return any(r.name == "cars_entered" and r.value == 12 for r in rows)

        await eventually(counted)
        await estate.parts.publisher.day(day)
        await estate.until(peer, 1)
        (body,) = receiver.bodies
        (item,) = body["statistics"]["items"]
        assert item["community"] == estate.here
        assert item["figures"]["counts"] == {"cars_entered": 12}
        assert "devices_never_seen" in item["figures"]["suppressed"]
        for count in (1, 2, 3):  # days before may have been told of as well
            *_, told = await estate.node.events("anju.*.uplink.statistics.published", count)
            if told["data"]["day"] == day:
                break
        assert told["data"]["counts"] == {"cars_entered": 12}
