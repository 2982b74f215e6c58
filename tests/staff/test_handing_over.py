"""A colleague's whole load goes to another, with what cannot go named."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from samaan.access import records
from samaan.accounts.models import User
from samaan.alerts.models import Alert
from samaan.audit.models import Event
from samaan.cases import workflow as cases
from samaan.cases.models import Case, CaseTeamMember, Task
from samaan.intake.models import Report
from samaan.referrals.models import Message, Referral
from samaan.staff import load, workflow
from samaan.transitions import NotPermitted
from tests.factories import referrals
from tests.factories.accounts import make_user
from tests.factories.cases import make_case
from tests.factories.intake import make_report
from tests.factories.staff import acting, administrator, director, organisation
from tests.support.sessions import prove

pytestmark = pytest.mark.django_db


def hand_over(of: User, to: User, by: User | None = None, reason: str = "leave") -> list[load.Line]:
    by = by or director()
    with acting(by):
        return workflow.hand_over_load(of, by=by, to=to, reason=reason)


def seen(user: User, model):
    with acting(user):
        return list(model.objects.all())


@pytest.fixture
def manager() -> User:
    """A case manager with a case, a task in it, a part on another's team and a referral with its conversation."""
    manager = make_user("case_manager", organisation("ctu"))
    case = referrals.make_case(case_manager=manager)
    referral = referrals.make_referral(case=case)
    other = make_case()
    with acting(manager):
        cases.add_task(case, by=manager, title="Call the clinic", due=date(2030, 1, 1), compartment="care")
        referrals.workflow.send_message(referral, by=manager, text="Is there a bed?", client_id=referral.pk)
    with acting(other.case_manager):
        cases.join_team(other, by=other.case_manager, user=manager, part="care")
    return manager


def test_everything_goes(manager):
    to = make_user("case_manager", organisation("ctu"))
    lines = hand_over(manager, to)
    assert [line.kind for line in lines] == ["case", "case", "referral"]
    assert not [line.stays for line in lines if line.stays]
    assert len(seen(to, Case)) == 2 and len(seen(to, Referral)) == 1 and len(seen(to, Message)) == 1
    with acting(to):
        assert Task.objects.get().owner == to
        assert CaseTeamMember.objects.get(left_at=None).user == to
        assert Referral.objects.get().sender == to
    for model in (Case, Referral, Task, Message):
        assert seen(manager, model) == [], model


def test_one_event_a_record_and_the_successor_is_told(manager):
    to = make_user("case_manager", organisation("ctu"))
    hand_over(manager, to)
    with acting(to):
        told = Event.objects.filter(kind__endswith=".handed_over").exclude(record_id=None)
        assert sorted(told.values_list("kind", flat=True)) == [
            "case.handed_over", "case.handed_over", "referral.handed_over",
        ]  # fmt: skip
        assert Alert.objects.filter(user=to, rule="case_assigned").exists()
        assert Alert.objects.filter(user=to, rule="referral_handed_over").exists()


def test_of_somebody_who_has_left_too(manager):
    admin, to = administrator(), make_user("case_manager", organisation("ctu"))
    with acting(admin):
        workflow.end_account(manager, by=admin, reason="left")
    assert len(hand_over(manager, to)) == 3
    assert len(seen(to, Case)) == 2 and len(seen(to, Referral)) == 1
    assert hand_over(manager, to) == []


def test_a_conflict_of_interest_is_named_and_stays(manager):
    to = make_user("case_manager", organisation("ctu"))
    with acting(manager):
        case = Case.objects.get(case_manager=manager)
        records.exclude(case, to, by=manager)
    lines = hand_over(manager, to)
    stays = [line.stays for line in lines if line.stays]
    assert len(stays) == 2 and all("conflict of interest" in words[0] for words in stays)
    assert case.pk not in [found.pk for found in seen(to, Case)]
    assert case.pk in [found.pk for found in seen(manager, Case)]


def test_whoever_is_kept_out_themselves_neither_sees_nor_gives_it(manager):
    chief, to = director(), make_user("case_manager", organisation("ctu"))
    with acting(manager):
        case = Case.objects.get(case_manager=manager)
        records.exclude(case, chief, by=manager)
    lines = hand_over(manager, to, by=chief)
    assert case.reference not in [line.reference for line in lines]
    assert Case.objects.model is Case and case.pk in [found.pk for found in seen(manager, Case)]


def test_a_role_that_may_not_is_named(manager):
    to = make_user("investigator", organisation("ctu"))
    lines = {line.reference: line for line in hand_over(manager, to)}
    words = [text for line in lines.values() for text in line.stays]
    assert any("does not manage cases" in text for text in words)
    assert any("task stays" in text for text in words)
    with acting(manager):
        assert Task.objects.get().owner == manager


def test_reports_go_to_another_investigator_and_to_nobody_else():
    report = make_report("accepted", investigator=make_user("investigator", organisation("ctu")))
    of = report.assigned_to
    manager, to = make_user("case_manager", organisation("ctu")), make_user("investigator", organisation("ctu"))
    (line,) = hand_over(of, manager)
    assert (line.goes, line.stays) == ([], ["This person does not investigate reports."])
    hand_over(of, to)
    assert [found.assigned_to for found in seen(to, Report)] == [to]
    assert seen(of, Report) == []


@pytest.mark.parametrize("stranger", ["investigator", "system_administrator", "case_manager"])
def test_strangers_hand_nothing_over(stranger: str, manager):
    by, to = make_user(stranger, organisation("ctu")), make_user("case_manager", organisation("ctu"))
    with pytest.raises(NotPermitted):
        hand_over(manager, to, by=by)


def test_not_to_oneself_not_to_another_organisation_not_without_a_reason(manager):
    chief = director()
    for to, reason in [
        (chief, "leave"),
        (manager, "leave"),
        (make_user("case_manager", organisation("iom")), "leave"),
        (make_user("case_manager", organisation("ctu")), ""),
    ]:
        with pytest.raises(ValidationError):
            hand_over(manager, to, by=chief, reason=reason)


def test_the_page_shows_what_goes_and_then_it_goes(manager, browse):
    to, client = make_user("case_manager", organisation("ctu")), browse(director())
    prove(client)
    page = f"/staff/{manager.pk}/hand-over/"
    assert "They have nothing in hand" not in client.get(page).content.decode()
    given = {"to": to.pk, "reason": "leave"}
    assert "Hand it over now" in client.post(page, given).content.decode()
    assert seen(to, Case) == []
    assert "is with" in client.post(page, given | {"sure": "1"}).content.decode()
    assert len(seen(to, Case)) == 2
