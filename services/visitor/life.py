"""The life of a visit: which change leads from which state to which."""

from enum import StrEnum

from kit.errors import FailedPrecondition
from services.visitor.models import State


class Act(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"
    CANCEL = "cancel"
    ENTER = "enter"
    DEPART = "depart"
    LAPSE = "lapse"


STEPS: dict[tuple[State, Act], State] = {
    (State.INVITED, Act.APPROVE): State.APPROVED,
    (State.INVITED, Act.REJECT): State.REJECTED,
    (State.INVITED, Act.CANCEL): State.CANCELLED,
    (State.INVITED, Act.LAPSE): State.EXPIRED,
    (State.REQUESTED, Act.APPROVE): State.APPROVED,
    (State.REQUESTED, Act.REJECT): State.REJECTED,
    (State.REQUESTED, Act.CANCEL): State.CANCELLED,
    (State.REQUESTED, Act.LAPSE): State.EXPIRED,
    (State.APPROVED, Act.CANCEL): State.CANCELLED,
    (State.APPROVED, Act.ENTER): State.ARRIVED,
    (State.APPROVED, Act.LAPSE): State.NO_SHOW,
    (State.ARRIVED, Act.ENTER): State.ARRIVED,
    (State.ARRIVED, Act.DEPART): State.DEPARTED,
    (State.ARRIVED, Act.LAPSE): State.DEPARTED,
}
OPENING = (State.APPROVED, State.ARRIVED)  # the states in which a pass may open
STANDING = (State.INVITED, State.REQUESTED, *OPENING)
FINAL = frozenset(State) - set(STANDING)


def step(state: State, act: Act) -> State:
    """The state after the act. Raises FailedPrecondition VISIT_STATE naming the present one."""
    try:
        return STEPS[state, act]
    except KeyError:
        raise FailedPrecondition(
            "VISIT_STATE", f"cannot {act} a visit that is {state}", state=state, act=act
        ) from None
