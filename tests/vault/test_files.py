"""Documents: what is taken, what lies on the disk, and who may have it back."""

import dataclasses
import hashlib

import pytest
from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from samaan.access import context, principals
from samaan.access.models import Basis
from samaan.access.records import begin_record, grant_to
from samaan.audit.models import Event
from samaan.vault import files
from samaan.vault.models import StoredFile
from samaan.vault.storage import storage
from samaan.vault.upload import SealedUpload
from tests.factories.accounts import make_organisation, make_user
from tests.support import samples
from tests.support.samples import SAMPLES

pytestmark = pytest.mark.django_db

TEMPLATE = b'<R Type="x/attachedTemplate" Target="http://a.example/t.dotm" TargetMode="External"/>'
REFUSED = {
    "page.pdf": (b"<!doctype html><script>alert(1)</script>", "markup"),
    "drawing.png": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "markup"),
    "holiday.jpg": (b"MZ\x90\0\3\0\0\0\4\0\0\0", "type"),
    "letter.txt": (b"PK\3\4\x14\0\6\0", "archive"),
    "things.zip": (samples.packed({"a.txt": b"a"}), "archive"),
    "things.rar": (b"Rar!\x1a\x07\x01\0", "archive"),
    "letter.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),
    "letter.rtf": (b"{\\rtf1 hola}", "old_office"),
    "macros.docx": (samples.office(parts={"word/vbaProject.bin": b"x"}), "macros"),
    "macros.xlsm": (samples.office(content_types=b"<Types macroEnabled/>"), "macros"),
    "object.docx": (samples.office(parts={"word/embeddings/oleObject1.bin": b"x"}), "macros"),
    "inner.docx": (
        samples.office(parts={"word/embeddings/a.docx": samples.office(parts={"word/vbaProject.bin": b"x"})}),
        "macros",
    ),
    "template.docx": (samples.office(parts={"word/_rels/s.rels": TEMPLATE}), "macros"),
    "basic.odt": (samples.open_document(parts={"Basic/Standard/a.xml": b"x"}), "macros"),
    "locked.pdf": (samples.pdf(locked="yes"), "locked"),
    "half.jpg": (samples.SAMPLES["image/jpeg"][:300], "damaged"),
    "head.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "damaged"),
    "picture-and-more.jpg": (samples.SAMPLES["image/jpeg"] + samples.packed({"a.exe": b"MZ"}), "two_in_one"),
    "film-and-more.mp4": (samples.film() + samples.packed({"a.exe": b"MZ"}), "two_in_one"),
    "film-and-page.mp4": (samples.film() + b"<script>alert(1)</script>", "two_in_one"),
    "sound-and-more.mp3": (samples.mp3() + b"Rar!\x1a\x07\x01\0" + b"x" * 300, "two_in_one"),
    "film.mp4": (samples.film()[:-20], "damaged"),
    "notes.txt": (b"plain\0but not quite", "type"),
}


class Thing:
    """Any record."""

    record_kind = "case"

    def __init__(self, record_id):
        self.record_id = record_id


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def kept(content: bytes, *, owner, compartment: str = "summary", name: str = "photo.jpg") -> StoredFile:
    """A document of a new record that `owner` holds the summary of."""
    with context.acting(context.of_user(owner)):
        grant = grant_to(principals.user(owner.pk), ["summary"], basis=Basis.TEAM, purpose="test")
        record = Thing(begin_record("case", owned_by=owner.organisation, grants=[grant]))
        return files.store(upload(content, name), record=record, compartment=compartment, by=owner)


def read_back(stored: StoredFile, *, user) -> bytes:
    with context.acting(context.of_user(user)):
        return b"".join(files.open_chunks(stored))


@pytest.mark.parametrize("content_type", SAMPLES)
def test_a_type_is_told_by_its_content(content_type):
    assert files.check(upload(SAMPLES[content_type], "anything.exe")) == content_type


@pytest.mark.parametrize("name", REFUSED)
def test_what_only_claims_to_be_a_document_is_refused(name):
    content, reason = REFUSED[name]
    with pytest.raises(ValidationError) as refused:
        files.check(upload(content, name))
    assert (refused.value.code, name in refused.value.messages[0]) == (reason, True)


def test_refusals_speak_the_readers_language():
    with translation.override("es"), pytest.raises(ValidationError) as refused:
        files.check(upload(b"MZ\x90\0", "programa.exe"))
    assert refused.value.messages == [
        "“programa.exe” no es una foto, un PDF, un documento de Office, una grabación de sonido o video ni texto "
        "simple."
    ]


def test_an_empty_and_a_huge_file_are_refused(settings):
    settings.ATTACHMENT_MAX_BYTES = 10
    for content in (b"", SAMPLES["image/png"]):
        with pytest.raises(ValidationError):
            files.check(upload(content))


@pytest.mark.parametrize(("kind", "content_type"), [("video", "video/mp4"), ("sound", "audio/mpeg")])
def test_each_kind_has_its_largest_size(settings, kind, content_type):
    sizes = dict.fromkeys(settings.CONFIG.file_sizes, 10**9) | {kind: 100}
    settings.CONFIG = dataclasses.replace(settings.CONFIG, file_sizes=sizes)
    with pytest.raises(ValidationError) as refused:
        files.check(upload(SAMPLES[content_type]))
    assert refused.value.code == "too_large"
    assert files.check(upload(SAMPLES["image/png"])) == "image/png"


