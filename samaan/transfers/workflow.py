"""A whole case goes to another organisation: proposed, and taken over, declined or taken back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaan import countrypack
from samaan.access import context, principals
from samaan.access.models import Basis
from samaan.access.records import begin_record, excluded_user_ids, grant_to, inherit
from samaan.accounts.models import Organisation, Role, User
from samaan.cases.models import Case
from samaan.cases.models import Status as CaseStatus
from samaan.cases.workflow.assigning import refuse_unfit
from samaan.common.references import next_reference
from samaan.transfers import moving, permissions, queries, summary
from samaan.transfers.agreeing import basis_for
from samaan.transfers.models import ANSWERING, Status, Transfer
from samaan.transitions import NotPermitted, Transition, WrongState, announce, lock, move

PROPOSED = (Status.PROPOSED,)
PROPOSE = Transition(
    "transfer.proposed",
    (CaseStatus.OPEN,),
    None,
    permissions.can_propose,
    gettext_lazy("Hand over to another organisation"),
    "transfers:propose",
)
ACCEPT = Transition(
    "transfer.accepted",
    PROPOSED,
    Status.ACCEPTED,
    permissions.can_answer,
    gettext_lazy("Take the case over"),
    "transfers:accept",
)
DECLINE = Transition(
    "transfer.declined",
    PROPOSED,
    Status.DECLINED,
    permissions.can_answer,
    gettext_lazy("Decline"),
    "transfers:decline",
    style="danger",
)
TAKE_BACK = Transition(
    "transfer.withdrawn",
    PROPOSED,
    Status.WITHDRAWN,
    permissions.can_take_back,
    gettext_lazy("Take the offer back"),
    "transfers:take_back",
    style="danger post",
)
STEPS = [ACCEPT, DECLINE, TAKE_BACK]
TRANSITIONS = STEPS


def by_acceptance(user: User | None, case: Case) -> bool:
    """Whoever takes over what was offered; who may, the transfer says."""
    return True


HANDED_ON = Transition("case.handed_on", (CaseStatus.OPEN,), None, by_acceptance)


@transaction.atomic
def propose_transfer(
    case: Case,
    *,
    by: User,
    receiver: Organisation,
    reason: str,
    words: str,
    basis: str = "",
    basis_reason: str = "",
) -> Transfer:
    """Offer a whole case to another organisation: it is told, and sees the summary and nothing of the case.

    ValidationError by field where consent, or the law, does not allow it.
    """
    lock(case)
    if not permissions.can_propose(by, case):
        raise NotPermitted(PROPOSE, case)
    if not case.is_open:
        raise WrongState(PROPOSE, case)
    check(case, receiver, reason)
    basis = basis_for(case, receiver, basis, basis_reason)
    transfer = Transfer(
        case=case, organisation=case.organisation, receiver=receiver, reason=reason, words=words, basis=basis,
        basis_reason=basis_reason, proposed_by=by, summary=summary.lines_of(case, by),
        contents=summary.contents_of(case),
    )  # fmt: skip
    seats = [principals.seat(role.code, receiver.pk) for role in answering_roles()]
    told = [grant_to(seat, ["summary"], basis=Basis.HANDOVER, purpose="transfer", by=by) for seat in seats]
    own = grant_to(principals.user(by.pk), ["summary"], basis=Basis.AUTHOR, purpose="transfer", by=by)
    transfer.id = begin_record(Transfer.record_kind, owned_by=case.organisation, grants=[own, *told])
    inherit(case, "care", transfer)
    transfer.reference = next_reference("H")
    transfer.save(force_insert=True)
    announce(PROPOSE.kind, transfer, by=by, case=case.pk, receiver=receiver.pk, reason=reason, basis=basis)
    return transfer


def check(case: Case, receiver: Organisation, reason: str) -> None:
    if not queries.receivers_for(case).filter(pk=receiver.pk).exists():
        raise ValidationError({"receiver": _("Nobody manages cases in this organisation.")})
    if reason not in dict(countrypack.pack().choices("reassign_reasons")):
        raise ValidationError({"reason": _("Choose from the list.")})
    if Transfer.objects.filter(case=case, status=Status.PROPOSED).exists():
        raise ValidationError({"receiver": _("The case is offered to another organisation already.")})


def answering_roles() -> list[Role]:
    return [role for role in Role.objects.all() if set(ANSWERING) & set(role.permissions)]


@transaction.atomic
def accept_transfer(transfer: Transfer, *, by: User, to: User) -> None:
    """Take the case over with its open referrals; the former organisation keeps the summary, and what the law gives it.

    Until then nobody here sees the case, so its handing over acts with the sight of whoever offered it: where they
    have lost it meanwhile, the offer no longer stands.
    """
    changes: dict[str, Any] = {"decided_by": by, "decided_at": timezone.now(), "case_manager": to}
    move(transfer, ACCEPT, by=by, event_data={"to": to.pk}, **changes)
    refuse_unfit(to)
    if to.organisation_id != transfer.receiver_id:
        raise ValidationError({"to": _("Choose somebody of your organisation.")})
    giver = transfer.proposed_by
    with context.acting(context.Context((*principals.of(giver), *principals.of(by)))):
        case = Case.objects.filter(pk=transfer.case_id).first()
        if case is None or not permissions.can_propose(giver, case):
            raise ValidationError(_("Whoever offered it no longer manages this case. Ask them to offer it again."))
        lock(case)
        if to.pk in excluded_user_ids(case.pk) or by.pk in excluded_user_ids(case.pk):
            raise ValidationError({"to": _("A conflict of interest keeps this person out of this case.")})
        basis_for(case, transfer.receiver, transfer.basis, transfer.basis_reason)
        data = {
            "from": transfer.organisation_id,
            "to": to.pk,
            "receiver": transfer.receiver_id,
            "transfer": transfer.pk,
        }
        move(case, HANDED_ON, by=by, event_data=data, organisation=transfer.receiver, case_manager=to)
        moving.give_case(case, transfer, to=to, by=by)


@transaction.atomic
def decline_transfer(transfer: Transfer, *, by: User, answer: str) -> None:
    """Say no, and why; nothing of the case was seen."""
    move(transfer, DECLINE, by=by, decided_by=by, decided_at=timezone.now(), answer=answer)


@transaction.atomic
def withdraw_transfer(transfer: Transfer, *, by: User) -> None:
    """Take the offer back: it can no longer be accepted."""
    move(transfer, TAKE_BACK, by=by, decided_by=by, decided_at=timezone.now())
