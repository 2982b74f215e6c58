"""Documents that nobody opens before the virus scanner has looked at them; the worker asks it."""

from uuid import UUID

from samaan.vault import files, scanning
from samaan.vault.models import FileState, StoredFile
from samaan.vault.scanning import Verdict

AT_ONCE = 200


def files_waiting() -> list[UUID]:
    """The oldest first."""
    found = StoredFile.objects.filter(state=FileState.CHECKING).order_by("stored_at")
    return list(found.values_list("pk", flat=True)[:AT_ONCE])


def scan(pk: UUID) -> bool:
    """Open the document or lock it away, as the scanner says; whether it said anything."""
    stored = StoredFile.objects.select_for_update().filter(pk=pk, state=FileState.CHECKING).first()
    if stored is None:
        return True
    verdict = scanning.scan(files.for_machines(stored))
    if verdict is Verdict.UNKNOWN:
        return False
    stored.state = FileState.INFECTED if verdict is Verdict.INFECTED else FileState.KEPT
    stored.save(update_fields=["state"])
    if verdict is Verdict.INFECTED:
        files.tell_of_virus(stored)
    return True
