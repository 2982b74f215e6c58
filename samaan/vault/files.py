"""Documents of a record: checked by content, cleaned, encrypted as a stream, kept before the act commits."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.common.jobs import app
from samaan.vault import cleaning, keyring, scanning, sealed, uploads
from samaan.vault.arriving import Passing, recognised
from samaan.vault.filetypes import named
from samaan.vault.models import FileState, StoredFile
from samaan.vault.refusals import Refused, refusal
from samaan.vault.sealed import CHUNK_BYTES, TAG_BYTES
from samaan.vault.storage import storage

__all__ = ["CHUNK_BYTES", "TAG_BYTES", "NotOpen", "check", "of_record", "open_chunks", "store"]

NAME_LENGTH = 150


class NotOpen(Exception):
    """The document waits for the virus scanner, or a virus was found in it: nobody opens it."""

    def __init__(self, stored: StoredFile):
        super().__init__(stored.state)
        self.stored = stored


class Changed(Exception):
    """What is kept is not what was kept: its hash differs."""


def check(upload: UploadedFile) -> str:
    """The upload's content type, once all of it was read; ValidationError, in the reader's words, when refused.

    For forms that must say so beside the field: `store` finds the same by itself.
    """
    content_type = recognised(upload)
    try:
        for _piece in cleaning.clean(content_type, upload.chunks(CHUNK_BYTES)).chunks:
            pass
    except Refused as reason:
        raise refusal(str(reason), upload.name or "") from None
    return content_type


def store(upload: UploadedFile, *, record, compartment: str, by, evidence: bool = False) -> StoredFile:
    """Keep a document of `record`; whoever holds that compartment of it can open it.

    1. tells its type by its content, 2. asks the virus scanner, 3. takes out what it says beside what it shows,
    4. encrypts. With `evidence` the untouched original is kept as well, sealed. Raises ValidationError.

    The encrypted file is kept when this returns. Should the act fail after all, what stays behind is ciphertext
    without a row, which `remove_orphans` finds.
    """
    content_type = recognised(upload)
    stored = StoredFile(record_id=record.record_id, compartment=compartment, stored_by=by)
    stored.state = state_of(upload)
    arriving = Passing(upload.chunks(CHUNK_BYTES))
    try:
        keep(stored, upload.name or "", content_type, arriving)
    except Refused as reason:
        raise refusal(str(reason), upload.name or "") from None
    if evidence and stored.kept_sha256:
        keep_original(stored, upload, content_type)
    if stored.state == FileState.INFECTED:
        tell_of_virus(stored)
    uploads.used(upload)
    return stored


def state_of(upload: UploadedFile) -> str:
    """What the scanner says at once; a large file waits for the worker to ask."""
    if not scanning.is_configured():
        return FileState.KEPT
    if (upload.size or 0) > settings.ATTACHMENT_MAX_BYTES:
        return FileState.CHECKING
    return STATES[scanning.scan(upload.chunks(CHUNK_BYTES))]


STATES = {
    scanning.Verdict.CLEAN: FileState.KEPT,
    scanning.Verdict.INFECTED: FileState.INFECTED,
    scanning.Verdict.UNKNOWN: FileState.CHECKING,
}


def keep(stored: StoredFile, name: str, content_type: str, arriving: Passing) -> None:
    """Clean, encrypt, write and enter. What is infected is locked away as it came."""
    cleaned = cleaning.Cleaned(content_type, arriving)
    if stored.state != FileState.INFECTED:
        cleaned = cleaning.clean(content_type, arriving)
    stored.content_type = cleaned.content_type
    stored.name = safe_name(name, cleaned.content_type)
    stored.size, kept_sha256 = write(stored, cleaned.chunks)
    stored.sha256 = arriving.sha256()
    stored.kept_sha256 = "" if kept_sha256 == stored.sha256 else kept_sha256
    stored.save(force_insert=True)


def keep_original(stored: StoredFile, upload: UploadedFile, content_type: str) -> StoredFile:
    """The file as it arrived, beside the one made from it."""
    original = StoredFile(
        record_id=stored.record_id,
        compartment=stored.compartment,
        name=safe_name(upload.name or "", content_type),
        content_type=content_type,
        stored_by=stored.stored_by,
        state=stored.state,
        original_of=stored,
    )
    original.size, original.sha256 = write(original, upload.chunks(CHUNK_BYTES))
    original.save(force_insert=True)
    return original


def copy(stored: StoredFile, *, record, compartment: str, by) -> StoredFile:
    """The same document in another record, under that record's key; NotOpen while nobody may open it."""
    twin = StoredFile(
        record_id=record.record_id,
        compartment=compartment,
        name=stored.name,
        content_type=stored.content_type,
        stored_by=by,
        sha256=stored.sha256,
        kept_sha256=stored.kept_sha256,
    )
    twin.size, _sha256 = write(twin, open_chunks(stored))
    twin.save(force_insert=True)
    return twin


