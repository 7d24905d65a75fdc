"""The manifest that training writes is one that the service reads."""

import pytest

from kit.errors import Unavailable
from services.inference.packs import Manifest, read_verified
from services.inference.training.plates import manifest
from services.plate.grammar import ALPHABET


def test_trained_models_are_found_and_proved(tmp_path):
    for name in manifest.FILES:
        (tmp_path / name).write_bytes(name.encode())
    read = Manifest.read(manifest.write(tmp_path))
    detector = read.recommended("plate_detection")
    recogniser = read.recommended("plate_recognition")
    assert (detector.name, recogniser.name) == (manifest.DETECTOR, manifest.RECOGNISER)
    assert recogniser.text
    assert recogniser.text.characters == ALPHABET
    assert read_verified(detector.file, tmp_path) == b"plate_detector.onnx"
    (tmp_path / manifest.FILES[1]).write_bytes(b"altered")
    with pytest.raises(Unavailable):
        read_verified(recogniser.file, tmp_path)
