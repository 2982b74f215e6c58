"""Looking for a person. What is sought is posted, so that no address and no history holds a name."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from samaan.accounts.http import SignedInRequest
from samaan.accounts.models import User
from samaan.people import words
from samaan.people.files import files_of
from samaan.people.finding import Match
from samaan.people.forms import SearchForm
from samaan.people.permissions import can_search
from samaan.people.searching import TooManySearches, search_people


@login_required
@require_http_methods(["GET", "POST"])
def people(request: SignedInRequest) -> HttpResponse:
    """The search, and whom it finds, each with why."""
    if not can_search(request.user):
        raise PermissionDenied
    form = SearchForm(request.POST if request.method == "POST" else None)
    shown: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        try:
            found = search_people(form.sought(), by=request.user)
        except TooManySearches as refused:
            return render(request, "people/list.html", shown | {"until": refused.until}, status=429)
        shown |= {"found": found, "rows": rows(found.matches, request.user)}
    return render(request, "people/list.html", shown, status=422 if form.errors else 200)


def rows(matches: Iterable[Match], user: User) -> list[dict[str, Any]]:
    """What the page shows of each."""
    matches = list(matches)
    files = files_of(user, [match.person.pk for match in matches])
    return [
        {
            "person": match.person,
            "about": words.about(match),
            "reasons": list(words.reasons(match)),
            "files": files.get(match.person.pk, []),
        }
        for match in matches
    ]
