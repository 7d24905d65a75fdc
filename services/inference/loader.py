"""Packs to running models, each loaded once."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from kit.errors import Unavailable
from services.inference.detection import Detector
from services.inference.embedding import Embedder
from services.inference.object_detection import ObjectDetector
from services.inference.packs import Manifest, Pack, Preprocessing, Task, read_verified
from services.inference.plate_detection import PlateDetector
from services.inference.plate_recognition import PlateRecognizer
from services.inference.runtime import Model, Runtime
from services.inference.yunet import YuNet

T = TypeVar("T")


class Loader:
    """Models load on first use: files pulled later count at once, and a missing or altered one
    fails (Unavailable) only the requests that need it."""

    def __init__(self, manifest: Manifest, folder: Path, runtime: Runtime) -> None:
        self._manifest, self._folder, self._runtime = manifest, folder, runtime
        self._detectors: dict[str, Detector] = {}
        self._embedders: dict[str, Embedder] = {}
        self._plate_detectors: dict[str, PlateDetector] = {}
        self._plate_recognizers: dict[str, PlateRecognizer] = {}
        self._object_detectors: dict[str, ObjectDetector] = {}
        self._loading = threading.Lock()

    def detector(self) -> Detector:
        pack = self._manifest.recommended("face_detection")
        return self._once(self._detectors, pack, self._build_detector)

    def embedders(self, names: Sequence[str]) -> list[Embedder]:
        """Of the packs named, or of the recommended one."""
        packs = [self._manifest.get(name, "face_recognition") for name in dict.fromkeys(names)]
        packs = packs or [self._manifest.recommended("face_recognition")]
        return [self._once(self._embedders, pack, self._build_embedder) for pack in packs]

    def plate_detector(self) -> PlateDetector:
        pack = self._manifest.recommended("plate_detection")
        return self._once(self._plate_detectors, pack, self._build_plate_detector)

    def plate_recognizers(self, name: str) -> list[PlateRecognizer]:
        """The pack named alone; else the bundled one, and the recommended one where it is there.

        Fastest first.
        """
        task: Task = "plate_recognition"
        if name:
            return [self._plate_recognizer(self._manifest.get(name, task))]
        bundled = self._manifest.bundled(task)
        found = [self._plate_recognizer(bundled)] if bundled else []
        recommended = self._manifest.recommended(task)
        if recommended is not bundled:
            try:
                found.append(self._plate_recognizer(recommended))
            except Unavailable:
                if not found:
                    raise
        return found

    def object_detector(self, name: str = "") -> ObjectDetector:
        """The pack named, or the recommended one."""
        task: Task = "object_detection"
        pack = self._manifest.get(name, task) if name else self._manifest.recommended(task)
        return self._once(
            self._object_detectors,
            pack,
            lambda each: ObjectDetector(self._load(each, each.input), each.labels, each.threshold),
        )

    def _plate_recognizer(self, pack: Pack) -> PlateRecognizer:
        return self._once(
            self._plate_recognizers,
            pack,
            lambda each: PlateRecognizer(self._load(each, each.input), each),
        )

    def _build_plate_detector(self, pack: Pack) -> PlateDetector:
        def load(width: int, height: int) -> Model:
            sides = {"width": width, "height": height}
            return self._load(pack, pack.input.model_copy(update=sides))

        return PlateDetector(load, pack.input.width, pack.threshold)

    def _once(self, ready: dict[str, T], pack: Pack, build: Callable[[Pack], T]) -> T:
        if (part := ready.get(pack.name)) is None:
            with self._loading:
                if (part := ready.get(pack.name)) is None:
                    part = ready[pack.name] = build(pack)
        return part

    def _build_detector(self, pack: Pack) -> Detector:
        def load(factor: float) -> YuNet:
            sides = {
                "width": round(pack.input.width * factor),
                "height": round(pack.input.height * factor),
            }
            model = self._load(pack, pack.input.model_copy(update=sides))
            return YuNet(model, pack.threshold)

        return Detector(load)

    def _build_embedder(self, pack: Pack) -> Embedder:
        return Embedder(self._load(pack, pack.input), pack)

    def _load(self, pack: Pack, spec: Preprocessing) -> Model:
        content, *weights = (read_verified(file, self._folder) for file in pack.files)
        try:
            return self._runtime.load(content, spec, *weights)
        except Exception as error:  # each runtime has its own
            raise Unavailable(
                "MODEL_UNUSABLE",
                f"{self._runtime.name} cannot load pack {pack.name}: {error}",
                remedy="correct the pack's manifest entry, or choose another runtime",
                pack=pack.name,
            ) from error
