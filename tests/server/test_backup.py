"""What is in an archive and what is not, and what happens when one cannot be made."""

import io
import json
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from samaan.audit.models import Event
from samaan.people.models import Person
from samaan.server.backup import BackupError, archive, catalog, thinning
from samaan.server.backup.examining import examine
from samaan.server.backup.manifest import HEADER, MANIFEST, Header, Manifest, Part, sha256, sign
from samaan.vault import files
from samaan.vault.models import Backup
from tests.factories.accounts import make_user
from tests.factories.cases import ADDRESS, SURNAME, acting, make_person
from tests.support.backups import archive_of, back_up, public_of
from tests.support.running import samaan


@pytest.fixture
def stored(transactional_db):
    """A document of somebody, as it lies on the disk."""
    officer = make_user("investigator")
    person = make_person(officer)
    with acting(officer):
        upload = SimpleUploadedFile("letter.txt", b"Una carta.")
        made = files.store(upload, record=Person.objects.get(pk=person.pk), compartment="identity", by=officer)
    yield files.path_of(made)
    files.path_of(made).unlink(missing_ok=True)


def clear(path: Path, identity: Path) -> bytes:
    return pyrage.decrypt(path.read_bytes(), archive.identities(identity))


def test_it_holds_rows_and_documents_and_no_key_password_or_name(stored, identity, process_environment, tmp_path):
    content = clear(back_up(tmp_path / "to", identity, process_environment), identity)
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        names = tar.getnames()
    assert f"files/{stored.name}" in names and "tables/people_person/0" in names
    assert stored.read_bytes() in content
    config = settings.CONFIG
    keys = [
        (config.data_dir / name).read_text().strip() for name in ("master.key", "context.key", "secret.key", "seal.key")
    ]
    pads = bytes(byte ^ 0x36 for byte in config.context_key())
    secret = [*keys, *config.role_passwords().values(), SURNAME, ADDRESS, pads.hex()]
    assert [word for word in secret if word.encode() in content] == []
    assert not [name for name in names if "session" in name or "apitoken" in name or "context" in name]


def test_it_is_noted_with_its_hash(stored, identity, process_environment, tmp_path, admin_connection):
    path = back_up(tmp_path / "to", identity, process_environment)
    row = Backup.objects.get()
    assert (row.archive, row.size, row.sha256) == (path.name, path.stat().st_size, sha256(path.read_bytes()))
    assert (row.documents, row.missing) == (1, 0)
    data = admin_connection.execute("SELECT data FROM audit_event WHERE kind = 'backup.made'").fetchall()
    assert [found["sha256"] for (found,) in data] == [row.sha256]


