import threading
from pathlib import Path

import cv2
import numpy as np
import pytest

from kit.errors import AnjuError, InvalidArgument
from services.inference.faces import Analysis, FaceAnalyzer, Request

pytestmark = pytest.mark.models
PACK = "mobilefacenet-2025dec"


def frame(photo: Path, width: int, height: int, side: int) -> bytes:
    """The photo, `side` pixels wide, in the middle of a soft background."""
    noise = np.random.default_rng(1).integers(0, 255, (height, width, 3), np.uint8)
    canvas = cv2.GaussianBlur(noise, (0, 0), 4)
    left, top = (width - side) // 2, (height - side) // 2
    face = cv2.resize(cv2.imread(str(photo)), (side, side), interpolation=cv2.INTER_CUBIC)
    canvas[top : top + side, left : left + side] = face
    return cv2.imencode(".jpg", canvas)[1].tobytes()


def vector(analysis: Analysis) -> np.ndarray:
    return analysis.faces[0].embeddings[PACK]


def test_every_photo_has_a_face_with_a_unit_vector(analyzer, photos) -> None:
    for photo in photos:
        seen = analyzer.analyze(Request(photo.read_bytes()))
        assert (seen.width, seen.height) == (250, 250)
        assert seen.faces[0].score > 0.9
        assert vector(seen).dtype == np.float32
        assert np.linalg.norm(vector(seen)) == pytest.approx(1, abs=1e-5)


def test_positions_are_fractions_and_the_largest_is_first(analyzer, photos) -> None:
    for photo in photos[:40]:
        faces = analyzer.analyze(Request(photo.read_bytes())).faces
        areas = [face.box[2] * face.box[3] for face in faces]
        assert areas == sorted(areas, reverse=True)
        for face in faces:
            assert face.landmarks.min() >= 0
            assert face.landmarks.max() <= 1
            assert (face.box[:2] + face.box[2:]).max() <= 1 + 1e-6
        right_eye, left_eye = faces[0].landmarks[:2]
        assert right_eye[0] < left_eye[0]


@pytest.mark.parametrize(
    ("width", "height", "side"), [(640, 480, 450), (1920, 1080, 250), (1920, 1080, 900)]
)
def test_the_frame_around_a_face_changes_little(analyzer, photos, width, height, side) -> None:
    photo = photos[0]
    alone = analyzer.analyze(Request(photo.read_bytes(), mirror=True))
    seen = analyzer.analyze(Request(frame(photo, width, height, side), mirror=True))
    assert vector(seen) @ vector(alone) > 0.85
    scale = side / 250
    wanted = alone.faces[0].quality.eye_distance * scale
    assert seen.faces[0].quality.eye_distance == pytest.approx(wanted, rel=0.08)


def test_a_far_face_is_found_at_the_second_look(analyzer, photos) -> None:
    seen = analyzer.analyze(Request(frame(photos[0], 1920, 1080, 170), max_faces=0))
    assert seen.faces


def test_a_tight_crop_is_found(analyzer, photos) -> None:
    photo = photos[0]
    alone = analyzer.analyze(Request(photo.read_bytes()))
    left, top, width, height = (alone.faces[0].box * 250).astype(int)
    crop = cv2.imread(str(photo))[top : top + height, left : left + width]
    data = cv2.imencode(".jpg", crop)[1].tobytes()
    seen = analyzer.analyze(Request(data, cropped=True))
    assert vector(seen) @ vector(alone) > 0.8


def test_only_so_many_faces_are_embedded(analyzer, photos) -> None:
    pair = np.hstack([cv2.imread(str(photo)) for photo in photos[:2]])
    data = cv2.imencode(".jpg", pair)[1].tobytes()
    for count in (0, 1, 2):
        faces = analyzer.analyze(Request(data, max_faces=count)).faces
        assert len(faces) >= 2
        assert [bool(face.embeddings) for face in faces[:3]][:2] == [count > 0, count > 1]
        assert [face.quality is not None for face in faces[:2]] == [count > 0, count > 1]


def test_a_picture_without_a_face_is_an_answer(analyzer, jpeg) -> None:
    assert analyzer.analyze(Request(jpeg)).faces == []


def test_bad_pictures_fail_alone_in_a_batch(analyzer, photos, jpeg) -> None:
    data = photos[0].read_bytes()
    requests = [Request(data), Request(b""), Request(data, mirror=True), Request(jpeg)]
    outcomes = analyzer.analyze_many(requests)
    assert isinstance(outcomes[1], AnjuError)
    assert np.allclose(vector(outcomes[0]), vector(analyzer.analyze(requests[0])), atol=1e-5)
    assert np.allclose(vector(outcomes[2]), vector(analyzer.analyze(requests[2])), atol=1e-5)
    assert outcomes[3].faces == []


def test_the_mirror_image_has_the_same_mirrored_embedding(analyzer, photos) -> None:
    data = photos[0].read_bytes()
    flipped = cv2.flip(cv2.imread(str(photos[0])), 1)
    other = cv2.imencode(".jpg", flipped, [cv2.IMWRITE_JPEG_QUALITY, 98])[1].tobytes()
    plain = [vector(analyzer.analyze(Request(each))) for each in (data, other)]
    mirrored = [vector(analyzer.analyze(Request(each, mirror=True))) for each in (data, other)]
    assert mirrored[0] @ mirrored[1] > plain[0] @ plain[1]


def test_threads_give_what_one_thread_gives(analyzer, photos) -> None:
    wanted = {photo: vector(analyzer.analyze(Request(photo.read_bytes()))) for photo in photos[:8]}
    wrong = []

    def work() -> None:
        for photo, expected in wanted.items():
            found = vector(analyzer.analyze(Request(photo.read_bytes())))
            if not np.allclose(found, expected, atol=1e-5):
                wrong.append(photo)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_stages_are_timed(analyzer: FaceAnalyzer, photos) -> None:
    times = analyzer.analyze(Request(photos[0].read_bytes())).times
    assert min(times.decode, times.detect, times.align, times.embed) > 0


def test_unknown_pack(analyzer, jpeg) -> None:
    with pytest.raises(InvalidArgument):
        analyzer.analyze(Request(jpeg, packs=("nope",)))
