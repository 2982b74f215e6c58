"""The country pack: read, changed by one person, published by another."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, File, Form, Router, Schema, Status, UploadedFile

from samaan.access.records import get_visible
from samaan.api.kit import UserOut, refuse_unless
from samaan.api.sealed import proved
from samaan.audit import stream
from samaan.configuration import examining, queries, workflow
from samaan.configuration.models import Change
from samaan.configuration.permissions import can_look
from samaan.configuration.views.acting import as_file
from samaan.configuration.workflow.drafting import LARGEST, too_large
from samaan.countrypack import exporting
from samaan.countrypack.models import PackVersion

router = Router()
Some = Annotated[str, Field(min_length=1, max_length=1000)]
Path = Annotated[str, Field(min_length=1, max_length=120)]


class VersionOut(Schema):
    """A version of the pack; `changes` in words, in the language of whoever approved or loaded it."""

    number: int = Field(alias="pk")
    code: str
    version: str
    checksum: str
    at_work: bool = Field(alias="is_active")
    loaded_at: datetime
    changes: list[str]
    proposed_by: UserOut | None
    approved_by: UserOut | None

    @staticmethod
    def resolve_proposed_by(version: Any) -> Any:
        return version.came_by.proposed_by if version.came_by else None

    @staticmethod
    def resolve_approved_by(version: Any) -> Any:
        return version.came_by.decided_by if version.came_by else None


class FileOut(Schema):
    """`act`: put in, or remove from the pack."""

    path: str
    act: str
    checksum: str
    size: int


class FaultOut(Schema):
    file: str
    sheet: str
    row: int = Field(alias="line")
    column: str
    problem: str
    remedy: str


class ChangeOut(Schema):
    id: UUID
    status: str
    reason: str
    back_to: int | None = Field(None, alias="back_to_id")
    proposed_by: UserOut
    begun_at: datetime
    proposed_at: datetime | None
    decided_by: UserOut | None
    decided_at: datetime | None
    answer: str
    version: int | None = Field(None, alias="made_id")


class ExaminedOut(ChangeOut):
    """With what it would do to the pack at work now. `shown` names just this: an approval sends it back."""

    files: list[FileOut]
    would_be: str
    faults: list[FaultOut]
    differences: list[str]
    shown: str


class ChangeIn(Schema):
    """`back_to`: the number of an earlier version to put to work again."""

    reason: Some
    back_to: int | None = None


class FileIn(Schema):
    """`path` when it takes the place of that file of the pack; `folder` (codelists, forms) for a new list."""

    path: Annotated[str, Field(max_length=120)] = ""
    folder: Annotated[str, Field(pattern="^(codelists|forms)?$")] = ""


class PathIn(Schema):
    path: Path


class Approval(Schema):
    shown: Annotated[str, Field(min_length=64, max_length=64)]


class Refusal(Schema):
    answer: Some


def lookers_only(request: Any) -> None:
    refuse_unless(can_look(request.user))


def seen(request: Any, pk: UUID) -> Change:
    lookers_only(request)
    found = queries.changes(request.user).select_related("proposed_by__role", "decided_by__role")
    return get_visible(found, request.user, pk=pk)


def examined(change: Change) -> dict[str, Any]:
    """The change and what it would do; of a closed one only what it was."""
    said = {name: getattr(change, name) for name in PLAIN} | {"files": queries.files(change)}
    if not change.is_open:
        return said | {"would_be": "", "faults": [], "differences": [], "shown": ""}
    found = examining.examine(change)
    return said | {
        "would_be": found.version,
        "faults": found.faults,
        "differences": found.differences,
        "shown": found.shown,
    }


PLAIN = (
    "id", "status", "reason", "back_to_id", "proposed_by", "begun_at", "proposed_at", "decided_by", "decided_at",
    "answer", "made_id",
)  # fmt: skip


def read_whole(file: UploadedFile) -> bytes:
    """Its bytes; what is too large is refused before it is read."""
    if (file.size or 0) > LARGEST:
        raise ValidationError({"file": too_large()})
    return file.read()


@router.get("/pack/versions", response=list[VersionOut])
def versions(request):
    """The newest first; the one at work says so."""
    lookers_only(request)
    return queries.versions(request.user)


@router.get("/pack/download")
def download(request):
    """The whole pack at work as one .zip."""
    lookers_only(request)
    version = examining.at_work()
    stream.append("pack.exported", by=request.user, version=version.pk)
    return as_file(f"{version.code}-{version.version}.zip", exporting.as_zip(version.content))


@router.get("/pack/files")
def file(request, path: Path) -> HttpResponse:
    """One file of the pack at work: a workbook, a list."""
    lookers_only(request)
    data = examining.files_at_work().get(path)
    if data is None:
        raise Http404
    return as_file(path.rpartition("/")[2], data)


@router.get("/pack/changes", response=list[ChangeOut])
def changes(request, waiting: bool = False):
    """Those in work, the oldest first; with `waiting` those that wait for the reader as the second person."""
    lookers_only(request)
    return queries.to_decide(request.user) if waiting else queries.open_changes(request.user)


@router.post("/pack/changes", response={201: ExaminedOut})
def begin(request, sent: ChangeIn):
    """Begin a change; its files come one by one."""
    lookers_only(request)
    earlier = None
    if sent.back_to is not None:
        earlier = get_object_or_404(PackVersion.objects.defer("content"), pk=sent.back_to)
    return Status(201, examined(workflow.begin_change(by=request.user, reason=sent.reason, back_to=earlier)))


@router.get("/pack/changes/{uuid:pk}", response=ExaminedOut)
def change(request, pk: UUID):
    """Its files, what is wrong in them, or what would differ."""
    found = seen(request, pk)
    stream.opened(found, by=request.user, purpose="api")
    return examined(found)


@router.post("/pack/changes/{uuid:pk}/files", response=ExaminedOut)
def put_file(request, pk: UUID, sent: Form[FileIn], file: File[UploadedFile]):
    """One more file, or a corrected one: multipart. What is wrong in it is in the answer."""
    found = seen(request, pk)
    given = sent.dict()
    workflow.put(found, by=request.user, name=file.name or "", data=read_whole(file), **given)
    return examined(found)


@router.post("/pack/changes/{uuid:pk}/remove", response=ExaminedOut)
def remove_file(request, pk: UUID, sent: PathIn):
    """Take a file out of the pack."""
    found = seen(request, pk)
    workflow.remove_file(found, by=request.user, path=sent.path)
    return examined(found)


@router.post("/pack/changes/{uuid:pk}/leave", response=ExaminedOut)
def leave_file(request, pk: UUID, sent: PathIn):
    """Leave a file as it is at work."""
    found = seen(request, pk)
    workflow.leave_file(found, by=request.user, path=sent.path)
    return examined(found)


@router.post("/pack/changes/{uuid:pk}/propose", response=ExaminedOut)
def propose(request, pk: UUID):
    """Ask a second person. It takes a token that was issued for it."""
    proved(request)
    found = seen(request, pk)
    workflow.propose_change(found, by=request.user)
    return examined(found)


@router.post("/pack/changes/{uuid:pk}/take-back", response=ExaminedOut)
def take_back(request, pk: UUID):
    """Work on it again before anybody decided."""
    found = seen(request, pk)
    workflow.take_back_change(found, by=request.user)
    return examined(found)


@router.post("/pack/changes/{uuid:pk}/withdraw", response=ExaminedOut)
def withdraw(request, pk: UUID):
    found = seen(request, pk)
    workflow.withdraw_change(found, by=request.user)
    return examined(found)


@router.post("/pack/changes/{uuid:pk}/approve", response=ExaminedOut)
def approve(request, pk: UUID, sent: Approval):
    """Put it to work, as somebody else than proposed it, who was shown just this."""
    proved(request)
    found = seen(request, pk)
    workflow.approve_change(found, by=request.user, shown=sent.shown)
    return examined(found)


@router.post("/pack/changes/{uuid:pk}/refuse", response=ExaminedOut)
def refuse(request, pk: UUID, sent: Refusal):
    """Say no, with a reason."""
    proved(request)
    found = seen(request, pk)
    workflow.refuse_change(found, by=request.user, answer=sent.answer)
    return examined(found)
