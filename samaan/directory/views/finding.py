"""Finding a service, and reading what it is."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from samaan import countrypack
from samaan.accounts.http import SignedInRequest
from samaan.directory import entries, queries, showing
from samaan.directory.facts import hours_of
from samaan.directory.forms import FindForm
from samaan.directory.models import Service
from samaan.directory.opening import is_open
from samaan.directory.permissions import can_find, can_keep
from samaan.places import maps


@login_required
@require_GET
def find(request: SignedInRequest) -> HttpResponse:
    """Services for somebody described; with nothing asked, those open day and night."""
    if not can_find(request.user):
        raise PermissionDenied
    form = FindForm(request.GET)
    context: dict[str, Any] = {"form": form, "asked": False, "offers": []}
    if form.is_valid():
        context["asked"] = any(value not in ("", None) for value in form.cleaned_data.values())
        context["offers"] = queries.services_for(**form.wanted()) if context["asked"] else queries.open_day_and_night()
    if request.headers.get("HX-Request"):
        return render(request, "directory/found.html", context)
    return render(request, "directory/find.html", context | {"map": where_services_are(request, form)})


def where_services_are(request: SignedInRequest, form: FindForm) -> maps.Map | None:
    """How many of the services sought each region has of its own; a click asks again for that region."""
    wanted = form.wanted() if form.is_valid() else {}
    services = queries.open_to(queries.Wanted(**wanted | {"region": ""})).exclude(regions=[])
    counted = maps.count_by_region(services.values_list("regions", flat=True))
    urls = {}
    for code in counted:
        asked = request.GET.copy()
        asked["region"] = code
        urls[code] = f"{reverse('directory:list')}?{asked.urlencode()}"
    return maps.draw(counted, urls)


@login_required
@require_GET
def service(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One service: whom it takes, how to reach it, what it will ask."""
    if not can_find(request.user):
        raise PermissionDenied
    services = entries.with_freshness(Service.objects.select_related("organisation", "unit", "programme"))
    found = get_object_or_404(services, pk=pk)
    may_keep = can_keep(request.user, found.organisation)
    context = {
        "service": found,
        "rows": showing.freshness(found),
        "may_keep": may_keep and found.is_active,
        "week": showing.week_in_words(hours_of(found)["week"]),
        "exceptions": found.exceptions.filter(last_day__gte=showing.today()),
        "open_now": is_open(found),
        "ages": queries.ages_in_words(found),
        "answers": queries.answers_in_words(found.answer_hours) if found.answer_hours is not None else "",
        "route": countrypack.pack().route(found.need),
    }
    return render(request, "directory/service.html", context)
