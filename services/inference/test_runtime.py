"""One suite for both runtimes: each must give what the manifest's preprocessing means."""

import threading
from pathlib import Path

import numpy as np
import pytest

from kit.errors import Unavailable
from services.inference import runtime as runtimes
from services.inference.runtime import Runtime, choose

SIDE = 96


@pytest.fixture(params=["openvino", "onnxruntime"])
def runtime(request) -> Runtime:
    pytest.importorskip(request.param)
    return choose(request.param, 2, "f32")


@pytest.fixture
def picture() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 255, (SIDE, SIDE, 3), np.uint8)


def load(runtime: Runtime, manifest, folder: Path):
    pack = manifest.get("tiny", "face_recognition")
    return runtime.load((folder / pack.file.name).read_bytes(), pack.input)


@pytest.mark.parametrize("layout", ["NCHW", "NHWC"])
@pytest.mark.parametrize("color", ["BGR", "RGB"])
def test_colour_order_layout_and_normalisation_come_from_the_manifest(
    runtime, tiny_pack, tmp_path, picture, layout, color
) -> None:
    manifest = tiny_pack(
        layout=layout,
        color=f'"{color}"',
        scale="0.5",
        mean="[0.25, 0.5, 0.75]",
        std="[2.0, 4.0, 5.0]",
    )
    model = load(runtime, manifest, tmp_path)
    means = picture.mean((0, 1))[:: -1 if color == "RGB" else 1]
    wanted = (means * 0.5 - [0.25, 0.5, 0.75]) / [2, 4, 5]
    np.testing.assert_allclose(model(picture[None])[0][0, :3], wanted, rtol=1e-4)


@pytest.mark.parametrize("batch", [1, "n"])
def test_a_batch_gives_what_its_pictures_give(runtime, tiny_pack, tmp_path, picture, batch) -> None:
    model = load(runtime, tiny_pack(batch=batch), tmp_path)
    pictures = np.stack([picture, 255 - picture, picture // 2])
    together = model(pictures)[0]
    alone = [model(each[None])[0].copy() for each in pictures]
    np.testing.assert_allclose(together, np.concatenate(alone), rtol=1e-4)


def test_threads_do_not_mix_their_results(runtime, tiny_pack, tmp_path) -> None:
    model = load(runtime, tiny_pack(), tmp_path)
    wrong = []

    def work(value: int) -> None:
        picture = np.full((1, SIDE, SIDE, 3), value, np.uint8)
        for _ in range(50):
            if abs(float(model(picture)[0][0, 0]) - value) > 0.01 * value:
                wrong.append(value)

    threads = [threading.Thread(target=work, args=(value,)) for value in (40, 90, 160, 250)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_missing_runtime_names_the_remedy(monkeypatch) -> None:
    monkeypatch.setattr(runtimes, "_installed", lambda module: False)
    with pytest.raises(Unavailable) as caught:
        choose("auto", 1)
    assert caught.value.reason == "RUNTIME_MISSING"
    assert "pip install" in caught.value.remedy
