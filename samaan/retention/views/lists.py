"""What is due, what waits for a second person, what is on hold, what was destroyed; and the same of one file."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from samaan.accounts.http import SignedInRequest
from samaan.accounts.models import User
from samaan.audit import stream
from samaan.retention import permissions, queries
from samaan.retention.models import Due, Hold, Proposal
from samaan.retention.views.acting import record_of


@login_required
@require_GET
def overview(request: SignedInRequest) -> HttpResponse:
    """Everything this person may see of it; references only."""
    if not permissions.can_list(request.user):
        raise PermissionDenied
    due = with_record(queries.due(request.user)[: queries.SHOWN])
    proposals = {found.of_record: found for found in queries.waiting(request.user)[: queries.SHOWN]}
    held = with_record(queries.holds(request.user)[: queries.SHOWN])
    shown = {
        "due": [(line, proposals.get(line.of_record), line.of_record in {h.of_record for h in held}) for line in due],
        "waiting": with_record(proposals.values()),
        "held": held,
        "certificates": queries.certificates(request.user)[: queries.SHOWN],
    }
    return render(request, "retention/list.html", shown)


def with_record(lines: Any) -> list[Any]:
    """Those whose record is in sight."""
    return [line for line in lines if line.record is not None]


@login_required
@require_GET
def of_case(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return of_record(request, record_of(request.user, "case", pk))


@login_required
@require_GET
def of_report(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return of_record(request, record_of(request.user, "report", pk))


def of_record(request: SignedInRequest, record: Any) -> HttpResponse:
    """How long one file is kept, its holds, who proposes to destroy it: a panel, and a page without JavaScript."""
    is_part = bool(request.headers.get("HX-Request"))
    template = "retention/parts/of_record.html" if is_part else "retention/of_record.html"
    shown = shown_of(request.user, record)
    if shown["holds"]:
        # It says why they were placed, in words that may be about somebody: a look at the file.
        note = stream.glanced if is_part else stream.opened
        note(record, by=request.user, page="hold")
    return render(request, template, shown)


def shown_of(user: User, record: Any) -> dict[str, Any]:
    return {
        "record": record,
        "kind": record.record_kind,
        "due": Due.objects.visible_to(user).filter(of_record=record.pk).first(),
        "holds": [(hold, hold.stands and permissions.can_lift(user, hold)) for hold in holds_of(user, record)],
        "proposals": Proposal.objects.visible_to(user).filter(of_record=record.pk).select_related("proposed_by"),
        "may_hold": permissions.can_hold(user, record),
        "may_propose": permissions.can_dispose(user, record) and record.status == "closed",
        "own_data": queries.own_data_of(user, record.pk) if record.record_kind == "case" else [],
        "may_answer": record.record_kind == "case" and permissions.can_answer(user, record),
    }


def holds_of(user: User, record: Any) -> list[Hold]:
    return list(Hold.objects.visible_to(user).filter(of_record=record.pk).select_related("placed_by", "lifted_by"))
