"""Who may do what with a case on its way. Each docstring is the rule; what is seen at all, grants say."""

from samaan.accounts.models import User
from samaan.cases.models import Case
from samaan.cases.permissions import can_manage
from samaan.transfers.models import ANSWERING, Transfer


def can_propose(user: User | None, case: Case) -> bool:
    """The case manager, or whoever stands in with every part of the case open to them."""
    return can_manage(user, case)


def can_answer(user: User | None, transfer: Transfer) -> bool:
    """A case manager, or whoever assigns cases, in the organisation it is offered to."""
    return (
        user is not None
        and user.organisation_id == transfer.receiver_id
        and any(user.can(permission) for permission in ANSWERING)
    )


def can_take_back(user: User | None, transfer: Transfer) -> bool:
    """Whoever proposed it, and whoever manages cases in the same organisation and sees it."""
    return user is not None and user.organisation_id == transfer.organisation_id and user.can("case.manage")
