"""What two persons agreed to destroy is gone from everywhere: database, data folder, master key, pages. Only that."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samaan.access import records
from samaan.access.models import Inheritance
from samaan.audit.models import Event
from samaan.cases import workflow as of_case
from samaan.cases.models import Case
from samaan.referrals.models import Referral
from samaan.retention import destroying
from samaan.retention.models import Certificate, Figure, Proposal
from samaan.server.connection import acting_as
from samaan.vault import erased, files
from samaan.vault.models import StoredFile
from tests.factories import cases as of_cases
from tests.factories import referrals as of_referrals
from tests.factories.accounts import make_user
from tests.factories.consent import WORDS, record
from tests.factories.retention import (
    acting,
    approve,
    approved,
    director,
    hold,
    lift,
    make_due_case,
    make_due_report,
    propose,
    worker,
)
from tests.factories.sealed import CONTACT, SHELTER, make_sealed

pytestmark = pytest.mark.django_db(transaction=True)

NOTE, TASK, RISK, DOCUMENT = (
    "She dreams of Cedros",
    "Fetch the blue suitcase",
    "He knows her street",
    "letter-from-ysabel",
)
CANARIES = [
    of_cases.NAME, "Villasmil", "18687654321", "bakery in Cunapo", NOTE, TASK, RISK, DOCUMENT, "Quintanilla letter",
    WORDS, *SHELTER.values(), CONTACT["code_word"], "Nobody has come back", of_referrals.REASON,
]  # fmt: skip


def fill(case: Case) -> None:
    """Everything a case may hold."""
    manager = case.case_manager
    record(case)
    make_sealed(case, "safe_contact")
    make_sealed(case, "shelter_address")
    with acting(manager):
        case = Case.objects.get(pk=case.pk)
        of_case.add_note(case, by=manager, compartment="health", text=NOTE)
        of_case.set_risk(case, by=manager, level="high", reasons=RISK)
        task = of_case.add_task(case, by=manager, compartment="care", title=TASK, owner=manager, due=date(2026, 12, 24))
        of_case.finish_task(task, by=manager)
        letter = SimpleUploadedFile(f"{DOCUMENT}.txt", b"Quintanilla letter: come to the harbour")
        of_case.add_document(case, letter, by=manager, kind="other", compartment="legal", evidence=True)
    of_referrals.make_referral("declined", case=case)


@pytest.fixture
def case():
    case = of_cases.make_case()
    fill(case)
    return make_due_case(case=case)


def everything(connection) -> str:
    """Each column of each table, as a thief of the database reads it."""
    tables = connection.execute(
        "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind = 'r' AND n.nspname IN ('public', 'sec')"
    ).fetchall()
    return "\n".join(str(row) for (name,) in tables for row in connection.execute(f"SELECT t::text FROM {name} t"))


def what_opens(case: Case) -> str:
    """All that the master key opens of the case, as its keepers see it."""
    with worker():
        note = case.notes.get()
        stored = StoredFile.objects.filter(record_id=case.pk).first()
        return " ".join([case.person.full_name, case.person.address, note.text, stored.name])


def test_before_it_there_is_all_of_it(case):
    """Else the tests below would find nothing because nothing was there."""
    found = what_opens(case)
    assert of_cases.NAME in found and NOTE in found and DOCUMENT in found and "bakery in Cunapo" in found


def test_nothing_of_it_is_left_anywhere(case, destroy, admin_connection):
    with worker():
        kept = [files.path_of(stored) for stored in StoredFile.objects.filter(record_id=case.pk)]
        referrals = list(Referral.objects.filter(case=case).values_list("pk", flat=True))
        ids = [str(case.pk), str(case.person_id), *map(str, referrals)]
    assert kept and all(path.exists() for path in kept) and referrals
    proposal = approved(case)
    certificate = destroy(proposal)
    with acting_as("job"):
        destroying.remove_files(job_arguments(admin_connection))
    assert not any(path.exists() for path in kept)
    assert set(ids) <= set(map(str, certificate.records))
    assert set(ids) <= erased.read(settings.CONFIG.data_dir / erased.NAME)
    left = everything(admin_connection)
    assert [word for word in CANARIES if word in left] == []
    # No key, and no ciphertext either.
    for table, column in admin_connection.execute("SELECT name, record_column FROM sec.protected_table").fetchall():
        if table not in ("audit_event", "retention_certificate"):
            found = admin_connection.execute(f"SELECT count(*) FROM {table} WHERE {column}::text = ANY(%s)", [ids])
            assert (table, found.fetchone()[0]) == (table, 0)
    for table in ("alerts_alert", "access_inheritance"):
        column = "record_id" if table == "alerts_alert" else "source_id"
        found = admin_connection.execute(f"SELECT count(*) FROM {table} WHERE {column}::text = ANY(%s)", [ids])
        assert (table, found.fetchone()[0]) == (table, 0)


def job_arguments(connection) -> list[str]:
    row = connection.execute(
        "SELECT args FROM procrastinate_jobs WHERE task_name LIKE '%%remove_files' ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return row[0]["file_ids"]


def test_the_keys_on_the_certificate_are_those_that_lay_in_the_database(case, destroy, admin_connection):
    rows = admin_connection.execute(
        "SELECT id::text, encode(sha256(wrapped), 'hex') FROM vault_datakey WHERE record_id = ANY(%s)",
        [[case.pk, case.person_id]],
    ).fetchall()
    certificate = destroy(approved(case))
    stated = {(key["id"], key["sha256"]) for key in certificate.keys}
    assert len(rows) >= 4 and set(rows) <= stated
    event = Event.objects.none()
    with worker():
        event = Event.objects.get(kind="record.disposed")
        assert (certificate.event_id, certificate.leaf) == (event.pk, bytes(event.leaf).hex())
        assert event.data["keys"] == certificate.keys and event.data["number"] == certificate.number


def test_the_log_verifies_before_and_after(case, destroy):
    from samaan.audit.verify import verify

    def findings():
        with acting_as("auditor"):
            return [finding.code for finding in verify(known=()).findings]

    assert findings() == ["nothing_sealed"]
    destroy(approved(case))
    assert findings() == ["nothing_sealed"]
    with worker():
        assert Event.objects.filter(record_id=case.pk, kind="case.opened").exists()


def test_another_case_is_untouched(case, destroy):
    other = of_cases.make_case(given_names="Marisela", phones=["+18686001122"])
    fill(other)
    destroy(approved(case))
    assert "Marisela" in what_opens(other) and NOTE in what_opens(other)


def test_figures_stay_without_a_link(case, destroy):
    certificate = destroy(approved(case))
    with worker():
        (figure,) = Figure.objects.all()
    assert (figure.sex, figure.age_band, figure.region, figure.outcome) == (
        "female",
        case.age_band,
        "TT-POS",
        "goals_met",
    )
    values = {str(getattr(figure, field.name)) for field in Figure._meta.fields}
    assert not values & {
        str(case.pk),
        str(case.person_id),
        case.reference,
        case.pseudonym,
        *map(str, certificate.records),
    }


def test_a_killed_worker_leaves_nothing_half(case, admin_connection, process_environment, tmp_path):
    """Killed for real, with everything deleted and not yet committed; the next run does all of it."""
    proposal = approved(case)
    ready = tmp_path / "ready"
    script = f"""
