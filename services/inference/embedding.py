"""Aligned faces to vectors of unit length."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kit.errors import Unavailable
from services.inference.image import Picture
from services.inference.packs import Pack
from services.inference.runtime import Floats, Model


@dataclass(frozen=True, slots=True)
class Crop:
    picture: Picture
    mirror: bool = False  # average with the mirrored face


class Embedder:
    def __init__(self, model: Model, pack: Pack) -> None:
        self.name, self.width, self.height = pack.name, model.width, model.height
        self._model, self._size = model, pack.embedding_size

    def __call__(self, crops: Sequence[Crop]) -> list[Floats]:
        mirrored = [crop.picture[:, ::-1] for crop in crops if crop.mirror]
        outputs = self._model(np.stack([*(crop.picture for crop in crops), *mirrored]))
        vectors = _unit(self._rows(outputs[0], len(crops) + len(mirrored)))
        other = iter(vectors[len(crops) :])
        return [
            _unit(vector + next(other)) if crop.mirror else vector
            for crop, vector in zip(crops, vectors, strict=False)
        ]

    def _rows(self, output: Floats, rows: int) -> Floats:
        if output.size != rows * self._size:
            raise Unavailable(
                "MODEL_MISMATCH",
                f"pack {self.name} gives {output.size // rows} values, "
                f"its manifest says {self._size}",
                remedy="correct embedding_size in the manifest",
                pack=self.name,
            )
        return output.reshape(rows, self._size)


def _unit(vectors: Floats) -> Floats:
    length = np.sqrt(np.square(vectors).sum(-1, keepdims=True))
    unit: Floats = vectors / np.maximum(length, 1e-12)
    return unit
