"""`samaan doctor`: finds what we break, and says what to do."""

import os
import shutil
from pathlib import Path

import psycopg
import pytest

from samaan import config
from samaan.server import doctor


@pytest.fixture
def healthy(own_database) -> dict[str, str]:
    """An installation of which only web, worker and people are missing."""
    return own_database.environment()


def wrong(environment: dict[str, str]) -> dict[str, str]:
    return {finding.what: finding.remedy for finding in doctor.examine(config.read(environment)) if not finding.well}


def remedy(environment: dict[str, str], what: str) -> str:
    found = {words: cure for words, cure in wrong(environment).items() if what in words}
    assert len(found) == 1, wrong(environment)
    return next(iter(found.values()))


def owner(environment: dict[str, str]) -> psycopg.Connection:
    from samaan.server.roles import role_dsn

    return psycopg.connect(role_dsn(config.read(environment), "samaan_owner"), autocommit=True)


def test_a_new_installation_lacks_what_was_not_done_yet(healthy):
    whats = " ".join(wrong(healthy))
    assert "Somebody can sign in" in whats and "A worker is alive" in whats and "The web server answers" in whats
    assert "A sealer is alive" in whats
    assert "Row security" not in whats and "Key file" not in whats and "Tables" not in whats


def test_every_finding_that_is_wrong_has_a_remedy(healthy):
    assert all(wrong(healthy).values())


def test_an_open_key_file(healthy):
    (Path(healthy["SAMAAN_DATA_DIR"]) / "context.key").chmod(0o644)
    assert "chmod 600" in remedy(healthy, "Key file context.key")


def test_a_missing_key_file(healthy):
    (Path(healthy["SAMAAN_DATA_DIR"]) / "master.key").unlink()
    assert "safe copy" in remedy(healthy, "Key file master.key")


def test_open_passwords(healthy):
    (Path(healthy["SAMAAN_DATA_DIR"]) / "database-roles.json").chmod(0o640)
    assert "chmod 600" in remedy(healthy, "Rights of database-roles.json")


def test_a_table_without_row_security(healthy):
    with owner(healthy) as connection:
        connection.execute("ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY")
    assert "people_person" in remedy(healthy, "Row security is forced")


def test_migrations_that_wait(healthy):
    with owner(healthy) as connection:
        connection.execute("DELETE FROM django_migrations WHERE app = 'vault'")
    assert "vault.0001_initial" in remedy(healthy, "Tables are up to date")


def test_a_role_with_too_much_power(healthy, own_database):
    own_database.ask("SELECT set_config('x.y', '', false)")
    with psycopg.connect(own_database.server.dsn(), autocommit=True) as connection:
        connection.execute("ALTER ROLE samaan_app BYPASSRLS")
    assert "samaan_app" in remedy(healthy, "Database roles have no more power")


def test_a_database_that_does_not_answer(healthy, own_database):
    own_database.server.stop()
    assert "does not answer" in remedy(healthy, "Database at 127.0.0.1")


def test_a_mail_server_that_does_not_answer(healthy):
    assert "waits and is tried again" in remedy({**healthy, "SAMAAN_MAIL_URL": "smtp://127.0.0.1:1"}, "Mail server")


def test_outside_a_demo_mail_and_tls_are_asked_for(healthy):
    outside = {**healthy, "SAMAAN_DEMO": "0"}
    assert "SAMAAN_MAIL_URL" in remedy(outside, "E-mail is written to files")
    assert "SAMAAN_BASE_URL" in remedy(outside, "over TLS")


@pytest.mark.parametrize(("mode", "well"), [("", False), ("require", False), ("verify-full", True)])
def test_a_database_elsewhere_needs_tls_and_its_certificate_checked(tmp_path, monkeypatch, mode, well):
    monkeypatch.setenv("PGSSLMODE", mode)
    settings = {"SAMAAN_DATA_DIR": str(tmp_path), "SAMAAN_DATABASE_URL": "postgresql://192.0.2.7:5432/samaan"}
    (found,) = doctor.tls_to_database(config.read(settings))
    assert (found.well, "PGSSLMODE=verify-full" in found.remedy) == (well, not well)
    here = settings | {"SAMAAN_DATABASE_URL": "postgresql://127.0.0.1:5432/samaan"}
    assert list(doctor.tls_to_database(config.read(here))) == []


def test_an_address_the_server_does_not_answer_to(healthy):
    elsewhere = {**healthy, "SAMAAN_BASE_URL": "https://samaan.example.org"}
    assert "SAMAAN_HOSTS" in remedy(elsewhere, "answers to the name samaan.example.org")
    assert not any("answers to the name" in what for what in wrong({**elsewhere, "SAMAAN_HOSTS": ".example.org"}))


def test_a_data_folder_that_is_not_there(tmp_path):
    shutil.rmtree(tmp_path)
    assert "roles create" in remedy({"SAMAAN_DATA_DIR": str(tmp_path)}, "Data folder")
    assert not os.path.exists(tmp_path)


def test_a_witness_in_the_data_folder_of_a_real_installation(healthy):
    environment = healthy | {"SAMAAN_DEMO": "0"}
    assert "SAMAAN_WITNESS_FILE" in remedy(environment, "The witness of the sealed log is on other storage")
    assert "on other storage" not in " ".join(wrong(environment | {"SAMAAN_WITNESS_FILE": "/mnt/witness/log.jsonl"}))


def test_another_master_key_in_its_place(healthy):
    with owner(healthy) as connection:
        connection.execute("UPDATE vault_masterversion SET mark = '0123456789abcdef'")
    assert "safe copy" in remedy(healthy, "The master key is the one this database works with")


def test_no_backup_in_time(healthy):
    real = healthy | {"SAMAAN_DEMO": "0"}
    assert "samaan backup" in remedy(real, "A backup was made in the last 26 hours")
    with owner(healthy) as connection:
        connection.execute(
            "INSERT INTO vault_backup (made_at, archive, size, sha256, rows, documents, missing)"
            " VALUES (now(), 'x', 1, '', 1, 1, 0)"
        )
    assert not [what for what in wrong(real) if what.startswith("A backup")]
