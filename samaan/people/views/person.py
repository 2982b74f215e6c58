"""A person: who they are, the files they are in, and which records were found to be theirs."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.people import words
from samaan.people.files import files_of
from samaan.people.finding import MAY_BE_THE_SAME, Sought
from samaan.people.merging import merges_of, present
from samaan.people.models import Person
from samaan.people.permissions import can_keep_from_asking, can_merge, can_search
from samaan.people.searching import look
from samaan.people.views.finding import rows


@login_required
def person(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One person; the address of a record that was merged away leads to the one it was merged into."""
    if not can_search(request.user):
        raise PermissionDenied
    found = get_visible(Person.objects, request.user, pk=pk)
    shown = present(found)
    if shown.pk != found.pk:
        return redirect(shown)
    stream.opened(shown, by=request.user)
    may_merge = can_merge(request.user)
    asked = may_merge and "alike" in request.GET
    return render(
        request,
        "people/person.html",
        {
            "person": shown,
            "about": words.about_person(shown),
            "files": files_of(request.user, [shown.pk]).get(shown.pk, []),
            "merges": merges_of(shown),
            "can_merge": may_merge,
            "can_keep": can_keep_from_asking(request.user),
            "asked": asked,
            "alike": alike(request, shown) if asked else [],
        },
    )


def alike(request: SignedInRequest, person: Person) -> list[dict]:
    """Who may be the same person; it is a search, and on the record like one."""
    found = look(Sought.of(person), by=request.user, purpose="before merging", without=[person.pk])
    return rows([match for match in found.matches if match.score >= MAY_BE_THE_SAME], request.user)
