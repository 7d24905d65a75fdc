"""Films in which we know what happens: what must be raised is, and nothing else
(`anju perimeter evaluate`)."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from e2e.platform import has_models, models_env
from e2e.scenes.__main__ import film
from e2e.scenes.catalogue import Told, happens, nothing
from e2e.scenes.sprites import missing
from services.perimeter.cli import perimeter

pytestmark = [
    pytest.mark.one_process,
    pytest.mark.skipif(
        not has_models() or bool(missing()),
        reason="needs ../shared/models and pictures for films",
    ),
]
SCENES = [*happens(), *nothing()]


def test_there_are_enough_of_them():
    assert len(happens()) >= 12
    assert len(nothing()) >= 8


@pytest.mark.parametrize("told", SCENES, ids=lambda told: told.name)
def test_a_film_is_judged_right(tmp_path: Path, told: Told):
    film(tmp_path, told)
    models = models_env()["ANJU_INFERENCE__MODELS_DIR"]
    done = CliRunner().invoke(perimeter, ["evaluate", str(tmp_path), "--dir", models, "--json"])
    found = json.loads(done.stdout.splitlines()[0])
    assert (found["missed"], found["false"]) == ([], []), done.stdout
    assert found["found"] == found["expected"] == len(told.truth) + len(told.health)
    assert done.exit_code == 0


def test_a_rule_nobody_can_read_says_what_is_wrong(tmp_path: Path):
    path = film(tmp_path, nothing()[0])
    path.with_suffix(".json").write_text('{"rules": [{"kind": "flying"}], "events": []}')
    models = models_env()["ANJU_INFERENCE__MODELS_DIR"]
    done = CliRunner().invoke(perimeter, ["evaluate", str(tmp_path), "--dir", models])
    assert done.exit_code == 1
    assert "an-empty-yard.json" in done.output
