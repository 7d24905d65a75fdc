"""Puts the parts together for a process that serves."""

from collections.abc import Callable

from services.inference.batcher import Batcher
from services.inference.calls import Request, Response
from services.inference.packs import Manifest
from services.inference.pool import Pool
from services.inference.rpc import InferenceServicer
from services.inference.settings import InferenceSettings


def build(
    settings: InferenceSettings,
) -> tuple[InferenceServicer, Batcher[Request, Response], Callable[[], None]]:
    """The servicer, its batcher (the caller starts and stops it), and what to call after that."""
    manifest = Manifest.read(*([settings.manifest] if settings.manifest else []))
    if settings.processes:
        pool = Pool(settings)
        answer, close = pool.answer, pool.close
    else:
        from services.inference.engine import Engine  # heavy: else only workers load it

        engine = Engine(settings, settings.workers)
        engine.warm()
        answer, close = engine.answer, lambda: None
    batcher = Batcher[Request, Response](
        answer,
        workers=settings.workers,
        queue_size=settings.queue_size,
        max_batch=settings.max_batch,
    )
    return InferenceServicer(batcher, manifest, settings.models_dir), batcher, close
