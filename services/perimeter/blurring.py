"""Clips for others' eyes: faces, heads and plates blurred, and nothing at all where that fails
(R53, R54)."""

import asyncio
from collections.abc import Sequence
from typing import Any

import cv2
import grpc
import numpy as np

from anju.inference.v1 import inference_pb2 as pb
from kit.errors import Unavailable
from services.perimeter.inputs import Profile
from services.perimeter.scene.shapes import Box
from services.perimeter.scene.tracking import Found, Tracker
from services.perimeter.video.clips import decode, encode, jpeg_of
from services.perimeter.video.source import Picture

_TIMEOUT = 10.0
_HEAD = 0.3  # share of a person's height that may be the head, with room
_WIDER = 0.15  # of a box on each side
_CELLS = 6  # squares across a blurred box
_INVOLVED = 0.5  # share of the alarm's box that the person in it covers


class Blurrer:
    def __init__(self, inference: Any) -> None:
        self._inference = inference

    async def blur(self, clip: bytes, profile: Profile, involved: Sequence[float]) -> bytes:
        """The clip for the profile; `involved` is the alarm's box. Raises Unavailable
        BLURRING_UNAVAILABLE when inference does not answer for each and every picture."""
        if profile is Profile.INTERNAL:
            return clip
        pictures = await asyncio.to_thread(lambda: list(decode(clip)))
        seen = [await self._look(picture) for _, picture in pictures]
        tracker = Tracker()
        tracked = [
            [(each.id, each.box) for each in tracker.step(at, persons)]
            for (at, _), (persons, _) in zip(pictures, seen, strict=True)
        ]
        kept = _kept(tracked, Box(*involved)) if profile is Profile.VIEW and involved else set()
        for (_, picture), tracks, (_, others) in zip(pictures, tracked, seen, strict=True):
            bodies = [box for key, box in tracks if key in kept]
            heads = [_head(box) for key, box in tracks if key not in kept]
            boxes = [box for box in others if not any(box.overlap(body) > 0.7 for body in bodies)]
            await asyncio.to_thread(_cover, picture, [*heads, *boxes])
        return await asyncio.to_thread(encode, pictures)

    async def _look(self, picture: Picture) -> tuple[list[Found], list[Box]]:
        """Persons, and boxes of faces and plates."""
        image = await asyncio.to_thread(jpeg_of, picture)
        stub = self._inference
        faces = pb.AnalyzeFacesRequest(image=image, max_faces=0)
        plates = pb.ReadPlatesRequest(image=image, max_plates=16)
        objects = pb.DetectObjectsRequest(image=image, labels=["person"], threshold=0.25)
        try:
            found = await stub.DetectObjects(objects, timeout=_TIMEOUT)
            seen = await stub.AnalyzeFaces(faces, timeout=_TIMEOUT)
            read = await stub.ReadPlates(plates, timeout=_TIMEOUT)
        except grpc.aio.AioRpcError as error:
            raise Unavailable(
                "BLURRING_UNAVAILABLE",
                "the clip cannot be blurred now, so it is not given out",
                remedy="try again when inference answers, or ask for the profile internal",
                code=error.code().name,
            ) from None
        persons = [Found("person", each.score, _box(each.box)) for each in found.objects]
        return persons, [*(_box(each.box) for each in seen.faces), *map(_around, read.plates)]


def _kept(tracked: Sequence[Sequence[tuple[int, Box]]], involved: Box) -> set[int]:
    """Tracks of those whom the alarm is about."""
    return {key for frame in tracked for key, box in frame if involved.overlap(box) > _INVOLVED}


def _box(box: Any) -> Box:
    return Box(box.x, box.y, box.width, box.height)


def _around(plate: Any) -> Box:
    xs, ys = [p.x for p in plate.corners], [p.y for p in plate.corners]
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _head(box: Box) -> Box:
    return Box(box.x, box.y, box.width, box.height * _HEAD)


def _cover(picture: Picture, boxes: Sequence[Box]) -> None:
    """Coarse squares of mean colours: what was there cannot be had back."""
    height, width = picture.shape[:2]
    for box in boxes:
        left, top = box.x - _WIDER * box.width, box.y - _WIDER * box.height
        right = box.x + (1 + _WIDER) * box.width
        bottom = box.y + (1 + _WIDER) * box.height
        x0, x1 = (int(np.clip(side * width, 0, width)) for side in (left, right))
        y0, y1 = (int(np.clip(side * height, 0, height)) for side in (top, bottom))
        if x1 - x0 < 2 or y1 - y0 < 2:
            continue
        part = cv2.resize(picture[y0:y1, x0:x1], (_CELLS, _CELLS), interpolation=cv2.INTER_AREA)
        picture[y0:y1, x0:x1] = cv2.resize(
            part, (x1 - x0, y1 - y0), interpolation=cv2.INTER_NEAREST
        )
