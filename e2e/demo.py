"""`make demo`: a small community comes to life, and real photographs are decided at its gate."""

import argparse
import asyncio
import json
import os
import re
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nats
from rich.console import Console
from rich.live import Live
from rich.panel import Panel
from rich.table import Table

from e2e.cars import cars
from e2e.community import Community, Gate, Refused, call, found, wait_for
from e2e.guests import guests
from e2e.platform import SHARED, Platform
from e2e.portraits import Probe, encode, pairs, public_domain, variations
from e2e.programme import programme
from e2e.watchers import watchers
from kit.errors import AnjuError
from services.inference.packs import Manifest, Task, default_folder, problem, trouble
from services.inference.pull import Puller

console = Console(record=True, width=None if sys.stdout.isatty() else 150)
WIDE = 130  # columns that the table with every stage needs
ALL = ("queue_ms", "decode_ms", "detect_ms", "embed_ms", "search_ms", "record_ms", "total_ms")
STAGES = ALL if console.width >= WIDE else ALL[-1:]


@dataclass
class Story:
    """What was expected and what came."""

    table: Table
    live: Live
    wrong: list[str] = field(default_factory=list)
    count: int = 0
    milliseconds: list[float] = field(default_factory=list)

    def tell(self, what: str, expected: str, decided: str, why: str, times: dict[str, Any]) -> None:
        self.count += 1
        right = expected == decided
        if not right:
            self.wrong.append(f"{what}: expected {expected}, got {decided} ({why})")
        if total := times.get("total_ms"):
            self.milliseconds.append(total)
        mark = "[green]✓[/green]" if right else "[red]✗[/red]"
        colour = "yellow" if decided == "refused" else "green"
        shown = [f"{times[stage]:.1f}" if stage in times else "" for stage in STAGES]
        self.table.add_row(what, expected, f"{mark} [{colour}]{decided}[/{colour}]", why, *shown)
        self.live.refresh()

    async def show(
        self, community: Community, gate: Gate, what: str, expected: str, kind: str, content: Any
    ) -> None:
        decided = await community.show(gate, kind, content)
        self.tell(what, expected, decided["outcome"], decided["reason"], decided["times"])


def new_table() -> Table:
    table = Table(title="At the gates and the barrier", title_justify="left", expand=False)
    for name in ("what the gate sees", "expected", "decided", "why"):
        table.add_column(name, no_wrap=True)
    for stage in STAGES:
        table.add_column(stage.removesuffix("_ms"), justify="right")
    return table


def models_ready() -> str:
    """Pulls the face models when they are missing; returns what is wrong, or nothing."""
    manifest, folder = Manifest.read(), default_folder()
    wanted = [manifest.recommended("face_detection"), manifest.recommended("face_recognition")]
    missing = [pack for pack in wanted if problem(pack.file, folder)]
    if not missing:
        return ""
    mirror = os.environ.get("ANJU_MODELS_MIRROR", "")
    if not mirror and (SHARED / "models").is_dir():
        mirror = str(SHARED / "models")
    try:
        for pack in missing:
            with console.status(f"pulling {pack.name}"):
                Puller(folder, mirror, attempts=2)(pack.file)
    except AnjuError as error:  # the demo goes on without faces
        return f"{error.message}; {error.remedy}"
    return ""


def optional_models() -> None:
    """Pulls the accurate plate reader, as the bundled one reads as well, and what finds objects,
    if that can be done."""
    mirror = str(SHARED / "models") if (SHARED / "models").is_dir() else ""
    mirror = os.environ.get("ANJU_MODELS_MIRROR", mirror)
    tasks: tuple[Task, ...] = ("plate_recognition", "object_detection")
    for task in tasks:
        pack = Manifest.read().recommended(task)
        for file in pack.files:
            with suppress(AnjuError), console.status(f"pulling {pack.name}"):
                Puller(default_folder(), mirror, attempts=1)(file)


def folder_has_objects() -> bool:
    return not trouble(Manifest.read().recommended("object_detection"), default_folder())


async def faces(story: Story, community: Community, gate: Gate, data: Path | None) -> None:
    portraits = public_domain()
    photos = {name: encode(picture) for name, picture in portraits.items()}
    probes = [p for name, picture in portraits.items() for p in variations(name, picture)]
    resident = "Eileen Collins"
    if data and (data / "faces").is_dir():
        more, others = pairs(data / "faces", people=6, strangers=4)
        photos, probes = photos | more, probes + others
    person = await community.resident(resident)
    try:
        await community.enrol(person, photos[resident])
        story.tell("enrolment without consent", "refused", "accepted", "", {})
    except Refused as refused:
        story.tell("enrolment without consent", "refused", "refused", refused.reason, {})
    consent = await community.consent(person)
    await community.enrol(person, photos[resident])
    for name in photos:
        if name in {resident, "Grace Hopper"}:
            continue
        await community.enrolled(name, photos[name])
    enrolled = set(photos) - {"Grace Hopper"}
    for probe in probes:
        await decide(story, community, gate, probe, enrolled)
    await community.enrolled("Grace Hopper", photos["Grace Hopper"])
    for probe in variations("Grace Hopper", portraits["Grace Hopper"]):
        await decide(story, community, gate, probe, set(photos))
    receipt = await community.withdraw(consent["id"])
    holders = ", ".join(holder["holder"] for holder in receipt["holders"])
    story.tell("consent withdrawn, erased by", "complete", "complete", holders, {})
    await story.show(
        community, gate, f"{resident} after withdrawal", "refused", "frame", photos[resident]
    )


