"""The map of figures, its outlines, and the same figures as a table for a spreadsheet."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from samaan.accounts.http import SignedInRequest
from samaan.insights import basemap, queries
from samaan.insights.forms import MapForm
from samaan.insights.permissions import can_see_map, can_steer
from samaan.insights.queries import Line, Sheet
from samaan.insights.taking_out import take_out
from samaan.places import maps


@login_required
@require_GET
def show(request: SignedInRequest) -> HttpResponse:
    """The figures asked for, drawn and as a table; with htmx only what changes."""
    if not can_see_map(request.user):
        raise PermissionDenied
    form = MapForm(request.GET, user=request.user)
    sheet = form.sheet() if form.is_valid() else None
    drawn = maps.draw(sheet.values) if sheet else None
    context: dict[str, Any] = {"form": form, "sheet": sheet, "map": drawn, "asked": request.GET.urlencode()}
    period = form.half_year() if sheet else None
    context |= {
        "country": queries.country_sheets(period) if period else [],
        "rows": rows(drawn, sheet) if sheet else [],
        "steers": can_steer(request.user),
        "deepest": basemap.deepest(),
    }
    partly = bool(request.headers.get("HX-Request"))
    return render(request, "insights/figures.html" if partly else "insights/map.html", context)


def rows(drawn: maps.Map | None, sheet: Sheet) -> list[tuple[Line, int]]:
    """Each line of the table with how dark its region is."""
    levels = {shape.code: shape.level for shape in drawn.shapes} if drawn else {}
    return [(line, levels.get(line.code, 0)) for line in sheet.lines]


@login_required
@require_GET
def outlines(request: SignedInRequest) -> HttpResponse:
    """The regions' outlines in degrees, as GeoJSON."""
    if not can_see_map(request.user):
        raise PermissionDenied
    return JsonResponse(maps.as_geojson(), content_type="application/geo+json")


@login_required
@require_GET
def tile(request: SignedInRequest, z: int, x: int, y: int) -> HttpResponse:
    """A tile of the base map that this deployment was given."""
    if not can_see_map(request.user):
        raise PermissionDenied
    found = basemap.tile(z, x, y)
    if found is None:
        raise Http404
    return HttpResponse(found.read_bytes(), content_type=basemap.TYPES[found.suffix])


@login_required
@require_GET
def spreadsheet(request: SignedInRequest) -> HttpResponse:
    """The table as CSV; that somebody took it out stands on the record."""
    if not can_see_map(request.user):
        raise PermissionDenied
    form = MapForm(request.GET, user=request.user)
    sheet = form.sheet() if form.is_valid() else None
    if sheet is None:
        return HttpResponse(status=422)
    content = take_out(sheet, by=request.user, asked=form.cleaned_data)
    disposition = content_disposition_header(as_attachment=True, filename="samaan-figures.csv")
    return HttpResponse(
        content, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": str(disposition)}
    )
