"""An export is asked for; beyond a number of cases a second person decides on it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.access import principals, quota
from samaan.access.models import Basis, Grant
from samaan.access.records import begin_record, grant_to
from samaan.accounts.models import User
from samaan.cases.models import Case
from samaan.common import envelope
from samaan.common.jobs import app
from samaan.common.references import next_reference
from samaan.exports import queries
from samaan.exports.models import Envelope, Export, Kind, Purpose, RecipientKey, Status
from samaan.exports.permissions import approvers_of, can_ask, sees_all
from samaan.exports.workflow.steps import APPROVE, ASK, REFUSE
from samaan.transitions import NotPermitted, announce, move

FORMATS = {Kind.CASE_FILE: ("pdf",), Kind.CASE_LIST: ("csv", "xlsx")}


@dataclass(frozen=True)
class Wanted:
    """What is asked for: which cases, for whom, why, in which envelope."""

    kind: str
    cases: Sequence[UUID]
    purpose: str
    reason: str
    recipient: str
    envelope: str
    format: str = "pdf"
    documents: Collection[UUID] = ()
    public_key: str = ""
    registered_key: RecipientKey | None = None


@transaction.atomic
def ask(wanted: Wanted, *, by: User) -> Export:
    """Ask for a file; it is made at once, or once a second person has approved it.

    1. refuses whoever may not and what is incomplete, 2. counts it against the day, 3. counts the different cases of
    the day, this export's and those before, 4. asks a second person where they are too many, 5. else starts the making.

    Raises NotPermitted, ValidationError, LimitReached.
    """
    if not can_ask(by):
        raise NotPermitted(ASK, None)
    refuse_nonsense(wanted, by)
    # One after the other: two at once must not be twenty-five cases each.
    User.objects.select_for_update().get(pk=by.pk)
    quota.use(by, quota.EXPORT)
    export = export_of(wanted, by)
    export.approvers = approvers_of(export) if export.needs_second_person else ()
    if export.needs_second_person and not export.approvers:
        raise ValidationError(_("Nobody who sees all these cases can be the second person. Take out fewer."))
    begin_record("export", id=export.pk, owned_by=by.organisation, grants=grants(export))
    export.save(force_insert=True)
    note_asked(export, by)
    if export.status == Status.MAKING:
        start_making(export)
    return export


def export_of(wanted: Wanted, by: User) -> Export:
    ids = [str(pk) for pk in dict.fromkeys(wanted.cases)]
    that_day = len(queries.cases_of_the_day(by) | set(ids))
    limits = countrypack.pack().limits
    second = that_day > limits.cases_alone or by.role_id in limits.never_alone
    return Export(
        reference=next_reference("X"),
        organisation=by.organisation,
        kind=wanted.kind,
        format=wanted.format,
        cases=ids,
        documents=[str(pk) for pk in wanted.documents],
        purpose=wanted.purpose,
        reason=wanted.reason,
        recipient=wanted.recipient,
        envelope=wanted.envelope,
        public_key=key_of(wanted),
        registered_key=wanted.registered_key,
        status=Status.ASKED if second else Status.MAKING,
        needs_second_person=second,
        cases_that_day=that_day,
        asked_by=by,
        language=(get_language() or "en")[:2],
    )


def key_of(wanted: Wanted) -> str:
    """What it is encrypted to; nothing under a password."""
    if wanted.envelope != Envelope.KEY:
        return ""
    return wanted.registered_key.public_key if wanted.registered_key else str(envelope.recipient(wanted.public_key))


def grants(export: Export) -> list[Grant]:
    """Whoever asked, and whoever may decide."""
    own = grant_to(principals.user(export.asked_by_id), ["summary"], basis=Basis.AUTHOR, purpose="export")
    return [own, *(seen_by(approver) for approver in export.approvers)]


def seen_by(approver: User) -> Grant:
    return grant_to(principals.user(approver.pk), ["summary"], basis=Basis.OVERSIGHT, purpose="export")


def note_asked(export: Export, by: User) -> None:
    kind = ASK.kind if export.needs_second_person else "export.begun"
    announce(kind, export, by=by, **facts_of(export))


def facts_of(export: Export) -> dict[str, Any]:
    """Count and scope, for the event: no name, no words."""
    return {
        "scope": export.kind,
        "format": export.format,
        "count": export.count,
        "cases_that_day": export.cases_that_day,
        "reason_code": export.purpose,
        "envelope": export.envelope,
        "number": export.reference,
    }


def start_making(export: Export) -> None:
    app.configure_task("samaan.exports.jobs.make_export", queue="exports").defer(export_id=str(export.pk))


def refuse_nonsense(wanted: Wanted, by: User) -> None:
    """Each field that is missing or wrong, by its name."""
    wrong: dict[str, str] = {}
    if wanted.kind not in Kind or wanted.format not in FORMATS[Kind(wanted.kind)]:
        wrong["format"] = _("Choose a format of this kind of export.")
    if wanted.purpose not in Purpose:
        wrong["purpose"] = _("Choose what it is for.")
    if not wanted.reason.strip():
        wrong["reason"] = _("Write why.")
    if not wanted.recipient.strip():
        wrong["recipient"] = _("Write who gets it.")
    if wanted.envelope not in Envelope:
        wrong["envelope"] = _("Choose how it is protected.")
    wrong |= wrong_key(wanted, by) | wrong_cases(wanted, by)
    if wrong:
        raise ValidationError(dict(wrong))


def wrong_key(wanted: Wanted, by: User) -> dict[str, str]:
    if wanted.envelope != Envelope.KEY:
        return {}
    key = wanted.registered_key
    if key is not None:
        usable = key.status == RecipientKey.Status.APPROVED and key.organisation_id == by.organisation_id
        return {} if usable else {"registered_key": _("This key is not approved.")}
    try:
        envelope.recipient(wanted.public_key)
    except envelope.NoSuchKey:
        return {"public_key": _("This is no public key of age. It begins with age1.")}
    return {}


def wrong_cases(wanted: Wanted, by: User) -> dict[str, str]:
    if not wanted.cases or len(wanted.cases) > queries.MOST_CASES:
        return {"cases": _("Choose 1 to %(most)d cases.") % {"most": queries.MOST_CASES}}
    if wanted.kind == Kind.CASE_FILE and len(wanted.cases) != 1:
        return {"cases": _("A case file is of one case.")}
    seen = Case.objects.visible_to(by).filter(pk__in=wanted.cases)
    if not sees_all(by, wanted.cases) or not all(queries.parts_of(by, seen).values()):
        return {"cases": _("Not all of these cases are open to you, or one is open in an emergency only.")}
    return wrong_documents(wanted, by) if wanted.documents else {}


def wrong_documents(wanted: Wanted, by: User) -> dict[str, str]:
    case = Case.objects.visible_to(by).get(pk=wanted.cases[0])
    offered = {found.pk: found.file.size for found in queries.documents_to_choose(by, case)}
    if wanted.kind != Kind.CASE_FILE or not set(wanted.documents) <= set(offered):
        return {"documents": _("Not all of these documents are open to you.")}
    if sum(offered[pk] for pk in wanted.documents) > queries.MOST_BYTES:
        most = queries.MOST_BYTES >> 20
        return {"documents": _("Together they are larger than %(most)d MB. Choose fewer.") % {"most": most}}
    return {}


@transaction.atomic
def approve(export: Export, *, by: User) -> None:
    """Let it be made, by somebody who sees the same cases."""
    move(export, APPROVE, by=by, decided_by=by, decided_at=timezone.now(), event_data=facts_of(export))
    start_making(export)


@transaction.atomic
def refuse(export: Export, *, by: User, answer: str) -> None:
    """Say no, with a reason that whoever asked will read."""
    if not answer.strip():
        raise ValidationError({"answer": _("Say why.")})
    move(export, REFUSE, by=by, decided_by=by, decided_at=timezone.now(), answer=answer, event_data=facts_of(export))
