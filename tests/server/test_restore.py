"""Putting a backup back where it may not, from what is not whole, or too late."""

import json
import shutil
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from samaan.vault import erased
from tests.support.backups import back_up, bring_keys, caseload, well
from tests.support.running import samaan


class Elsewhere:
    """A second, empty database on the same server, with a data folder of its own."""

    def __init__(self, own_database, folder: Path) -> None:
        address = conninfo_to_dict(own_database.server.dsn())
        self.folder = folder
        self.dsn = make_conninfo(own_database.server.dsn(), dbname="samaan_elsewhere")
        self.environment = bring_keys(own_database.server.data_dir, folder)
        # Roles belong to the whole server.
        shutil.copy2(own_database.server.data_dir / "database-roles.json", folder)
        url = f"postgresql://postgres:{address['password']}@{address['host']}:{address['port']}/samaan_elsewhere"
        self.environment["SAMAAN_DATABASE_URL"] = url
        well("roles", "create", environment=self.environment)

    def restore(self, archive: Path, key: Path, *more: str):
        words = ["restore", "--from", str(archive), "--identity", str(key), *more]
        return samaan(*words, environment=self.environment)

    def ask(self, question: str):
        with psycopg.connect(self.dsn) as connection:
            return connection.execute(question).fetchone()[0]

    def is_empty(self) -> bool:
        relations = self.ask("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
        return relations == 0 and not (self.folder / "files").exists()


@pytest.fixture
def elsewhere(own_database, tmp_path):
    caseload("fill", "2", environment=own_database.environment())
    return Elsewhere(own_database, tmp_path / "elsewhere")


def test_on_a_real_server_whole_or_not_at_all(own_database, elsewhere, identity, tmp_path):
    archive = back_up(tmp_path / "backups", identity, own_database.environment())
    key = (elsewhere.folder / "master.key").read_text()

    # No mark of the key was noted yet, so it shows only when the first record does not open.
    (elsewhere.folder / "master.key").write_text("5" * 64)
    wrong = elsewhere.restore(archive, identity)
    assert (wrong.returncode, elsewhere.is_empty()) == (1, True), wrong.stderr
    assert "does not open the records of this archive" in wrong.stderr

    (elsewhere.folder / "master.key").write_text(key)
    right = elsewhere.restore(archive, identity)
    assert right.returncode == 0, right.stdout + right.stderr
    assert elsewhere.ask("SELECT count(*) FROM people_person") == 2
    found = caseload("read", environment=elsewhere.environment)
    assert (found["names"], found["files"], found["findings"]) == (["Dayanara 0", "Dayanara 1"], 2, [])

    again = elsewhere.restore(archive, identity)
    assert again.returncode == 1 and "holds documents" in again.stderr
    shutil.rmtree(elsewhere.folder / "files")
    again = elsewhere.restore(archive, identity)
    assert again.returncode == 1 and "holds tables" in again.stderr
    assert elsewhere.ask("SELECT count(*) FROM people_person") == 2


def test_yesterdays_backup_hides_nothing_and_brings_nobody_back(own_database, elsewhere, identity, tmp_path):
    environment = own_database.environment()
    archive = back_up(tmp_path / "backups", identity, environment)
    # Today: somebody is erased, and something is done that somebody would rather hide.
    gone = caseload("read", environment=environment)["ids"]["Dayanara 1"]
    erased.note(own_database.server.data_dir, [gone])
    own_database.ask(f"DELETE FROM vault_datakey WHERE record_id = '{gone}' RETURNING 1")
    caseload("fill", "1", environment=environment | {"CASELOAD_OFFICER": "later"})
    back_up(tmp_path / "backups", identity, environment)

    witness = own_database.server.data_dir / "witness" / "checkpoints.jsonl"
    result = elsewhere.restore(archive, identity, "--witness", str(witness))

    assert result.returncode == 3
    assert "an older state of the database was put back" in result.stderr
    assert "1 records that had been erased since were erased again" in result.stdout
    found = caseload("read", environment=elsewhere.environment)
    assert (found["names"], found["files"]) == (["Dayanara 0"], 1)
    # Neither its row nor one that named it came back.
    for table, column in [
        ("people_person", "id"),
        ("access_inheritance", "target_id"),
        ("vault_storedfile", "record_id"),
    ]:
        assert elsewhere.ask(f"SELECT count(*) FROM {table} WHERE {column} = '{gone}'") == 0
    # The sealer seals nothing on top of it while the witness is in its place.
    shutil.copy2(witness, elsewhere.folder / "witness")
    assert json.loads(witness.read_text().splitlines()[-1])["number"] > elsewhere.ask(
        "SELECT max(number) FROM audit_checkpoint"
    )
    assert "newest_gone" in caseload("read", environment=elsewhere.environment)["findings"]


def test_what_two_persons_destroyed_is_destroyed_again(own_database, elsewhere, identity, tmp_path):
    environment = own_database.environment()
    ids = caseload("due", environment=environment)
    archive = back_up(tmp_path / "backups", identity, environment)
    before = caseload("cases", environment=environment)
    assert (before["Case"], before["Referral"]) == (1, 1)
    caseload("dispose", ids["case"], environment=environment)
    # The next backup puts the list of the erased beside its archive.
    back_up(tmp_path / "backups", identity, environment)

    result = elsewhere.restore(archive, identity)

    assert result.returncode == 0, result.stdout + result.stderr
    after = caseload("cases", environment=elsewhere.environment)
    assert (after["Case"], after["Referral"], after["Certificate"]) == (0, 0, 0)
    assert after["Person"] == before["Person"] - 1 and set(after["pages"]) == {200}
    for kind, pk in ids.items():
        table = {"case": "cases_case", "person": "people_person"}[kind]
        assert elsewhere.ask(f"SELECT count(*) FROM {table} WHERE id = '{pk}'") == 0
        assert elsewhere.ask(f"SELECT count(*) FROM vault_datakey WHERE record_id = '{pk}'") == 0


@pytest.mark.parametrize("damage", ["cut", "flipped", "other key", "stranger"])
def test_what_is_not_whole_or_not_ours_is_refused_before_anything_is_touched(
    own_database,
    elsewhere,
    identity,
    tmp_path,
    damage,
):
    archive = back_up(tmp_path / "backups", identity, own_database.environment())
    content = bytearray(archive.read_bytes())
    if damage == "cut":
        archive.write_bytes(content[:-5000])
    if damage == "flipped":
        content[len(content) // 2] ^= 1
        archive.write_bytes(content)
    if damage == "other key":
        import pyrage

        identity.write_text(str(pyrage.x25519.Identity.generate()))
    if damage == "stranger":
        (elsewhere.folder / "seal.pub").write_text("ab" * 32)
    result = elsewhere.restore(archive, identity)
    said = {
        "cut": "damaged or cut off", "flipped": "damaged or cut off",
        "other key": "was not encrypted to this key", "stranger": "signed by another installation",
    }  # fmt: skip
    assert result.returncode == 1
    assert said[damage] in result.stderr
    assert elsewhere.is_empty()
