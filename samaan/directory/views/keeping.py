"""Keeping entries up to date: one's own, group by group."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samaan.access.act_pages import act_page, answers
from samaan.accounts.http import SignedInRequest
from samaan.directory import entries, showing, workflow
from samaan.directory.entry_forms import FORMS
from samaan.directory.facts import facts_of, groups_of
from samaan.directory.models import Group, Service


@login_required
@require_GET
def own(request: SignedInRequest) -> HttpResponse:
    """The entries this person keeps: what is due, what waits, and one tap for what is still true."""
    if not request.user.can("directory.keep"):
        raise PermissionDenied
    services = entries.with_freshness(entries.kept_by(request.user))
    rows = [(service, showing.freshness(service)) for service in services]
    decided = entries.changes(request.user).filter(status="returned").order_by("-decided_at")[:5]
    return render(request, "directory/own.html", {"rows": rows, "returned": decided})


def group_of(request: SignedInRequest, pk: UUID, group: str) -> tuple[Service, Group]:
    """A group of facts of a service this person keeps, or the same 404 as for none."""
    service = get_object_or_404(entries.kept_by(request.user), pk=pk)
    if group not in groups_of(service):
        raise Http404
    return service, Group(group)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, pk: UUID, group: str) -> HttpResponse:
    """One group of facts; what is different waits for the steward."""
    service, chosen = group_of(request, pk, group)
    form = FORMS[chosen](answers(request), facts=facts_of(service, chosen))
    return act_page(
        request,
        form,
        lambda said: workflow.propose_change(service, chosen, form.facts(), by=request.user, note=said["note"]),
        title=f"{service.name}: {chosen.label}",
        done=_("The steward has been told. Until then the directory says what it said."),
        back=service,
        template="directory/act.html",
    )


@login_required
@require_POST
def still_true(request: SignedInRequest, pk: UUID, group: str) -> HttpResponse:
    service, chosen = group_of(request, pk, group)
    fact = workflow.confirm_facts(service, chosen, by=request.user)
    messages.success(request, _("Verified today. Due again on %(day)s.") % {"day": f"{fact.due_on:%Y-%m-%d}"})
    return redirect("entries:own" if request.user.can("directory.keep") else service)
