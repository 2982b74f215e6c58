"""`/hsds/…`: anybody may read it where the deployment publishes it; it sets no cookie and may be kept for a while."""

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from samaan import countrypack
from samaan.common.throttle import Throttle
from samaan.directory.feed import queries, shapes

PROFILE = "https://docs.openreferral.org/en/3.0/hsds/"
MOST_A_PAGE = 100
throttle = Throttle(600)


def published(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """Not there unless the deployment says so; the same bytes are not sent twice; a flood is slowed down."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not settings.PUBLIC_DIRECTORY:
            raise Http404
        if throttle.is_closed(request):
            return JsonResponse({"error": "too many requests"}, status=429, headers={"Retry-After": "600"})
        throttle.count(request)
        with translation.override(language_of(request)):
            body = json.dumps(view(request, **kwargs), ensure_ascii=False).encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers = {"ETag": etag, "Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"}
        response = HttpResponse(body, content_type="application/json; charset=utf-8", headers=headers)
        return get_conditional_response(request, etag=etag, response=response) or response

    return answer


def language_of(request: HttpRequest) -> str:
    """`?language=es`, else the first language of the pack."""
    spoken = countrypack.pack().languages
    asked = request.GET.get("language", "")
    return asked if asked in spoken else spoken[0]


def number(request: HttpRequest, name: str, usual: int, most: int) -> int:
    """A count in the address; what is none is the usual one."""
    said = request.GET.get(name, "")
    return min(max(int(said), 1), most) if said.isdecimal() and len(said) < 7 else usual


def page(request: HttpRequest, rows: QuerySet | Sequence, shape: Callable[[Any], shapes.Shape]) -> shapes.Shape:
    """One page of a list, as HSDS wraps it."""
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    size = number(request, "per_page", 50, MOST_A_PAGE)
    pages = max(1, -(-total // size))
    at = number(request, "page", 1, 999_999)
    contents = [shape(row) for row in rows[(at - 1) * size : at * size]]
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": at,
        "size": len(contents),
        "first_page": at == 1,
        "last_page": at >= pages,
        "empty": not contents,
        "contents": contents,
    }


@published
def root(request: HttpRequest) -> shapes.Shape:
    address = f"{settings.BASE_URL}/hsds"
    return {"version": "3.0", "profile": PROFILE, "openapi_url": f"{address}/", "name": countrypack.pack().unit_name}


@published
def services(request: HttpRequest) -> shapes.Shape:
    """`?organization_id=`, `?taxonomy_term_id=` (a need), `?search=` in the names."""
    found = queries.services()
    asked = request.GET
    if "organization_id" in asked:
        found = found.filter(organisation=organisation_called(asked["organization_id"]))
    if "taxonomy_term_id" in asked:
        ids = {
            shapes.lasting_id("term", f"needs/{code}"): code for code in countrypack.pack().codelist("needs").entries
        }
        found = found.filter(need=ids.get(asked["taxonomy_term_id"], ""))
    if asked.get("search"):
        found = found.filter(called(asked["search"][:100]))
    return page(request, found, lambda row: shapes.service(row, whole=False))


def called(words: str) -> Q:
    """So in any language, or offered by an organisation called so."""
    found = Q(organisation__name__icontains=words)
    for language in countrypack.pack().languages:
        found |= Q(**{f"names__{language}__icontains": words})
    return found


@published
def service(request: HttpRequest, pk: UUID) -> shapes.Shape:
    return shapes.service(get_object_or_404(queries.services(), pk=pk))


@published
def organizations(request: HttpRequest) -> shapes.Shape:
    return page(request, queries.organisations(), shapes.organisation)


def organisation_called(asked: str) -> Any:
    """The organisation of a lasting id; None for no public one."""
    found = queries.organisations()
    return next((row for row in found if shapes.lasting_id("organisation", row.code) == asked), None)


@published
def organization(request: HttpRequest, pk: UUID) -> shapes.Shape:
    found = organisation_called(str(pk))
    if found is None:
        raise Http404
    return shapes.organisation(found, whole=True)


@published
def service_at_locations(request: HttpRequest) -> shapes.Shape:
    return page(request, queries.places(), shapes.at_location)


@published
def service_at_location(request: HttpRequest, pk: UUID) -> shapes.Shape:
    return shapes.at_location(get_object_or_404(queries.places(), pk=pk), with_service=True)


@published
def taxonomies(request: HttpRequest) -> shapes.Shape:
    return page(request, list(shapes.TAXONOMIES), shapes.taxonomy)


@published
def taxonomy_terms(request: HttpRequest) -> shapes.Shape:
    return page(request, shapes.terms(), lambda row: row)
