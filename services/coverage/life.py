"""The life of an acceptance: which step may follow which (R87). None can be skipped."""

from kit.errors import FailedPrecondition
from services.coverage.models import Step

NEXT: dict[Step, tuple[Step, ...]] = {
    Step.SURVEYED: (Step.DESIGNED,),
    Step.DESIGNED: (Step.INSTALLED,),
    Step.INSTALLED: (Step.TRIAL,),
    Step.TRIAL: (Step.TRIED,),
    Step.TRIED: (Step.SAMPLED,),
    Step.SAMPLED: (Step.INSPECTED,),
    # Mended: another sample is drawn. After a trial run that failed, another trial run.
    Step.FAILED: (Step.SAMPLED, Step.TRIAL),
    Step.INSPECTED: (Step.ACCEPTED,),
    Step.ACCEPTED: (Step.HANDED_OVER,),
    Step.HANDED_OVER: (),
}


def check(now: Step, step: Step, tried: bool) -> None:
    """Raises FailedPrecondition ACCEPTANCE_STEP naming what may come next. `tried` says whether
    the trial run was good enough: only then may a failed acceptance be inspected again."""
    allowed = NEXT[now]
    if now is Step.FAILED:
        allowed = (Step.SAMPLED,) if tried else (Step.TRIAL,)
    if step not in allowed:
        after = ", ".join(allowed) or "nothing"
        raise FailedPrecondition(
            "ACCEPTANCE_STEP",
            f"an acceptance that is {now} cannot be {step} next",
            step=now,
            remedy=f"next comes: {after}",
        )