def test_what_came_in_pieces_may_be_larger_than_what_comes_with_a_form(settings):
    settings.ATTACHMENT_MAX_BYTES = 10
    large = upload(b"x" * 20)
    large.in_pieces = True
    assert files.check(large) == "text/plain"


@pytest.mark.parametrize("size", [20, files.CHUNK_BYTES, files.CHUNK_BYTES + 1, 3 * files.CHUNK_BYTES])
def test_what_was_stored_comes_back(size):
    owner = make_user("case_manager")
    content = b"x" * size
    stored = kept(content, owner=owner)
    assert stored.size == len(content)
    assert read_back(stored, user=owner) == content


def test_the_disk_and_the_row_hold_only_ciphertext():
    stored = kept(b"Marisol Leal, Arima", owner=make_user("case_manager"), name="Marisol Leal.txt")
    path = files.path_of(stored)
    assert path.is_relative_to(settings.CONFIG.data_dir / "files")
    assert path.stat().st_mode & 0o077 == 0
    assert b"Marisol" not in path.read_bytes()
    assert b"Marisol" not in str(path).encode()


@pytest.mark.parametrize("harm", ["cut", "swapped", "flipped"])
def test_a_file_that_was_tampered_with_does_not_open(harm):
    owner = make_user("case_manager")
    stored = kept(b"x" * 3 * files.CHUNK_BYTES, owner=owner)
    path, piece = files.path_of(stored), files.CHUNK_BYTES + files.TAG_BYTES
    content = path.read_bytes()
    start = len(content) - 3 * piece
    harmed = {
        "cut": content[:-piece],
        "swapped": content[:start] + content[start + piece :][:piece] + content[start:][:piece] + content[-piece:],
        "flipped": content[:-1] + bytes([content[-1] ^ 1]),
    }[harm]
    path.write_bytes(harmed)
    with pytest.raises(InvalidTag):
        read_back(stored, user=owner)


def test_a_name_has_no_folders_and_a_length_any_disk_takes():
    assert files.safe_name("..\\..\\C:\\fotos\\niña.jpg") == "niña.jpg"
    assert files.safe_name("a" * 300 + ".pdf") == "a" * 140 + ".pdf"
    assert files.safe_name("../..") == "document"


def test_an_upload_waits_on_disk_as_ciphertext():
    waiting = SealedUpload("a.txt", "text/plain", None)
    for chunk in (b"one ", b"two"):
        waiting.add(chunk)
    waiting._spool.seek(0)
    assert b"one" not in waiting._spool.read()
    assert (waiting.read(), waiting.size, waiting.read(2)) == (b"one two", 7, b"on")


def test_an_endless_upload_fills_no_disk(settings):
    settings.ATTACHMENT_MAX_BYTES = 8
    waiting = SealedUpload("a.txt", "text/plain", None)
    for _ in range(5):
        waiting.add(b"12345")
    assert waiting.size == 25
    assert waiting._spool.tell() < 30


def download(client, stored, user):
    client.force_login(user)
    session = client.session
    session["has_factor"] = True
    session.save()
    return client.get(reverse("access:file", args=[stored.pk]))


def test_a_download_is_an_attachment_and_an_event(client):
    owner = make_user("case_manager")
    stored = kept(SAMPLES["application/pdf"], owner=owner, name="informe médico.pdf")
    response = download(client, stored, owner)
    content = b"".join(response.streaming_content)
    assert content.startswith(b"%PDF-")
    assert hashlib.sha256(content).hexdigest() == stored.kept_sha256
    assert response.headers["Content-Disposition"] == "attachment; filename*=utf-8''informe%20m%C3%A9dico.pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    with context.acting(context.of_user(owner)):
        event = Event.objects.get(kind="file.opened")
        assert (event.actor_id, event.record_id, event.record_kind) == (owner.pk, stored.record_id, "case")


def test_a_document_of_another_compartment_or_record_is_not_found(client):
    owner, stranger = make_user("case_manager"), make_user("investigator", make_organisation("other"))
    with context.acting(context.of_user(owner)):
        grants = [
            grant_to(principals.user(owner.pk), ["summary", "health"], basis=Basis.TEAM, purpose="test"),
            grant_to(principals.user(stranger.pk), ["summary"], basis=Basis.TEAM, purpose="test"),
        ]
        record = Thing(begin_record("case", owned_by=owner.organisation, grants=grants))
        stored = files.store(upload(SAMPLES["image/png"]), record=record, compartment="health", by=owner)
    assert download(client, stored, owner).status_code == 200
    assert download(client, stored, stranger).status_code == 404


def test_files_of_acts_that_failed_are_found(job_role):
    owner = make_user("case_manager")
    stored = kept(SAMPLES["image/png"], owner=owner)
    lost = f"{files.name_of(stored)[:2]}/{'0' * 32}"
    (settings.CONFIG.data_dir / "files" / lost).write_bytes(b"?")
    with job_role(), context.acting(context.of_job("cleaning")):
        found = files.orphans(minutes=0)
    storage().remove(lost)
    assert lost in found
    assert files.name_of(stored) not in found
