"""Every document, decrypted and held against its hash; for `samaan files verify`."""

from collections.abc import Iterator
from uuid import UUID

from cryptography.exceptions import InvalidTag

from samaan.access import context
from samaan.vault import files
from samaan.vault.keyring import KeyUnavailable
from samaan.vault.models import StoredFile

TROUBLES: dict[type[Exception], str] = {
    FileNotFoundError: "it is missing",
    InvalidTag: "it was changed, or is another file",
    files.Changed: "its hash is not the one it had",
    KeyUnavailable: "the key of its record was destroyed",
}


def verify_all() -> Iterator[tuple[UUID, str]]:
    """Each document with what is wrong with it, "" for nothing."""
    with context.acting(context.of_job("verification")):
        ids = list(StoredFile.objects.order_by("stored_at").values_list("pk", flat=True))
    for pk in ids:
        with context.acting(context.of_job("verification")):
            stored = StoredFile.objects.filter(pk=pk).first()
            if stored:
                yield pk, trouble_with(stored)


def trouble_with(stored: StoredFile) -> str:
    try:
        for _piece in files.verified(files.for_machines(stored), stored.hash_of_kept):
            pass
    except tuple(TROUBLES) as trouble:
        return TROUBLES[type(trouble)]
    return ""
