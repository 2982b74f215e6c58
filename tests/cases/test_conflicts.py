"""Conflicts of interest on a case: of oneself, of a colleague, and lifting one. They beat every role."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from samaan.access import records
from samaan.alerts import rules
from samaan.audit.models import Event
from samaan.cases import queries, workflow
from samaan.cases.models import Case, CaseTeamMember
from samaan.people.finding import Sought, find
from samaan.people.models import Person
from samaan.referrals.models import Referral
from samaan.transitions import NotPermitted
from samaan.walls.workflow import emergency
from tests.factories.accounts import make_user
from tests.factories.cases import NAME, SURNAME, acting, make_case
from tests.factories.intake import make_report
from tests.factories.referrals import make_referral

pytestmark = pytest.mark.django_db


@pytest.fixture
def head():
    return make_user("head_of_investigations")


@pytest.fixture
def director():
    return make_user("director")


@pytest.fixture
def deputy():
    return make_user("deputy_director")


@pytest.fixture
def manager():
    return make_user("case_manager")


@pytest.fixture
def case(director, deputy, head, manager):
    return make_case(case_manager=manager)


def declare(case, by, about, reason="She is his cousin."):
    with acting(by):
        workflow.declare_conflict(case, by=by, about=about, reason=reason)


def test_of_oneself_nobody_asks_why_and_the_case_waits_for_another_manager(case, manager, director):
    declare(case, manager, manager, reason="")
    with acting(manager):
        assert not Case.objects.filter(pk=case.pk).exists()
        assert not Person.objects.filter(pk=case.person_id).exists()
    with acting(director):
        assert Case.objects.get(pk=case.pk).case_manager is None
        assert list(queries.without_manager(director)) == [case]


def test_it_beats_the_director_everywhere(case, director, deputy, manager):
    referral = make_referral(case=case)
    with acting(manager):
        records.open_to(case, director_principal(director), ["summary", "identity", "care"], basis="team", purpose="x",
                        by=manager)  # fmt: skip
    with acting(director):
        assert find(Sought((NAME, SURNAME)), director).matches
    declare(case, deputy, director)
    with acting(director):
        assert Case.objects.count() == 0
        assert Referral.objects.filter(pk=referral.pk).count() == 0
        assert Person.objects.filter(pk=case.person_id).count() == 0
        assert Event.objects.filter(record_id=case.pk).exclude(actor_id=director.pk).count() == 0
        assert find(Sought((NAME, SURNAME)), director).matches == []
        assert emergency.open_in_emergency("case", case.reference, by=director, reason="I have to see it now.") is None
    with acting(manager):
        told = rules.people(case, [rules.Audience(role="director"), rules.Audience(role="deputy_director")])
        assert told == {deputy.pk}
        assert director.pk in records.excluded_user_ids(referral.pk)


def director_principal(user):
    from samaan.access import principals

    return principals.user(user.pk)


def test_whoever_is_on_the_team_leaves_it_and_is_not_on_it_again_when_let_back(case, manager, deputy, director):
    colleague = make_user("investigator")
    with acting(manager):
        workflow.join_team(case, by=manager, user=colleague, part="legal")
    declare(case, deputy, colleague)
    with acting(director):
        assert CaseTeamMember.objects.get(user=colleague).left_at is not None
        workflow.lift_conflict(case, by=director, about=colleague, reason="Another of the same name.")
    with acting(colleague):
        assert not Case.objects.filter(pk=case.pk).exists()


def test_who_may_not_keep_others_out_is_refused(case, manager, director):
    with pytest.raises(NotPermitted):
        declare(case, manager, director)


def test_of_a_colleague_it_takes_a_reason(case, deputy, manager):
    with pytest.raises(ValidationError):
        declare(case, deputy, manager, reason=" ")


def test_somebody_who_watches_over_the_case_is_left(case, head, director, deputy):
    declare(case, deputy, director)
    declare(case, deputy, head)
    with pytest.raises(ValidationError):
        declare(case, deputy, deputy)


@pytest.mark.parametrize("by", ["deputy", "manager"])
def test_neither_whoever_declared_it_nor_who_may_not_lifts_it(case, deputy, manager, head, by):
    declare(case, deputy, head)
    who = {"deputy": deputy, "manager": manager}[by]
    with pytest.raises((NotPermitted, ValidationError)), acting(who):
        workflow.lift_conflict(case, by=who, about=head, reason="I think it is all right.")


def test_another_lifts_it_with_a_reason(case, deputy, director, head):
    declare(case, deputy, head)
    with acting(director):
        with pytest.raises(ValidationError):
            workflow.lift_conflict(case, by=director, about=head, reason="")
        workflow.lift_conflict(case, by=director, about=head, reason="They never met.")
        assert records.excluded_user_ids(case.pk) == set()
        assert Event.objects.filter(kind="access.readmitted", record_id=case.pk).count() == 1


def test_the_pages(browse, case, deputy, director, head, manager):
    page = browse(deputy).get(reverse("cases:conflict", args=[case.pk]))
    assert page.status_code == 200
    sent = {"about": head.pk, "reason": "Her brother."}
    assert browse(deputy).post(reverse("cases:conflict", args=[case.pk]), sent).status_code == 302
    access = browse(director).get(reverse("cases:access", args=[case.pk])).content.decode()
    assert head.full_name in access
    assert "Her brother." in access
    assert "Her brother." not in browse(manager).get(reverse("cases:access", args=[case.pk])).content.decode()
    lift = reverse("cases:conflict_lift", args=[case.pk, head.pk])
    assert browse(director).get(lift).status_code == 200
    assert browse(director).post(lift, {"reason": "A mistake."}).status_code == 302
    assert browse(manager).get(lift).status_code == 403


def test_a_case_manager_is_offered_only_themselves(browse, case, manager, director):
    form = browse(manager).get(reverse("cases:conflict", args=[case.pk])).content.decode()
    assert manager.full_name in form
    assert director.full_name not in form
    response = browse(manager).post(reverse("cases:conflict", args=[case.pk]), {"about": manager.pk})
    assert response.url == reverse("cases:list")
    assert browse(manager).get(reverse("cases:case", args=[case.pk])).status_code == 404


def test_who_is_kept_out_of_a_report_is_kept_out_of_the_case_whichever_way_it_is_opened(head, director):
    """Also by whoever opens it without saying which report it came from."""
    investigator = make_user("investigator")
    report = make_report("accepted", investigator=investigator, persons=[{"role": "possible_victim", "age": 24}])
    with acting(head):
        records.exclude(report, director, by=head)
    with acting(investigator):
        person = report.persons.select_related("person").get().person
        case = workflow.open_case(person, by=investigator)
    with acting(director):
        assert not Case.objects.filter(pk=case.pk).exists()
    with acting(investigator):
        assert Case.objects.filter(pk=case.pk).exists()
