"""What a guest sees and does: one referral, whose id stands in no address."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samaan.access import context, principals
from samaan.access.downloads import send_file
from samaan.audit import stream
from samaan.common.formfields import add_refusal
from samaan.guests.models import Link
from samaan.guests.queries import as_guest_sees, shown
from samaan.guests.steps import Step, step_called
from samaan.guests.views import cookies
from samaan.guests.workflow import note_look
from samaan.guests.workflow.entering import is_awake
from samaan.referrals import mentions, workflow
from samaan.referrals.forms import MessageForm
from samaan.referrals.guest import Guest
from samaan.referrals.models import Message, Referral
from samaan.referrals.talk import Places, talk_of
from samaan.transitions import NotPermitted, WrongState
from samaan.vault.models import StoredFile

PLACES = Places(
    file=lambda referral, pk: reverse("guests:file", args=[pk]),
    delete=lambda referral, pk: reverse("guests:message_delete", args=[pk]),
)


@dataclass(frozen=True)
class Visit:
    """A guest on a page, and the one referral that is open to them."""

    link: Link
    guest: Guest
    referral: Referral


def for_guests(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Acts as the guest, whom row security shows this one referral; sends whoever is none to the way in."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        device, session = cookies.held(request)
        with context.acting(context.of_guest(device, session)):
            link = Link.objects.filter(device=principals.guest(device), ended_at=None).first() if device else None
            if link is None or not link.is_live:
                return way_in(request, "guests:enter")
            if not is_awake(link, session):
                return way_in(request, "guests:code")
            referral = as_guest_sees(link.referral_id)
            if referral is None:
                return render(request, "guests/public/over.html", status=410)
            response = taken(view, request, Visit(link, link.guest, referral), args, kwargs)
        if isinstance(response, HttpResponse):
            cookies.keep_language(request, response)
        return response

    return guarded


def taken(view: Callable[..., HttpResponseBase], request: HttpRequest, visit: Visit, args: Any, kwargs: Any) -> Any:
    """What can no longer be done leads back to how it stands now."""
    try:
        return view(request, visit, *args, **kwargs)
    except (NotPermitted, WrongState):
        return redirect("guests:referral")


def way_in(request: HttpRequest, name: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse(name)})
    return redirect(name)


@for_guests
@require_GET
def referral(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The whole page; every look is on the record."""
    note_look(visit.link)
    workflow.mark_viewed(visit.referral, by=visit.guest)
    stream.opened(visit.referral, by=visit.guest)
    return page(request, visit)


def page(request: HttpRequest, visit: Visit, draft: str = "", status: int = 200) -> HttpResponse:
    context = everything(visit) | {"draft": draft}
    return render(request, "guests/referral.html", context, status=status)


def everything(visit: Visit) -> dict[str, Any]:
    talk = talk_of(visit.referral, visit.guest, places=PLACES)
    if talk.has_unread:
        workflow.mark_read(visit.referral, by=visit.guest)
    return shown(visit.referral, visit.guest) | {"talk": talk, "link": visit.link}


@for_guests
@require_GET
def chat(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The messages, which an open page asks for now and then."""
    stream.glanced(visit.referral, by=visit.guest)
    return conversation(request, visit)


def conversation(request: HttpRequest, visit: Visit, tapped: str = "") -> HttpResponse:
    talk = talk_of(visit.referral, visit.guest, places=PLACES)
    if talk.has_unread:
        workflow.mark_read(visit.referral, by=visit.guest)
    found = {"referral": visit.referral, "talk": talk, "tapped": tapped}
    return render(request, "guests/parts/messages.html", found)


@for_guests
@require_POST
def message(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Say something. Sent again after a lost answer, it is the same message."""
    note_look(visit.link)
    people = [other.pk for other in mentions.people(visit.referral)] if request.POST.get("mention") else []
    form = MessageForm(request.POST, request.FILES, people=people)
    if not form.is_valid():
        return not_sent(request, visit, form)
    asked = form.cleaned_data
    workflow.send_message(
        visit.referral,
        asked["text"],
        by=visit.guest,
        client_id=asked["nonce"],
        phrase=asked["phrase"],
        file=asked["attachment"],
        mentions=asked["mention"],
    )
    if request.headers.get("HX-Request"):
        return conversation(request, visit, tapped=asked["phrase"])
    return back_to_chat()


def not_sent(request: HttpRequest, visit: Visit, form: Form) -> HttpResponse:
    problems = [error for errors in form.errors.values() for error in errors]
    stream.opened(visit.referral, by=visit.guest)
    found = everything(visit) | {"draft": form.data.get("text", ""), "problems": problems}
    return render(request, "guests/referral.html", found, status=422)


def back_to_chat() -> HttpResponse:
    return redirect(reverse("guests:referral") + "#conversation")


@for_guests
@require_POST
def message_delete(request: HttpRequest, visit: Visit, message_pk: UUID) -> HttpResponse:
    """Take back what one wrote a moment ago."""
    found = Message.objects.filter(pk=message_pk, referral=visit.referral).first()
    if found is None:
        raise Http404
    workflow.delete_message(found, by=visit.guest)
    return conversation(request, visit) if request.headers.get("HX-Request") else back_to_chat()


@for_guests
@require_GET
def file(request: HttpRequest, visit: Visit, file_pk: UUID) -> HttpResponseBase:
    """A document of the slice or of the chat."""
    stored = StoredFile.objects.filter(pk=file_pk, record_id=visit.referral.pk, original_of=None).first()
    if stored is None:
        raise Http404
    if stored.is_open:
        stream.append(
            "file.opened", record=visit.referral, by=visit.guest, file=stored.pk, compartment=stored.compartment
        )
    return send_file(request, stored)


@for_guests
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    """One of the provider's steps: the same acts that a colleague's page calls."""
    found = step_called(name)
    if found is None:
        raise Http404
    if not found.may_be_taken(visit.referral, visit.guest):
        return redirect("guests:referral")
    note_look(visit.link)
    form = found.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and acted(found, form, visit):
        return redirect("guests:referral")
    known = {"referral": visit.referral, "form": form, "step": found}
    return render(request, "guests/step.html", known, status=422 if request.method == "POST" else 200)


def acted(step: Step, form: Form, visit: Visit) -> bool:
    try:
        step.act(visit.referral, by=visit.guest, **form.cleaned_data)
    except ValidationError as refused:
        add_refusal(form, refused)
        return False
    return True
