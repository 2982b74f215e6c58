"""Inviting people, and their way in."""

from typing import NamedTuple

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samaan.access.act_pages import answers
from samaan.accounts.http import SignedInRequest
from samaan.accounts.models import User
from samaan.accounts.stepup import recent_proof_required
from samaan.common.formfields import add_refusal
from samaan.staff import giving, permissions, queries, workflow
from samaan.staff.forms import AcceptForm, InviteForm
from samaan.staff.models import Invitation
from samaan.staff.views.acting import act_page, lookers_only, refuse_unless
from samaan.staff.workflow.inviting import LinkDead, behind


class Shown(NamedTuple):
    """One invitation, and what this reader may do with it."""

    invitation: Invitation
    may_change: bool
    may_confirm: bool


@login_required
@require_GET
def pending(request: SignedInRequest) -> HttpResponse:
    lookers_only(request)
    user = request.user
    found = [
        Shown(one, permissions.can_change_invitation(user, one), permissions.can_confirm_invitation(user, one))
        for one in queries.invitations(user)
    ]
    page = {"invitations": found, "may_invite": queries.administered_by(request.user).exists()}
    return render(request, "staff/invitations.html", page)


@login_required
@require_http_methods(["GET", "POST"])
@recent_proof_required
def invite(request: SignedInRequest) -> HttpResponse:
    refuse_unless(queries.administered_by(request.user).exists())
    form = InviteForm(answers(request), user=request.user)
    second = form.is_bound and form.is_valid() and giving.needs_second_person(form.cleaned_data["role"])
    return act_page(
        request,
        form,
        lambda given: workflow.invite(given.pop("email"), by=request.user, **given),
        title=_("Invite somebody"),
        done=_("The invitation waits for a second person.") if second else _("The invitation is on its way."),
        back=reverse("staff:invitations"),
    )


def invitation_of(request: SignedInRequest, pk: object) -> Invitation:
    lookers_only(request)
    found = Invitation.objects.select_related("organisation", "role", "invited_by")
    return get_object_or_404(found, pk=pk, organisation__in=queries.organisations_of(request.user))


@login_required
@require_POST
@recent_proof_required
def confirm(request: SignedInRequest, pk: object) -> HttpResponse:
    workflow.confirm_invitation(invitation_of(request, pk), by=request.user)
    messages.success(request, _("Confirmed. The invitation is on its way."))
    return redirect("staff:invitations")


@login_required
@require_POST
def resend(request: SignedInRequest, pk: object) -> HttpResponse:
    workflow.resend_invitation(invitation_of(request, pk), by=request.user)
    messages.success(request, _("A new link is on its way; the one before no longer works."))
    return redirect("staff:invitations")


@login_required
@require_POST
def withdraw(request: SignedInRequest, pk: object) -> HttpResponse:
    workflow.withdraw_invitation(invitation_of(request, pk), by=request.user)
    messages.success(request, _("The invitation is withdrawn; its link no longer works."))
    return redirect("staff:invitations")


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Name and password; then the person is signed in, and led to their second factor."""
    if request.user.is_authenticated:
        return render(request, "staff/somebody_signed_in.html", status=403)
    form = AcceptForm(request.POST or None)
    try:
        invitation = behind(token)
        if request.method == "POST" and form.is_valid():
            user = accepted(form, token)
            if user:
                get_adapter(request).login(request, user)
                record_authentication(request, user, method="password")
                return redirect("home")
    except LinkDead:
        return render(request, "staff/link_dead.html", status=404)
    page = {"form": form, "invitation": invitation}
    return render(request, "staff/accept.html", page, status=422 if request.method == "POST" else 200)


def accepted(form: AcceptForm, token: str) -> User | None:
    given = form.cleaned_data
    try:
        return workflow.accept_invitation(token, full_name=given["full_name"], password=given["password"])
    except ValidationError as refused:
        add_refusal(form, refused)
        return None
