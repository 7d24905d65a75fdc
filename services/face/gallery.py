"""Exact search in the templates of one community, in memory."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]
Reason = Literal["MATCH", "BELOW_THRESHOLD", "AMBIGUOUS", "EMPTY_GALLERY"]

_FIRST_ROWS = 64


@dataclass(slots=True)
class Match:
    """The most similar subject, and the score of the most similar other one (-1: none)."""

    subject_id: str | None
    score: float
    second: float


NOBODY = Match(None, -1.0, -1.0)


def decide(match: Match, threshold: float, margin: float) -> tuple[str | None, Reason]:
    """The one rule for who is let in: alike enough, and clearly more alike than anyone else."""
    if match.subject_id is None:
        return None, "EMPTY_GALLERY"
    if match.score < threshold:
        return None, "BELOW_THRESHOLD"
    if match.score - match.second < margin:
        return None, "AMBIGUOUS"
    return match.subject_id, "MATCH"


class Gallery:
    """Unit vectors by template id; a subject may have several.

    Rows are kept dense: removal moves the last row into the gap. One thread at a time.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._matrix = np.empty((_FIRST_ROWS, size), np.float32)
        self._scores = np.empty(_FIRST_ROWS, np.float32)
        self._templates: list[str] = []  # by row
        self._subjects: list[str] = []  # by row
        self._row: dict[str, int] = {}  # by template
        self._rows: dict[str, set[int]] = {}  # by subject
        self._view()

    def __len__(self) -> int:
        return len(self._templates)

    def put(self, template_id: str, subject_id: str, vector: Vector) -> None:
        """Adds or replaces a template. The vector must have unit length."""
        if vector.shape != (self.size,):
            raise ValueError(f"vector has shape {vector.shape}, gallery takes ({self.size},)")
        if template_id in self._row:
            self.remove(template_id)
        row = len(self)
        if row == len(self._matrix):
            self._grow()
        self._matrix[row] = vector
        self._templates.append(template_id)
        self._subjects.append(subject_id)
        self._row[template_id] = row
        self._rows.setdefault(subject_id, set()).add(row)
        self._view()

    def remove(self, template_id: str) -> bool:
        row = self._row.pop(template_id, None)
        if row is None:
            return False
        self._forget_row(self._subjects[row], row)
        last_template, last_subject = self._templates.pop(), self._subjects.pop()
        last = len(self._templates)
        if row != last:
            self._matrix[row] = self._matrix[last]
            self._templates[row], self._subjects[row] = last_template, last_subject
            self._row[last_template] = row
            rows = self._rows[last_subject]
            rows.remove(last)
            rows.add(row)
        self._matrix[last] = 0  # nothing is kept of who was erased
        self._view()
        return True

    def remove_subject(self, subject_id: str) -> list[str]:
        """Removes all templates of the subject and returns their ids."""
        templates = [self._templates[row] for row in self._rows.get(subject_id, ())]
        for template in templates:
            self.remove(template)
        return templates

    def search(self, vector: Vector) -> Match:
        if not self._templates:
            return NOBODY
        return self._best(self._used.dot(vector, self._out))

    def search_many(self, vectors: Vector) -> list[Match]:
        """One product for all rows of `vectors`: much faster than one search each."""
        if not self._templates:
            return [NOBODY] * len(vectors)
        scores = vectors @ self._used.T
        rows = scores.argmax(1)
        queries = np.arange(len(scores))
        best = scores[queries, rows].tolist()
        subjects = [self._subjects[row] for row in rows.tolist()]
        for query, subject in enumerate(subjects):
            for own in self._rows[subject]:
                scores[query, own] = -1.0
        second = scores.max(1).tolist()
        return [Match(*each) for each in zip(subjects, best, second, strict=True)]

    def _best(self, scores: Vector) -> Match:
        """Blanks the rows of the best subject in `scores` to find the second."""
        row = int(scores.argmax())
        best = scores.item(row)
        subject = self._subjects[row]
        for own in self._rows[subject]:
            scores[own] = -1.0
        return Match(subject, best, scores.item(scores.argmax()))

    def _forget_row(self, subject_id: str, row: int) -> None:
        rows = self._rows[subject_id]
        rows.remove(row)
        if not rows:
            del self._rows[subject_id]

    def _grow(self) -> None:
        matrix = np.empty((2 * len(self._matrix), self.size), np.float32)
        matrix[: len(self._matrix)] = self._matrix
        self._matrix = matrix
        self._scores = np.empty(len(matrix), np.float32)

    def _view(self) -> None:
        # Slices are made once per change, not once per search.
        self._used = self._matrix[: len(self)]
        self._out = self._scores[: len(self)]
