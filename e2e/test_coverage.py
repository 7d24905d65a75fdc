"""A programme on a running platform: seeded and reported by the command line, fed by events."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from e2e.community import call, found, wait_for
from e2e.coverages import accepted, known
from e2e.platform import ROOT, Platform, platform

SIZE = "6"


def anju(*words: str, url: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    token = folder / "admin.token"
    command = [sys.executable, "-m", "services", *words, "--url", url, "--token-file", str(token)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=300)


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("programme")
    with platform(folder) as started:
        (folder / "admin.token").write_text(started.admin_token())
        done = anju("seed", "district", "--communities", SIZE, url=started.http, folder=folder)
        assert done.returncode == 0, done.stderr.decode()
        yield started, folder


def report(seeded: tuple[Platform, Path], *words: str) -> subprocess.CompletedProcess[bytes]:
    started, folder = seeded
    return anju("coverage", "report", *words, url=started.http, folder=folder)


async def test_the_command_line_makes_equal_reports_of_equal_facts(seeded):
    _, folder = seeded
    for form in ("xlsx", "pdf", "json"):
        contents = []
        for name in ("a", "b"):
            target = folder / f"{name}.{form}"
            words = ("--at", "2022-12-31", "--format", form, "--output", str(target))
            done = report(seeded, *words)
            assert done.returncode == 0, done.stderr.decode()
            contents.append(target.read_bytes())
        assert contents[0] == contents[1], form
    whole = json.loads(contents[0])
    assert all(goal["reached"] >= goal["needed"] for goal in whole["goals"])
    assert len(whole["lines"]) == int(SIZE)


async def test_the_command_line_says_what_is_wrong(seeded):
    done = report(seeded, "--at", "yesterday")
    assert done.returncode == 2
    assert b"is no day" in done.stderr
    done = report(seeded, "--at", "2019-01-01")
    assert done.returncode == 1
    assert b"SNAPSHOT_NOT_FOUND" in done.stderr
    started, folder = seeded
    done = anju("seed", "district", "--communities", SIZE, url=started.http, folder=folder)
    assert b"refused" in done.stderr  # its final days are final


async def test_the_stream_alone_proves_the_days(seeded):
    started, _ = seeded
    async with started.rest() as http:
        http.timeout = 120
        body = {"first_day": "2021-06-01", "last_day": "2021-06-30", "from_stream": True}
        answer = await call(http, "POST", "/coverage-snapshots:verify", json=body)
    assert answer == {"snapshots": 30 * int(SIZE), "different": []}


@pytest.mark.one_process  # test_chaos kills services
async def test_live_figures_follow_the_devices_and_survive_a_kill(tmp_path):
    with platform(tmp_path) as started:
        community = await found(started)
        await known(community)
        await accepted(community, 1)
        await community.gate()

        async def online() -> bool:
            answer = await community.http.get("/coverage-summary")
            if answer.is_error:
                return False
            figures = {f["key"]: f for f in answer.json()["rows"][0]["figures"]}
            built = figures["built"]
            return built["numerator"] == built["denominator"] == 1 and (
                figures["returned"]["denominator"] == 2
            )

        await wait_for(online, 60)
        await community.http.aclose()
        started.kill()
        started.start()
        community.http = started.rest()
        await wait_for(online, 60)
        await community.http.aclose()
