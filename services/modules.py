"""All modules of the platform, on one screen: what runs, what it needs, how it is set."""

from pydantic import Field

from kit.config import KitSettings
from services.access import module as access
from services.access.settings import AccessSettings
from services.coverage import module as coverage
from services.coverage.settings import CoverageSettings
from services.face import module as face
from services.face.settings import FaceSettings
from services.inference import module as inference
from services.inference.settings import InferenceSettings
from services.perimeter import module as perimeter
from services.perimeter.settings import PerimeterSettings
from services.plate import module as plate
from services.plate.settings import PlateSettings
from services.registry import module as registry
from services.registry.module import RegistrySettings
from services.resident import module as resident
from services.resident.settings import ResidentSettings
from services.uplink import module as uplink
from services.uplink.settings import UplinkSettings
from services.visitor import module as visitor
from services.visitor.settings import VisitorSettings

MODULES = (
    inference.MODULE,  # needs nothing
    registry.MODULE,  # needs nothing
    resident.MODULE,  # needs nothing
    coverage.MODULE,  # needs registry
    face.MODULE,  # needs inference, resident
    plate.MODULE,  # needs registry, resident
    visitor.MODULE,  # needs plate, registry, resident
    access.MODULE,  # needs face, inference, plate, registry, resident, visitor
    perimeter.MODULE,  # needs access, inference, registry, resident
    uplink.MODULE,  # needs access, plate, registry, resident
)


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
