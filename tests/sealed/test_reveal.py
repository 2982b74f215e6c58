"""Opening a sealed field, once, by somebody who may."""

import pytest

from samaan.access import records
from samaan.alerts.models import Alert
from samaan.audit.models import Event
from samaan.cases.models import Part
from samaan.cases.workflow import join_team
from samaan.sealed import workflow
from samaan.sealed.models import Opening, Request, SealedField
from samaan.sealed.workflow import NeedsSecondPerson
from samaan.transitions import NotPermitted
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.factories.sealed import CONTACT, WHY, again, approve, ask, make_sealed, reveal

pytestmark = pytest.mark.django_db


def test_the_case_manager_reads_it_with_a_reason_and_it_is_noted():
    case = make_case()
    field = make_sealed(case)
    revealed = reveal(field, case.case_manager)
    assert revealed.value == CONTACT
    with acting(case.case_manager):
        opening = Opening.objects.get()
        events = Event.objects.filter(kind="sealed.revealed")
        assert (opening.user, opening.reason, opening.words) == (case.case_manager, WHY["reason"], WHY["words"])
        assert [event.data for event in events] == [
            {"sealed_class": "safe_contact", "reason": "reach_survivor", "opening": str(opening.pk)}
        ]


def test_the_case_manager_is_told_when_somebody_else_reads_it():
    case = make_case()
    field = make_sealed(case)
    director = make_user("director")
    assert reveal(field, director).value == CONTACT
    with acting(case.case_manager):
        assert [alert.user for alert in Alert.objects.filter(rule="sealed_revealed")] == [case.case_manager]


def test_whoever_is_on_the_team_without_the_contact_part_does_not():
    case = make_case()
    field = make_sealed(case)
    observer = make_user("case_manager")
    with acting(case.case_manager):
        join_team(case, by=case.case_manager, user=observer, part=Part.OBSERVER)
    with pytest.raises(NotPermitted):
        reveal(field, observer)


def test_a_stranger_does_not_even_see_that_there_is_one():
    field = make_sealed()
    with pytest.raises(SealedField.DoesNotExist):
        reveal(field, make_user("case_manager"))


def test_a_conflict_of_interest_keeps_even_the_director_out():
    case = make_case()
    field = make_sealed(case)
    director = make_user("director")
    with acting(director):
        records.exclude(case, director, by=director)
    with pytest.raises(SealedField.DoesNotExist):
        reveal(field, director)


@pytest.mark.parametrize("why", [{"reason": ""}, {"reason": "curiosity"}, {"words": "  "}])
def test_not_without_a_reason(why):
    case = make_case()
    field = make_sealed(case)
    with pytest.raises(Exception, match=r"Choose why|Write what you need it for"):
        reveal(field, case.case_manager, **why)
    with acting(case.case_manager):
        assert not Opening.objects.exists()


def test_an_investigator_needs_a_second_person_and_reads_it_once():
    investigator = make_user("investigator")
    case = make_case(investigator=investigator)
    field = make_sealed(case)
    with pytest.raises(NeedsSecondPerson):
        reveal(field, investigator)
    request = ask(field, investigator)
    with pytest.raises(NeedsSecondPerson):
        reveal(field, investigator)
    approve(request, case.case_manager)
    assert reveal(field, investigator).value == CONTACT
    with pytest.raises(NeedsSecondPerson):
        reveal(field, investigator)
    with acting(investigator):
        assert Request.objects.get().status == "used"
        assert Event.objects.filter(kind="sealed.revealed").get().data["approved_by"] == case.case_manager.pk


def test_an_approval_is_for_that_field_only():
    investigator = make_user("investigator")
    case = make_case(investigator=investigator)
    field, other = make_sealed(case), make_sealed(case, "shelter_address")
    approve(ask(field, investigator), case.case_manager)
    with pytest.raises(NeedsSecondPerson):
        reveal(other, investigator)


def test_an_approval_is_over_after_fifteen_minutes(admin_connection):
    investigator = make_user("investigator")
    case = make_case(investigator=investigator)
    field = make_sealed(case)
    approve(ask(field, investigator), case.case_manager)
    admin_connection.execute("UPDATE sealed_request SET decided_at = now() - interval '16 minutes'")
    with pytest.raises(NeedsSecondPerson):
        reveal(field, investigator)


def test_an_earlier_value_is_opened_like_the_present_one():
    case = make_case()
    earlier = make_sealed(case)
    make_sealed(case, way="Only by letter")
    assert reveal(earlier, case.case_manager).value == CONTACT


def test_beyond_the_limit_of_the_day_a_second_person_is_needed_and_the_supervisors_are_told():
    case = make_case()
    field = make_sealed(case)
    director, deputy = make_user("director"), make_user("deputy_director")
    for _number in range(10):
        reveal(field, director)
    with pytest.raises(NeedsSecondPerson) as refused:
        reveal(field, director)
    assert refused.value.beyond_limit
    request = ask(field, director)
    assert request.beyond_limit
    for supervisor in (deputy, case.case_manager):
        with acting(supervisor):
            assert Alert.objects.filter(rule="sealed_beyond_limit", user=supervisor).count() == 1
    approve(request, deputy)
    assert reveal(field, director).value == CONTACT


def test_whoever_has_left_reads_nothing():
    case = make_case()
    field = make_sealed(case)
    manager = case.case_manager
    manager.is_active = False
    manager.save()
    with pytest.raises(SealedField.DoesNotExist):
        reveal(field, manager)


def test_what_was_revealed_is_not_on_the_instance_afterwards():
    case = make_case()
    field = make_sealed(case)
    with acting(case.case_manager):
        same = again(field)
        revealed = workflow.reveal(same, by=case.case_manager, **WHY)
        assert str(same.value) == "Sealed"
        assert CONTACT["way"] not in repr(revealed) + repr(same) + repr(same.__dict__)