def empty(stored: StoredFile) -> None:
    """Nothing of a document stays here once the transaction is through: it was copied to where it belongs."""
    passing = Passing([])
    pieces = list(sealed.encrypted(passing, lambda own_key: _header(stored, own_key)))
    stored.name, stored.size, stored.sha256, stored.kept_sha256 = "", 0, passing.sha256(), ""
    stored.save(update_fields=["name", "size", "sha256", "kept_sha256"])
    transaction.on_commit(lambda: storage().put(name_of(stored), pieces))


def open_chunks(stored: StoredFile, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The plain bytes from `start` up to `end`; all of them are held against the hash of what was kept.

    The key is fetched now, so the pieces may be read after the transaction. Raises NotOpen, FileNotFoundError.
    """
    if not stored.is_open:
        raise NotOpen(stored)
    end = stored.size if end is None else end
    pieces = _plain(stored, start // CHUNK_BYTES)
    if start == 0 and end == stored.size:
        return verified(pieces, stored.hash_of_kept)
    return part(pieces, start % CHUNK_BYTES, end - start)


def verified(pieces: Iterator[bytes], sha256: str) -> Iterator[bytes]:
    """The last piece is handed over only when the hash of all of them is right."""
    digest, held = hashlib.sha256(), b""
    for piece in pieces:
        digest.update(piece)
        if held:
            yield held
        held = piece
    if digest.hexdigest() != sha256:
        raise Changed
    yield held


def part(pieces: Iterator[bytes], skipped: int, length: int) -> Iterator[bytes]:
    """So many bytes after the first few."""
    for piece in pieces:
        wanted = piece[skipped : skipped + length]
        skipped, length = 0, length - len(wanted)
        yield wanted
        if length <= 0:
            return


def for_machines(stored: StoredFile) -> Iterator[bytes]:
    """The plain bytes, of a closed document too: for the virus scanner and for verifying, never for a person."""
    return _plain(stored, 0)


def _plain(stored: StoredFile, first: int) -> Iterator[bytes]:
    place, name = storage(), name_of(stored)
    with place.open(name) as source:
        header = source.read(sealed.HEADER_BYTES)
    cipher = sealed.key_in(header, keyring.key_of(stored.record_id).cipher, _bound_to(stored, header[0]))
    return sealed.decrypted(place.open(name, sealed.position_of(first)), cipher, stored.size, first)


def of_record(record_id, compartments: Iterable[str] = ()) -> list[StoredFile]:
    """A record's documents that this transaction may see, oldest first; of some compartments when given."""
    found = StoredFile.objects.filter(record_id=record_id, original_of=None)
    return list(found.filter(compartment__in=compartments) if compartments else found)


def name_of(stored: StoredFile) -> str:
    """Its name in the storage."""
    return name_of_id(stored.id)


def name_of_id(file_id: UUID) -> str:
    return f"{file_id.hex[:2]}/{file_id.hex}"


def path_of(stored: StoredFile) -> Path:
    """Where it lies, when documents lie in the data folder."""
    return settings.CONFIG.data_dir / "files" / name_of(stored)


def safe_name(name: str, content_type: str = "") -> str:
    """The file's name without folders and control characters, of a length any file system takes, with its ending."""
    base = "".join(c for c in name.replace("\\", "/").rsplit("/", 1)[-1] if c.isprintable()).strip(" .")
    stem, dot, ending = base.rpartition(".")
    short = f"{stem[: NAME_LENGTH - 10]}{dot}{ending[:9]}" if stem else base[:NAME_LENGTH] or _("document")
    return named(short, content_type)


def write(stored: StoredFile, chunks: Iterable[bytes]) -> tuple[int, str]:
    """Encrypt into the storage; the size and SHA-256 of what was written."""
    passing = Passing(chunks)
    storage().put(name_of(stored), sealed.encrypted(passing, lambda own_key: _header(stored, own_key)))
    return passing.size, passing.sha256()


def _header(stored: StoredFile, own_key: bytes) -> bytes:
    record_key = keyring.key_of(stored.record_id)
    bound_to = _bound_to(stored, record_key.version)
    return sealed.header(record_key.cipher, own_key, bound_to, record_key.version)


def _bound_to(stored: StoredFile, version: int) -> bytes:
    return f"vault_storedfile|content|{stored.record_id}|{stored.id}|{version}".encode()


def tell_of_virus(stored: StoredFile) -> None:
    """The worker leaves the event and tells whom the rules name: whoever sent the file may not see the record."""
    app.configure_task("samaan.alerts.jobs.tell_of_virus", queue="alerts").defer(file_id=str(stored.pk))


def orphans(*, minutes: int) -> list[str]:
    """Names of encrypted files no row speaks of, left by acts that failed; for the worker, who sees every row."""
    before = timezone.now() - timedelta(minutes=minutes)
    old = {name for name, written in storage().names() if written < before and not name.startswith(uploads.FOLDER)}
    ids = {name: identity(name) for name in old}
    known = set(StoredFile.objects.filter(pk__in=[one for one in ids.values() if one]).values_list("pk", flat=True))
    return sorted(name for name, one in ids.items() if one is None or one not in known)


def identity(name: str) -> UUID | None:
    """Whose file a name is; none for what was left half written."""
    try:
        return UUID(name.rpartition("/")[2])
    except ValueError:
        return None
