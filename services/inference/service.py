"""Puts the parts together for a process that serves."""

import logging

from kit.errors import Unavailable
from services.inference.batcher import Batcher
from services.inference.faces import Analysis, FaceAnalyzer, Request
from services.inference.loader import Loader
from services.inference.packs import Manifest
from services.inference.rpc import InferenceServicer
from services.inference.runtime import choose
from services.inference.settings import InferenceSettings

log = logging.getLogger("inference")


def build_analyzer(settings: InferenceSettings, manifest: Manifest, callers: int) -> FaceAnalyzer:
    """`callers` is how many threads will call it at once."""
    runtime = choose(settings.runtime, callers, settings.precision)
    loader = Loader(manifest, settings.models_dir, runtime)
    return FaceAnalyzer(loader, settings.image, settings.quality)


def build(settings: InferenceSettings) -> tuple[InferenceServicer, Batcher[Request, Analysis]]:
    """The caller starts and stops the batcher. Missing models are no reason not to start."""
    manifest = Manifest.read(*([settings.manifest] if settings.manifest else []))
    analyzer = build_analyzer(settings, manifest, settings.workers)
    try:
        analyzer.warm()
    except Unavailable as error:
        log.warning("%s; %s", error.message, error.remedy)
    batcher: Batcher[Request, Analysis] = Batcher(
        analyzer.analyze_many,
        workers=settings.workers,
        queue_size=settings.queue_size,
        max_batch=settings.max_batch,
    )
    return InferenceServicer(batcher, manifest, settings.models_dir), batcher
