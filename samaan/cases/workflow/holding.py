"""Nobody writes where they may not read."""

from samaan.access.records import compartments_of
from samaan.accounts.models import User
from samaan.cases.models import Case
from samaan.transitions import NotPermitted, Transition


def refuse_without(compartment: str, case: Case, user: User, step: Transition) -> None:
    if compartment not in compartments_of(case, user):
        raise NotPermitted(step, case)
