from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from kit.secrets import Keyring
from kit.tables import now
from services.face.galleries import Galleries, sealed
from services.face.gallery import NOBODY, Gallery, Match, decide
from services.face.models import Template
from services.face.transform import Transforms

SIZE = 16


def unit(rng: np.random.Generator, *shape: int) -> np.ndarray:
    values = rng.standard_normal((*shape, SIZE), dtype=np.float32)
    return values / np.linalg.norm(values, axis=-1, keepdims=True)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def by_hand(templates: dict[str, tuple[str, np.ndarray]], query: np.ndarray) -> Match:
    best: dict[str, float] = {}
    for subject, vector in templates.values():
        best[subject] = max(best.get(subject, -1.0), float(vector @ query))
    ranked = sorted(best.items(), key=lambda item: -item[1])
    second = ranked[1][1] if len(ranked) > 1 else -1.0
    return Match(ranked[0][0], ranked[0][1], second)


def same(found: Match, wanted: Match) -> bool:
    return found.subject_id == wanted.subject_id and [found.score, found.second] == pytest.approx(
        [wanted.score, wanted.second], abs=1e-5
    )


def test_agrees_with_a_search_by_hand_through_any_history(rng) -> None:
    gallery, templates = Gallery(SIZE), {}
    for step in range(800):
        template, subject = f"t{rng.integers(150)}", f"s{rng.integers(40)}"
        action = rng.random()
        if action < 0.6:
            vector = unit(rng)
            gallery.put(template, subject, vector)
            templates[template] = (subject, vector)
        elif action < 0.9:
            assert gallery.remove(template) == (templates.pop(template, None) is not None)
        elif action < 0.93:
            own = [name for name, (whose, _) in templates.items() if whose == subject]
            assert len(gallery.remove_subject(subject)) == len(own)
            templates = {n: t for n, t in templates.items() if n not in own}
        assert len(gallery) == len(templates)
        if templates and step % 10 == 0:
            queries = unit(rng, 3)
            wanted = [by_hand(templates, query) for query in queries]
            assert all(map(same, map(gallery.search, queries), wanted))
            assert all(map(same, gallery.search_many(queries), wanted))


def test_empty_gallery_knows_nobody(rng) -> None:
    gallery = Gallery(SIZE)
    assert gallery.search(unit(rng)) == NOBODY
    assert gallery.search_many(unit(rng, 2)) == [NOBODY, NOBODY]


def test_second_is_another_subject_not_another_photo(rng) -> None:
    gallery, query = Gallery(SIZE), unit(rng)
    for i in range(3):
        gallery.put(f"mine{i}", "me", query)
    assert same(gallery.search(query), Match("me", 1.0, -1.0))
    gallery.put("other", "you", -query)
    assert same(gallery.search(query), Match("me", 1.0, -1.0))


def test_put_again_replaces_also_the_subject(rng) -> None:
    gallery, query = Gallery(SIZE), unit(rng)
    gallery.put("t", "before", -query)
    gallery.put("t", "after", query)
    assert len(gallery) == 1
    assert gallery.search(query).subject_id == "after"
    assert gallery.remove_subject("before") == []


def test_nothing_of_an_erased_vector_stays_in_memory(rng) -> None:
    gallery = Gallery(SIZE)
    vectors = unit(rng, 3)
    for i, vector in enumerate(vectors):
        gallery.put(str(i), str(i), vector)
    gallery.remove("0")
    gallery.remove("2")
    assert np.array_equal(gallery._matrix[:1], vectors[1:2])
    assert not gallery._matrix[1:3].any()


@pytest.mark.parametrize("shape", [(SIZE - 1,), (1, SIZE)])
def test_a_vector_of_another_pack_is_refused(shape) -> None:
    with pytest.raises(ValueError, match="takes"):
        Gallery(SIZE).put("t", "s", np.zeros(shape, np.float32))


@pytest.mark.parametrize(
    ("match", "outcome"),
    [
        (Match("a", 0.8, 0.2), ("a", "MATCH")),
        (Match("a", 0.5, 0.4), ("a", "MATCH")),
        (Match("a", 0.49, -1.0), (None, "BELOW_THRESHOLD")),
        (Match("a", 0.8, 0.75), (None, "AMBIGUOUS")),
        (Match("a", 0.8, -1.0), ("a", "MATCH")),
        (NOBODY, (None, "EMPTY_GALLERY")),
    ],
)
def test_decide(match, outcome) -> None:
    assert decide(match, threshold=0.5, margin=0.1 - 1e-9) == outcome


def test_a_template_that_was_dropped_may_come_again(tmp_path: Path) -> None:
    """A late word of an erasure drops what was enrolled since; the tables bring it back."""
    ring = Keyring.open(tmp_path / "ring.json", may_create=True)
    galleries = Galleries(ring, Transforms(ring))
    row = Template(
        community_id="c",
        subject_id="s",
        consent_id="k",
        pack="p",
        transform_version=1,
        sealed=b"",
        sharpness=1,
        eye_distance=1,
        expire_time=now() + timedelta(hours=1),
    )
    row.sealed = sealed(ring, row.id, np.eye(1, 8, dtype=np.float32)[0])
    galleries.put(row)
    galleries.drop("s")
    assert (len(galleries), galleries.size("c", "p")) == (0, 0)
    galleries.put(row)
    assert (len(galleries), galleries.size("c", "p")) == (1, 1)
