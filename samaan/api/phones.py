"""Forms that came from a phone are filed. How a phone signs in is nothing for programs (docs/adr/0010)."""

from uuid import UUID

from django.http import Http404
from ninja import Field, Router, Schema

from samaan.api.forms import FormLine, line
from samaan.devices import queries, workflow

router = Router()


class File(Schema):
    """The reference of the report or case that the form is about."""

    reference: str = Field(min_length=1, max_length=20)


@router.post("/forms/{uuid:pk}/file", response=FormLine)
def file(request, pk: UUID, sent: File):
    """Move a form that came from a phone into the file it is about; the answer is the form there, with its new id."""
    form = next((each for each in queries.waiting_for(request.user) if each.pk == pk), None)
    record = queries.file_called(sent.reference, form, request.user) if form else None
    if form is None or record is None:
        raise Http404
    return line(workflow.file_submission(form, record, by=request.user))
