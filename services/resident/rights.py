"""The feed of rights: tenancies and credentials as the access service needs them."""

from typing import Any

from kit.db import AsyncSession
from services.resident import store
from services.resident.models import Credential, Tenancy

MAX_RIGHTS = 500


async def since(
    session: AsyncSession, revision: int, size: int
) -> tuple[list[dict[str, Any]], bool]:
    """What changed after the revision, in order, and whether there is more."""
    size = min(size or MAX_RIGHTS, MAX_RIGHTS)
    tenancies = await store.changed_since(session, Tenancy, revision, size + 1)
    credentials = await store.changed_since(session, Credential, revision, size + 1)
    found = [_tenancy(row) for row in tenancies] + [_credential(row) for row in credentials]
    found.sort(key=lambda right: right["revision"])
    return found[:size], len(found) > size


def _tenancy(row: Tenancy) -> dict[str, Any]:
    # The kind of tenancy is not for the door: every resident passes alike.
    ended = row.end_time is not None
    return dict(row) | {"subject_id": row.person_id, "ended": ended, "kind": None}


def _credential(row: Credential) -> dict[str, Any]:
    return dict(row) | {"subject_id": row.person_id, "ended": row.revoke_time is not None}
