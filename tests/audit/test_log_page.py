"""The auditor's page: the state of the log, its verification, a proof to take away; for auditors and nobody else."""

import json

import pytest
from django.conf import settings
from django.test import Client

from samaan.access.jobs import verify_log
from samaan.audit import checking
from samaan.audit.models import SealingState
from samaan.server.connection import acting_as
from tests.factories.accounts import make_user
from tests.support.sessions import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def browse():
    def enter(role: str = "auditor", **fields) -> Client:
        return signed_in(make_user(role, **fields))

    return enter


@pytest.fixture
def log(log, monkeypatch, tmp_path):
    """The log of this installation: its keys and its witness are the configured ones."""
    from dataclasses import replace

    (tmp_path / "seal.pub").write_text(log.signer.public)
    (tmp_path / "master.key").symlink_to(settings.CONFIG.data_dir / "master.key")
    (tmp_path / "context.key").symlink_to(settings.CONFIG.data_dir / "context.key")
    (tmp_path / "database-roles.json").symlink_to(settings.CONFIG.data_dir / "database-roles.json")
    config = replace(settings.CONFIG, data_dir=tmp_path, witness_mail=("auditor@oversight.example",))
    monkeypatch.setattr(settings, "CONFIG", config)
    return log


def page(client, **query) -> str:
    answer = client.get("/log/", query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_it_tells_the_state_of_the_log(log, browse):
    client = browse()
    log.grow(1, 2)
    log.write(3)
    text = page(client)
    assert "3: 2 sealed, 1 waiting" in text
    assert "At work" in text
    assert "The log was not verified yet." in text
    assert "checkpoint 1," in text and "auditor@oversight.example" in text


def test_it_is_for_auditors_only(log, browse):
    for role in ("director", "system_administrator", "investigator"):
        client = browse(role)
        assert client.get("/log/").status_code == 403
        assert client.get("/log/proof/", {"event": 1}).status_code == 403
        assert client.post("/log/verify/").status_code == 403
        assert "/log/" not in client.get("/").content.decode()
    assert Client().get("/log/").status_code == 302
    assert "/log/" in browse().get("/").content.decode()


def test_a_proof_is_downloaded_and_holds(log, browse):
    log.grow(1, 2)
    answer = browse().get("/log/proof/", {"event": log.event(2)})
    assert answer["Content-Disposition"] == f'attachment; filename="event-{log.event(2)}.proof.json"'
    proved = checking.check(answer.content.decode(), known=log.signer.known)
    assert (proved.entry.id, json.loads(proved.entry.data)) == (log.event(2), {"step": 2})
    taken = log.db.execute("SELECT data FROM audit_event WHERE kind = 'log.proof_taken'").fetchall()
    assert taken == [({"event": log.event(2)},)]


@pytest.mark.parametrize(
    ("asked", "said"),
    [("999999", "There is no event 999999."), ("x", "Please give the number of an event."), ("", "Please give")],
)
def test_what_cannot_be_proved_is_said(log, browse, asked, said):
    log.grow(1)
    answer = browse().get("/log/proof/", {"event": asked}, follow=True)
    assert said in answer.content.decode()


def test_an_event_that_waits_is_not_proved_yet(log, browse):
    log.write(1)
    answer = browse().get("/log/proof/", {"event": log.event(1)}, follow=True)
    assert "is not sealed yet" in answer.content.decode()


def test_the_newest_events_are_listed_and_the_older_ones_behind_them(log, browse):
    client = browse()
    log.grow(*range(30))
    newest = page(client)
    assert f'/log/proof/?event={log.event(29)}"' in newest and f'/log/proof/?event={log.event(2)}"' not in newest
    assert log.writer.full_name in newest
    older = page(client, event=log.event(5))
    assert f'/log/proof/?event={log.event(2)}"' in older and f'/log/proof/?event={log.event(29)}"' not in older


def test_whoever_asks_has_the_worker_verify_it(log, browse):
    client = browse()
    log.grow(1)
    for _ in range(2):
        assert client.post("/log/verify/", follow=True).status_code == 200
    waiting = log.db.execute("SELECT task_name FROM procrastinate_jobs WHERE queueing_lock = 'verify_log'").fetchall()
    assert waiting == [("samaan.access.jobs.verify_log",)]


def test_the_worker_finds_it_whole(log, browse, mailoutbox):
    log.grow(1, 2)
    with acting_as("job"):
        verify_log()
    text = page(browse())
    assert "The log is whole." in text
    assert mailoutbox == []
    assert log.db.execute("SELECT data FROM audit_event WHERE kind = 'log.verified'").fetchone() == (
        {"findings": 0, "changed": False},
    )


@pytest.mark.parametrize(
    ("language", "headline", "finding"),
    [
        ("en", "The log was changed.", "was edited: what it says"),
        ("es", "El registro fue modificado.", "fue modificado: lo que dice"),
    ],
)
def test_the_worker_finds_it_changed_and_tells(log, browse, mailoutbox, language, headline, finding):
    log.grow(1, 2)
    edited = log.event(1)
    log.rewrite("UPDATE audit_event SET purpose = 'care' WHERE id = %s", edited)
    with acting_as("job"):
        verify_log()
    text = page(browse(language=language))
    assert headline in text and finding in text and f" {edited} " in text
    (mail,) = mailoutbox
    assert mail.to == ["auditor@oversight.example"]
    assert f"Event {edited} was edited" in mail.body


def test_a_sealer_that_seals_nothing_and_a_witness_out_of_reach_stand_there(log, browse):
    log.grow(1)
    with acting_as("sealer"):
        from samaan.audit import delivery

        delivery.note_trouble("sealer", "The witness ends with checkpoint 3, the database with 2.")
        delivery.note_trouble("file", "/mnt/witness: Permission denied")
    text = page(browse())
    assert "Seals nothing" in text and "the database with 2" in text
    assert "Cannot be reached" in text and "/mnt/witness: Permission denied" in text
    with acting_as("auditor"):
        assert SealingState.objects.filter(failing_since=None).count() == 0
