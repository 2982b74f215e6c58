"""The master key is changed while people work, and whenever the change is cut off it goes on."""

import shutil
import signal
import time
from dataclasses import replace
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import IntegrityError, connection

from samaan import masterkey
from samaan.people.finding import Sought
from samaan.people.models import Person
from samaan.people.searching import search_people
from samaan.server import BusyError, rotating
from samaan.server.rotating import rotate, within
from samaan.signin.factors import FactorAdapter
from samaan.signin.sessions import SessionStore
from samaan.vault import held, keyring, master, rewrapping, uploads
from samaan.vault.models import DataKey, MasterVersion
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_person
from tests.support.backups import CASELOAD, caseload
from tests.support.running import SAMAAN, running, wait_for


@pytest.fixture
def key_file(transactional_db, monkeypatch, tmp_path):
    """A key file of this test's own: others run beside it with the one they share."""
    for path in settings.CONFIG.data_dir.iterdir():
        if path.is_file():
            shutil.copy2(path, tmp_path)
    monkeypatch.setattr(settings, "CONFIG", replace(settings.CONFIG, data_dir=tmp_path))
    master.forget()
    yield settings.CONFIG.master_key_file()
    monkeypatch.undo()
    master.forget()


@pytest.fixture
def officer(key_file):
    return make_user("investigator")


def name_of(person, officer) -> str:
    with acting(officer):
        return Person.objects.get(pk=person.pk).given_names


def found(words: str, officer) -> list:
    with acting(officer):
        return [match.person.pk for match in search_people(Sought(names=(words,)), by=officer).matches]


def versions() -> list[int]:
    return [key.version for key in master.versions()]


def test_everything_is_wrapped_by_a_new_key_and_the_old_one_is_kept_nowhere(officer, key_file, job_role):
    person = make_person(officer, given_names="Dayanara")
    old, receipt = master.newest(), master.blind("7K3M", "receipt")
    with job_role():
        done = rotate(settings.CONFIG)
    assert (done.old, done.new, done.retired, done.persons) == (1, 2, True, 1)
    assert old.key.hex() not in key_file.read_text()
    assert versions() == [2] == list(MasterVersion.objects.values_list("pk", flat=True))
    assert name_of(person, officer) == "Dayanara"
    assert found("Dayanara", officer) == [person.pk]
    assert master.blind("7K3M", "receipt") == receipt


def test_it_is_two_events(officer, job_role, admin_connection):
    with job_role():
        rotate(settings.CONFIG)
    kinds = admin_connection.execute("SELECT kind FROM audit_event WHERE kind LIKE 'keys.%' ORDER BY id").fetchall()
    assert kinds == [("keys.rotation_begun",), ("keys.rotated",)]


def test_a_second_change_keeps_receipts_too(officer, job_role):
    receipt = master.blind("7K3M", "receipt")
    with job_role():
        rotate(settings.CONFIG)
        assert rotate(settings.CONFIG).new == 3
    master.forget()
    assert master.blind("7K3M", "receipt") == receipt


def test_meanwhile_both_versions_open_and_everybody_is_found(officer, job_role):
    early = make_person(officer, given_names="Dayanara")
    with job_role():
        rewrapping.begin(settings.CONFIG, within)
    late = make_person(officer, given_names="Yuleisy")
    assert versions() == [1, 2]
    assert [name_of(early, officer), name_of(late, officer)] == ["Dayanara", "Yuleisy"]
    assert (found("Dayanara", officer), found("Yuleisy", officer)) == ([early.pk], [late.pk])


def row_without_key():
    """Cut off after the row, before the key file."""
    with within():
        MasterVersion.objects.create(version=2)


def key_without_wrapping():
    rewrapping.begin(settings.CONFIG, within)


def half_wrapped():
    new = rewrapping.begin(settings.CONFIG, within)
    with within():
        row = DataKey.objects.order_by("pk").first()
        bound_to = keyring.bound_to(row.record_id, row.version, row.sealed_class)
        key = master.unwrap(bytes(row.wrapped), bound_to)
        DataKey.objects.filter(pk=row.pk).update(wrapped=master.wrap(key, bound_to, new), master=2)


def given_up_but_still_in_the_file():
    new = rewrapping.begin(settings.CONFIG, within)
    both = list(master.versions())
    rewrapping.rewrap_all(new, within)
    assert rewrapping.retire(settings.CONFIG, new, within, lambda: None)
    settings.CONFIG.keep_master_keys(both)


@pytest.mark.parametrize(
    "cut_off", [row_without_key, key_without_wrapping, half_wrapped, given_up_but_still_in_the_file]
)
def test_cut_off_anywhere_it_goes_on(officer, job_role, cut_off):
    persons = [make_person(officer, given_names=f"Dayanara {number}") for number in range(3)]
    with job_role():
        cut_off()
        done = rotate(settings.CONFIG)
    assert (done.new, versions()) == (2, [2])
    assert [name_of(person, officer) for person in persons] == ["Dayanara 0", "Dayanara 1", "Dayanara 2"]


def test_the_database_refuses_a_key_wrapped_by_a_version_that_was_given_up(officer, job_role):
    with job_role():
        rotate(settings.CONFIG)
        with pytest.raises(IntegrityError), within():
            DataKey.objects.create(record_id=uuid4(), wrapped=b"late", master_id=1)


