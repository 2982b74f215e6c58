"""Files of a case, encrypted by the vault."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from samaan.accounts.models import User
from samaan.cases.models import Case, Document
from samaan.cases.workflow.holding import refuse_step, refuse_without
from samaan.cases.workflow.steps import ADD_DOCUMENT
from samaan.transitions import move
from samaan.vault import files


@transaction.atomic
def add_document(
    case: Case, upload: UploadedFile, *, by: User, kind: str, compartment: str, evidence: bool = False
) -> Document:
    """Keep a document in a compartment that its keeper holds; of `evidence` the untouched original as well.

    The file comes first, and the case is locked only when all of it is kept: a film takes its time. Raises
    ValidationError when the file is not one we take.
    """
    refuse_without(compartment, case, by, ADD_DOCUMENT)
    refuse_step(case, by, ADD_DOCUMENT)
    stored = files.store(upload, record=case, compartment=compartment, by=by, evidence=evidence)
    known = {"kind": kind, "compartment": compartment, "file": stored.pk, "sha256": stored.sha256}
    move(case, ADD_DOCUMENT, by=by, event_data=known | ({"evidence": True} if evidence else {}))
    document = Document(case=case, kind=kind, compartment=compartment, file=stored, added_by=by)
    document.save(force_insert=True)
    return document
