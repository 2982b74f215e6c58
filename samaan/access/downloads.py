"""A document, opened by somebody who may: noted, decrypted as it is sent, never shown by the browser as a page."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header

from samaan.access.models import Record
from samaan.access.ranges import wanted_part
from samaan.access.records import compartments_of
from samaan.audit import stream
from samaan.audit.models import Event
from samaan.common.long_answers import LongAnswer
from samaan.vault import files
from samaan.vault.models import StoredFile

# Whoever seeks in a film asks for it piece by piece: that is one look at it.
ONE_LOOK = timedelta(minutes=10)
# A document is no page of ours: no script of it runs, nothing of it is loaded, no other site frames it.
ALONE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class FileOf(NamedTuple):
    """The record a document belongs to, as the event stream names it."""

    record_id: UUID
    record_kind: str


@login_required
def download(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Send a document whose compartment this person holds; otherwise the same 404 as for none."""
    stored = openable(request, pk, original_of=None)
    note_opening(request, stored, record_of(stored))
    return send_file(request, stored)


def openable(request: HttpRequest, pk: UUID, **narrower) -> StoredFile:
    """A document of a compartment this person holds."""
    stored = StoredFile.objects.filter(pk=pk, **narrower).first()
    if stored is None or stored.compartment not in compartments_of(record_of(stored), request.user):
        raise Http404
    return stored


def record_of(stored: StoredFile) -> FileOf:
    return FileOf(stored.record_id, Record.objects.get(pk=stored.record_id).kind)


def note_opening(request: HttpRequest, stored: StoredFile, record) -> None:
    """Leave the event, once for all the pieces that one look fetches; what stays closed is not opened."""
    if stored.is_open and not ("Range" in request.headers and noted_just_now(request, stored)):
        stream.append("file.opened", record=record, by=request.user, file=stored.pk, compartment=stored.compartment)


def noted_just_now(request: HttpRequest, stored: StoredFile) -> bool:
    """Whether this person's own look at this document was noted in the last ten minutes."""
    mine = Event.objects.filter(actor_id=request.user.pk, record_id=stored.record_id, kind="file.opened")
    return mine.filter(recorded_at__gt=timezone.now() - ONE_LOOK, data__file=str(stored.pk)).exists()


def send_file(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """The document, or the part of it that is asked for. Whoever calls this has asked who may, and noted who did."""
    if not stored.is_open:
        return render(request, "access/not_open.html", {"file": stored}, status=409)
    headers = ALONE | {
        "Accept-Ranges": "bytes",
        "ETag": f'"{stored.hash_of_kept}"',
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=stored.name),
    }
    part = wanted_part(request, stored.size, headers["ETag"])
    if part is None:
        return HttpResponse(status=416, headers=ALONE | {"Content-Range": f"bytes */{stored.size}"})
    start, end = part
    if (start, end) != (0, stored.size):
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{stored.size}"
    # The response is read after this transaction: what it needs of the database is fetched before.
    return LongAnswer(
        files.open_chunks(stored, start, end),
        status=206 if "Content-Range" in headers else 200,
        content_type=stored.content_type,
        headers=headers | {"Content-Length": str(end - start)},
    )
