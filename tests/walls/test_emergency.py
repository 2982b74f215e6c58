"""Breaking the glass: who may, what opens, who is told, how it ends, who reviews it; and nobody learns what exists."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils import timezone

from samaan.access import records
from samaan.access.models import Basis, Grant
from samaan.alerts import rules
from samaan.alerts.models import Alert, Clock
from samaan.audit.models import Event
from samaan.cases import queries, workflow
from samaan.cases.models import Case, Note
from samaan.countrypack import pack
from samaan.intake.workflow import CannotName, name_known_person
from samaan.people.models import Person
from samaan.transitions import NotPermitted
from samaan.walls.models import EmergencyAccess
from samaan.walls.workflow import emergency
from tests.factories.accounts import make_organisation, make_user
from tests.factories.cases import acting, make_case
from tests.factories.intake import make_report

pytestmark = pytest.mark.django_db
WHY = "She is at the hospital and nobody reaches her case manager."


@pytest.fixture
def director():
    return make_user("director")


@pytest.fixture
def manager():
    return make_user("case_manager")


@pytest.fixture
def other():
    """Another case manager of the unit, on duty."""
    return make_user("case_manager")


@pytest.fixture
def case(director, manager):
    return make_case(case_manager=manager)


def break_glass(case, user, reason=WHY):
    with acting(user):
        return emergency.open_in_emergency(case.record_kind, case.reference, by=user, reason=reason)


def sees(user, case) -> bool:
    with acting(user):
        return Case.objects.filter(pk=case.pk).exists()


def access_of(user) -> EmergencyAccess:
    with acting(user):
        return EmergencyAccess.objects.select_related("user").get(user=user)


def test_it_opens_the_file_with_what_the_pack_names_for_the_role(case, other):
    assert not sees(other, case)
    assert break_glass(case, other) == case
    with acting(other):
        assert records.compartments_of(case, other) == set(pack().roles["case_manager"].emergency["case"])
        assert Person.objects.filter(pk=case.person_id).exists()
        access = EmergencyAccess.objects.get()
        assert access.reason == WHY
        assert access.ends_at - access.began_at == timedelta(minutes=pack().emergency_minutes)


def test_what_is_never_stays_shut(manager, director):
    case = make_case(case_manager=manager)
    stranger = make_user("investigator")
    with acting(manager):
        for compartment in ("summary", "care", "health"):
            Note(case=case, compartment=compartment, text="x", written_by=manager).save(force_insert=True)
    assert break_glass(case, stranger) == case
    with acting(stranger):
        assert [note.compartment for note in Note.objects.all()] == ["summary"]


def test_director_deputy_and_case_manager_are_told_at_once(case, other, manager, director):
    deputy = make_user("deputy_director")
    break_glass(case, other)
    for told in (director, deputy, manager):
        with acting(told):
            assert Alert.objects.filter(user=told, rule="case_opened_in_emergency", record_id=case.pk).count() == 1


def test_it_is_one_event_that_everybody_of_the_file_reads(case, other, manager):
    break_glass(case, other)
    with acting(manager):
        event = Event.objects.get(kind="case.opened_in_emergency", record_id=case.pk)
        assert (event.actor_id, event.purpose) == (other.pk, "emergency")
        assert WHY not in str(event.data)


def test_pressed_twice_it_is_one_opening(case, other):
    break_glass(case, other)
    assert break_glass(case, other) == case
    with acting(other):
        assert EmergencyAccess.objects.count() == 1
        assert Grant.objects.filter(basis=Basis.BREAK_GLASS).count() == 1
        assert Event.objects.filter(kind="case.opened_in_emergency").count() == 1


@pytest.mark.parametrize("reason", ["", "now", "because because", "a b c d"])
def test_a_reason_is_a_sentence(case, other, reason):
    with pytest.raises(ValidationError):
        break_glass(case, other, reason)
    assert not sees(other, case)


def refused(user, kind, reference):
    with acting(user):
        return emergency.open_in_emergency(kind, reference, by=user, reason=WHY)


def test_unknown_foreign_and_walled_answer_the_same(case, director, manager):
    excluded, far = make_user("case_manager"), make_user("case_manager", make_organisation("iom"))
    unfit = make_user("intake_officer")
    with acting(director):
        records.exclude(case, excluded, by=director)
    answers = [
        refused(excluded, "case", case.reference), refused(far, "case", case.reference),
        refused(unfit, "case", case.reference), refused(make_user("case_manager"), "case", "C-2020-99999"),
        refused(make_user("case_manager"), "report", case.reference), refused(make_user("me_officer"), "case", "x"),
    ]  # fmt: skip
    assert answers == [None] * 6
    assert not any(sees(user, case) for user in (excluded, far, unfit))


def test_a_refusal_is_noted_without_what_may_be_a_name(case):
    other = make_user("case_manager")
    refused(other, "case", "Dayanara Villasmil")
    refused(other, "case", "c-2020-99999")
    with acting(other):
        noted = Event.objects.filter(kind="emergency.refused", actor_id=other.pk).order_by("id")
        assert [event.data["reference"] for event in noted] == ["", "C-2020-99999"]


def test_attempts_are_limited_also_those_that_succeed(case, other):
    for _time in range(pack().emergency_attempts):
        refused(other, "case", "C-2020-99999")
    with pytest.raises(emergency.TooManyAttempts):
        break_glass(case, other)
    assert not sees(other, case)


@pytest.mark.django_db(transaction=True)
def test_it_ends_by_itself_without_the_worker(case, other, administrator):
    break_glass(case, other)
    assert sees(other, case)
    # As if the hour were over, which no role of ours may write.
    administrator("UPDATE access_grant SET ends_at = now() WHERE basis = 'break_glass'")
    assert not sees(other, case)


@pytest.mark.parametrize("who", ["other", "director"])
def test_its_holder_and_the_supervisor_end_it_early(case, other, director, who):
    break_glass(case, other)
    by = other if who == "other" else director
    access = access_of(other)
    with acting(by):
        emergency.end_emergency(access, by=by)
    assert not sees(other, case)
    with acting(director):
        assert Event.objects.filter(kind="case.emergency_ended", actor_id=by.pk).count() == 1


def test_nobody_else_ends_it_and_nobody_prolongs_it(case, other, manager):
    break_glass(case, other)
    with acting(manager), pytest.raises(emergency.NotAllowed):
        emergency.end_emergency(EmergencyAccess.objects.select_related("user").get(), by=manager)
    with pytest.raises(DatabaseError, match="it does not grow"), acting(other):
        Grant.objects.filter(basis=Basis.BREAK_GLASS).update(ends_at=timezone.now() + timedelta(days=9))


def review(access, by, *, justified=True, what_follows="Nothing."):
    with acting(by):
        emergency.review_emergency(access, by=by, justified=justified, what_follows=what_follows)


def test_the_supervisor_reviews_it_and_the_clock_stops(case, other, director):
    break_glass(case, other)
    with acting(director):
        assert Clock.objects.filter(name="case.emergency", met_at=None).count() == 1
    review(access_of(other), director)
    with acting(director):
        access = EmergencyAccess.objects.get()
        assert (access.justified, access.reviewed_by_id, access.what_follows) == (True, director.pk, "Nothing.")
        assert Clock.objects.filter(name="case.emergency", met_at=None).count() == 0
        assert Event.objects.filter(kind="case.emergency_reviewed").count() == 1


def test_one_that_was_not_justified_ends_with_its_review(case, other, director):
    break_glass(case, other)
    review(access_of(other), director, justified=False, what_follows="A talk on Monday.")
    assert not sees(other, case)


def test_nobody_reviews_their_own_nor_what_is_reviewed_nor_without_the_right(case, other, director, manager):
    break_glass(case, director)
    own = access_of(director)
    for by in (director, manager):
        with pytest.raises(emergency.NotAllowed):
            review(own, by)
    deputy = make_user("deputy_director")
    review(own, deputy)
    with pytest.raises(emergency.NotAllowed):
        review(own, make_user("deputy_director"))


def test_two_openings_need_two_reviews(case, other, director):
    another = make_user("case_manager")
    break_glass(case, other)
    break_glass(case, another)
    review(access_of(other), director)
    with acting(director):
        assert Clock.objects.filter(name="case.emergency", met_at=None).count() == 1


def test_unreviewed_it_escalates(case, other, director):
    break_glass(case, other)
    with acting(director):
        Clock.objects.filter(name="case.emergency").update(due_at=timezone.now())
    with acting(director):
        clock = Clock.objects.get(name="case.emergency")
        rules.ring(clock, case)
        assert Alert.objects.filter(user=director, rule="case_emergency_not_reviewed").count() == 1


def test_a_report_too(director):
    report = make_report("accepted")
    stranger = make_user("investigator")
    with acting(stranger):
        assert emergency.open_in_emergency("report", report.reference, by=stranger, reason=WHY) == report
        assert records.compartments_of(report, stranger) == {"summary", "persons"}
    with acting(report.assigned_to):
        assert Alert.objects.filter(user=report.assigned_to, rule="report_opened_in_emergency").count() == 1


def test_the_list_of_cases_holds_it_only_while_it_lasts(case, other):
    assert queries.visible(other).count() == 0
    break_glass(case, other)
    with acting(other):
        assert list(queries.visible(other)) == [case]


def test_whoever_has_it_open_in_an_emergency_reads_and_makes_no_lasting_way_in(case, other):
    break_glass(case, other)
    with acting(other):
        for act in (
            lambda: workflow.join_team(case, by=other, user=make_user("case_manager"), part="care"),
            lambda: workflow.assign_case_manager(case, by=other, to=other, reason="workload"),
            lambda: workflow.close_case(case, by=other, reason="goals_met"),
            lambda: workflow.declare_conflict(case, by=other, about=case.case_manager, reason="Her aunt."),
        ):
            with pytest.raises(NotPermitted):
                act()
        assert workflow.add_note(case, by=other, compartment="care", text="Her mother was told.")


def test_nor_by_naming_the_person_in_a_report_of_their_own(case):
    investigator = make_user("investigator")
    mine = make_report("accepted", investigator=investigator)
    break_glass(case, investigator)
    with acting(investigator), pytest.raises(CannotName):
        name_known_person(mine, Person.objects.get(pk=case.person_id), by=investigator, role="witness")
