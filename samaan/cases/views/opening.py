"""Opening a case for somebody a report names."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samaan.access import act_pages
from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.cases import opening, pack, permissions, queries, workflow
from samaan.cases.forms import OpenForm
from samaan.cases.workflow.steps import OPEN
from samaan.common.formfields import add_refusal
from samaan.people.looking import MayBeKnown
from samaan.people.merging import present
from samaan.people.models import Person
from samaan.people.views.alike import not_these
from samaan.people.views.elsewhere import known_elsewhere
from samaan.people.views.finding import rows
from samaan.transitions import NotPermitted


@login_required
@require_http_methods(["GET", "POST"])
def open_case(request: SignedInRequest, person_pk: UUID, report_pk: UUID | None = None) -> HttpResponse:
    """Ask what is needed; a person who has a case is not given a second one, nor is one who may be somebody known."""
    person = present(get_visible(Person.objects, request.user, pk=person_pk))
    if not permissions.can_open(request.user):
        raise NotPermitted(OPEN, person)
    known = queries.of_person(request.user, person.pk)
    if known:
        return render(request, "cases/known.html", {"case": known})
    answers = act_pages.answers(request)
    first = {"category": pack.first_category(person)} | opening.known_already(person, report_pk, request.user)
    form = OpenForm(answers, initial=first)
    alike: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        try:
            case = workflow.open_case(
                person,
                by=request.user,
                source_report_id=report_pk,
                not_these=not_these(request.POST),
                **form.cleaned_data,
            )
        except workflow.AlreadyKnown as refused_second:
            return render(request, "cases/known.html", {"case": refused_second.case})
        except ValidationError as refused:
            add_refusal(form, refused)
        except MayBeKnown as found:
            alike = rows(found.matches, request.user)
        else:
            messages.success(request, _("The case is open. Its name on pages is %(name)s.") % {"name": case.pseudonym})
            if case.known_elsewhere:
                messages.warning(request, known_elsewhere(person.pk))
            return redirect(case)
    stream.opened(person, by=request.user)
    obstacles = opening.obstacles(person, report_pk, request.user)
    context = {"form": form, "person": person, "obstacles": obstacles, "alike": alike}
    return render(request, "cases/open.html", context, status=200 if request.method == "GET" else 422)
