"""A survivor asks for what is kept about them: recorded, looked through text by text, released or refused."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samaan import countrypack
from samaan.accounts.models import User
from samaan.alerts import clocks
from samaan.cases.models import Case
from samaan.retention import gathering, owndata, removing
from samaan.retention.models import OwnDataRequest, OwnText
from samaan.retention.owndata import OwnData, ToRead
from samaan.retention.workflow.steps import ASK, DENY, RELEASE
from samaan.transitions import NotPermitted, announce, lock, move

CLOCK = "own_data.answer"
# What of the case these events belong to: whoever sees no identity is not told of them either.
PART = {"compartment": "identity"}


@transaction.atomic
def record_request(
    case: Case, *, by: User, asker: str, asked_on: date, identity_check: str, language: str
) -> OwnDataRequest:
    """Write down who asked, how it was made sure that it is they, and in which language; the clock begins."""
    lock(case)
    if not ASK.may(by, case):
        raise NotPermitted(ASK, case)
    refuse_unsound(case, asker, asked_on, identity_check, language)
    lasting = countrypack.pack().retention.answer_within
    waited = timezone.localdate() - asked_on
    request = OwnDataRequest(
        case=case,
        organisation_id=case.organisation_id,
        asker=asker,
        asked_on=asked_on,
        identity_check=identity_check.strip(),
        language=language,
        due_at=timezone.now() + lasting - waited,
        recorded_by=by,
    )
    request.save(force_insert=True)
    clocks.start(case, CLOCK, lasting=lasting - waited)
    announce(ASK.kind, request, by=by, request=request.pk, **PART)
    return request


def refuse_unsound(case: Case, asker: str, asked_on: date, identity_check: str, language: str) -> None:
    if asker not in OwnDataRequest.Asker.values:
        raise ValidationError({"asker": _("Choose one of them.")})
    if asked_on > timezone.localdate():
        raise ValidationError({"asked_on": _("This day has not come.")})
    if not identity_check.strip():
        raise ValidationError({"identity_check": _("Say how you know.")})
    if language not in countrypack.pack().country["languages"]["complete"]:
        raise ValidationError({"language": _("Choose one of them.")})
    if OwnDataRequest.objects.filter(case=case, status=OwnDataRequest.Status.ASKED).exists():
        raise ValidationError(_("A request is being answered already."))


@transaction.atomic
def confirm_text(
    request: OwnDataRequest, source: str, *, by: User, original: str, more: str = "", left_out: bool = False
) -> OwnText:
    """Say of one text that it may go without what is marked, without `more` (a piece a line), or not at all.

    `original`: the text that was read; when it has changed since, it is read again.
    """
    may_be_answered(request, by)
    found = find(request, source)
    if found.text.text != original:
        raise ValidationError(_("The text has changed meanwhile. Read it again."))
    by_hand = [span for words in more.splitlines() for span in removed_by_hand(found.text.text, words)]
    row = OwnText.objects.filter(request=request, source=source).first() or OwnText(
        case=request.case, request=request, source=source, compartment=found.text.compartment
    )
    row.original, row.removed, row.left_out = original, removing.merged([*found.spans, *by_hand]), left_out
    row.confirmed_by, row.confirmed_at = by, timezone.now()
    row.save()
    announce("own_data.text_confirmed", request, by=by, request=request.pk, compartment=row.compartment)
    return row


def may_be_answered(request: OwnDataRequest, by: User) -> None:
    lock(request)
    if not RELEASE.may(by, request):
        raise NotPermitted(RELEASE, request)
    if not request.is_open:
        raise ValidationError(_("It has been answered already."))


def find(request: OwnDataRequest, source: str) -> ToRead:
    _everything, texts = owndata.to_read(request)
    found = next((one for one in texts if one.text.source == source), None)
    if found is None:
        raise ValidationError(_("There is no such text any more."))
    return found


def removed_by_hand(text: str, words: str) -> list[removing.Span]:
    if not words.strip():
        return []
    spans = removing.spans_of_words(text, words)
    if not spans:
        problem = _("“%(words)s” does not stand in this text.") % {"words": words.strip()}
        raise ValidationError({"more": problem})
    return spans


@transaction.atomic
def choose_document(request: OwnDataRequest, file_id: UUID, *, by: User, given: bool) -> None:
    """Give one document with the copy, or not. Whoever adds it has looked whether it shows anybody else."""
    may_be_answered(request, by)
    if file_id not in gathering.document_ids(request.case_id):
        raise ValidationError(_("There is no such document in this case."))
    others = [one for one in request.documents if one != file_id]
    request.documents = [*others, file_id] if given else others
    request.save(update_fields=["documents"])
    announce("own_data.document_chosen", request, by=by, request=request.pk, file=file_id, given=given, **PART)


@transaction.atomic
def release(request: OwnDataRequest, *, by: User) -> None:
    """Let it go, once every text has been looked through; whoever calls this has seen a recent proof."""
    lock(request)
    _everything, texts = owndata.to_read(request)
    unread = sum(one.confirmed is None for one in texts)
    if unread:
        words = ngettext("%(n)d text has not been looked through.", "%(n)d texts have not been looked through.", unread)
        raise ValidationError(words % {"n": unread})
    facts = {"request": request.pk, "texts": len(texts), **PART}
    move(request, RELEASE, by=by, handled_by=by, answered_at=timezone.now(), event_data=facts)
    clocks.meet(request, CLOCK)


@transaction.atomic
def refuse(request: OwnDataRequest, *, by: User, answer: str) -> None:
    """Say no, with what was said to whoever asked."""
    if not answer.strip():
        raise ValidationError({"answer": _("Say why.")})
    facts = {"request": request.pk, **PART}
    now = timezone.now()
    move(request, DENY, by=by, handled_by=by, answered_at=now, answer=answer.strip(), event_data=facts)
    clocks.meet(request, CLOCK)


@transaction.atomic
def take_copy(request: OwnDataRequest, *, by: User) -> OwnData:
    """The copy of a released request; that it was taken, and its hash, are an event."""
    if not RELEASE.may(by, request):
        raise NotPermitted(RELEASE, request)
    if request.status != OwnDataRequest.Status.RELEASED:
        raise ValidationError(_("It is not released yet."))
    copy = owndata.own_data(request)
    sha256 = owndata.fingerprint(copy.as_json())
    announce("own_data.downloaded", request, by=by, request=request.pk, sha256=sha256, **PART)
    return copy
