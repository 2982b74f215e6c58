"""Files in pieces, for a line that breaks: begin one, send its pieces, ask how far it is, name it in an act."""

from uuid import UUID

from django.http import Http404, HttpResponse
from ninja import Router, Schema, Status

from samaan.access.uploads import next_piece, shown
from samaan.vault import uploads
from samaan.vault.models import Upload

router = Router()


class UploadIn(Schema):
    """`mark`: anything by which its sender knows the file again."""

    name: str
    size: int
    mark: str = ""


class UploadOut(Schema):
    """`offset`: how much has arrived. `piece_most`: the most bytes of one piece."""

    id: UUID
    name: str
    mark: str
    size: int
    offset: int
    piece_most: int


@router.post("/uploads", response={201: UploadOut})
def begin(request, sent: UploadIn):
    """Make room for a file of `size` bytes. What is not finished in a day is removed."""
    upload = uploads.begin(by=request.user, name=sent.name, size=sent.size, mark=sent.mark)
    return Status(201, shown(upload, uploads.told(upload)))


@router.get("/uploads", response=list[UploadOut])
def list_uploads(request):
    """What one has on the way."""
    return [shown(upload, told) for upload, told in uploads.of(request.user)]


def mine(request, pk: UUID) -> Upload:
    upload = Upload.objects.filter(pk=pk, user=request.user).first()
    if upload is None:
        raise Http404
    return upload


@router.get("/uploads/{pk}", response=UploadOut)
def read(request, pk: UUID):
    """How far it is."""
    upload = mine(request, pk)
    return shown(upload, uploads.told(upload))


@router.patch("/uploads/{pk}", response={204: None})
def add(request, pk: UUID) -> HttpResponse:
    """The next piece as the body, with `Upload-Offset`, where it begins. 409 says in that header where it should."""
    return next_piece(request, pk)


@router.delete("/uploads/{pk}", response={204: None})
def remove(request, pk: UUID):
    uploads.drop(mine(request, pk))
    return Status(204, None)
