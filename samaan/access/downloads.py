"""A document, opened by somebody who may: noted, decrypted as it is sent, never shown by the browser itself."""

from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header

from samaan.access.models import Record
from samaan.access.records import compartments_of
from samaan.audit import stream
from samaan.vault import files
from samaan.vault.models import StoredFile


class FileOf(NamedTuple):
    """The record a document belongs to, as the event stream names it."""

    record_id: UUID
    record_kind: str


@login_required
def download(request: HttpRequest, pk: UUID) -> StreamingHttpResponse:
    """Send a document whose compartment this person holds; otherwise the same 404 as for none."""
    stored = StoredFile.objects.filter(pk=pk).first()
    if stored is None or stored.compartment not in compartments_of(stored, request.user):
        raise Http404
    record = FileOf(stored.record_id, Record.objects.get(pk=stored.record_id).kind)
    stream.append("file.opened", record=record, by=request.user, file=stored.pk)
    return send_file(stored)


def send_file(stored: StoredFile) -> StreamingHttpResponse:
    """The document as a download. Whoever calls this has asked who may, and noted who did."""
    # The response is read after this transaction: what it needs of the database is fetched before.
    return StreamingHttpResponse(
        files.open_chunks(stored),
        content_type=stored.content_type,
        headers={
            "Content-Length": str(stored.size),
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=stored.name),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )
