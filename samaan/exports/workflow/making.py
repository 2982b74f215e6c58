"""The worker makes the file, and destroys it when its day is over."""

from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from samaan.access import principals
from samaan.access.models import Basis
from samaan.access.records import begin_record, grant_to
from samaan.common import envelope
from samaan.exports import making
from samaan.exports.models import KEPT, Content, Envelope, Export, Status
from samaan.exports.workflow.asking import facts_of
from samaan.exports.workflow.steps import END, FAIL, MAKE
from samaan.transitions import move
from samaan.vault import erased


@transaction.atomic
def make(export: Export) -> None:
    """Make the file from what whoever asked may see now; it is kept for a day. Made twice, it is one file."""
    if export.status != Status.MAKING:
        return
    try:
        files, went_in = making.make(export)
    except making.NothingLeft:
        move(export, FAIL, by=None, purpose="export", event_data=facts_of(export))
        return
    keep(export, files)
    moment = timezone.now()
    facts = facts_of(export) | {"went_in": len(went_in)}
    move(
        export,
        MAKE,
        by=None,
        purpose="export",
        went_in=went_in,
        made_at=moment,
        expires_at=moment + KEPT,
        event_data=facts,
    )


def keep(export: Export, files: envelope.Files) -> None:
    """To a key it is sealed now; under a password only when that is made, before the eyes of whoever asked."""
    sealed = export.envelope == Envelope.KEY
    content = envelope.to_key(files, export.public_key) if sealed else envelope.packed(files)
    reader = grant_to(principals.user(export.asked_by_id), ["summary"], basis=Basis.AUTHOR, purpose="export")
    pk = begin_record("export_content", owned_by=export.organisation, grants=[reader])
    Content(id=pk, export_id=export.pk, sealed=sealed, content=content).save(force_insert=True)


@transaction.atomic
def end(export: Export) -> None:
    """Destroy the file and its key; that there was one stays on the record."""
    move(export, END, by=None, purpose="export", event_data=facts_of(export))
    for pk in Content.objects.filter(export_id=export.pk).values_list("pk", flat=True):
        destroy(pk)


def destroy(pk: UUID) -> None:
    erased.note(settings.CONFIG.data_dir, [pk])
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.destroy_export(%s)", [pk])
