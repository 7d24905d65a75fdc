"""All modules of the platform, on one screen: what runs and how it is set."""

from collections.abc import Collection
from importlib import import_module

from pydantic import Field

from kit.app import Module
from kit.config import ALL, KitSettings
from services.access.settings import AccessSettings
from services.coverage.settings import CoverageSettings
from services.face.settings import FaceSettings
from services.inference.settings import InferenceSettings
from services.perimeter.settings import PerimeterSettings
from services.plate.settings import PlateSettings
from services.registry.settings import RegistrySettings
from services.resident.settings import ResidentSettings
from services.uplink.settings import UplinkSettings
from services.visitor.settings import VisitorSettings

NAMES = (
    *("inference", "registry", "resident", "coverage", "face"),
    *("plate", "visitor", "access", "perimeter", "uplink"),
)


def load(targets: Collection[str] = (ALL,)) -> list[Module]:
    """The modules of the targets; nothing else is imported, so that a pod holds the code alone
    that it serves with."""
    known = [name for name in NAMES if name in targets]
    chosen = known if len(known) == len(targets) else NAMES
    return [import_module(f"services.{name}.module").MODULE for name in chosen]


class Settings(KitSettings):
    """Settings of the kit and of every module; see `docs/settings.md`."""

    access: AccessSettings = Field(default_factory=AccessSettings)
    coverage: CoverageSettings = Field(default_factory=CoverageSettings)
    face: FaceSettings = Field(default_factory=FaceSettings)
    inference: InferenceSettings = Field(default_factory=InferenceSettings)
    perimeter: PerimeterSettings = Field(default_factory=PerimeterSettings)
    plate: PlateSettings = Field(default_factory=PlateSettings)
    registry: RegistrySettings = Field(default_factory=RegistrySettings)
    resident: ResidentSettings = Field(default_factory=ResidentSettings)
    uplink: UplinkSettings = Field(default_factory=UplinkSettings)
    visitor: VisitorSettings = Field(default_factory=VisitorSettings)
