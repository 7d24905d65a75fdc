"""Fixtures of this folder: real models and photos where present, tiny graphs always."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from services.inference.faces import FaceAnalyzer
from services.inference.loader import Loader
from services.inference.packs import Manifest
from services.inference.runtime import choose

SHARED = Path(__file__).parents[3] / "shared"


@pytest.fixture(scope="session")
def model_files() -> Path:
    folder = SHARED / "models"
    if not folder.is_dir():
        pytest.skip("no model files: ../shared/models is absent")
    return folder


@pytest.fixture(scope="session")
def photos() -> list[Path]:
    folder = SHARED / "data/faces"
    if not folder.is_dir():
        pytest.skip("no photos: ../shared/data/faces is absent")
    return sorted(folder.glob("*.jpg"))


@pytest.fixture(scope="session")
def analyzer(model_files: Path) -> FaceAnalyzer:
    return FaceAnalyzer(Loader(Manifest.read(), model_files, choose("openvino", 2)))


@pytest.fixture
def jpeg() -> bytes:
    """A picture of 80×60 without a face."""
    noise = np.random.default_rng(0).integers(0, 255, (60, 80, 3), np.uint8)
    return cv2.imencode(".jpg", noise)[1].tobytes()


@pytest.fixture
def tiny_pack(tmp_path: Path) -> Callable[..., Manifest]:
    """Writes a graph that gives channel means times weights, and a manifest with its entry."""

    def write(
        side: int = 96, size: int = 6, layout: str = "NCHW", batch: int | str = 1, **entry: str
    ) -> Manifest:
        content = _graph(side, size, layout, batch)
        (tmp_path / "tiny.onnx").write_bytes(content)
        values = {"color": '"BGR"', "scale": "1.0", "mean": "[0, 0, 0]", "std": "[1, 1, 1]"} | entry
        pre = "\n".join(f"{name} = {value}" for name, value in values.items())
        (tmp_path / "packs.toml").write_text(
            f'''
[[packs]]
name = "tiny"
task = "face_recognition"
license = "MIT"
embedding_size = {size}
threshold = 0.5
file = {{ name = "tiny.onnx", sha256 = "{hashlib.sha256(content).hexdigest()}",
    size = {len(content)}, source = "https://example.org/tiny.onnx" }}
origin = {{ test_set = "none", command = "none", date = "2026-01-01", figures = "none" }}
[packs.input]
width = {side}
height = {side}
layout = "{layout}"
{pre}
'''.replace(",\n    size", ", size")
        )
        return Manifest.read(tmp_path / "packs.toml")

    return write


def _graph(side: int, size: int, layout: str, batch: int | str) -> bytes:
    axes, shape = ([2, 3], [3, side, side]) if layout == "NCHW" else ([1, 2], [side, side, 3])
    weights = np.tile(np.eye(3, dtype=np.float32), (1, size // 3))
    graph = helper.make_graph(
        [
            helper.make_node("ReduceMean", ["x"], ["m"], axes=axes, keepdims=0),
            helper.make_node("MatMul", ["m", "w"], ["y"]),
        ],
        "tiny",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [batch, *shape])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [batch, size])],
        [onnx.numpy_helper.from_array(weights, "w")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    return bytes(model.SerializeToString())
