"""The address that takes a file in pieces: begin it, send the next piece, ask how far it is, remove it.

After the manner of the tus protocol. A page's script speaks it (upload.js), and programs through the API.
"""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from samaan.accounts.http import SignedInRequest
from samaan.vault import uploads
from samaan.vault.models import Upload


@login_required
@require_http_methods(["GET", "POST"])
def all_of_mine(request: SignedInRequest) -> HttpResponse:
    """What I have on the way; or begin another."""
    if request.method == "GET":
        return JsonResponse({"uploads": [shown(upload, told) for upload, told in uploads.of(request.user)]})
    asked = request.POST
    size = asked.get("size", "")
    try:
        upload = uploads.begin(
            by=request.user,
            name=asked.get("name", ""),
            size=int(size) if size.isascii() and size.isdigit() else 0,
            mark=asked.get("mark", ""),
        )
    except ValidationError as refused:
        return JsonResponse({"errors": refused.messages}, status=422)
    return JsonResponse(shown(upload, uploads.told(upload)), status=201)


@login_required
@require_http_methods(["HEAD", "PATCH", "DELETE"])
def one_of_mine(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """How far it is; its next piece; away with it. Somebody else's is the same 404 as none."""
    if request.method == "PATCH":
        return next_piece(request, pk)
    upload = Upload.objects.filter(pk=pk, user=request.user).first()
    if upload is None:
        raise Http404
    if request.method == "DELETE":
        uploads.drop(upload)
        return HttpResponse(status=204)
    return how_far(upload, 200)


def next_piece(request: SignedInRequest, pk: UUID) -> HttpResponse:
    offset = request.headers.get("Upload-Offset", "")
    if not offset.isascii() or not offset.isdigit():
        return HttpResponse(status=400)
    piece = request.read(uploads.PIECE_MOST + 1)
    if len(piece) > uploads.PIECE_MOST:
        return HttpResponse(status=413)
    try:
        upload = uploads.add(pk, piece, by=request.user, offset=int(offset))
    except uploads.WrongOffset as wrong:
        return how_far(wrong.upload, 409)
    if upload is None:
        raise Http404
    return how_far(upload, 204)


def how_far(upload: Upload, status: int) -> HttpResponse:
    return HttpResponse(
        status=status,
        headers={
            "Upload-Offset": str(upload.received),
            "Upload-Length": str(upload.size),
            "Cache-Control": "no-store",
        },
    )


def shown(upload: Upload, told: uploads.Told) -> dict:
    return {
        "id": str(upload.pk),
        "name": told.name,
        "mark": told.mark,
        "size": upload.size,
        "offset": upload.received,
        "piece_most": uploads.PIECE_MOST,
    }
