"""Who calls: a subject with a role and a scope.

A principal's scope is the set of communities that it may see, or `None` for the whole district.
"""

from dataclasses import dataclass, field

from kit.errors import NotFound, PermissionDenied

DEVICE = "device"
KIOSK = "kiosk"
DEVICES = frozenset({DEVICE, KIOSK})  # one device each, by exchange of its key
SERVICE = "service"


@dataclass(frozen=True)
class Principal:
    """The caller of one request.

    `access_point_id` is set for a device that stands at one: it may ask for that one alone.
    """

    subject: str
    role: str
    scope: frozenset[str] | None = field(default_factory=frozenset)
    access_point_id: str = ""
    expires: float = 0.0

    def sees(self, community_id: str) -> bool:
        return self.scope is None or community_id in self.scope

    def within(self, community_id: str, what: str = "community") -> None:
        """Raises NotFound when the community lies outside the scope."""
        if not self.sees(community_id):
            raise missing(what)

    def district(self) -> None:
        """Raises PermissionDenied unless the scope is the whole district."""
        if self.scope is not None:
            raise PermissionDenied(
                "DISTRICT_SCOPE_REQUIRED", "only a caller of the whole district may do this"
            )


def missing(what: str) -> NotFound:
    return NotFound(f"{what.upper().replace(' ', '_')}_NOT_FOUND", f"no such {what}")
