"""The steward's list, and what is decided on a change."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samaan.access.act_pages import act_page, answers
from samaan.accounts.http import SignedInRequest
from samaan.directory import entries, showing, workflow
from samaan.directory.entry_forms import ReasonForm
from samaan.directory.models import Change
from samaan.directory.permissions import can_decide, can_steward, can_withdraw

SHOWN = 200


@login_required
@require_GET
def steward(request: SignedInRequest) -> HttpResponse:
    """Changes that wait, facts that are due, services nobody ever verified."""
    if not can_steward(request.user):
        raise PermissionDenied
    overdue, never = entries.overdue(), entries.never_verified()
    page = {
        "waiting": entries.changes(request.user).filter(status=Change.Status.WAITING),
        "overdue": overdue[:SHOWN],
        "overdue_count": overdue.count(),
        "never": never[:SHOWN],
        "never_count": never.count(),
    }
    return render(request, "directory/steward.html", page)


def change_of(request: SignedInRequest, pk: UUID) -> Change:
    """A change this person may see, or the same 404 as for none."""
    return get_object_or_404(entries.changes(request.user), pk=pk)


@login_required
@require_GET
def change(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What the entry says, and what it would say."""
    found = change_of(request, pk)
    waits = found.status == Change.Status.WAITING
    page = {
        "change": found,
        "lines": showing.difference(found),
        "may_decide": waits and can_decide(request.user, found),
        "may_withdraw": waits and can_withdraw(request.user, found),
    }
    return render(request, "directory/change.html", page)


@login_required
@require_POST
def approve(request: SignedInRequest, pk: UUID) -> HttpResponse:
    workflow.approve_change(change_of(request, pk), by=request.user)
    messages.success(request, _("The directory says so now."))
    return redirect("entries:steward")


@login_required
@require_http_methods(["GET", "POST"])
def give_back(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Returned with a reason: whoever proposed it is told."""
    found = change_of(request, pk)
    if not can_decide(request.user, found):
        raise PermissionDenied
    return act_page(
        request,
        ReasonForm(answers(request)),
        lambda said: workflow.return_change(found, by=request.user, **said),
        title=_("Return the change"),
        done=_("Returned. They have been told why."),
        back=found,
        template="directory/act.html",
    )


@login_required
@require_POST
def withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = change_of(request, pk)
    workflow.withdraw_change(found, by=request.user)
    messages.success(request, _("Taken back. Nothing changed."))
    return redirect(found)
