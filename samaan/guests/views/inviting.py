"""The sender lets somebody at the provider in who has no account."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.guests import workflow
from samaan.guests.forms import InviteForm
from samaan.guests.mailing import address_of, mail_invitation
from samaan.guests.models import Link
from samaan.guests.permissions import can_invite
from samaan.guests.queries import links_of
from samaan.guests.workflow.inviting import INVITE
from samaan.referrals.models import Referral
from samaan.referrals.views.acting import refuse
from samaan.referrals.views.seen import see


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def guest(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Who was invited, and a form to invite; the answer to it shows the code, this once."""
    referral = see(request.user, pk)
    if not can_invite(request.user, referral):
        raise PermissionDenied
    form = InviteForm(request.POST if request.method == "POST" else None, initial=at_hand(referral))
    if request.method == "POST" and form.is_valid():
        refuse(INVITE, referral, request)
        return invited(request, referral, form.cleaned_data)
    stream.glanced(referral, by=request.user)
    found = {"referral": referral, "form": form, "links": links_of(referral), "open": referral.status in INVITE.sources}
    return render(request, "guests/invite.html", found, status=422 if form.is_bound else 200)


def at_hand(referral: Referral) -> dict[str, str]:
    """What the directory knows of the service."""
    return {"email": referral.service.email, "name": referral.provider.name}


def invited(request: SignedInRequest, referral: Referral, asked: dict) -> HttpResponse:
    made = workflow.invite_guest(
        referral, by=request.user, name=asked["name"], email=asked["email"], language=asked["language"]
    )
    by_mail = asked["way"] == "mail"
    found = {
        "referral": referral,
        "link": made.link,
        "code": made.code,
        "mailed": mail_invitation(made) if by_mail else False,
        "by_mail": by_mail,
        "address": address_of(made.token),
    }
    stream.glanced(referral, by=request.user)
    return render(request, "guests/invited.html", found)


@login_required
@require_POST
def end(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Show the guest out."""
    referral = see(request.user, pk)
    if not can_invite(request.user, referral):
        raise PermissionDenied
    for link in Link.objects.filter(referral=referral, ended_at=None):
        workflow.end_link(link, by=request.user)
    messages.success(request, _("The link lets nobody in any more."))
    return redirect("guests:invite", pk)
