"""Search in one gallery against NumPy and FAISS, in one run."""

import time
from collections.abc import Callable
from typing import Any

import faiss
import numpy as np

from services.face.gallery import Gallery

SIZES = (1_000, 20_000, 200_000)
DIMENSION = 128


def measure(say: Callable[[str], None], rounds: int = 5) -> list[dict[str, Any]]:
    """Microseconds per single query; `ratio` is against the faster of NumPy and FAISS."""
    rows = []
    for size in SIZES:
        say(f"gallery of {size:,}")
        random = np.random.default_rng(size)
        vectors = random.standard_normal((size, DIMENSION)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        gallery, index = Gallery(DIMENSION), faiss.IndexFlatIP(DIMENSION)
        for row, vector in enumerate(vectors):
            gallery.put(str(row), str(row), vector)
        index.add(vectors)
        queries = vectors[random.integers(0, size, 64)] + np.float32(0.01)
        ways: dict[str, Callable[[Any], Any]] = {
            "ours": gallery.search,
            "numpy": lambda q, all=vectors: np.argmax(all @ q),
            "faiss": lambda q, all=index: all.search(q[None], 2),
        }
        taken = {name: float("inf") for name in ways}
        for _ in range(rounds):  # the ways take turns, the best of each counts
            for name, search in ways.items():
                taken[name] = min(taken[name], _median(search, queries))
        rows.append(
            {"templates": size}
            | {f"{name}_us": value * 1e6 for name, value in taken.items()}
            | {"ratio": min(taken["numpy"], taken["faiss"]) / taken["ours"]}
        )
    return rows


def _median(search: Callable[[Any], Any], queries: Any) -> float:
    times = []
    for query in queries:
        started = time.perf_counter()
        search(query)
        times.append(time.perf_counter() - started)
    return float(np.median(times))
