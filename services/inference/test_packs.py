from pathlib import Path

import pytest

from kit.errors import InvalidArgument, Unavailable
from services.inference.faces import FaceAnalyzer, Request
from services.inference.loader import Loader
from services.inference.packs import Manifest, problem, read_verified
from services.inference.runtime import choose


def test_built_in_manifest_recommends_one_pack_per_task() -> None:
    manifest = Manifest.read()
    for task in ("face_detection", "face_recognition"):
        pack = manifest.recommended(task)
        assert pack.task == task
        assert pack.file.source.startswith("https://raw.githubusercontent.com/")
        assert pack.origin.command
        assert pack.origin.figures


def test_unknown_pack_names_the_known_ones() -> None:
    with pytest.raises(InvalidArgument) as caught:
        Manifest.read().get("nope", "face_recognition")
    assert caught.value.reason == "UNKNOWN_PACK"
    assert "mobilefacenet-2025dec" in caught.value.remedy


def test_a_detector_is_no_recognition_pack() -> None:
    with pytest.raises(InvalidArgument):
        Manifest.read().get("yunet-2023mar", "face_recognition")


@pytest.mark.parametrize("content", ["packs = 3", "[[packs]]\nname = 'x'", "no toml"])
def test_invalid_manifest_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(content)
    with pytest.raises(InvalidArgument) as caught:
        Manifest.read(path)
    assert caught.value.reason == "MANIFEST_INVALID"
    assert "mine.toml" in caught.value.message


def test_file_names_cannot_leave_the_folder(tiny_pack, tmp_path) -> None:
    tiny_pack()
    path = tmp_path / "packs.toml"
    path.write_text(path.read_text().replace('"tiny.onnx"', '"../tiny.onnx"'))
    with pytest.raises(InvalidArgument):
        Manifest.read(path)


def test_missing_and_altered_files_name_the_command(tiny_pack, tmp_path) -> None:
    file = tiny_pack().get("tiny", "face_recognition").file
    assert problem(file, tmp_path) == ""
    (tmp_path / file.name).write_bytes(b"other")
    with pytest.raises(Unavailable) as caught:
        read_verified(file, tmp_path)
    assert caught.value.reason == "MODEL_ALTERED"
    (tmp_path / file.name).unlink()
    assert "anju models pull" in problem(file, tmp_path)


def test_a_missing_model_fails_the_request_until_it_is_pulled(tmp_path, jpeg) -> None:
    analyzer = FaceAnalyzer(Loader(Manifest.read(), tmp_path, choose("openvino", 1)))
    with pytest.raises(Unavailable) as caught:
        analyzer.analyze(Request(jpeg))
    assert caught.value.reason == "MODEL_MISSING"
    assert "anju models pull" in caught.value.remedy


@pytest.mark.models
@pytest.mark.parametrize("runtime", ["openvino", "onnxruntime"])
def test_another_model_needs_a_manifest_entry_only(
    tiny_pack, tmp_path, model_files, photos, runtime
) -> None:
    manifest = tiny_pack(side=160, size=9, layout="NHWC", color='"RGB"', scale="0.01")
    folder = tmp_path
    for pack in Manifest.read().packs:
        (folder / pack.file.name).symlink_to(model_files / pack.file.name)
    analyzer = FaceAnalyzer(Loader(manifest, folder, choose(runtime, 1)))
    request = Request(photos[0].read_bytes(), packs=("tiny", "mobilefacenet-2025dec"))
    face = analyzer.analyze(request).faces[0]
    assert {name: len(vector) for name, vector in face.embeddings.items()} == {
        "tiny": 9,
        "mobilefacenet-2025dec": 128,
    }


@pytest.mark.models
def test_a_wrong_embedding_size_in_the_manifest_is_told(
    tiny_pack, tmp_path, model_files, photos
) -> None:
    tiny_pack(size=6)
    path = tmp_path / "packs.toml"
    path.write_text(path.read_text().replace("embedding_size = 6", "embedding_size = 7"))
    for pack in Manifest.read().packs:
        (tmp_path / pack.file.name).symlink_to(model_files / pack.file.name)
    analyzer = FaceAnalyzer(Loader(Manifest.read(path), tmp_path, choose("openvino", 1)))
    with pytest.raises(Unavailable) as caught:
        analyzer.analyze(Request(photos[0].read_bytes(), packs=("tiny",)))
    assert caught.value.reason == "MODEL_MISMATCH"
