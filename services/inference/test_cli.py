import json
import shutil

import numpy as np
import pytest
from typer.testing import CliRunner

from services.inference.faces_cli import faces
from services.inference.models_cli import models


@pytest.fixture
def run(monkeypatch):
    monkeypatch.delenv("ANJU_MODELS_MIRROR", raising=False)
    runner = CliRunner()
    return lambda app, *args: runner.invoke(app, [str(arg) for arg in args])


@pytest.fixture
def gallery(tmp_path, photos):
    folder = tmp_path / "gallery"
    folder.mkdir()
    for photo in photos:
        if photo.stem.endswith("_0001") and photo.with_stem(photo.stem[:-1] + "2").exists():
            shutil.copy(photo, folder / f"{photo.stem[:-5]}.jpg")
    (folder / "notes.txt").write_text("no photo")
    (folder / "broken.jpg").write_bytes(b"no photo either")
    return folder


FACES = ["yunet-2023mar", "mobilefacenet-2025dec"]


@pytest.mark.models
def test_pull_list_and_verify(run, model_files, tmp_path) -> None:
    folder = tmp_path / "models"
    assert run(models, "verify", "--dir", folder).exit_code == 3
    pulled = run(models, "pull", *FACES, "--dir", folder, "--mirror", model_files, "--json")
    assert [row["fetched"] for row in json.loads(pulled.stdout)] == [True, True]
    again = run(models, "pull", "yunet-2023mar", "--dir", folder, "--mirror", model_files, "--json")
    assert [row["fetched"] for row in json.loads(again.stdout)] == [False]
    states = json.loads(run(models, "list", "--dir", folder, "--json").stdout)
    assert [state["name"] for state in states if not state["problem"]][:2] == FACES
    (folder / "face_detection_yunet_2023mar.onnx").write_bytes(b"altered")
    listed = json.loads(run(models, "list", "--dir", folder, "--json").stdout)
    assert "anju models pull" in listed[0]["problem"]
    assert listed[1]["problem"] == ""


def test_pull_of_an_unknown_pack_names_the_known(run, tmp_path) -> None:
    result = run(models, "pull", "nope", "--dir", tmp_path)
    assert result.exit_code == 1
    assert "yunet-2023mar" in result.stderr


def test_without_models_exit_code_3_and_the_command(run, tmp_path) -> None:
    result = run(faces, "compare", "a.jpg", "b.jpg", "--dir", tmp_path)
    assert result.exit_code == 3
    assert "anju models pull" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.models
def test_compare(run, model_files, photos) -> None:
    first, second, other = photos[0], photos[1], photos[3]
    same = run(faces, "compare", first, second, "--dir", model_files, "--json")
    different = run(faces, "compare", first, other, "--dir", model_files, "--json")
    assert json.loads(same.stdout)["verdict"] == "same"
    assert json.loads(different.stdout)["verdict"] == "different"
    assert "same: score" in run(faces, "compare", first, second, "--dir", model_files).stdout


@pytest.mark.models
def test_identify_answers_each_file_in_order(run, model_files, photos, gallery, tmp_path) -> None:
    junk, empty = tmp_path / "junk.jpg", tmp_path / "empty.jpg"
    junk.write_text("junk")
    empty.touch()
    probes = [photos[1], junk, empty, tmp_path / "absent.jpg", tmp_path, photos[6]]
    result = run(faces, "identify", "--gallery", gallery, *probes, "--json", "--dir", model_files)
    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["file"] for row in rows] == [str(probe) for probe in probes]
    assert [row["reason"] for row in rows] == [
        "MATCH",
        "IMAGE_NOT_JPEG",
        "IMAGE_EMPTY",
        "FILE_UNREADABLE",
        "FILE_UNREADABLE",
        "BELOW_THRESHOLD",
    ]
    assert rows[0]["id"] == photos[1].stem[:-5]
    assert rows[0]["score"] > rows[0]["threshold"] > rows[0]["second"]
    assert {row["id"] for row in rows[1:]} == {None}
    assert all(row["ms"] >= 0 for row in rows)
    assert "broken.jpg: IMAGE_NOT_JPEG" in result.stderr


@pytest.mark.models
def test_identify_prints_a_table(run, model_files, photos, gallery) -> None:
    result = run(faces, "identify", "--gallery", gallery, photos[1], "--dir", model_files)
    assert "MATCH" in result.stdout
    missing = run(faces, "identify", "--gallery", "nowhere", photos[1], "--dir", model_files)
    assert missing.exit_code == 1


@pytest.mark.models
def test_embed(run, model_files, photos, tmp_path) -> None:
    target = tmp_path / "x.npz"
    good = run(faces, "embed", *photos[:2], "--out", target, "--dir", model_files)
    assert good.exit_code == 0
    saved = np.load(target)
    assert saved["files"].tolist() == [str(photo) for photo in photos[:2]]
    assert saved["vectors"].shape == (2, 128)
    bad = run(faces, "embed", photos[0], "absent.jpg", "--out", target, "--dir", model_files)
    assert bad.exit_code == 1
    assert len(np.load(target)["files"]) == 1
