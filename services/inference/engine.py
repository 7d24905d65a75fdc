"""Answers requests of every kind: the pipelines of one process, loaded once."""

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from anju.inference.v1 import inference_pb2 as pb
from kit.errors import Unavailable
from services.inference.calls import Outcome, Request
from services.inference.faces import FaceAnalyzer
from services.inference.loader import Loader
from services.inference.object_wire import detect_objects
from services.inference.objects import ObjectFinder
from services.inference.packs import Manifest
from services.inference.plate_wire import read_plates
from services.inference.plates import PlateReader
from services.inference.runtime import choose
from services.inference.settings import InferenceSettings
from services.inference.wire import analyze_faces

log = logging.getLogger("inference")


class Engine:
    """Any number of threads may call it; `callers` is how many will."""

    def __init__(self, settings: InferenceSettings, callers: int) -> None:
        manifest = Manifest.read(*([settings.manifest] if settings.manifest else []))
        runtime = choose(settings.runtime, callers, settings.precision)
        loader = Loader(manifest, settings.models_dir, runtime)
        self.faces = FaceAnalyzer(loader, settings.image, settings.quality)
        self.plates = PlateReader(loader, settings.image, settings.plates)
        self.objects = ObjectFinder(loader, settings.image)
        self._kinds: dict[type[Request], Callable[[Any], Sequence[Outcome]]] = {
            pb.AnalyzeFacesRequest: partial(analyze_faces, self.faces),
            pb.ReadPlatesRequest: partial(read_plates, self.plates),
            pb.DetectObjectsRequest: partial(detect_objects, self.objects),
        }

    def warm(self) -> None:
        """Loads the models. Missing ones are no reason not to start: a later pull mends it."""
        for part in (self.faces, self.plates, self.objects):
            try:
                part.warm()
            except Unavailable as error:
                log.warning("%s; %s", error.message, error.remedy)

    def answer(self, requests: Sequence[Request]) -> list[Outcome]:
        """One outcome each, in their order; those of one kind pass through the models together."""
        outcomes: dict[int, Outcome] = {}
        for kind, handle in self._kinds.items():
            places = [i for i, request in enumerate(requests) if isinstance(request, kind)]
            if places:
                answers = handle([requests[i] for i in places])
                outcomes.update(zip(places, answers, strict=True))
        return [outcomes[i] for i in range(len(requests))]
