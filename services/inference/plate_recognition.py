"""Strips to class probabilities per column."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kit.errors import Unavailable
from services.inference.image import Picture
from services.inference.packs import Pack, Text
from services.inference.runtime import Floats, Model

_GREY = 128  # becomes nothing when normalised


@dataclass(frozen=True, slots=True)
class Columns:
    probabilities: Floats  # (columns, 1 + characters), the blank first
    colors: dict[str, float]  # by name of the ground; empty when the pack tells none


class PlateRecognizer:
    def __init__(self, model: Model, pack: Pack) -> None:
        if pack.text is None:
            raise ValueError(f"pack {pack.name} does not spell")
        self.name, self.threshold = pack.name, pack.threshold
        self._model, self._text = model, pack.text

    @property
    def characters(self) -> str:
        return self._text.characters

    @property
    def width(self) -> int:
        """Of the strips that it takes."""
        return self._text.content_width

    def __call__(self, strips: Sequence[Picture]) -> list[Columns]:
        canvas = np.full((len(strips), self._model.height, self._model.width, 3), _GREY, np.uint8)
        for row, strip in zip(canvas, strips, strict=True):
            row[:, : strip.shape[1]] = strip
        outputs = self._model(canvas)
        chances = self._probabilities(outputs[0])
        colors = self._colors(outputs)
        return [Columns(*each) for each in zip(chances, colors, strict=True)]

    def _probabilities(self, output: Floats) -> Floats:
        text: Text = self._text
        if text.columns:
            output = output[..., text.columns]
        if output.shape[-1] != 1 + len(text.characters):
            raise Unavailable(
                "MODEL_MISMATCH",
                f"pack {self.name} gives {output.shape[-1]} classes, "
                f"its manifest says {1 + len(text.characters)}",
                remedy="correct characters in the manifest",
                pack=self.name,
            )
        chances = _softmax(output) if text.outputs == "logits" else output
        if {"O", "0"} <= set(text.characters):
            # Plates paint both alike; where which of them may stand, the grammar knows.
            letter, digit = (1 + text.characters.index(each) for each in "O0")
            chances[..., letter] += chances[..., digit]
        return chances

    def _colors(self, outputs: Sequence[Floats]) -> list[dict[str, float]]:
        names = self._text.colors
        if not names:
            return [{} for _ in outputs[0]]
        return [dict(zip(names, chances.tolist(), strict=True)) for chances in _softmax(outputs[1])]


def _softmax(values: Floats) -> Floats:
    powers = np.exp(values - values.max(-1, keepdims=True))
    shares: Floats = powers / powers.sum(-1, keepdims=True)
    return shares
