"""What somebody sent after their session had ended: shown to them again, to be sent after all or thrown away."""

from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samaan.accounts.http import SignedInRequest, page_of
from samaan.vault import held
from samaan.web.typed import words_typed

# As long as the column that keeps it.
LONGEST_PATH = 300


class Unsent(NamedTuple):
    """One form: its writer's own words, and every field to send it again with."""

    held: held.Held
    words: list[str]
    fields: list[tuple[str, str]]


@login_required
def unsent(request: SignedInRequest) -> HttpResponse:
    """Everything that is held for this person."""
    forms = [of(found) for found in held.waiting(request.user)]
    return render(request, "web/unsent.html", {"forms": forms})


def of(found: held.Held) -> Unsent:
    fields = [(name, value) for name, values in found.answers.lists() for value in values]
    return Unsent(found, words_typed(found.answers), fields)


@login_required
@require_POST
def keep(request: SignedInRequest) -> HttpResponse:
    """Words typed in a form that was not sent, shortly before the session ends; `_path` is where the form would go."""
    path = request.POST.get("_path", "")
    if is_ours(path):
        held.hold_meanwhile(request, page_of(request), path)
    return HttpResponse(status=204)


def is_ours(path: str) -> bool:
    """An address of this program that a form could be sent to."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return len(path) <= LONGEST_PATH


@login_required
@require_POST
def drop(request: SignedInRequest) -> HttpResponse:
    """Its writer does not want it any more."""
    held.drop(request.user, request.POST.get("path", ""))
    messages.success(request, _("It was thrown away."))
    return redirect("unsent" if held.is_anything_waiting(request.user) else "home")
