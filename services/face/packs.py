"""The face packs of the inference service, as this service needs them."""

from dataclasses import dataclass
from typing import Any

from anju.inference.v1 import inference_pb2 as pb
from kit.errors import Unavailable


@dataclass(frozen=True)
class Pack:
    name: str
    threshold: float
    margin: float


class Packs:
    """Asks once, and again until the recommended pack is available."""

    def __init__(self, inference: Any, timeout: float) -> None:
        self._inference = inference
        self._timeout = timeout
        self._packs: dict[str, Pack] = {}
        self._recommended = ""

    async def recommended(self) -> Pack:
        """Raises Unavailable MODEL_MISSING with the remedy when its files are missing."""
        if not self._recommended:
            await self._ask()
        return self._packs[self._recommended]

    async def get(self, name: str) -> Pack | None:
        """None for a pack that inference no longer has."""
        if not self._recommended:
            await self._ask()
        return self._packs.get(name)

    async def _ask(self) -> None:
        answer = await self._inference.ListPacks(pb.ListPacksRequest(), timeout=self._timeout)
        faces = [pack for pack in answer.packs if pack.task == "face_recognition"]
        for pack in faces:
            if pack.recommended and not pack.available:
                raise Unavailable("MODEL_MISSING", pack.problem)
            if pack.available:
                self._packs[pack.name] = Pack(pack.name, pack.threshold, pack.margin)
                if pack.recommended:
                    self._recommended = pack.name
        if not self._recommended:
            raise Unavailable("MODEL_MISSING", "inference has no recommended face pack")
