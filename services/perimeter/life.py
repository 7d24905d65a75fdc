"""The life of an alarm: which act leads from which state to which."""

from enum import StrEnum

from kit.errors import FailedPrecondition
from services.perimeter.models import AlarmState


class Act(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    ASSIGN = "assign"
    RESOLVE = "resolve"
    DISMISS = "dismiss"


STEPS: dict[tuple[AlarmState, Act], AlarmState] = {
    (AlarmState.RAISED, Act.ACKNOWLEDGE): AlarmState.ACKNOWLEDGED,
    (AlarmState.RAISED, Act.ASSIGN): AlarmState.ACKNOWLEDGED,
    (AlarmState.ACKNOWLEDGED, Act.ASSIGN): AlarmState.ACKNOWLEDGED,
    (AlarmState.ACKNOWLEDGED, Act.RESOLVE): AlarmState.RESOLVED,
    (AlarmState.ACKNOWLEDGED, Act.DISMISS): AlarmState.DISMISSED,
}


def step(state: AlarmState, act: Act) -> AlarmState:
    """The state after the act. Raises FailedPrecondition ALARM_STATE naming the present one."""
    try:
        return STEPS[state, act]
    except KeyError:
        raise FailedPrecondition(
            "ALARM_STATE",
            f"cannot {act} an alarm that is {state}",
            remedy="acknowledge it first" if state is AlarmState.RAISED else "",
            state=state,
            act=act,
        ) from None