async def decide(
    story: Story, community: Community, gate: Gate, probe: Probe, enrolled: set[str]
) -> None:
    expected = "open" if probe.person in enrolled else "refused"
    name = (
        probe.name if expected == "open" or "stranger" in probe.name else f"{probe.name} (unknown)"
    )
    await story.show(community, gate, name, expected, "frame", probe.jpeg)


async def credentials(story: Story, community: Community, gate: Gate) -> None:
    person = await community.resident("Wang Fang")
    card = await community.credential(person, "card", "0A1B2C3D")
    passcode = await community.credential(person, "passcode")

    async def known() -> bool:
        return (await community.show(gate, "card", card))["outcome"] == "open"

    await wait_for(known)
    await story.show(community, gate, "resident's card", "open", "card", card)
    await story.show(community, gate, "resident's passcode", "open", "passcode", passcode)
    await story.show(community, gate, "unknown card", "refused", "card", "FFFFFFFF")
    await story.show(community, gate, "guessed passcode", "refused", "passcode", "00000000")
    opened = await community.post(
        "/passes:open", access_point_id=gate.id, reason="furniture delivery"
    )
    story.tell("opened by hand, on record", "open", opened["outcome"], opened["reason"], {})
    emergency = await community.post(
        "/emergencies", community_id=community.id, reason="fire alarm building 3"
    )
    await story.show(community, gate, "anybody, fire alarm", "open", "card", "FFFFFFFF")
    await community.post(f"/emergencies/{emergency['id']}:end", reason="drill is over")
    await story.show(community, gate, "anybody, drill over", "refused", "card", "FFFFFFFF")


class Subscriber:
    """Another system: reads one community's events with the observer's account."""

    def __init__(self, url: str, community_id: str) -> None:
        self._url, self._community = url, community_id
        self.events: list[dict[str, Any]] = []

    async def __aenter__(self) -> "Subscriber":
        self._client = await nats.connect(self._url)

        async def got(message: Any) -> None:
            self.events.append(json.loads(message.data))

        await self._client.subscribe(f"anju.{self._community}.>", cb=got)
        await self._client.flush()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.close()

    def table(self) -> Table:
        table = Table(title="The same, as a subscribed system saw it", title_justify="left")
        for name, least in (("time", 12), ("event", 38), ("data", 12)):
            table.add_column(name, no_wrap=True, overflow="ellipsis", min_width=least)
        kinds: dict[str, dict[str, Any]] = {}
        for event in self.events:
            kinds[event["type"]] = event
        for kind, event in kinds.items():
            number = sum(each["type"] == kind for each in self.events)
            data = json.dumps(event["data"], ensure_ascii=False)
            table.add_row(event["time"][11:23], f"{kind} × {number}", data[:90])
        return table


async def run(platform: Platform, data: Path | None, without_faces: str) -> Story:
    community = await found(platform)
    gate = await community.gate()
    if not without_faces:
        await community.enable_face(gate)
    async with Subscriber(platform.observer_urls(), community.id) as subscriber:
        table = new_table()
        with Live(table, console=console, auto_refresh=False, vertical_overflow="visible") as live:
            story = Story(table, live)
            if not without_faces:
                await faces(story, community, gate, data)
            await credentials(story, community, gate)
            await cars(story.tell, community, data)
            await guests(story.tell, community)
            await watchers(story.tell, community, gate, folder_has_objects())
        passes = (await call(community.http, "GET", "/passes", params={"page_size": 500}))["items"]

        async def caught_up() -> bool:
            seen = [e for e in subscriber.events if e["type"].startswith("anju.access.pass")]
            return len(seen) >= len(passes)

        await wait_for(caught_up)
        console.print()
        console.print(subscriber.table())
    console.print(await programme(console, community))
    await community.http.aclose()
    return story


def summary(story: Story, without_faces: str, started: float) -> Panel:
    middle = sorted(story.milliseconds)[len(story.milliseconds) // 2]
    lines = [
        f"{story.count - len(story.wrong)} of {story.count} outcomes as expected, "
        f"half of the decisions within {middle:.0f} ms, all in {time.monotonic() - started:.0f} s",
    ]
    lines += [f"[red]{line}[/red]" for line in story.wrong]
    if without_faces:
        lines.append(f"[yellow]faces were left out: {without_faces}[/yellow]")
        lines.append("to see them: [bold].venv/bin/anju models pull[/bold], then make demo again")
    lines.append("next: [bold]make run[/bold] starts it for you to use; its API page is at /docs,")
    lines.append(
        "its events are described at /asyncapi.json; docs/quick-start.md goes on from here"
    )
    return Panel(
        "\n".join(lines), title="Anju 安居", border_style="red" if story.wrong else "green"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with faces/ of real matched pairs")
    parser.add_argument("--svg", type=Path, help="also write what was shown as a picture")
    options = parser.parse_args()
    started = time.monotonic()
    without_faces = models_ready()
    optional_models()
    folder = str(default_folder())
    with tempfile.TemporaryDirectory(prefix="anju-demo-") as place:
        platform = Platform(Path(place), ANJU_INFERENCE__MODELS_DIR=folder)
        with console.status("starting the platform"):
            platform.start()
        try:
            console.print(
                f"platform up in {time.monotonic() - started:.1f} s: API {platform.http}/docs, "
                f"gRPC {platform.grpc}"
            )
            story = asyncio.run(run(platform, options.data, without_faces))
        finally:
            platform.stop()
    console.print(summary(story, without_faces, started))
    if options.svg:
        svg = console.export_svg(title="make demo")
        # No fonts from elsewhere: the viewer's own monospace does.
        options.svg.write_text(re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL))
    sys.exit(1 if story.wrong else 0)


if __name__ == "__main__":
    main()
