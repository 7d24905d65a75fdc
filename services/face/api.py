"""REST of the face service: enrol and erase, and identify for test benches."""

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Query, UploadFile
from pydantic import BaseModel

from kit import audit
from kit.auth import Principal
from kit.db import Database
from kit.errors import InvalidArgument
from kit.server import allow
from services.face import store
from services.face.models import TemplateView
from services.face.service import Faces

MAX_PHOTO = 8 * 2**20


class Templates(BaseModel):
    items: list[TemplateView]
    next_page_token: str


class FaceErased(BaseModel):
    """`digest` is a SHA-256 over ids and ciphertexts of what was erased."""

    count: int
    digest: str


class FaceIdentified(BaseModel):
    """`subject_id` is null when nobody matched; times are milliseconds by stage."""

    subject_id: str | None
    reason: str
    score: float
    second: float
    threshold: float
    pack: str
    times: dict[str, float]


async def _content(photo: UploadFile) -> bytes:
    content = await photo.read(MAX_PHOTO + 1)
    if len(content) > MAX_PHOTO:
        raise InvalidArgument(
            "IMAGE_TOO_LARGE",
            f"the photo is over {MAX_PHOTO} bytes",
            field="photo",
            remedy="send a smaller JPEG",
        )
    return content


def build_router(db: Database, faces: Faces) -> APIRouter:
    router = APIRouter(tags=["face"])

    @router.post("/faces", status_code=201)
    async def enrol_face(
        who: Annotated[Principal, allow("face.enrol")],
        subject_id: Annotated[str, Form(min_length=1, max_length=64)],
        photo: Annotated[UploadFile, File(description="JPEG with exactly one face; not kept")],
        allow_lookalike: Annotated[bool, Form()] = False,
        reason: Annotated[str, Form(max_length=200)] = "",
    ) -> TemplateView:
        content = await _content(photo)
        row = await faces.enrol(who, subject_id, content, allow_lookalike, reason)
        return TemplateView.model_validate(row)

    @router.post("/faces:identify")
    async def identify_face(
        who: Annotated[Principal, allow("face.identify")],
        community_id: Annotated[str, Form(min_length=1, max_length=64)],
        photo: Annotated[UploadFile, File(description="JPEG; the largest face counts")],
        cropped: Annotated[bool, Form()] = False,
    ) -> FaceIdentified:
        who.within(community_id)
        found = await faces.identify(community_id, await _content(photo), cropped, None)
        return FaceIdentified(**vars(found))

    @router.delete("/faces/{subject_id}")
    async def erase_face(
        subject_id: str, who: Annotated[Principal, allow("face.erase")]
    ) -> FaceErased:
        count, digest = await faces.erase_by_hand(who, subject_id)
        return FaceErased(count=count, digest=digest)

    @router.get("/faces", response_model=Templates)
    async def list_templates(
        who: Annotated[Principal, allow("face.read")],
        community_id: str = "",
        subject_id: str = "",
        page_size: Annotated[int, Query(ge=0)] = 0,
        page_token: Annotated[str, Query(max_length=512)] = "",
    ) -> Any:
        async with db.write() as session:
            rows, token = await store.list_templates(
                session, who, community_id, subject_id, page_size, page_token
            )
            audit.record(session, who, "template.list", "template", community_id)
        return {"items": rows, "next_page_token": token}

    return router