def test_the_old_version_stays_while_something_is_wrapped_by_it(officer, job_role):
    make_person(officer)
    with job_role():
        new = rewrapping.begin(settings.CONFIG, within)
        assert not rewrapping.retire(settings.CONFIG, new, within, lambda: None)
    assert versions() == [1, 2]


def test_kept_on_request_for_machines_that_hold_a_copy(officer, job_role):
    with job_role():
        assert not rotate(settings.CONFIG, keep_old=True).retired
        assert versions() == [1, 2]
        assert rotate(settings.CONFIG).retired
    assert versions() == [2]


def test_pages_cannot_give_a_version_up(officer):
    with pytest.raises(Exception, match="permission denied"), acting(officer), connection.cursor() as cursor:
        cursor.execute("DELETE FROM vault_masterversion")


def test_answers_held_for_somebody_survive(officer, job_role, rf):
    request = rf.post("/cases/", {"note": "Ella llamó."})
    request.user = officer
    held.hold(request)
    with job_role():
        rotate(settings.CONFIG)
    assert held.take(officer, "/cases/")["note"] == "Ella llamó."


def test_nobody_is_signed_out_and_second_factors_still_work(officer, job_role):
    session = SessionStore()
    session["words"] = "held"
    session.save()
    adapter = FactorAdapter()
    factor = Authenticator.objects.create(
        user=officer,
        type=Authenticator.Type.RECOVERY_CODES,
        data={"seed": adapter.encrypt("seed"), "migrated_codes": [adapter.encrypt("one"), "in clear"], "used_mask": 3},
    )
    with job_role():
        rotate(settings.CONFIG)
    assert SessionStore(session.session_key)["words"] == "held"
    factor.refresh_from_db()
    opened = [adapter.decrypt(text) for text in (factor.data["seed"], *factor.data["migrated_codes"])]
    assert (opened, factor.data["used_mask"]) == (["seed", "one", "in clear"], 3)


def test_a_transaction_that_began_before_is_waited_for(officer, job_role, admin_connection, monkeypatch):
    monkeypatch.setattr(rotating, "PATIENCE_SECONDS", 0.5)
    with admin_connection.transaction():
        admin_connection.execute("SELECT pg_current_xact_id()")
        with job_role(), pytest.raises(BusyError, match="has been open for minutes"):
            rotate(settings.CONFIG)
        assert versions() == [1, 2]
    with job_role():
        assert rotate(settings.CONFIG).retired


def test_a_file_half_on_its_way_goes_on(officer, job_role):
    with acting(officer):
        upload = uploads.begin(by=officer, name="video.mp4", size=10)
    with job_role():
        rotate(settings.CONFIG)
    with acting(officer):
        assert [told.name for _upload, told in uploads.of(officer)] == ["video.mp4"]
        assert uploads.add(upload.pk, b"0123", by=officer, offset=0).received == 4


def test_another_key_in_its_place_is_noticed(officer, key_file, job_role):
    with job_role():
        rewrapping.note_marks()
    masterkey.keep(key_file, [masterkey.made(1)])
    with pytest.raises(Exception, match="is not the one this database"):
        rewrapping.refuse_other_key()


def test_killed_again_and_again_while_others_write_nothing_is_lost(own_database, tmp_path):
    environment = own_database.environment()
    caseload("fill", "3", environment=environment)
    old = (own_database.server.data_dir / "master.key").read_text().strip()
    gate = tmp_path / "gate"
    gate.touch()
    log = tmp_path / "log"
    persons = "SELECT count(*) FROM people_person"
    with running([*CASELOAD, "write", str(gate)], environment=environment, log=log):
        wait_for(lambda: own_database.ask(persons) > 3, what="the writing")
        # Cut off as soon as it has begun, then at whatever it is doing a moment later.
        for later in (0, 0.05):
            with running([*SAMAAN, "keys", "rotate"], environment=environment, log=log) as child:
                wait_for(
                    lambda: (
                        own_database.ask("SELECT max(version) FROM vault_masterversion") == 2
                        or child.poll() is not None
                    ),
                    what="the beginning",
                )
                time.sleep(later)
                child.send_signal(signal.SIGKILL)
        with running([*SAMAAN, "keys", "rotate", "--keep-old"], environment=environment, log=log) as child:
            child.wait(60)
        with running([*SAMAAN, "keys", "rotate"], environment=environment, log=log) as child:
            assert child.wait(60) == 0, log.read_text()
        reached = own_database.ask(persons)
        wait_for(lambda: own_database.ask(persons) > reached + 1, what="writing with the new key")
        gate.unlink()
        wait_for(lambda: not gate.exists())
    found = caseload("read", environment=environment)
    assert "" not in found["names"] and len(found["names"]) == own_database.ask(persons)
    assert old not in "".join(path.read_text(errors="ignore") for path in own_database.server.data_dir.glob("*.key*"))
    newest = own_database.ask("SELECT max(version) FROM vault_masterversion")
    assert own_database.ask(f"SELECT count(*) FROM vault_datakey WHERE master_id <> {newest}") == 0
