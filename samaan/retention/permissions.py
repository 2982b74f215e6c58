"""Who may see what is due, place a hold, propose and approve a disposal, and answer who asks for their own data."""

from typing import Any

from samaan.access.models import Basis
from samaan.access.records import compartments_of, is_let_in
from samaan.accounts.models import User
from samaan.cases import compartments
from samaan.cases.models import Case
from samaan.retention.models import Certificate, Hold, OwnDataRequest, Proposal


def can_list(user: User | None) -> bool:
    """Those whose role looks after what is kept how long."""
    return user is not None and user.can("retention.view")


def can_hold(user: User | None, record: Any) -> bool:
    """Whoever's role places holds, on a record that is open to them not for an emergency alone."""
    return user is not None and user.can("retention.hold") and is_let_in(record, user)


def can_lift(user: User | None, hold: Hold) -> bool:
    """Whoever may place one; they then may not be the one who proposes the disposal."""
    return can_hold(user, hold)


def can_propose(user: User | None, record: Any) -> bool:
    """Whoever's role disposes, and who lifted no hold of this record themselves."""
    return can_dispose(user, record) and not Hold.objects.filter(of_record=record.record_id, lifted_by=user).exists()


def can_dispose(user: User | None, record: Any) -> bool:
    """Whoever's role disposes, on a record that is open to them not for an emergency alone."""
    return user is not None and user.can("retention.dispose") and is_let_in(record, user)


def can_decide(user: User | None, proposal: Proposal) -> bool:
    """Another person than the one who proposed it, with the same rights."""
    return user is not None and user.pk != proposal.proposed_by_id and can_dispose(user, proposal)


def can_answer(user: User | None, case: Case) -> bool:
    """Whoever manages the case and holds every part of it, for all of it goes to the survivor."""
    if user is None or not user.can("own_data.answer") or not is_let_in(case, user):
        return False
    return compartments_of(case, user).issuperset(compartments.ALL)


def can_answer_request(user: User | None, request: OwnDataRequest) -> bool:
    """The same, of the case it is about."""
    return can_answer(user, request.case)


def can_see(user: User | None, certificate: Certificate) -> bool:
    """That it is open to somebody is the database's rule; there is none besides."""
    return user is not None


# Grants whose holders go on seeing that a record was disposed of. An emergency, a provider's slice and the like ended.
LASTING = (Basis.OVERSIGHT, Basis.ASSIGNMENT, Basis.AUTHOR, Basis.TEAM, Basis.LAW)