def test_a_missing_document_is_told_and_the_rest_is_saved(stored, identity, process_environment, tmp_path):
    stored.unlink()
    (tmp_path / "to").mkdir()
    words = ["backup", "--to", str(tmp_path / "to"), "--recipient", public_of(identity)]
    made = samaan(*words, environment=process_environment)
    assert made.returncode == 3
    assert stored.name in made.stderr
    checked = samaan("backup", "check", str(archive_of(made.stdout)), "--identity", str(identity), environment={})
    assert checked.returncode == 0 and "1 missing" in checked.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--to", "{}/away", "--recipient", "{key}"], "is not there. Is the share mounted?"),
        (["--to", "{}", "--recipient", "age1nonsense"], "is no public key of age"),
        (["--to", "{}"], "Name at least one public key"),
        (["--to", "{}", "--recipient", "AGE-SECRET-KEY-1QQQQ"], "a secret key is no public key"),
        (["--to", "{}", "--recipient", "{key}", "--keep", "sometimes"], "is no plan of what to keep"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_nothing(words, said, identity, process_environment, tmp_path):
    folder = tmp_path / "to"
    folder.mkdir()
    filled = [word.replace("{key}", public_of(identity)).replace("{}", str(folder)) for word in words]
    result = samaan("backup", *filled, environment=process_environment)
    assert result.returncode == 1 and said in result.stderr
    assert list(folder.iterdir()) == []


def test_every_table_is_seen_whole_by_the_role_that_reads_it(admin_connection):
    catalog.refuse_partial(admin_connection)
    assert {"people_person", "audit_event", "vault_datakey"} <= catalog.secured(admin_connection)


def test_a_table_that_would_be_saved_in_part_stops_it(identity, process_environment, tmp_path, admin_connection):
    admin_connection.execute("ALTER POLICY guard ON people_person USING (false)")
    try:
        with pytest.raises(BackupError, match="hides rows of people_person"):
            catalog.refuse_partial(admin_connection)
    finally:
        admin_connection.execute("ALTER POLICY guard ON people_person USING (true)")


NIGHTS = {
    f"samaan-{day:%Y-%m-%dT021000}Z.age": day
    for day in (datetime(2026, 3, 1, 2, 10, tzinfo=UTC) + timedelta(days=n) for n in range(300))
}


def test_older_archives_are_thinned_by_day_week_and_month():
    kept = sorted(thinning.kept(NIGHTS, thinning.plan("7d4w12m")))
    days = [NIGHTS[name].date().isoformat() for name in kept]
    assert days[-7:] == [f"2026-12-{day}" for day in (19, 20, 21, 22, 23, 24, 25)]
    assert "2026-12-13" in days and "2026-12-06" in days
    assert [day for day in days if day < "2026-11-01"] == [
        "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31",
    ]  # fmt: skip


def test_only_archives_are_removed_and_the_newest_never(tmp_path):
    for name in [*NIGHTS, "letter.txt", "samaan-erased.jsonl", "samaan-2026-01-01T000000Z.age.copy"]:
        (tmp_path / name).touch()
    thinning.thin(tmp_path, "1d")
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {max(NIGHTS), "letter.txt", "samaan-erased.jsonl", "samaan-2026-01-01T000000Z.age.copy"}


class Forged:
    """An archive made by hand, encrypted to the right key, as anybody can who knows it."""

    def __init__(self, folder: Path) -> None:
        self.identity = pyrage.x25519.Identity.generate()
        self.path = folder / "samaan-forged.age"
        self.header = Header("0.1.0", "2026-01-01", [], {"people_person": ["id"]}, {"1": ""})

    def examined(self, *members: tuple[str, bytes], by=None):
        with open(self.path, "wb") as target, archive.writing(target, [self.identity.to_public()]) as tar:
            for name, content in members:
                tar.add(name, content)
        return examine(self.path, [by or self.identity])

    def manifest(self, rows: bytes = b"1\n") -> bytes:
        part = Part(count=1)
        part.take(rows)
        manifest = Manifest(
            sha256(self.header.to_bytes()), {"people_person": part.closed()}, Part().closed(), {}, "", []
        )
        return sign(manifest, Ed25519PrivateKey.generate())


@pytest.fixture
def forged(tmp_path):
    return Forged(tmp_path)


def test_one_that_is_whole(forged):
    head, rows = (HEADER, forged.header.to_bytes()), ("tables/people_person/0", b"1\n")
    assert forged.examined(head, rows, (MANIFEST, forged.manifest())).header == forged.header


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda m: m[1:], "no backup of Samaan"),
        (lambda m: m[:-1], "its manifest is missing"),
        (lambda m: [m[0], m[2]], "does not hold what its manifest says"),
        (lambda m: [m[0], (m[1][0], b"2\n"), m[2]], "does not hold what its manifest says"),
        (lambda m: [m[0], m[1], m[1], m[2]], "does not hold what its manifest says"),
        (lambda m: [*m, m[1]], "after its end"),
        (lambda m: [m[0], ("files/../../etc/passwd", b""), *m[1:]], "is no part of a backup"),
        (lambda m: [m[0], ("tables/pg_authid/0", b""), *m[1:]], "is no part of a backup"),
        (
            lambda m: [*m[:2], (MANIFEST, m[2][1].replace(b'\\"count\\": 1', b'\\"count\\": 2'))],
            "signature is not genuine",
        ),
        (lambda m: [(HEADER, json.dumps({"format": 1}).encode()), *m[1:]], "readable description"),
    ],
)
def test_one_that_was_altered(forged, change, said):
    members = [(HEADER, forged.header.to_bytes()), ("tables/people_person/0", b"1\n"), (MANIFEST, forged.manifest())]
    with pytest.raises(BackupError, match=said):
        forged.examined(*change(members))


def test_every_byte_less_is_noticed(forged):
    members = [(HEADER, forged.header.to_bytes()), ("tables/people_person/0", b"1\n"), (MANIFEST, forged.manifest())]
    forged.examined(*members)
    whole = forged.path.read_bytes()
    for length in range(0, len(whole), 97):
        forged.path.write_bytes(whole[:length])
        with pytest.raises(BackupError):
            examine(forged.path, [forged.identity])


def test_a_full_disk_leaves_no_archive(forged):
    class Full(io.RawIOBase):
        def write(self, content):
            raise OSError(28, "No space left on device")

    with (
        pytest.raises(BackupError, match="No space left"),
        archive.writing(Full(), [forged.identity.to_public()]) as tar,
    ):
        for number in range(200):
            tar.add(f"files/{number:032x}", b"x" * 100_000)


def test_the_pages_role_notes_no_backup(transactional_db):
    with pytest.raises(Exception, match="permission denied"), acting(make_user()):
        Backup.objects.create(archive="x", size=1, sha256="x", rows=1, documents=1)
    assert not Event.objects.filter(kind="backup.made").exists()


def test_a_document_cut_short_is_told_and_spoils_nothing_else(stored, identity, process_environment, tmp_path):
    stored.write_bytes(stored.read_bytes()[:-3])
    (tmp_path / "to").mkdir()
    words = ["backup", "--to", str(tmp_path / "to"), "--recipient", public_of(identity)]
    made = samaan(*words, environment=process_environment)
    assert made.returncode == 3 and stored.name in made.stderr
    assert examine(archive_of(made.stdout), archive.identities(identity)).signed.manifest.missing == [stored.name]
