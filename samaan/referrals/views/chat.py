"""The conversation: read, written, and its files."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from samaan.access.downloads import note_opening, send_file
from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.referrals import mentions, queries, workflow
from samaan.referrals.forms import MessageForm
from samaan.referrals.models import Referral
from samaan.referrals.talk import talk_of
from samaan.referrals.views.pages import everything
from samaan.referrals.views.seen import leaves_when_gone, see
from samaan.vault.models import StoredFile

AS_NOTICE = {"HX-Retarget": "#notices", "HX-Reswap": "innerHTML show:top", "HX-Reselect": "#refusal"}


@login_required
@require_GET
@leaves_when_gone
def chat(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The conversation alone: a fragment for an open page, a page of its own elsewhere."""
    referral = see(request.user, pk)
    if request.headers.get("HX-Request"):
        stream.glanced(referral, by=request.user)
        return conversation(request, referral, "referrals/parts/messages.html")
    stream.opened(referral, by=request.user)
    return conversation(request, referral, "referrals/chat.html")


@login_required
@require_POST
@leaves_when_gone
def message(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say something. Sent again after a lost answer, it is the same message."""
    referral = see(request.user, pk, alone=True)
    people = [other.pk for other in mentions.people(referral)] if request.POST.get("mention") else []
    form = MessageForm(request.POST, request.FILES, people=people)
    if not form.is_valid():
        return not_sent(request, referral, form)
    asked = form.cleaned_data
    workflow.send_message(
        referral,
        asked["text"],
        by=request.user,
        client_id=asked["nonce"],
        phrase=asked["phrase"],
        file=asked["attachment"],
        mentions=asked["mention"],
    )
    if request.headers.get("HX-Request"):
        stream.glanced(referral, by=request.user)
        return conversation(request, referral, "referrals/parts/messages.html", tapped=asked["phrase"])
    return redirect(reverse("referrals:detail", args=[pk]) + "#conversation")


@login_required
@require_POST
@leaves_when_gone
def message_delete(request: SignedInRequest, pk: UUID, message_pk: UUID) -> HttpResponse:
    """Take back what one wrote a moment ago."""
    referral = see(request.user, pk)
    workflow.delete_message(get_visible(referral.messages, request.user, pk=message_pk), by=request.user)
    if request.headers.get("HX-Request"):
        stream.glanced(referral, by=request.user)
        return conversation(request, referral, "referrals/parts/messages.html")
    return redirect(reverse("referrals:detail", args=[pk]) + "#conversation")


@login_required
@require_POST
def keep_conversation(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """File what was said so far as a document of the case."""
    workflow.keep_conversation(see(request.user, pk), by=request.user)
    messages.success(request, _("The conversation is a document of the case now."))
    return redirect(reverse("referrals:detail", args=[pk]) + "#conversation")


def conversation(request: SignedInRequest, referral: Referral, template: str, **more: str) -> HttpResponse:
    """The latest messages, which are thereby read."""
    talk = talk_of(referral, request.user, everything="all" in request.GET)
    if talk.has_unread:
        workflow.mark_read(referral, by=request.user)
    return render(request, template, {"referral": referral, "talk": talk} | more)


def not_sent(request: SignedInRequest, referral: Referral, form: Form) -> HttpResponse:
    """Why a message was not taken; what was written is still there."""
    problems = [error for errors in form.errors.values() for error in errors]
    if request.headers.get("HX-Request"):
        response = render(request, "referrals/parts/not_sent.html", {"problems": problems}, status=422)
        for name, value in AS_NOTICE.items():
            response.headers[name] = value
        return response
    for problem in problems:
        messages.error(request, str(problem))
    stream.opened(referral, by=request.user)
    context = everything(request.user, referral, draft=form.data.get("text", ""))
    return render(request, "referrals/detail.html", context, status=422)


@login_required
@require_GET
def file(request: SignedInRequest, pk: UUID, file_pk: UUID) -> HttpResponseBase:
    """A document of the slice or of the chat, while the referral is open to whoever asks."""
    referral = see(request.user, pk)
    stored = StoredFile.objects.filter(pk=file_pk, record_id=referral.pk).first()
    if stored is None or not queries.may_open(request.user, referral, stored):
        raise Http404
    note_opening(request, stored, referral)
    return send_file(request, stored)
