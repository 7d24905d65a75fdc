"""The fast recogniser: a strip to 42 columns of character scores (CTC), and the ground's colour."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import torch
from torch import nn
from torch.nn import functional

from services.plate.grammar import ALPHABET, Color

COLORS = [str(color) for color in Color]
_BATCH = 64
_WIDTH = 256


class Recogniser(nn.Module):
    """0.96 million weights. Input (n, 3, 48, 168), RGB from -1 to 1."""

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(
            _conv(3, 32, stride=2),
            _conv(32, 64),
            nn.MaxPool2d((2, 1)),
            _conv(64, 112),
            nn.MaxPool2d(2),
            _conv(112, 160),
            _conv(160, 192),
            nn.MaxPool2d((2, 1)),
            nn.Conv2d(192, _WIDTH, (3, 1), bias=False),
            nn.BatchNorm2d(_WIDTH),
            nn.SiLU(),
        )
        self.context = nn.Sequential(*(_Along(_WIDTH) for _ in range(4)))
        self.drop = nn.Dropout(0.1)
        self.spell = nn.Linear(_WIDTH, 1 + len(ALPHABET))
        self.tint = nn.Linear(_WIDTH, len(COLORS))

    def forward(self, pictures: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits (n, 42, 1 + characters), the blank first, and (n, colours)."""
        seen = self.features(pictures)
        columns = self.context(seen[:, :, 0])
        return self.spell(self.drop(columns.transpose(1, 2))), self.tint(seen.mean((2, 3)))


def _conv(inputs: int, outputs: int, stride: int = 1) -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.SiLU(),
    )


class _Along(nn.Module):
    """Looks at neighbouring columns: what stands beside a blurred character helps to tell it."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.step = nn.Sequential(
            nn.Conv1d(width, width, 5, padding=2, groups=width, bias=False),
            nn.Conv1d(width, width, 1, bias=False),
            nn.BatchNorm1d(width),
            nn.SiLU(),
        )

    def forward(self, columns: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = columns + self.step(columns)
        return out


def tensor(strips: npt.NDArray[np.uint8]) -> torch.Tensor:
    """BGR bytes (n, 48, 168, 3) to what the network reads."""
    values = torch.from_numpy(np.ascontiguousarray(strips[..., ::-1])).float() / 127.5 - 1
    return values.permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last)


def augment(strips: npt.NDArray[np.uint8], rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """What may change from one time to the next: place, light, colour, noise, a hidden patch."""
    out = strips.astype(np.float32)
    out *= np.exp(rng.normal(0, 0.18, (len(out), 1, 1, 1))).astype(np.float32)
    out *= (1 + rng.normal(0, 0.06, (len(out), 1, 1, 3))).astype(np.float32)
    out += rng.normal(0, 12, (len(out), 1, 1, 1)).astype(np.float32)
    out += rng.normal(0, 4, out.shape).astype(np.float32)
    for picture in out:
        if rng.random() < 0.5:
            picture[:] = np.roll(picture, rng.integers(-3, 4), axis=1)
        if rng.random() < 0.5:
            picture[:] = np.roll(picture, rng.integers(-3, 4), axis=0)
        if rng.random() < 0.15:
            y, x = rng.integers(0, 40), rng.integers(0, 160)
            picture[y : y + rng.integers(4, 16), x : x + rng.integers(4, 16)] = rng.integers(0, 255)
    return np.clip(out, 0, 255).astype(np.uint8)


def loss(
    model: Recogniser, strips: npt.NDArray[np.uint8], labels: Sequence[Sequence[str]]
) -> torch.Tensor:
    """CTC of the text, and a fifth of the cross entropy of the colour where it is known."""
    with torch.autocast("cpu", torch.bfloat16):
        logits, tints = model(tensor(strips))
    texts = [[ALPHABET.index(each) + 1 for each in text] for text, _ in labels]
    flat = torch.tensor([each for text in texts for each in text])
    lengths = torch.tensor([len(text) for text in texts])
    columns = logits.float().log_softmax(-1).transpose(0, 1)
    full = torch.full((len(texts),), columns.shape[0])
    spelled = functional.ctc_loss(columns, flat, full, lengths, zero_infinity=True)
    colors = torch.tensor([COLORS.index(color) if color else -100 for _, color in labels])
    tinted = functional.cross_entropy(tints.float(), colors, ignore_index=-100)
    return spelled + 0.2 * tinted.nan_to_num()


def train(
    model: Recogniser,
    strips: npt.NDArray[np.uint8],
    labels: Sequence[Sequence[str]],
    *,
    real: tuple[npt.NDArray[np.uint8], Sequence[Sequence[str]]] | None = None,
    real_share: float = 0.0,
    rate: float = 2e-3,
    minutes: float,
    seed: int,
    say: Callable[[str], None],
) -> None:
    """Until the time is over; the rate falls to nothing by then. `real_share` of each batch is
    drawn from `real`."""
    rng = np.random.default_rng(seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=1e-4)
    began, step, mean = time.monotonic(), 0, 0.0
    model.train()
    while (done := (time.monotonic() - began) / (60 * minutes)) < 1:
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / 200) * (0.5 + 0.5 * np.cos(np.pi * done))
        chosen = rng.integers(len(strips), size=_BATCH)
        pictures, texts = strips[chosen], [labels[i] for i in chosen]
        if real is not None:
            drawn = rng.integers(len(real[0]), size=round(_BATCH * real_share))
            pictures = np.concatenate((pictures[len(drawn) :], real[0][drawn]))
            texts = texts[len(drawn) :] + [real[1][i] for i in drawn]
        value = loss(model, augment(pictures, rng), texts)
        optimizer.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        mean += (float(value.detach()) - mean) / min(step + 1, 100)
        step += 1
        if step % 100 == 0:
            say(f"recogniser step {step} {100 * done:.0f} % loss {mean:.4f}")


def greedy(model: Recogniser, strips: npt.NDArray[np.uint8]) -> list[str]:
    """Texts without any grammar: a quick look at how far training came."""
    model.eval()
    texts = []
    with torch.no_grad():
        for i in range(0, len(strips), 256):
            for row in model(tensor(strips[i : i + 256]))[0].argmax(-1).numpy():
                kept = [
                    k for k, before in zip(row, [0, *row[:-1]], strict=True) if k and k != before
                ]
                texts.append("".join(ALPHABET[k - 1] for k in kept))
    model.train()
    return texts


def export(model: Recogniser, path: Path) -> None:
    model.eval()
    args: Any = (torch.zeros(1, 3, 48, 168),)
    torch.onnx.export(
        model,
        args,
        str(path),
        input_names=["strip"],
        output_names=["logits", "color"],
        dynamic_axes={"strip": {0: "n"}, "logits": {0: "n"}, "color": {0: "n"}},
        opset_version=17,
        dynamo=False,
    )
    graph = onnx.load(str(path))
    _halve(graph.graph)
    onnx.helper.set_model_props(graph, {"charset": ALPHABET, "colors": ",".join(COLORS)})
    onnx.save(graph, str(path))


def _halve(graph: onnx.GraphProto) -> None:
    """Weights are kept as 16 bits; readers widen them when they load the graph."""
    casts = []
    for weights in graph.initializer:
        values = onnx.numpy_helper.to_array(weights)
        if values.dtype != np.float32 or values.size < _WIDTH:
            continue
        name = weights.name
        half = onnx.numpy_helper.from_array(values.astype(np.float16), f"{name}.half")
        weights.CopyFrom(half)
        casts.append(onnx.helper.make_node("Cast", [half.name], [name], to=onnx.TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
