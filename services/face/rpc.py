"""gRPC servicer of the face service."""

from typing import Any

from anju.face.v1 import face_pb2 as pb
from anju.face.v1 import face_pb2_grpc
from kit import audit
from kit.auth import caller
from kit.db import Database
from kit.edge import rpc_write
from kit.message import to_message
from services.face import store
from services.face.service import Faces, Identified

POLICY = {
    "EnrolFace": "face.enrol",
    "IdentifyFace": "face.identify",
    "EraseFace": "face.erase",
    "ListTemplates": "face.read",
}


class FaceServicer(face_pb2_grpc.FaceServiceServicer):
    def __init__(self, db: Database, faces: Faces) -> None:
        self._db = db
        self._faces = faces

    async def EnrolFace(self, request: Any, context: Any) -> Any:
        row = await self._faces.enrol(
            caller(), request.subject_id, request.photo, request.allow_lookalike, request.reason
        )
        return pb.EnrolFaceResponse(template=to_message(pb.Template, row))

    async def IdentifyFace(self, request: Any, context: Any) -> Any:
        caller().within(request.community_id)
        found = await self._faces.identify(
            request.community_id, request.image, request.cropped, context.time_remaining()
        )
        return identified(found)

    async def EraseFace(self, request: Any, context: Any) -> Any:
        count, digest = await self._faces.erase_by_hand(caller(), request.subject_id)
        return pb.EraseFaceResponse(count=count, digest=digest)

    async def ListTemplates(self, request: Any, context: Any) -> Any:
        async def run(session: Any, who: Any) -> Any:
            rows, token = await store.list_templates(
                session,
                who,
                request.community_id,
                request.subject_id,
                request.page_size,
                request.page_token,
            )
            audit.record(session, who, "template.list", "template", request.community_id)
            return pb.ListTemplatesResponse(
                templates=[to_message(pb.Template, row) for row in rows], next_page_token=token
            )

        return await rpc_write(self._db, request, pb.ListTemplatesResponse, run)


def identified(found: Identified) -> pb.IdentifyFaceResponse:
    return pb.IdentifyFaceResponse(
        subject_id=found.subject_id or "",
        reason=found.reason,
        score=found.score,
        second=found.second,
        threshold=found.threshold,
        pack=found.pack,
        times=pb.StageTimes(**found.times),
    )
