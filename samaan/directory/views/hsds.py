"""The public read API: no cookie, no account; what is here anybody may keep for some minutes."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samaan import __version__
from samaan.common.throttle import WINDOW_SECONDS, Throttle
from samaan.directory.hsds import finding, in_full, organisations, services, taxonomies
from samaan.directory.hsds.ids import id_of_organisation

Shape = dict[str, Any]
# Enough to read a whole country's directory, too few to be a burden.
asking = Throttle(most=600)
KEPT_SECONDS = 300
SPECIFICATION = "https://docs.openreferral.org/en/3.0/hsds/"
OPENAPI = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json"


def public(view: Callable[..., Shape]) -> Callable[..., HttpResponse]:
    """Nothing is here unless the deployment says so; whoever asks too often waits; errors are JSON too."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, **found: UUID) -> HttpResponse:
        if not settings.PUBLIC_DIRECTORY:
            raise Http404
        if asking.is_closed(request):
            wait = {"Retry-After": str(int(WINDOW_SECONDS))}
            return JsonResponse(
                {"error": _("Too many questions from here. Please wait some minutes.")}, status=429, headers=wait
            )
        asking.count(request)
        try:
            return kept(request, view(request, **found))
        except BadRequest as refused:
            return JsonResponse({"error": str(refused)}, status=400)
        except Http404:
            return JsonResponse({"error": _("There is nothing here.")}, status=404)

    return answer


def kept(request: HttpRequest, shape: Shape) -> HttpResponse:
    """With a tag of its content, so that asking again costs nothing when nothing has changed."""
    response = JsonResponse(shape, json_dumps_params={"ensure_ascii": False})
    tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = tag
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    patch_vary_headers(response, ["Accept-Language"])
    return get_conditional_response(request, etag=tag, response=response) or response


def paged(request: HttpRequest, found: Sequence[Any] | QuerySet[Any], shape: Callable[[Any], Shape]) -> Shape:
    """A page as HSDS has it; behind the last one there is an empty one."""
    size = finding.number(request.GET.dict(), "per_page", finding.PER_PAGE, finding.MOST_PER_PAGE)
    page = finding.number(request.GET.dict(), "page", 1, 1_000_000)
    pages = Paginator(found, size)
    shown: Iterable[Any] = pages.page(page) if page <= pages.num_pages else ()
    contents = [shape(each) for each in shown]
    return {
        "total_items": pages.count,
        "total_pages": pages.num_pages,
        "page_number": page,
        "size": len(contents),
        "first_page": page == 1,
        "last_page": page >= pages.num_pages,
        "empty": not contents,
        "contents": contents,
    }


def one_of(shapes: Iterable[Shape], pk: UUID) -> Shape:
    for shape in shapes:
        if shape["id"] == str(pk):
            return shape
    raise Http404


@public
def root(request: HttpRequest) -> Shape:
    return {"version": "3.0", "profile": SPECIFICATION, "openapi_url": OPENAPI, "description": f"Samaan {__version__}"}


@public
def service_list(request: HttpRequest) -> Shape:
    """`full=true`: with all that belongs to each; `minimal=true`: ids alone."""
    shape = services.whole if request.GET.get("full") == "true" else services.in_list
    if request.GET.get("minimal") == "true":
        return paged(request, finding.services_asked(request.GET.dict()), lambda service: {"id": str(service.pk)})
    return paged(request, finding.services_asked(request.GET.dict()), shape)


@public
def service(request: HttpRequest, pk: UUID) -> Shape:
    found = finding.public_services().filter(pk=pk).first()
    if found is None:
        raise Http404
    return services.whole(found)


@public
def organization_list(request: HttpRequest) -> Shape:
    found = finding.public_organisations()
    if request.GET.get("search"):
        found = found.filter(name__icontains=request.GET["search"])
    return paged(request, found, organisations.organisation_shape)


@public
def organization(request: HttpRequest, pk: UUID) -> Shape:
    for found in finding.public_organisations():
        if id_of_organisation(found.code) == str(pk):
            return in_full.whole_organisation(found, list(finding.public_services().filter(organisation=found)))
    raise Http404


@public
def service_at_location_list(request: HttpRequest) -> Shape:
    return paged(request, finding.public_places(), in_full.whole_place)


@public
def service_at_location(request: HttpRequest, pk: UUID) -> Shape:
    found = finding.public_places().filter(pk=pk).first()
    if found is None:
        raise Http404
    return in_full.whole_place(found)


@public
def taxonomy_list(request: HttpRequest) -> Shape:
    return paged(request, taxonomies.taxonomies(), dict)


@public
def taxonomy(request: HttpRequest, pk: UUID) -> Shape:
    return one_of(taxonomies.taxonomies(), pk)


@public
def taxonomy_term_list(request: HttpRequest) -> Shape:
    """Of one taxonomy with `taxonomy_id`, under one term with `parent_id`."""
    asked = {name: request.GET[name] for name in ("taxonomy_id", "parent_id") if request.GET.get(name)}
    found = [each for each in taxonomies.terms() if all(each.get(name) == value for name, value in asked.items())]
    return paged(request, found, dict)


@public
def taxonomy_term(request: HttpRequest, pk: UUID) -> Shape:
    return one_of(taxonomies.terms(), pk)
