"""REST of a service's call register: who looked at what, when and why (R71)."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from kit import audit
from kit.auth import Principal
from kit.db import Database
from kit.server import allow


class AuditView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    time: datetime
    community_id: str
    actor: str
    role: str
    action: str
    resource: str
    reason: str


class AuditEntries(BaseModel):
    items: list[AuditView]
    next_page_token: str


def build_audit_router(db: Database, service: str, path: str = "") -> APIRouter:
    """`GET /<service>-audit-entries`, or at `path`."""
    router = APIRouter(tags=[service])

    @router.get(path or f"/{service}-audit-entries", response_model=AuditEntries)
    async def list_audit(
        who: Annotated[Principal, allow("audit.read")],
        resource: Annotated[str, Query(max_length=200)] = "",
        page_size: Annotated[int, Query(ge=0, description="0 means 50; at most 500")] = 0,
        page_token: Annotated[str, Query(max_length=512)] = "",
    ) -> Any:
        async with db.read() as session:
            rows, token = await audit.list_audit(session, who, page_size, page_token, resource)
        return {"items": rows, "next_page_token": token}

    return router
