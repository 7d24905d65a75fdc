"""The demo's barrier: cars with permits, without, misread, reversed; drawn ones and real ones."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from e2e.barriers import Barrier, barrier, occupied, permit
from e2e.community import Community
from services.inference.plate_evaluation import truth_of

DRAWN = Path(__file__).parent / "plates"
"""Made by this project's own generator: `python -m services.inference.training.plates.samples`."""
REAL = 6

Tell = Callable[[str, str, str, str, dict[str, Any]], None]


async def cars(tell: Tell, community: Community, data: Path | None) -> None:
    """Every expected outcome is told; a drawn car's plate is in its file's name."""
    way_in = await barrier(community, name="东门车道", car_park="P1")
    way_out = await barrier(community, "out", name="东门出口", car_park="P1")
    await _photographed(tell, community, way_in, data)
    await _misread(tell, community, way_in)
    await _through(tell, community, way_in, way_out)


async def _photographed(tell: Tell, community: Community, lane: Barrier, data: Path | None) -> None:
    pictures = sorted(DRAWN.glob("*.jpg"))
    if data and (data / "plates/photos").is_dir():
        pictures += sorted((data / "plates/photos").glob("*.jpg"))[:REAL]
    for number, picture in enumerate(pictures):
        text, kind = truth_of(picture)
        expected = "refused" if number == 0 else "open"
        if expected == "open":
            await permit(community, text)
        made = await lane.frames(picture.read_bytes())
        what = f"{'drawn' if picture.parent == DRAWN else 'real'} car, {kind}"
        what += "" if expected == "open" else " (no permit)"
        tell(what, expected, made["outcome"], made["reason"], made["times"])


async def _misread(tell: Tell, community: Community, lane: Barrier) -> None:
    await permit(community, "鲁C8B001")
    await permit(community, "鲁C70001", "deny")
    for what, text, expected in (
        ("device read, exact", "鲁C8B001", "open"),
        ("device read, B taken for 8", "鲁C88001", "open"),
        ("device read, unknown plate", "京A00001", "refused"),
        ("device read, denied plate", "鲁C70001", "refused"),
        ("device read, T for 7 of the denied", "鲁CT0001", "refused"),
    ):
        made = await lane.read(text)
        why = " ".join((made["reason"], *made["notes"]))
        tell(what, expected, made["outcome"], why, made["times"])


async def _through(tell: Tell, community: Community, way_in: Barrier, way_out: Barrier) -> None:
    steps: tuple[tuple[str, Callable[[], Awaitable[Any]], int], ...] = (
        ("a car drives in", lambda: way_in.through("鲁C8B001", "k1"), 1),
        ("its report comes twice", lambda: way_in.report("pass", "k1"), 1),
        ("it drives out", lambda: way_out.through("鲁C8B001", "k2"), 0),
    )
    for what, step, inside in steps:
        await step()
        found = await occupied(community, "P1")
        tell(what, f"{inside} inside", f"{found} inside", "one passage, counted once", {})
