"""A second person is asked, and approves or refuses."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.accounts.models import User
from samaan.sealed import queries
from samaan.sealed.models import Request, SealedField
from samaan.sealed.permissions import approvers_of, can_reveal
from samaan.sealed.workflow.steps import APPROVE, ASK, BEYOND_LIMIT, LAPSE, REFUSE
from samaan.transitions import NotPermitted, announce, move


@transaction.atomic
def ask(field: SealedField, *, by: User, reason: str, words: str) -> Request:
    """Ask that a second person approve; everybody who may is told at once. Asked twice, it is one request.

    Beyond the day's limit the supervisors are told as well.
    """
    if not can_reveal(by, field):
        raise NotPermitted(ASK, field)
    check_reason(reason, words)
    # Two presses at once are one request: the second waits here for the first.
    by_now = User.objects.select_for_update().get(pk=by.pk)
    waiting = queries.latest_request(by_now, field)
    if waiting and waiting.has_lapsed:
        move(waiting, LAPSE, by=by, event_data=facts_of(waiting))
    elif waiting and (waiting.status == Request.Status.ASKED or waiting.is_valid):
        return waiting
    beyond = queries.is_beyond_limit(by)
    request = Request(
        of_record=field.of_record,
        of_kind=field.of_kind,
        sealed_class=field.sealed_class,
        asked_by=by,
        reason=reason,
        words=words,
        beyond_limit=beyond,
    )
    request.save(force_insert=True)
    request.approvers = approvers_of(request)
    kind = BEYOND_LIMIT if beyond else ASK.kind
    announce(kind, request, by=by, sealed_class=field.sealed_class, reason=reason, request=request.pk)
    return request


@transaction.atomic
def approve(request: Request, *, by: User) -> None:
    """Allow whoever asked to open this field, once, within fifteen minutes."""
    move(request, APPROVE, by=by, decided_by=by, decided_at=timezone.now(), event_data=facts_of(request))


@transaction.atomic
def refuse(request: Request, *, by: User, answer: str) -> None:
    """Say no, with a reason that whoever asked will read."""
    if not answer.strip():
        raise ValidationError({"answer": _("Say why.")})
    move(request, REFUSE, by=by, decided_by=by, decided_at=timezone.now(), answer=answer, event_data=facts_of(request))


def facts_of(request: Request) -> dict[str, Any]:
    return {"sealed_class": request.sealed_class, "asked_by": request.asked_by_id, "request": request.pk}


def check_reason(reason: str, words: str) -> None:
    """A code of the list, and what it is for in the person's own words."""
    if reason not in dict(countrypack.pack().choices("reveal_reasons")):
        raise ValidationError({"reason": _("Choose why.")})
    if not words.strip():
        raise ValidationError({"words": _("Write what you need it for.")})
