"""Recording consent and refusals: what must be said, by whom, and that no line ever changes."""

from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.utils import timezone

from samaan.access import context
from samaan.access.consent import Asked, Ledger, State
from samaan.access.models import ConsentEntry
from samaan.audit.models import Event
from samaan.cases import workflow
from samaan.cases.models import Case, Document
from samaan.transitions import NotPermitted, WrongState
from tests.factories.accounts import make_user
from tests.factories.cases import acting, close, make_case
from tests.factories.consent import DETERMINED, GUARDIAN, WORDS, entries, organisation, record, refuse, terms, withdraw

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()


def ledger(case) -> Ledger:
    with acting(case.case_manager):
        return Ledger.of(case.pk, is_child=case.is_child)


def covered(case, parts=("summary",), receiver="saman_house", purpose="shelter") -> ConsentEntry | None:
    return ledger(case).covering(Asked(frozenset(parts), organisation(receiver), purpose))


def test_what_was_agreed_is_kept_and_one_event_says_so():
    case = make_case()
    entry = record(case)
    (kept,) = entries(case)
    assert (kept.pk, kept.number, kept.organisations, kept.ends_on) == (
        entry.pk, 1, [organisation().pk], TODAY + timedelta(days=365),
    )  # fmt: skip
    with acting(case.case_manager):
        assert ConsentEntry.objects.get().details["words"] == WORDS
        (event,) = Event.objects.filter(record_id=case.pk, kind__startswith="case.consent")
    assert (event.kind, event.data["basis"], event.data["ended"]) == ("case.consent_recorded", "consent", 0)
    assert WORDS not in str(event.data)


def test_it_covers_exactly_what_it_says():
    case = make_case()
    record(case, compartments=["summary", "health"])
    assert covered(case, ["summary", "health"])
    assert not covered(case, ["summary", "identity"])
    assert not covered(case, receiver="poui_house")
    assert not covered(case, purpose="health")


def test_a_kind_of_organisations_is_all_of_them():
    case = make_case()
    kind = organisation("poui_house").kind
    record(case, organisations=[], kinds=[kind])
    assert covered(case, receiver="poui_house")
    assert not covered(case, receiver="moh")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"compartments": []}, "compartments"),
        ({"compartments": ["covert"]}, "compartments"),
        ({"organisations": []}, "organisations"),
        ({"kinds": ["circus"]}, "kinds"),
        ({"purposes": []}, "purposes"),
        ({"purposes": ["gossip"]}, "purposes"),
        ({"ends_on": None}, "ends_on"),
        ({"ends_on": TODAY - timedelta(days=1)}, "ends_on"),
        ({"ends_on": TODAY + timedelta(days=900)}, "ends_on"),
        ({"given_on": None}, "given_on"),
        ({"given_on": TODAY + timedelta(days=1)}, "given_on"),
        ({"given_on": TODAY - timedelta(days=400)}, "given_on"),
        ({"language": "xx"}, "language"),
        ({"language": ""}, "language"),
        ({"explained": []}, "explained"),
        ({"explained": ["shouted"]}, "explained"),
        ({"form": ""}, "form"),
        ({"basis": "legal_duty"}, "basis"),
        ({"basis": "best_interests"} | DETERMINED, "basis"),
    ],
)
def test_what_is_missing_or_unknown_is_asked_for_by_name(wrong, field):
    case = make_case()
    with pytest.raises(ValidationError) as refused:
        record(case, **wrong)
    assert field in refused.value.message_dict
    assert entries(case) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "basis"),
        (GUARDIAN | {"guardian": " "}, "guardian"),
        (GUARDIAN | {"relation": ""}, "relation"),
        (GUARDIAN | {"assent": ""}, "assent"),
        (GUARDIAN | {"assent": "no"}, "assent"),
        (DETERMINED | {"no_guardian": ""}, "no_guardian"),
        (DETERMINED | {"determined_by": ""}, "determined_by"),
        (DETERMINED | {"reasons": ""}, "reasons"),
        (DETERMINED | {"assent": ""}, "assent"),
    ],
)
@pytest.mark.parametrize("age", [14, None])
def test_a_child_does_not_consent_alone(age, given, field):
    case = make_case(age=age)
    with pytest.raises(ValidationError) as refused:
        record(case, **given)
    assert field in refused.value.message_dict


@pytest.mark.parametrize("given", [GUARDIAN, DETERMINED])
def test_a_guardian_or_a_determination_speaks_for_a_child(given):
    case = make_case(age=14)
    record(case, **given)
    assert covered(case).basis == given["basis"]


def test_consent_given_alone_no_longer_counts_once_she_turns_out_to_be_a_child():
    case = make_case()
    record(case)
    with acting(case.case_manager):
        workflow.update_survivor(case, by=case.case_manager, known={"age": 15})
    assert case.is_child
    assert not covered(case)


def test_whoever_does_not_know_who_she_is_neither_reads_nor_writes_the_ledger():
    case = make_case()
    record(case)
    director, stranger = make_user("director"), make_user("case_manager")
    assert entries(case, director) == entries(case, stranger) == []
    observer = make_user("investigator")
    with acting(case.case_manager):
        workflow.join_team(case, by=case.case_manager, user=observer, part="observer")
    assert entries(case, observer) == []
    for by in (observer, director):
        with pytest.raises(NotPermitted):
            record(case, by=by)


def test_whoever_opened_the_case_records_it_too():
    case = make_case()
    assert record(case, by=case.opened_by).recorded_by == case.opened_by


