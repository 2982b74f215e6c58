"""Nobody writes where they may not read."""

from samaan.access.records import compartments_of
from samaan.accounts.models import User
from samaan.audit import stream
from samaan.cases.models import Case
from samaan.transitions import NotPermitted, Transition, WrongState


def refuse_without(compartment: str, case: Case, user: User, step: Transition) -> None:
    if compartment not in compartments_of(case, user):
        raise NotPermitted(step, case)


def refuse_step(case: Case, user: User, step: Transition) -> None:
    """Before anything large is done for a step that cannot be taken; `move` asks again, under lock."""
    if not step.may(user, case):
        raise NotPermitted(step, case)
    if case.status not in step.sources:
        raise WrongState(step, case, stream.last(case.pk))
