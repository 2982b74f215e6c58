"""Whoever asked fetches the file, while they still may see all that is in it."""

from django.db import transaction
from django.utils import timezone

from samaan.accounts.models import User
from samaan.audit import stream
from samaan.common import envelope
from samaan.exports import making
from samaan.exports.models import Content, Envelope, Export
from samaan.exports.permissions import can_fetch, ids_of
from samaan.exports.workflow.asking import facts_of
from samaan.exports.workflow.steps import FETCH
from samaan.transitions import NotPermitted, lock, move

ENDINGS = {Envelope.KEY: "zip.age", Envelope.PASSWORD: "7z"}


class NotThere(Exception):
    """There is no file to fetch any more, or whoever asked may no longer see what is in it."""


class OfExport:
    """A case as the event stream names it."""

    record_kind = "case"

    def __init__(self, record_id):
        self.record_id = record_id


@transaction.atomic
def unlock(export: Export, *, by: User) -> str:
    """Put the file under a new password, and answer with it: it is shown once, and kept nowhere.

    From here on the file exists only under that password. Whoever loses it asks for another export.
    """
    content = content_for(export, by)
    if export.envelope != Envelope.PASSWORD or content.sealed:
        raise NotThere
    password = envelope.new_password()
    content.content = envelope.by_password(envelope.unpacked(content.content), password)
    content.sealed = True
    content.save(update_fields=["content", "sealed"])
    return password


@transaction.atomic
def fetch(export: Export, *, by: User) -> tuple[str, bytes]:
    """The name and bytes of the file in its envelope. Each time is an event; each case in it has one as well."""
    content = content_for(export, by)
    if not content.sealed:
        raise NotThere
    first = export.first_fetched_at is None
    move(export, FETCH, by=by, first_fetched_at=export.first_fetched_at or timezone.now(), event_data=facts_of(export))
    if first:
        note_on_cases(export, by)
    return f"samaan-{export.reference}.{ENDINGS[Envelope(export.envelope)]}", content.content


def content_for(export: Export, by: User) -> Content:
    """The file, for whoever may fetch it at this moment. Raises NotPermitted or NotThere."""
    lock(export)
    if not can_fetch(by, export):
        raise NotPermitted(FETCH, export)
    content = Content.objects.filter(export_id=export.pk).first() if export.is_there else None
    if content is None or not making.is_still_right(export):
        raise NotThere
    return content


def note_on_cases(export: Export, by: User) -> None:
    """On each case: who took it out. It stands in its timeline and among those who opened it."""
    facts = {"export": export.pk, "number": export.reference, "scope": export.kind}
    for pk in ids_of(export):
        if str(pk) in export.went_in:
            stream.append("case.exported", record=OfExport(pk), by=by, purpose="export", **facts)
