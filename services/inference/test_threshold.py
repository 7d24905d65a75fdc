"""The recommended threshold and margin, on real photos: the origin that the manifest names."""

from pathlib import Path

import pytest

from services.face.gallery import Gallery, Match, decide
from services.inference.faces import FaceAnalyzer, Request
from services.inference.loader import Loader
from services.inference.packs import Manifest
from services.inference.runtime import choose

pytestmark = pytest.mark.models
PACK = Manifest.read().recommended("face_recognition")


def person(photo: Path) -> str:
    return photo.stem[:-5]


@pytest.fixture(
    scope="module", params=[("openvino", "auto"), ("openvino", "f32"), ("onnxruntime", "auto")]
)
def vectors(request, model_files, photos) -> dict:
    runtime, precision = request.param
    pytest.importorskip(runtime)
    analyzer = FaceAnalyzer(Loader(Manifest.read(), model_files, choose(runtime, 1, precision)))
    seen = {
        photo: analyzer.analyze(Request(photo.read_bytes(), mirror=True)).faces for photo in photos
    }
    return {photo: faces[0].embeddings[PACK.name] for photo, faces in seen.items()}


def enrol(vectors: dict, but: str = "") -> Gallery:
    gallery = Gallery(PACK.embedding_size)
    several = {person(photo) for photo in vectors if photo.stem.endswith("_0002")}
    for photo, vector in vectors.items():
        if photo.stem.endswith("_0001") and person(photo) in several - {but}:
            gallery.put(photo.stem, person(photo), vector)
    return gallery


def known(match: Match) -> str | None:
    return decide(match, PACK.threshold, PACK.margin)[0]


def test_residents_are_let_in_and_as_themselves(vectors) -> None:
    gallery = enrol(vectors)
    probes = [photo for photo in vectors if not photo.stem.endswith("_0001")]
    answers = [(person(photo), known(gallery.search(vectors[photo]))) for photo in probes]
    assert (len(gallery), len(probes)) == (40, 80)
    assert [pair for pair in answers if pair[1] not in {pair[0], None}] == []
    assert sum(who == found for who, found in answers) >= 74


def test_strangers_stay_out(vectors) -> None:
    gallery = enrol(vectors)
    enrolled = {person(photo) for photo in vectors if photo.stem.endswith("_0002")}
    strangers = [photo for photo in vectors if person(photo) not in enrolled]
    assert len(strangers) == 13
    assert [photo.name for photo in strangers if known(gallery.search(vectors[photo]))] == []


def test_everybody_stays_out_where_they_are_not_enrolled(vectors) -> None:
    let_in = [
        photo.name
        for photo, vector in vectors.items()
        if known(enrol(vectors, but=person(photo)).search(vector))
    ]
    assert let_in == []
