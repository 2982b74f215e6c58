"""The moment a case changes hands: who sees it from now on, and who no longer does."""

from django.utils import timezone

from samaan.access import principals
from samaan.access.models import Basis, Grant
from samaan.access.records import close_to, grant_to, live_grants, open_to, oversight
from samaan.accounts.models import Organisation, User
from samaan.cases import compartments
from samaan.cases.models import Case, CaseTeamMember, Task
from samaan.referrals.models import Referral
from samaan.referrals.workflow.steps import ENDED, HAND_OVER
from samaan.transfers.models import Transfer
from samaan.transitions import Transition, move

# What stays with the organisation that had it: that there was a case, and where it went.
KEPT = ("summary",)
PURPOSE = "handed_over"


def give_case(case: Case, transfer: Transfer, *, to: User, by: User) -> None:
    """Open to the new, narrow the old; what closes the old comes last, for until then it is their sight that acts.

    1. the new manager and the oversight of their organisation; 2. the summary for the former ones; 3. tasks and the
    team; 4. open referrals; 5. everything else of the former organisation ends, except what the law gives it.
    """
    former = transfer.organisation
    manager = principals.user(to.pk)
    old = [grant for grant in live_grants(case.pk) if is_of(grant, former) and grant.basis != Basis.LAW]
    open_to(case, manager, compartments.ALL, basis=Basis.ASSIGNMENT, purpose="case management", by=by)
    for seat in oversight(Case.record_kind, transfer.receiver):
        seat.record_id = case.pk
        seat.save(force_insert=True)
    leave_summary(case, old, transfer, by)
    give_tasks(case, former, to)
    give_referrals(case, transfer, to, by)
    Grant.objects.filter(pk__in=[grant.pk for grant in old]).update(revoked_at=timezone.now())


def is_of(grant: Grant, organisation: Organisation) -> bool:
    """Whether a grant is of somebody, or of a seat, of this organisation."""
    kind, number = principals.kind_of(grant.principal), principals.number_of(grant.principal)
    if kind in (principals.Kind.SEAT, principals.Kind.ORGANISATION):
        return number == organisation.pk
    if kind in (principals.Kind.USER, principals.Kind.LEFT):
        return User.objects.filter(pk=number, organisation=organisation).exists()
    return False


def leave_summary(case: Case, old: list[Grant], transfer: Transfer, by: User) -> None:
    """For whoever proposed it, and for the seats that oversaw it."""
    seats = {grant.principal for grant in old if grant.basis == Basis.OVERSIGHT}
    for principal in {principals.user(transfer.proposed_by_id), *seats}:
        kept = grant_to(principal, KEPT, basis=Basis.OVERSIGHT, purpose=PURPOSE, by=by)
        kept.record_id = case.pk
        kept.save(force_insert=True)


def give_tasks(case: Case, former: Organisation, to: User) -> None:
    """What the former organisation had promised is the new manager's; its people leave the team."""
    for task in Task.objects.filter(case=case, owner__organisation=former, done_at=None):
        task.owner = to
        task.save(update_fields=["owner"])
    team = CaseTeamMember.objects.filter(case=case, user__organisation=former, left_at=None)
    team.update(left_at=timezone.now())


def give_referrals(case: Case, transfer: Transfer, to: User, by: User) -> None:
    """Open ones go along with their conversations: the new manager is the sender. Not what the new one was asked."""
    found = Referral.objects.filter(case=case, organisation=transfer.organisation).exclude(provider=transfer.receiver)
    for referral in found:
        before = principals.user(referral.sender_id)
        if referral.status in HAND_OVER.sources and referral.status not in ENDED:
            data = {"from": referral.sender_id, "to": to.pk, "reason": transfer.reason}
            move(referral, ALONG, by=by, event_data=data, sender=to, organisation=transfer.receiver)
        close_to(referral, before)


def goes_along(user: User | None, referral: Referral) -> bool:
    """Nobody is asked: a referral goes where its case goes."""
    return True


ALONG = Transition(HAND_OVER.kind, HAND_OVER.sources, None, goes_along)
