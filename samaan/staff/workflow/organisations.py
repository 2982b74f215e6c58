"""An organisation comes in: proposed by one person, approved by another."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.access.records import begin_record
from samaan.accounts.models import Organisation, Role, User
from samaan.staff import kinds, seats
from samaan.staff.models import Proposal
from samaan.staff.permissions import can_approve, can_propose, can_withdraw_proposal
from samaan.staff.workflow.inviting import invite, refuse_known
from samaan.staff.workflow.refusing import refuse_state, refuse_unless
from samaan.transitions import announce, lock

Status = Proposal.Status


@transaction.atomic
def propose_organisation(
    name: str,
    *,
    by: User,
    kind: str,
    reason: str,
    contact_name: str,
    contact_email: str,
    contact_role: Role,
    terms: str,
    contact_phone: str = "",
    contact_language: str = "en",
) -> Proposal:
    """Propose that an organisation works here: what it is, who answers for it, on which terms, and why.

    Nothing of it exists until somebody else approves: no organisation, no account, no invitation.
    """
    refuse_unless(can_propose(by), "organisation.proposed", seats.unit())
    if not reason.strip() or not terms.strip():
        raise ValidationError({"reason": _("Say why, and on which terms of reference.")})
    validate_email(contact_email)
    refuse_kind(kind, contact_role)
    refuse_known(contact_email, by)
    proposal = Proposal(
        organisation=seats.unit(),
        name=name.strip(),
        code=free_code(name),
        kind=kind,
        reason=reason,
        contact_name=contact_name,
        contact_email=contact_email.lower(),
        contact_phone=contact_phone,
        contact_role=contact_role,
        contact_language=contact_language,
        terms=terms,
        proposed_by=by,
    )
    proposal.id = begin_record(Proposal.record_kind, owned_by=proposal.organisation, grants=seats.grants())
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError:
        raise ValidationError({"name": _("This organisation has been proposed already.")}) from None
    announce("organisation.proposed", proposal, by=by, kind_of=kind)
    return proposal


def refuse_kind(kind: str, contact_role: Role) -> None:
    """A second unit, or a second overseer of it, does not come in this way."""
    if kind not in kinds.that_may_be_proposed():
        raise ValidationError({"kind": _("Such an organisation comes in by the country pack alone.")})
    if kind not in countrypack.pack().roles[contact_role.pk].organisation_kinds:
        raise ValidationError({"contact_role": _("There is no such role in an organisation of this kind.")})


def free_code(name: str) -> str:
    code = slugify(name).replace("-", "_")[:40]
    taken = Organisation.objects.filter(code=code).exists() or Organisation.objects.filter(name__iexact=name).exists()
    if not code or taken:
        raise ValidationError({"name": _("There is an organisation of this name already. Give its full name.")})
    return code


@transaction.atomic
def approve_proposal(proposal: Proposal, *, by: User, note: str = "") -> Organisation:
    """The second person agrees: the organisation begins, and whoever answers for it is invited."""
    decide(proposal, Status.APPROVED, by=by, note=note, allowed=can_approve)
    free_code(proposal.name)
    made = Organisation.objects.create(code=proposal.code, name=proposal.name, kind=proposal.kind)
    proposal.made = made
    proposal.save(update_fields=["made"])
    announce("organisation.approved", proposal, by=by, made=made.pk)
    invite(
        proposal.contact_email,
        organisation=made,
        role=proposal.contact_role,
        by=None,
        language=proposal.contact_language,
    )
    return made


@transaction.atomic
def refuse_proposal(proposal: Proposal, *, by: User, note: str) -> None:
    """The second person does not agree, and says why."""
    decide(proposal, Status.REFUSED, by=by, note=note, allowed=can_approve)
    announce("organisation.refused", proposal, by=by)


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, by: User) -> None:
    """Whoever proposed it takes it back."""
    decide(proposal, Status.WITHDRAWN, by=by, note="", allowed=can_withdraw_proposal)
    announce("organisation.proposal_withdrawn", proposal, by=by)


def decide(proposal: Proposal, status: str, *, by: User, note: str, allowed) -> None:
    lock(proposal)
    refuse_unless(allowed(by, proposal), "organisation.decided", proposal)
    refuse_state(proposal.status == Status.PROPOSED, "organisation.decided", proposal)
    now = timezone.now()
    proposal.status, proposal.decided_by, proposal.decided_at, proposal.decision_note = status, by, now, note
    proposal.changed_at = now
    proposal.save(update_fields=["status", "decided_by", "decided_at", "decision_note", "changed_at"])
