"""What can be known of something that is to be sent: the closed list that every profile maps.

What is not here cannot be sent: no name, no identity number, no group of people, no template.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Sensitivity(StrEnum):
    PLAIN = "plain"
    PLATE = "plate"
    FACE = "face"


class Of(StrEnum):
    """Kinds of facts."""

    APE = "ape"
    APE_STATUS = "ape_status"
    MOTOR_VEHICLE = "motor_vehicle"
    FACE = "face"
    ALARM = "alarm"
    STATISTICS = "statistics"


PLAIN, PLATE, FACE = Sensitivity.PLAIN, Sensitivity.PLATE, Sensitivity.FACE
COMMON = {"object_id": PLAIN, "device_id": PLAIN, "time": PLAIN, "community_id": PLAIN}
SOURCES: dict[Of, dict[str, Sensitivity]] = {
    Of.APE: COMMON
    | dict.fromkeys(("name", "model", "online", "place_code", "community_code"), PLAIN),
    Of.APE_STATUS: COMMON | {"online": PLAIN},
    Of.MOTOR_VEHICLE: COMMON
    | dict.fromkeys(("source_id", "direction", "has_plate", "access_point_name"), PLAIN)
    | dict.fromkeys(("plate", "plate_color", "plate_class"), PLATE),
    Of.FACE: dict.fromkeys(
        (*COMMON, "source_id", "image_id", "picture", "access_point_name"), FACE
    ),
    Of.ALARM: COMMON | dict.fromkeys(("rule", "event_sort", "title", "access_point_name"), PLAIN),
    Of.STATISTICS: COMMON | dict.fromkeys(("day", "figures"), PLAIN),
}


@dataclass
class Fact:
    """One thing that happened. `values` has the sources of its kind, those that were fetched;
    `data` is what fetching it anew needs of the event; `subject` names the person it is about,
    where it is about one and who that is is known."""

    of: Of
    event_id: str
    event_name: str
    source_id: str
    community_id: str
    device_id: str
    time: datetime
    values: dict[str, Any] = field(default_factory=dict)
    subject: str = ""
    data: dict[str, str] = field(default_factory=dict)
