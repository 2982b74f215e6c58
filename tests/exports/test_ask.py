"""Asking for an export: complete, within the day, and beyond 25 cases by two people."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from samaan import countrypack
from samaan.access import records
from samaan.access.quota import LimitReached
from samaan.alerts.models import Alert
from samaan.audit.models import Event
from samaan.cases import workflow as of_cases
from samaan.cases.models import Case
from samaan.countrypack.parts import Limits
from samaan.countrypack.parts import limits as limits_of
from samaan.exports import permissions, queries, workflow
from samaan.exports.models import Export
from samaan.transitions import NotPermitted, WrongState
from samaan.walls.workflow.emergency import open_in_emergency
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.support import samples


@pytest.fixture
def alone(monkeypatch):
    """`alone(2)`: more different cases a day need a second person."""

    def of(number: int, never: tuple = ()):
        limits = countrypack.pack().limits
        monkeypatch.setitem(limits.__dict__, "cases_alone", number)
        monkeypatch.setitem(limits.__dict__, "never_alone", never)

    return of


def told(user, rule: str) -> int:
    with acting(user):
        return Alert.objects.filter(user=user, rule=rule).count()


def test_it_is_made_at_once_and_one_event_says_what_and_how_many(ask, manager):
    export = ask()
    assert (export.status, export.needs_second_person) == ("making", False)
    with acting(manager):
        (event,) = Event.objects.filter(record_id=export.pk, kind="export.begun")
        text = str(event.data)
    assert (event.data["count"], event.data["scope"], event.data["reason_code"]) == (1, "case_file", "court")
    assert "High Court" not in text and "Monday" not in text


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("purpose", {"purpose": "fun"}),
        ("reason", {"reason": "  "}),
        ("recipient", {"recipient": ""}),
        ("envelope", {"envelope": "none"}),
        ("public_key", {"public_key": "age1nonsense"}),
        ("public_key", {"public_key": ""}),
        ("format", {"format": "csv"}),
        ("cases", {"cases": []}),
        ("cases", {"cases": [uuid4()]}),
        ("documents", {"documents": [uuid4()]}),
    ],
)
def test_what_is_missing_or_wrong_is_said_by_its_field(ask, field, wrong):
    with pytest.raises(ValidationError) as refused:
        ask(**wrong)
    assert field in refused.value.message_dict


def test_a_file_that_is_not_open_to_one_is_not_asked_for(ask):
    with pytest.raises(ValidationError):
        ask(cases=[make_case().pk])


def test_a_role_that_takes_nothing_out_is_refused(wanted):
    officer = make_user("intake_officer")
    with acting(officer), pytest.raises(NotPermitted):
        workflow.ask(wanted(), by=officer)


def test_what_is_open_in_an_emergency_only_is_not_taken_out(wanted, case):
    investigator = make_user("investigator")
    with acting(investigator):
        open_in_emergency("case", case.reference, by=investigator, reason="She is in danger and nobody answers now.")
        with pytest.raises(ValidationError, match="emergency"):
            workflow.ask(wanted(), by=investigator)


def test_the_day_allows_only_so_many(ask, monkeypatch):
    monkeypatch.setattr(Limits, "a_day", lambda self, role, what: 1 if what == "export" else 1000)
    ask()
    with pytest.raises(LimitReached) as refused:
        ask()
    assert refused.value.what == "export"


def test_beyond_the_number_a_second_person_who_sees_them_is_asked(ask, many, alone, director, manager):
    alone(2)
    stranger = make_user("deputy_director", "partner")
    export = ask(kind="case_list", format="csv", cases=many(3))
    assert (export.status, export.cases_that_day) == ("asked", 3)
    assert [told(user, "export_asked") for user in (director, stranger, manager)] == [1, 0, 0]


def test_exactly_the_number_needs_nobody_else(ask, many, alone):
    alone(3)
    assert ask(kind="case_list", format="csv", cases=many(3)).status == "making"


def test_small_ones_that_add_up_need_one_too_and_the_same_again_does_not(ask, case, many, alone):
    alone(2)
    other = many(2)
    assert ask().status == "making"
    assert ask(cases=[other[0]]).status == "making"
    assert ask().status == "making", "the same case again is no further case"
    assert ask(cases=[other[1]]).status == "asked"


def test_what_was_refused_did_not_leave(ask, many, alone, director):
    alone(1)
    export = ask(kind="case_list", format="csv", cases=many(2))
    with acting(director):
        workflow.refuse(Export.objects.get(pk=export.pk), by=director, answer="Not the whole list.")
    assert ask().cases_that_day == 1


def test_no_pack_lets_one_person_take_out_more_than_25():
    assert limits_of({"cases_alone": 400}).cases_alone == 25
    assert limits_of({}).cases_alone == 25
    assert limits_of({"cases_alone": 3}).cases_alone == 3


def test_a_role_may_never_be_alone(ask, alone):
    alone(25, ("case_manager",))
    assert ask().status == "asked"


def test_without_anybody_who_sees_them_all_it_is_refused(ask, many, alone, director):
    alone(1)
    ids = many(2)
    with acting(director):
        records.exclude(Case.objects.get(pk=ids[0]), director, by=director)
    with pytest.raises(ValidationError, match="second person"):
        ask(kind="case_list", format="csv", cases=ids)


@pytest.fixture
def waiting(ask, many, alone):
    alone(1)
    return ask(kind="case_list", format="csv", cases=many(2))


def test_nobody_approves_their_own(waiting, manager):
    with acting(manager), pytest.raises(NotPermitted):
        workflow.approve(waiting, by=manager)


def test_a_director_who_asks_needs_another(wanted, case, alone, director):
    alone(0)
    deputy = make_user("deputy_director")
    with acting(director):
        export = workflow.ask(wanted(), by=director)
        with pytest.raises(NotPermitted):
            workflow.approve(export, by=director)
    with acting(deputy):
        workflow.approve(Export.objects.get(pk=export.pk), by=deputy)


def test_one_kept_out_since_is_no_second_person_any_more(waiting, director):
    with acting(director):
        records.exclude(Case.objects.get(pk=waiting.cases[0]), director, by=director)
        found = Export.objects.get(pk=waiting.pk)
        assert not permissions.can_decide(director, found)
        with pytest.raises(NotPermitted):
            workflow.approve(found, by=director)


def test_what_was_decided_is_not_decided_again(waiting, director):
    with acting(director):
        found = Export.objects.get(pk=waiting.pk)
        with pytest.raises(ValidationError):
            workflow.refuse(found, by=director, answer=" ")
        workflow.refuse(found, by=director, answer="Too many.")
        with pytest.raises(WrongState):
            workflow.approve(found, by=director)


def test_a_stranger_sees_nothing_of_it(waiting):
    stranger = make_user("case_manager")
    with acting(stranger):
        assert not Export.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        "cases = '[]'", "kind = 'case_file'", "needs_second_person = false", "public_key = 'x'", "cases_that_day = 0",
        "asked_by_id = asked_by_id", "expires_at = now()",
    ],
)  # fmt: skip
def test_the_database_lets_nobody_change_what_was_asked(waiting, manager, change):
    with acting(manager), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE exports_export SET {change}")


def test_the_database_makes_none_that_was_not_approved(waiting, manager):
    with acting(manager), pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE exports_export SET status = 'making'")


def test_the_database_knows_no_approval_of_ones_own(waiting, manager):
    with acting(manager), pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE exports_export SET status = 'making', decided_by_id = asked_by_id")


def test_two_at_once_are_not_each_alone(wanted, many, alone, manager):
    """The second waits for the first and counts its cases too."""
    alone(2)
    first, second = many(2), many(2)

    def try_one(ids) -> str:
        try:
            with acting(manager):
                return workflow.ask(wanted(kind="case_list", format="csv", cases=ids), by=manager).status
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(try_one, [first, second]))
    assert sorted(found) == ["asked", "making"]


def test_midnight_frees_nobody(ask, many, alone, monkeypatch):
    """Twenty-five before midnight and twenty-five after are fifty in a night."""
    alone(1)
    one, other = many(2)
    ask(cases=[one])
    soon = timezone.now() + timedelta(hours=23)
    monkeypatch.setattr(timezone, "now", lambda: soon)
    assert ask(cases=[other]).status == "asked"


def test_documents_of_more_than_the_envelope_holds_are_refused(ask, case, manager, monkeypatch):
    monkeypatch.setattr(queries, "MOST_BYTES", 10)
    with acting(manager):
        upload = SimpleUploadedFile("paper.pdf", samples.pdf())
        found = Case.objects.get(pk=case.pk)
        document = of_cases.add_document(found, upload, by=manager, kind="other", compartment="summary")
    with pytest.raises(ValidationError, match="larger"):
        ask(documents=[document.pk])


def test_the_second_person_finds_it_in_the_inbox(waiting, director, browse):
    page = browse(director).get(reverse("alerts:inbox")).content.decode()
    assert "An export waits for your approval" in page


def test_the_database_lets_nobody_name_another_as_the_one_who_decided(waiting, manager, director):
    sql = "UPDATE exports_export SET status = 'making', decided_by_id = %s"
    with acting(manager), pytest.raises(ProgrammingError, match="who acts"), connection.cursor() as cursor:
        cursor.execute(sql, [director.pk])


def test_the_database_lets_nobody_take_out_many_alone(waiting, manager):
    many_alone = Export.objects.model(
        reference="X-1", organisation=manager.organisation, kind="case_list", format="csv", purpose="court",
        recipient="x", reason="x", envelope="password", status="making", cases_that_day=26, asked_by=manager,
    )  # fmt: skip
    with acting(manager), pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        records.begin_record("export", id=many_alone.pk, owned_by=manager.organisation)
        many_alone.save(force_insert=True)