import pathlib, time, uuid, django
django.setup()
from samaan.retention import destroying
from samaan.server.connection import acting_as
def stop(*args):
    pathlib.Path({str(ready)!r}).touch()
    time.sleep(60)
destroying.certify = stop
with acting_as("job"):
    destroying.destroy(uuid.UUID({str(proposal.pk)!r}))
"""
    environment = {**os.environ, **process_environment, "DJANGO_SETTINGS_MODULE": "samaan.settings"}
    process = subprocess.Popen([sys.executable, "-c", script], env=environment, cwd=Path(__file__).parents[2])
    for _ in range(300):
        if ready.exists() or process.poll() is not None:
            break
        time.sleep(0.1)
    assert ready.exists()
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert NOTE in what_opens(case)
    with worker():
        assert Proposal.objects.get(pk=proposal.pk).status == "approved" and not Certificate.objects.exists()
    with acting_as("job"):
        assert destroying.destroy(proposal.pk) is not None
    assert [word for word in CANARIES if word in everything(admin_connection)] == []


def test_what_somebody_typed_and_never_sent_goes_too(case, destroy):
    from samaan.retention.models import Hold
    from samaan.vault.models import HeldAnswers

    placed = hold(case)
    lift(placed, by=director("deputy_director"))
    with worker():
        assert Hold.objects.exists()
        batch = Referral.objects.get(case=case).batch
    paths = [f"/cases/{case.pk}/notes/new/", f"/retention/holds/{placed.pk}/lift/", f"/referrals/drafts/{batch}/share/"]
    for path in [*paths, "/cases/"]:
        HeldAnswers.objects.create(user=case.case_manager, path=path, sealed=b"x")
    destroy(approved(case))
    assert list(HeldAnswers.objects.values_list("path", flat=True)) == ["/cases/"]


def test_somebody_once_merged_with_them_stays_and_forgets_them(destroy, admin_connection):
    """Two were merged by mistake and taken apart; the one that goes leaves nothing with the other."""
    from samaan.people import merging
    from samaan.people.models import Merge, Person

    head = make_user("head_of_investigations")
    case = of_cases.make_case(investigator=make_user("investigator"))
    other = of_cases.make_person(head, given_names="Marisela")
    with worker():
        person = Person.objects.get(pk=case.person_id)
        Merge(survivor=other, gone=person, reason="x", before={}, after={}, merged_by=head).save(force_insert=True)
        Merge.objects.update(undone_at="2026-01-01T00:00Z", undone_by=head)
    assert merging.MERGE.kind == "person.merged"
    destroy(approved(make_due_case(case=case)))
    with worker():
        assert not Merge.objects.exists()
        assert Person.objects.get().given_names == "Marisela"


def test_a_person_who_stays_may_have_a_case_again(destroy):
    from samaan.people.models import Person
    from tests.retention.test_disposing import make_report_naming

    case = of_cases.make_case()
    with worker():
        make_report_naming(case)
    destroy(approved(make_due_case(case=case)))
    with worker():
        assert Person.objects.get(pk=case.person_id).has_case is False


PAGES = [
    "/", "/cases/", "/cases/?status=all", "/reports/", "/reports/?view=ended", "/referrals/", "/people/", "/alerts/",
    "/retention/", "/people/asks/", "/search/?q=C-2026-99999",
]  # fmt: skip


@pytest.mark.parametrize(
    "who", ["manager", "director", "investigator", "provider", "auditor", "head_of_investigations"]
)
def test_no_page_stumbles_over_it(case, destroy, browse, who):
    with worker():
        referral = Referral.objects.get(case=case)
    people = {"manager": case.case_manager, "investigator": case.opened_by, "director": director()}
    somebody = people.get(who) or make_user({"provider": "service_provider"}.get(who, who))
    destroy(approved(case))
    client = browse(somebody)
    assert [page for page in PAGES if client.get(page).status_code >= 500] == []
    for name, pk in [
        ("cases:case", case.pk), ("cases:person", case.pk), ("cases:notes", case.pk), ("cases:timeline", case.pk),
        ("retention:of_case", case.pk), ("referrals:detail", referral.pk), ("people:person", case.person_id),
    ]:  # fmt: skip
        response = client.get(reverse(name, args=[pk]))
        assert response.status_code in (403, 404, 410), name
        shown = response.content.decode()
        assert [word for word in (case.pseudonym, case.reference, of_cases.NAME) if word in shown] == [], name


def test_where_it_stood_says_that_it_was_destroyed_and_nothing_else(case, destroy, browse):
    certificate = destroy(approved(case))
    page = browse(case.case_manager).get(case.get_absolute_url())
    assert page.status_code == 410
    words = page.content.decode()
    assert certificate.number in words and "Case of an adult" in words
    stranger = browse(make_user("case_manager", "iom"))
    unknown = stranger.get(case.get_absolute_url().replace(str(case.pk)[:8], "00000000"))
    foreign = stranger.get(case.get_absolute_url())
    assert foreign.status_code == unknown.status_code == 404


def test_the_certificate_is_read_and_printed_by_those_who_saw_the_case_and_by_auditors(case, destroy, browse):
    certificate = destroy(approved(case))
    for somebody in (case.case_manager, director(), make_user("auditor", "oversight")):
        client = browse(somebody)
        assert certificate.leaf in client.get(certificate.get_absolute_url()).content.decode()
        paper = client.get(reverse("retention:certificate_paper", args=[certificate.pk]))
        assert paper.status_code == 200 and paper.content.startswith(b"%PDF")
    assert browse(make_user("case_manager", "iom")).get(certificate.get_absolute_url()).status_code == 404


def test_whoever_was_kept_out_of_a_case_stays_out_of_the_report_it_came_from(case, destroy):
    recused, manager = make_user("deputy_director"), case.case_manager
    with acting(manager):
        records.exclude(case, recused, by=manager)
    with worker():
        report = Inheritance.objects.get(source_id=case.pk, compartment="wall").target_id
    certificate = destroy(approve(propose(case), by=make_user("deputy_director")))
    with worker():
        for left in (report, certificate.pk):
            assert records.excluded_user_ids(left) == {recused.pk}
            (told,) = Event.objects.filter(kind="access.excluded", record_id=left)
            assert told.data == {"user": recused.pk}
        (kept_out,) = records.exclusions_of(report)
        assert kept_out.declared_by_id == manager.pk


def test_a_certificate_is_for_ever(case, destroy):
    from django.db import DatabaseError, transaction

    destroy(approved(case))
    for role in (lambda: acting(director()), worker):
        for change in (lambda: Certificate.objects.update(number="D-0"), lambda: Certificate.objects.all().delete()):
            with role(), pytest.raises(DatabaseError), transaction.atomic():
                change()


def test_a_report_goes_with_what_its_reporter_said(destroy, admin_connection):
    from tests.factories.intake import NARRATIVE

    report = make_due_report(persons=[{"role": "victim", "given_names": "Zulmary", "family_names": "Ocanto"}])
    certificate = destroy(approved(report))
    left = everything(admin_connection)
    assert not any(word in left for word in (NARRATIVE, "Zulmary", report.reference))
    assert certificate.of_kind == "report" and certificate.counts["persons"] == 1
