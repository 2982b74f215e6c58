"""Notes are added and never taken away."""

from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.cases.models import Case, Note
from samaan.cases.workflow.holding import refuse_without
from samaan.cases.workflow.steps import WRITE_NOTE
from samaan.transitions import lock, move


@transaction.atomic
def add_note(
    case: Case, *, by: User, compartment: str, text: str, corrects: Note | None = None, nonce: UUID | None = None
) -> Note:
    """Write a note into a compartment that its writer holds; a correction stands beside what it corrects.

    The same `nonce` sent twice, as on a bad line, is one note.
    """
    lock(case)
    sent_before = Note.objects.filter(pk=nonce, case=case, written_by=by).first() if nonce else None
    if sent_before:
        return sent_before
    if corrects and (corrects.case_id, corrects.compartment) != (case.pk, compartment):
        raise ValidationError({"compartment": _("A correction belongs where the note is that it corrects.")})
    refuse_without(compartment, case, by, WRITE_NOTE)
    move(case, WRITE_NOTE, by=by, event_data={"compartment": compartment, "is_correction": bool(corrects)})
    note = Note(id=nonce or uuid4(), case=case, compartment=compartment, text=text, corrects=corrects, written_by=by)
    note.save(force_insert=True)
    return note
