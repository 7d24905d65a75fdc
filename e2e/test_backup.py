"""Back-up and restore as docs/kubernetes.md says: dump, restore into an empty database, compare;
and nobody who was erased since comes back. Runs in services mode alone."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlparse

import pytest

from e2e.community import found, wait_for
from e2e.gates import CARD, pass_log, under_load
from e2e.platform import ROOT, in_services
from e2e.services import Services
from kit.testing_postgres import binaries

pytestmark = pytest.mark.skipif(
    not in_services(), reason="needs one process per service: ANJU_E2E_MODE=services"
)
SCRIPT = ROOT / "charts" / "backup.sh"


def backup(verb: str, folder: Path, url: str) -> subprocess.CompletedProcess[str]:
    parsed = urlparse(url)
    where = {
        "PGHOST": str(parsed.hostname),
        "PGPORT": str(parsed.port),
        "PGUSER": str(parsed.username),
        "PGDATABASE": parsed.path[1:],
        "PATH": f"{binaries()}:{os.environ['PATH']}",
    }
    return subprocess.run(
        [str(SCRIPT), verb, str(folder)],
        env=os.environ | where,
        capture_output=True,
        text=True,
        check=False,
    )


def erasures(platform: Services, *arguments: str) -> str:
    command = [sys.executable, "-m", "services", "erasures", *arguments]
    env = platform.environment("resident")
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


async def test_restored_doors_open_and_the_erased_stay_erased(tmp_path: Path):
    platform, dump = Services(tmp_path / "platform"), tmp_path / "dump"
    try:
        community = await found(platform.start())
        load = await under_load(community, 1)
        await load.passes(0, 100)
        gone = await community.resident("将删除")
        await community.credential(gone, "card", "DEAD01")
        await wait_for(lambda: _reason(community, load, "DEAD01", "RESIDENT"))
        assert platform.stop() == 0
        url, log = platform.setting("ANJU_DATABASE__URL"), pass_log(platform)
        made = backup("dump", dump, url)
        assert made.returncode == 0, made.stderr
        assert "dumped" in made.stdout

        platform.start()  # and after the dump somebody asks to be erased
        await community.post(f"/persons/{gone}:erase")
        listed = tmp_path / "erasures.jsonl"
        listed.write_text(erasures(platform, "list"))
        assert gone in listed.read_text()
        assert "将删除" not in listed.read_text()
        platform.stop()
        differs = backup("compare", dump, url)
        assert differs.returncode == 1
        assert "differ" in differs.stderr
        full = backup("restore", dump, url)
        assert full.returncode == 1
        assert "not empty" in full.stderr

        platform.set(ANJU_DATABASE__URL=platform.postgres.fresh())
        restored = backup("restore", dump, platform.setting("ANJU_DATABASE__URL"))
        assert restored.returncode == 0, restored.stderr
        assert "as in the dump" in restored.stdout
        assert pass_log(platform) == log
        assert "1 of" in erasures(platform, "repeat", str(listed))  # R32
        assert "0 of" in erasures(platform, "repeat", str(listed))
        platform.start()
        assert (await community.show(load.gates[0], "card", CARD))["reason"] == "RESIDENT"
        await wait_for(lambda: _reason(community, load, "DEAD01", "CREDENTIAL_UNKNOWN"))
        await wait_for(lambda: _erased(community, gone))
        await community.http.aclose()
    finally:
        platform.close()


async def _reason(community, load, card: str, expected: str) -> bool:
    return bool((await community.show(load.gates[0], "card", card))["reason"] == expected)


async def _erased(community, person: str) -> bool:
    items = (await community.get("/erasures", person_id=person))["items"]
    return bool(items) and all(each["complete_time"] for each in items)


@pytest.mark.parametrize("arguments", [[], ["dump"], ["erase", "x"], ["summary", "x"]])
def test_the_script_says_how_it_is_used(arguments):
    done = subprocess.run([str(SCRIPT), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "usage:" in done.stderr


def test_nothing_is_restored_from_nowhere(tmp_path: Path):
    done = backup("restore", tmp_path, "postgresql://x@127.0.0.1:1/x")
    assert done.returncode == 1
    assert "no dump" in done.stderr
