"""What the pages about the pack share."""

from functools import partial
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from samaan.access import act_pages
from samaan.access.downloads import ALONE
from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.configuration import queries
from samaan.configuration.models import Change
from samaan.configuration.permissions import can_look, parts_kept

act_page = partial(act_pages.act_page, template="configuration/act.html")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {".xlsx": XLSX, ".csv": "text/csv; charset=utf-8", ".zip": "application/zip"}


def lookers_only(request: SignedInRequest) -> None:
    """Whoever looks after the pack or approves changes to it; others are told that they may not."""
    refuse_unless(can_look(request.user))


def refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def change_of(request: SignedInRequest, pk: UUID) -> Change:
    """A change this person may see, or the same 404 as for none; who keeps one part sees changes to that alone."""
    if can_look(request.user):
        return get_visible(queries.changes(request.user), request.user, pk=pk)
    found = queries.changes(request.user).filter(part__in=parts_kept(request.user), pk=pk).first()
    if found is None:
        raise PermissionDenied
    return found


def as_file(name: str, data: bytes) -> HttpResponse:
    """A file of the pack, to be kept; the browser shows none of it."""
    ending = f".{name.rpartition('.')[2]}"
    headers = ALONE | {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(data, content_type=TYPES.get(ending, "application/octet-stream"), headers=headers)
