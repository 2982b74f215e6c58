"""Asking whoever works with a person one does not see; one's own asks; and answering those put to oneself."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.alerts import registry
from samaan.audit import stream
from samaan.people import asking
from samaan.people.ask_forms import AskForm, DecideForm
from samaan.people.merging import present
from samaan.people.models import Ask, Person, Question
from samaan.people.permissions import can_search
from samaan.people.searching import TooManySearches
from samaan.people.words import about_person
from samaan.transitions import NotPermitted, WrongState

SHOWN = 100


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: SignedInRequest) -> HttpResponse:
    """What was sought, to be completed, and why. From a search it comes by post, from a person by their id."""
    if not can_search(request.user):
        raise PermissionDenied
    if request.method == "GET" or request.POST.get("do") == "begin":
        return show_ask(request, AskForm(initial=first_values(request)))
    form = AskForm(request.POST)
    if form.is_valid():
        try:
            asking.ask_owner(form.sought(), by=request.user, reason=form.cleaned_data["reason"])
        except TooManySearches:
            form.add_error(None, _("You have searched very often within an hour. Ask again later."))
        except asking.TooManyAsks:
            form.add_error(None, _("You have asked as often as a week allows. Speak with your head."))
        except asking.NobodyToAsk:
            form.add_error(
                None,
                _(
                    "Nobody to ask: a document number, a telephone number, or the whole name with the date of birth or"
                    " the age must be the same."
                ),
            )
        else:
            messages.success(request, _("You have asked. The answer comes to your alerts."))
            return redirect("people:asks")
    return show_ask(request, form)


def show_ask(request: SignedInRequest, form: AskForm) -> HttpResponse:
    return render(request, "people/ask.html", {"form": form}, status=422 if form.errors else 200)


def first_values(request: SignedInRequest) -> dict[str, Any]:
    """What the search sought, or what is known of the person one has just added."""
    if request.method == "POST":
        posted = request.POST
        one = {"names": posted.get("names", ""), "birth_date": posted.get("birth_date", "")}
        return one | {"phones": posted.get("phone", ""), "documents": posted.get("document", "")}
    if "person" not in request.GET:
        return {}
    try:
        pk = UUID(request.GET["person"])
    except ValueError:
        return {}
    person = present(get_visible(Person.objects, request.user, pk=pk))
    # The form is filled with who they are.
    stream.opened(person, by=request.user, purpose="before asking")
    return AskForm.of(person)


@login_required
def asks(request: SignedInRequest) -> HttpResponse:
    """One's own asks with their answers, and the questions put to oneself."""
    if not can_search(request.user):
        raise PermissionDenied
    own = list(Ask.objects.visible_to(request.user).filter(asked_by=request.user)[:SHOWN])
    found = Question.objects.visible_to(request.user).select_related("asked_by__organisation", "answered_by")
    questions = [
        question
        for question in found.order_by("status", "-asked_at")[:SHOWN]
        if asking.can_decide(request.user, question)
    ]
    # The words of each ask are a person's name: showing them is a look at the record.
    for each in own:
        stream.opened(each, by=request.user)
    rows = [{"ask": each, "file": file_of(each)} for each in own]
    waiting = [question for question in questions if question.status == Question.Status.WAITING]
    answered = [question for question in questions if question.status != Question.Status.WAITING]
    return render(request, "people/asks.html", {"rows": rows, "waiting": waiting, "answered": answered})


def file_of(ask: Ask) -> Any:
    """The file of which a part was opened, while it is open."""
    return registry.load(ask.shared_kind, ask.shared_id) if ask.shared_id else None


@login_required
@require_http_methods(["GET", "POST"])
def question(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Who asks, what they typed and why, beside the person it may be; and the answer."""
    found = get_visible(Question.objects.select_related("asked_by__organisation", "organisation"), request.user, pk=pk)
    if not asking.can_decide(request.user, found):
        raise NotPermitted(asking.DECIDE, found)
    parts = asking.may_share(found, request.user)
    waits = found.status == Question.Status.WAITING
    if request.method == "POST" and not waits:
        raise WrongState(asking.DECIDE, found, stream.last(found.pk))
    form = DecideForm(request.POST or None, parts=parts)
    if request.method == "POST" and form.is_valid():
        try:
            asking.decide_question(found, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            messages.success(request, _("They are told what you decided, and nothing else."))
            return redirect("people:asks")
    stream.opened(found, by=request.user)
    person = Person.objects.visible_to(request.user).filter(pk=found.person_id).first()
    shown = {
        "question": found,
        "form": form,
        "waits": waits,
        "person": person,
        "about": about_person(person) if person else "",
        "file": registry.load(found.file_kind, found.file_id),
    }
    return render(request, "people/question.html", shown, status=422 if form.errors else 200)


@login_required
@require_POST
def keep(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Whether others are told that this person may be known."""
    person = get_visible(Person.objects, request.user, pk=pk)
    kept = request.POST.get("kept") == "yes"
    asking.keep_from_asking(person, by=request.user, kept=kept)
    messages.success(
        request,
        _("Nobody else is told of this person any more.")
        if kept
        else _("Others may be told again that this person may be known."),
    )
    return redirect(person)
