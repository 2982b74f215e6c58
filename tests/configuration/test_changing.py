"""A change to the pack is prepared by one person and put to work by another."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from samaan import countrypack
from samaan.accounts.models import User
from samaan.alerts.models import Alert
from samaan.audit.models import Event
from samaan.configuration import examining, queries, workflow
from samaan.configuration.examining import examine
from samaan.configuration.models import Change, ChangedFile
from samaan.configuration.permissions import can_decide
from samaan.countrypack import formversions
from samaan.countrypack.models import PackVersion
from samaan.transitions import NotPermitted, WrongState
from tests.factories import configuration as factory
from tests.factories.accounts import make_user
from tests.factories.configuration import make_change, propose, publish
from tests.factories.staff import acting, administrator, director, organisation

pytestmark = pytest.mark.django_db


def faults(change: Change) -> list[str]:
    with acting(change.proposed_by):
        return [str(fault) for fault in examine(change).faults]


def differences(change: Change) -> list[str]:
    with acting(change.proposed_by):
        return list(examine(change).differences)


def test_a_form_goes_live_by_two_people():
    chief = director()
    change = make_change(("needs.xlsx", factory.form()))
    assert "needs" not in countrypack.pack().forms
    publish(change, by=chief)
    assert countrypack.pack().forms["needs"].version == "1"
    made = PackVersion.objects.get(is_active=True)
    assert (made.version, made.loaded_by) == ("2026.1.1", chief)
    assert (change.status, change.decided_by, change.made) == ("published", chief, made)


def test_the_next_version_raises_the_last_number_and_the_form_is_the_new_one():
    factory.with_a_form()
    before = formversions.at_work("needs")
    publish(make_change(("Needs assessment, new.xlsx", factory.with_question())))
    assert countrypack.pack().version == "2026.1.2"
    now = formversions.at_work("needs")
    assert (now.version, "/data/credit" in formversions.definition(now).questions) == ("2", True)
    assert "/data/credit" not in formversions.definition(before).questions


def test_the_difference_of_a_form_in_words():
    factory.with_a_form()
    assert differences(make_change(("needs.xlsx", factory.with_question()))) == [
        "Form “Needs” (needs): version: 1 → 2."
    ]


def test_nobody_approves_their_own():
    admin = administrator()
    change = propose(make_change(("needs.xlsx", factory.form()), by=admin))
    with acting(admin), pytest.raises(NotPermitted):
        workflow.approve_change(change, by=admin, shown=examine(change).shown)


def test_nor_does_the_database_let_them():
    admin = administrator()
    change = propose(make_change(("needs.xlsx", factory.form()), by=admin))
    made = PackVersion.objects.get(is_active=True).pk
    rows = Change.objects.filter(pk=change.pk)
    for claimed in (admin.pk, director().pk):
        with acting(admin), pytest.raises(DatabaseError), transaction.atomic():
            rows.update(status="published", decided_by=claimed, made=made)
    with acting(admin), pytest.raises(DatabaseError), transaction.atomic():
        rows.update(status="refused")


def test_another_administrator_may_be_the_second():
    change = propose(make_change(("needs.xlsx", factory.form())))
    other = administrator()
    with acting(other):
        workflow.approve_change(change, by=other, shown=examine(change).shown)
    assert change.status == "published"


def test_nobody_exchanges_a_file_of_another_or_once_it_is_proposed():
    change, other = make_change(("needs.xlsx", factory.form())), administrator()
    with acting(other), pytest.raises(NotPermitted):
        workflow.put_file(change, by=other, name="needs.xlsx", data=factory.with_question())
    with acting(other), pytest.raises(DatabaseError), transaction.atomic():
        ChangedFile.objects.filter(change=change).update(data=b"other", checksum="other")
    propose(change)
    with acting(change.proposed_by), pytest.raises(WrongState):
        workflow.put_file(change, by=change.proposed_by, name="needs.xlsx", data=factory.with_question())
    with acting(change.proposed_by), pytest.raises(DatabaseError), transaction.atomic():
        ChangedFile.objects.filter(change=change).update(data=b"other", checksum="other")


@pytest.mark.parametrize("role", ["case_manager", "head_of_investigations", "auditor"])
def test_others_neither_begin_nor_see_one(role: str):
    change = propose(make_change(("needs.xlsx", factory.form())))
    stranger = make_user(role, organisation("ctu"))
    with acting(stranger):
        assert not Change.objects.exists() and not ChangedFile.objects.exists()
        with pytest.raises(NotPermitted):
            workflow.begin_change(by=stranger, reason="Mine")
    assert change.status == "proposed"


def test_a_role_that_comes_to_approve_sees_what_waits_already():
    waiting = propose(make_change(("needs.xlsx", factory.form())))
    officer = make_user("intake_officer", organisation("ctu"))
    with acting(officer):
        assert not Change.objects.exists()

    roles = examining.files_at_work()["roles.yaml"].decode()
    before = "permissions: [report.receive, report.view, report.triage,"
    assert before in roles
    more = roles.replace(before, before.replace("[", "[pack.approve, "), 1)
    publish(make_change(("roles.yaml", more.encode()), reason="Intake approves too"))

    officer = User.objects.get(pk=officer.pk)
    with acting(officer):
        assert can_decide(officer, Change.objects.get(pk=waiting.pk))
        assert waiting.pk in [change.pk for change in queries.to_decide(officer)]


def test_a_director_approves_and_does_not_propose():
    with acting(chief := director()), pytest.raises(NotPermitted):
        workflow.begin_change(by=chief, reason="Mine")


def test_what_has_faults_is_not_proposed_and_a_corrected_file_takes_its_place():
    change = make_change(("needs.xlsx", factory.form(more="| tect | credit | Credit? | ¿Crédito? |")))
    assert faults(change) == [
        "forms/needs.xlsx, sheet survey, row 16, type: The type “tect” is not supported. Did you mean “text”?"
    ]
    with pytest.raises(ValidationError, match="faults"):
        propose(change)
    with acting(change.proposed_by):
        workflow.put_file(change, by=change.proposed_by, name="needs.xlsx", data=factory.form())
    assert faults(change) == []
    assert propose(change).status == "proposed"


def test_what_changes_nothing_is_not_proposed():
    same = factory.form()
    publish(make_change(("needs.xlsx", same)))
    with pytest.raises(ValidationError, match="changes nothing"):
        propose(make_change(("copy of needs.xlsx", same)))


def test_a_form_that_changed_needs_a_new_version():
    factory.with_a_form()
    assert faults(make_change(("needs.xlsx", factory.with_question(version="1")))) == [
        "forms/needs.xlsx, sheet settings, row 2, version: The form has changed, but version “1” is the one before."
        " Give it a new version: what was filled in stays with the version it was filled in with."
    ]


def test_codes_that_records_may_hold_do_not_go():
    found = faults(make_change(("marital_status.csv", factory.LIST.encode())))
    assert any("records may hold it" in fault for fault in found)


def test_approval_is_of_what_was_shown():
    """Another change was published between the look and the approval."""
    chief = director()
    first = propose(make_change(("needs.xlsx", factory.form())))
    second = propose(make_change(("yes_no.csv", factory.LIST.encode())))
    with acting(chief):
        shown = examine(first).shown
    with acting(chief):
        workflow.approve_change(second, by=chief, shown=examine(second).shown)
    with acting(chief), pytest.raises(ValidationError, match="changed meanwhile"):
        workflow.approve_change(first, by=chief, shown=shown)
    with acting(chief):
        workflow.approve_change(first, by=chief, shown=examine(first).shown)
    pack = countrypack.pack()
    assert (pack.version, "needs" in pack.forms, "yes_no" in pack.codelists) == ("2026.1.2", True, True)


def test_a_refusal_says_why_and_ends_it():
    chief, change = director(), propose(make_change(("needs.xlsx", factory.form())))
    with acting(chief):
        with pytest.raises(ValidationError):
            workflow.refuse_change(change, by=chief, answer=" ")
        workflow.refuse_change(change, by=chief, answer="Ask the case managers first")
        with pytest.raises(WrongState):
            workflow.approve_change(change, by=chief, shown=examine(change).shown)
    assert (change.answer, "needs" in countrypack.pack().forms) == ("Ask the case managers first", False)


def test_its_author_takes_it_back_to_correct_it_and_withdraws_it():
    change = propose(make_change(("needs.xlsx", factory.form())))
    author = change.proposed_by
    with acting(author):
        workflow.take_back_change(change, by=author)
        assert change.status == "draft"
        workflow.put_file(change, by=author, name="needs.xlsx", data=factory.with_question("1"))
        workflow.withdraw_change(change, by=author)
    assert change.status == "withdrawn"


def told(user: User, rule: str) -> int:
    with acting(user):
        return Alert.objects.filter(user=user, rule=rule).count()


def test_approvers_and_then_the_proposer_are_told_and_it_is_on_the_record():
    admin, other, chief = administrator(), administrator(), director()
    change = propose(make_change(("needs.xlsx", factory.form()), by=admin))
    assert [told(user, "pack_change_proposed") for user in (admin, other, chief)] == [0, 1, 1]
    with acting(chief):
        workflow.approve_change(change, by=chief, shown=examine(change).shown)
    assert [told(user, "pack_change_decided") for user in (admin, other, chief)] == [1, 0, 0]
    with acting(chief):
        kinds = list(Event.objects.filter(record_id=change.pk).order_by("id").values_list("kind", flat=True))
    steps = ["begun", "prepared", "proposed", "approved"]
    assert kinds == [f"pack.change_{step}" for step in steps]


def test_a_file_is_taken_out_and_left_again():
    factory.with_a_form()
    change = make_change()
    author = change.proposed_by
    with acting(author):
        workflow.remove_file(change, by=author, path="forms/needs.xlsx")
    assert differences(change)
    with acting(author):
        workflow.leave_file(change, by=author, path="forms/needs.xlsx")
        assert examine(change).changes_nothing


def test_an_earlier_version_is_put_to_work_again_by_two_people():
    first = PackVersion.objects.get(is_active=True)
    publish(make_change(("yes_no.csv", factory.LIST.encode())))
    factory.with_a_form()
    admin, chief = administrator(), director()
    with acting(admin):
        change = workflow.begin_change(by=admin, reason="It was better before", back_to=first)
        with pytest.raises(ValidationError, match="no files"):
            workflow.put_file(change, by=admin, name="needs.xlsx", data=factory.form())
    assert any("Needs" in words for words in differences(change))
    publish(change, by=chief)
    pack, now = countrypack.pack(), PackVersion.objects.get(is_active=True)
    assert ("needs" in pack.forms, pack.version, now.back_to) == (False, "2026.1.3", first)
    assert [entry.active for entry in pack.codelist("yes_no").entries.values()] == [False, False]


def test_the_version_at_work_is_no_way_back():
    admin, now = administrator(), PackVersion.objects.get(is_active=True)
    with acting(admin), pytest.raises(ValidationError):
        workflow.begin_change(by=admin, reason="Mine", back_to=now)
