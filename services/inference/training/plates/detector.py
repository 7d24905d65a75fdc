"""The detector: an Ultralytics pose network of four key points, the plate's corners."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import torch
import ultralytics
import yaml
from torch import nn
from ultralytics.nn.tasks import PoseModel
from ultralytics.utils import DEFAULT_CFG

SIDE = 384
"""Pixels of the squares that it learns from; what it reads later may be larger."""
_BATCH = 16
_GREY = 114
_SCALE = (0.34, 0.125, 512)  # depth, width, most channels: half a million weights
_EXACT = 0.06
"""How wrong a corner may be before it costs as much as a missing one, in units of the square root
of the plate's area; Ultralytics' own 0.25 for key points without a table leaves them loose."""
_LEAST = 14  # pixels of a plate's width: smaller ones are not taught
_CUT = 0.1  # share of a plate's width by which it may reach over the edge
_SCALES = (0.55, 2.0)
_AIMED = 0.7  # share of the squares that are laid around a plate


def build() -> Any:
    """YOLO11's pose network, an eighth as wide as its largest."""
    folder = Path(ultralytics.__file__).parent / "cfg/models/11"
    layout = yaml.safe_load((folder / "yolo11-pose.yaml").read_text())
    layout |= {"kpt_shape": [4, 2], "nc": 1, "scales": {"n": list(_SCALE)}, "scale": "n"}
    model: Any = PoseModel(layout, ch=3, nc=1, verbose=False)
    model.args = DEFAULT_CFG
    model.kpt_oks_sigmas = [_EXACT] * 4
    return model.to(memory_format=torch.channels_last)


class Scenes:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        labels = json.loads((folder / "labels.json").read_text())
        self._labels = [(name, np.array(quads, np.float32)) for name, quads in labels.items()]

    def batch(self, rng: np.random.Generator) -> dict[str, torch.Tensor]:
        pictures, boxes, points, owners = [], [], [], []
        for i in range(_BATCH):
            name, quads = self._labels[int(rng.integers(len(self._labels)))]
            picture, seen = _piece(cv2.imread(str(self._folder / name)), quads, rng)
            pictures.append(picture)
            for quad in seen:
                low, high = quad.min(0).clip(0, SIDE), quad.max(0).clip(0, SIDE)
                boxes.append([*(low + high) / 2 / SIDE, *(high - low) / SIDE])
                points.append(quad / SIDE)
                owners.append(i)
        rgb = np.stack(pictures)[..., ::-1]
        image = torch.from_numpy(np.ascontiguousarray(rgb)).float().permute(0, 3, 1, 2) / 255
        return {
            "img": image.contiguous(memory_format=torch.channels_last),
            "batch_idx": torch.tensor(owners, dtype=torch.float32),
            "cls": torch.zeros(len(owners), 1),
            "bboxes": torch.tensor(np.array(boxes, np.float32).reshape(-1, 4)),
            "keypoints": torch.tensor(np.array(points, np.float32).reshape(-1, 4, 2)),
        }


def _piece(
    picture: npt.NDArray[Any], quads: npt.NDArray[np.float32], rng: np.random.Generator
) -> tuple[npt.NDArray[Any], list[npt.NDArray[np.float32]]]:
    """A square of the scene at some scale, mostly with one of its plates, and the plates in it."""
    height, width = picture.shape[:2]
    scale = float(np.exp(rng.uniform(*np.log(_SCALES))))
    room = SIDE - np.array((width, height)) * scale
    shift = rng.uniform(0, 1, 2) * room
    if quads.size and rng.random() < _AIMED:
        quad = quads[int(rng.integers(len(quads)))]
        middle = SIDE / 2 - quad.mean(0) * scale + rng.normal(0, SIDE / 6, 2)
        shift = np.clip(middle, np.minimum(room, 0), np.maximum(room, 0))
    matrix = np.array(((scale, 0, shift[0]), (0, scale, shift[1])), np.float64)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    square = cv2.warpAffine(picture, matrix, (SIDE, SIDE), flags=how, borderValue=(_GREY,) * 3)
    moved = [(quad * scale + shift).astype(np.float32) for quad in quads]
    return square, [quad for quad in moved if _taught(quad)]


def _taught(quad: npt.NDArray[np.float32]) -> bool:
    """Whether it is large enough, and nearly all of it can be seen."""
    across = float(np.ptp(quad[:, 0]))
    over = _CUT * across
    return across >= _LEAST and bool((quad > -over).all() and (quad < SIDE + over).all())


def train(
    model: Any,
    scenes: Scenes,
    *,
    minutes: float,
    seed: int,
    say: Callable[[str], None],
    rate: float = 2e-3,
) -> Any:
    """Until the time is over; returns the moving average of the weights, which is what to ship."""
    rng = np.random.default_rng(seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=5e-4)
    average = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.998), use_buffers=True
    )
    began, step, mean = time.monotonic(), 0, 0.0
    model.train()
    while (done := (time.monotonic() - began) / (60 * minutes)) < 1:
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / 200) * (0.5 + 0.5 * np.cos(np.pi * done))
        batch = scenes.batch(rng)
        with torch.autocast("cpu", torch.bfloat16):
            seen = model(batch["img"])
        parts, _ = model.loss(batch, seen)
        optimizer.zero_grad()
        parts.sum().backward()
        nn.utils.clip_grad_norm_(model.parameters(), 10.0)
        optimizer.step()
        average.update_parameters(model)
        mean += (float(parts.detach().sum()) / _BATCH - mean) / min(step + 1, 100)
        step += 1
        if step % 50 == 0:
            say(f"detector step {step} {100 * done:.0f} % loss {mean:.4f}")
    return average.module


class _Rows(nn.Module):
    """One row per candidate: box, score, corners; in pixels of the input."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.model(pictures).transpose(1, 2)
        return out


def export(model: Any, path: Path) -> None:
    model = model.float().eval()
    head = model.model[-1]
    head.export, head.format, head.dynamic = True, "onnx", True
    args: Any = (torch.zeros(1, 3, 384, 640),)
    torch.onnx.export(
        _Rows(model),
        args,
        str(path),
        input_names=["picture"],
        output_names=["plates"],
        dynamic_axes={"picture": {0: "n", 2: "height", 3: "width"}, "plates": {0: "n", 1: "k"}},
        opset_version=17,
        dynamo=False,
    )