def test_nothing_is_recorded_in_a_closed_case_but_it_can_be_taken_back():
    case = make_case()
    entry = record(case)
    close(case)
    with pytest.raises(WrongState):
        record(case)
    withdraw(case, entry)
    assert ledger(case).state(entry) == State.WITHDRAWN


def test_the_same_line_sent_twice_is_one():
    case, nonce = make_case(), uuid4()
    with acting(case.case_manager):
        first, second = (
            workflow.record_consent(case, terms(), by=case.case_manager, nonce=nonce) for _time in range(2)
        )
    assert first == second
    assert len(entries(case)) == 1


def test_the_signed_paper_is_a_document_of_those_who_know_the_identity():
    case = make_case()
    with acting(case.case_manager):
        scan = SimpleUploadedFile("signed.txt", b"She agreed and signed.")
        entry = workflow.record_consent(case, terms(form="written"), by=case.case_manager, scan=scan)
        document = Document.objects.get()
    assert (document.kind, document.compartment, document.file_id) == ("consent_form", "identity", entry.scan_id)


def test_a_later_one_replaces_an_earlier_one_once():
    case = make_case()
    first = record(case)
    second = record(case, replaces=first, compartments=["summary"])
    assert [ledger(case).state(entry) for entry in (first, second)] == [State.REPLACED, State.LIVE]
    assert covered(case) == second
    assert not covered(case, ["identity"])
    with pytest.raises(WrongState):
        record(case, replaces=first)


def test_an_entry_of_another_case_is_neither_replaced_nor_withdrawn():
    case, manager = make_case(), make_user("case_manager")
    foreign = record(make_case(case_manager=manager), by=manager)
    with pytest.raises(WrongState):
        record(case, replaces=foreign)
    with pytest.raises(WrongState):
        withdraw(case, foreign)


def test_the_database_too_keeps_ledgers_apart():
    manager = make_user("case_manager")
    case, other = make_case(case_manager=manager), make_case(case_manager=manager)
    foreign = record(other)
    with pytest.raises(DatabaseError, match="another case"), acting(manager):
        ConsentEntry(
            case_id=case.pk, number=1, answer="withdrawn", basis="consent", changes=foreign, given_on=TODAY,
            recorded_by=manager,
        ).save(force_insert=True)  # fmt: skip


@pytest.mark.parametrize(
    "change", ["UPDATE access_consententry SET ends_on = now()", "DELETE FROM access_consententry"]
)
def test_no_line_is_changed_or_deleted(change):
    case = make_case()
    record(case)
    with pytest.raises(DatabaseError) as refused, acting(case.case_manager), connection.cursor() as cursor:
        cursor.execute(change)
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_what_is_said_lies_encrypted(admin_connection):
    case = make_case(age=14)
    record(case, **GUARDIAN)
    (row,) = admin_connection.execute("SELECT details FROM access_consententry").fetchone()
    assert b"Ysabel" not in bytes(row)
    assert WORDS.encode() not in bytes(row)


def test_a_refusal_outweighs_an_earlier_yes_and_a_later_yes_the_refusal():
    case = make_case()
    first = record(case)
    refuse(case, compartments=["health"], organisations=[], purposes=[])
    assert covered(case) == first
    assert not covered(case, ["health"])
    assert ledger(case).state(first) == State.PARTLY
    again = record(case)
    assert covered(case, ["health"]) == again


def test_a_refusal_of_everything_leaves_nothing():
    case = make_case()
    record(case)
    entry = refuse(case, compartments=[], organisations=[], purposes=[])
    assert entry.ends_on is None
    assert not covered(case)


def test_a_refusal_says_who_and_how():
    case = make_case(age=14)
    with pytest.raises(ValidationError) as refused:
        refuse(case, form="")
    assert set(refused.value.message_dict) == {"basis", "form"}


def test_a_part_taken_back_leaves_the_rest():
    case = make_case()
    kind = organisation("poui_house").kind
    entry = record(case, organisations=[organisation(), organisation("fia")], kinds=[kind])
    withdraw(case, entry, compartments=["health"])
    assert covered(case, ["identity"]) == entry
    assert not covered(case, ["health"])
    withdraw(case, entry, organisations=[organisation("fia")])
    assert covered(case, ["identity"]) == entry
    assert not covered(case, receiver="fia")
    assert ledger(case).state(entry) == State.PARTLY
    withdraw(case, entry)
    assert ledger(case).state(entry) == State.WITHDRAWN
    with pytest.raises(WrongState):
        withdraw(case, entry)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"compartments": ["legal"]}, "compartments"),
        ({"given_on": TODAY - timedelta(days=3)}, "given_on"),
        ({"given_on": TODAY + timedelta(days=1)}, "given_on"),
        ({"kinds": ["police"]}, "organisations"),
        ({"basis": "because"}, "basis"),
        ({"form": ""}, "form"),
    ],
)
def test_only_what_was_given_is_taken_back(wrong, field):
    case = make_case()
    entry = record(case, compartments=["summary", "identity"])
    with pytest.raises(ValidationError) as refused:
        withdraw(case, entry, **wrong)
    assert field in refused.value.message_dict
    assert len(entries(case)) == 1


def test_a_printed_copy_is_an_event():
    case = make_case()
    with context.acting(context.of_user(case.case_manager)):
        workflow.note_copy(Case.objects.get(pk=case.pk), by=case.case_manager, language="es", plain=True)
        event = Event.objects.get(record_id=case.pk, kind="case.consent_printed")
    assert event.data == {"language": "es", "plain": True, "before": "open", "after": "open"}
