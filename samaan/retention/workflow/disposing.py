"""Disposal in two persons: one proposes, another approves or refuses. The worker then destroys."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.common.jobs import app
from samaan.retention import queries, retained
from samaan.retention.models import Due, Proposal
from samaan.retention.workflow.steps import APPROVE, PROPOSE, REFUSE
from samaan.transitions import NotPermitted, announce, lock, move


@transaction.atomic
def propose_disposal(record: Any, *, by: User, reason: str, ground: str = Proposal.Ground.DUE) -> Proposal:
    """Propose that a closed report or case be destroyed, because its time has come or because the person asked."""
    lock(record)
    if not PROPOSE.may(by, record):
        raise NotPermitted(PROPOSE, record)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    if ground not in Proposal.Ground.values:
        raise ValidationError({"ground": _("Choose one of them.")})
    refuse_unready(record)
    listed = Due.objects.filter(of_record=record.record_id).first()
    if ground == Proposal.Ground.DUE and listed is None:
        raise ValidationError({"ground": _("Its time has not come.")})
    code = class_code(record, listed)
    proposal = Proposal(
        of_record=record.record_id,
        of_kind=record.record_kind,
        organisation_id=record.organisation_id,
        class_code=code,
        ground=ground,
        due_on=listed.due_on if listed else None,
        reason=reason.strip(),
        proposed_by=by,
    )
    proposal.save(force_insert=True)
    announce(PROPOSE.kind, proposal, by=by, proposal=proposal.pk, retention_class=code, ground=ground)
    return proposal


def refuse_unready(record: Any) -> None:
    """What is being worked on, on hold, or proposed already is not proposed."""
    if record.status != "closed":
        raise ValidationError(_("It is not closed. A report that was merged goes with the one it was merged into."))
    if queries.is_held(record):
        raise ValidationError(_("It is on legal hold."))
    if queries.open_proposal(record):
        raise ValidationError(_("It is proposed already."))


def class_code(record: Any, listed: Due | None) -> str:
    if listed:
        return listed.class_code
    found = retained.class_of(record)
    if found is None:
        raise ValidationError(_("The country pack says of no class how long it is kept."))
    return found.code


@transaction.atomic
def approve_disposal(proposal: Proposal, *, by: User) -> None:
    """Agree, as the second person: the worker destroys it at once. Whoever calls this has seen a recent proof."""
    refuse_unready_to_approve(proposal)
    move(proposal, APPROVE, by=by, decided_by=by, decided_at=timezone.now(), event_data={"proposal": proposal.pk})
    app.configure_task("samaan.retention.jobs.dispose", queue="disposal").defer(proposal_id=str(proposal.pk))


def refuse_unready_to_approve(proposal: Proposal) -> None:
    if proposal.record is None or proposal.record.status != "closed":
        raise ValidationError(_("It was opened again meanwhile."))
    if queries.is_held(proposal):
        raise ValidationError(_("It is on legal hold."))
    if proposal.class_ is None:
        raise ValidationError(_("The country pack no longer has its class. Refuse, and let it be proposed anew."))


@transaction.atomic
def refuse_disposal(proposal: Proposal, *, by: User, answer: str) -> None:
    """Say no, with a reason; the record stays as it is."""
    if not answer.strip():
        raise ValidationError({"answer": _("Say why.")})
    facts = {"proposal": proposal.pk}
    now = timezone.now()
    move(proposal, REFUSE, by=by, event_data=facts, decided_by=by, decided_at=now, answer=answer.strip())
