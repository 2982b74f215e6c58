"""A case conference: its agenda by rules, each item for those who need to know, decisions that become tasks."""

import io
from datetime import timedelta
from uuid import uuid4

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from samaan.access import context
from samaan.access.models import Grant
from samaan.accounts.models import Organisation
from samaan.alerts.models import Alert
from samaan.cases import workflow as case_work
from samaan.cases.models import Case, Task
from samaan.conferences import workflow
from samaan.conferences.models import AgendaItem, Conference, Decision, Minute
from samaan.referrals.models import Referral
from samaan.transitions import NotPermitted, WrongState
from tests.factories.accounts import make_user
from tests.factories.referrals import NAME, SURNAME, make_case, make_referral

pytestmark = pytest.mark.django_db(transaction=True)
SOON = timedelta(days=3)


def acting(user):
    return context.acting(context.of_user(user))


@pytest.fixture
def director():
    return make_user("director")


@pytest.fixture
def risky():
    """A case of high risk, whose referral waits for an answer since long ago."""
    case = make_case()
    referral = make_referral(case=case)
    with acting(case.case_manager):
        case_work.set_risk(case, by=case.case_manager, level="high", reasons="He knows the street")
        Referral.objects.filter(pk=referral.pk).update(answer_by=timezone.now() - timedelta(days=30))
    return case


def convene(by) -> Conference:
    with acting(by):
        return workflow.convene_conference(by=by, meets_at=timezone.now() + SOON)


def item_of(conference, user) -> AgendaItem:
    with acting(user):
        return AgendaItem.objects.get(conference=conference)


def test_the_rules_make_the_agenda_and_each_sees_what_is_theirs(risky, director):
    make_case()
    conference = convene(director)
    item = item_of(conference, director)
    assert (item.case_id, item.why) == (risky.pk, ["high", "stuck"])
    with acting(risky.case_manager):
        assert [found.pk for found in AgendaItem.objects.all()] == [item.pk]
    with acting(make_user("case_manager")):
        assert not AgendaItem.objects.exists()
        assert not Conference.objects.exists()
    with acting(risky.case_manager), pytest.raises(NotPermitted):
        workflow.convene_conference(by=risky.case_manager, meets_at=timezone.now() + SOON)


def test_who_is_invited_sees_the_item_until_their_time_is_over_and_nothing_of_the_case(risky, director, job_role):
    guest = make_user("case_manager", Organisation.objects.get(code="iom"))
    item = item_of(convene(director), director)
    with acting(director):
        workflow.invite_participant(item, by=director, user=guest)
        with pytest.raises(ValidationError):
            workflow.invite_participant(item, by=director, user=guest)
    with acting(guest):
        seen = AgendaItem.objects.get()
        assert not Case.objects.exists()
        assert Alert.objects.get(user=guest).rule == "conference_invited"
        workflow.write_minute(seen, by=guest, text="We have a room for her")
        with pytest.raises(NotPermitted):
            workflow.invite_participant(seen, by=guest, user=make_user("case_manager"))
        with pytest.raises(NotPermitted):
            workflow.decide(seen, by=guest, text="Move her", owner=guest, due=timezone.localdate(), compartment="care")
    with acting(director):
        assert not Minute.objects.exists(), "convening opens no minutes"
    with job_role(), context.acting(context.of_job("test")):
        grants = Grant.objects.filter(record_id=item.pk, purpose="conference", ends_at__isnull=False)
        assert abs(grants.get().ends_at - item.meets_at - timedelta(days=14)) < timedelta(seconds=1)
        grants.update(ends_at=timezone.now() - timedelta(seconds=1))
    with acting(guest):
        assert not AgendaItem.objects.exists()


def test_what_is_decided_is_a_task_once_and_minutes_stay_as_written(risky, director):
    conference, by = convene(director), risky.case_manager
    item = item_of(conference, by)
    due, nonce = timezone.localdate() + SOON, uuid4()
    with acting(by):
        workflow.write_minute(item, by=by, text="She wishes to move")
        for _twice in range(2):
            given = {"owner": by, "due": due, "compartment": "care", "nonce": nonce}
            workflow.decide(item, by=by, text="Find a room in Tobago", **given)
        task = Task.objects.get(case=risky)
        assert (task.title, task.owner, task.due) == ("Find a room in Tobago", by, due)
        assert Decision.objects.get().task_id == task.pk
    with acting(by), pytest.raises(DatabaseError):
        Minute.objects.update(written_at=timezone.now())
    with acting(director):
        workflow.hold_conference(Conference.objects.get(pk=conference.pk), by=director)
        with pytest.raises(WrongState):
            workflow.hold_conference(Conference.objects.get(pk=conference.pk), by=director)
        with pytest.raises(WrongState):
            workflow.invite_participant(AgendaItem.objects.get(), by=director, user=by)


def test_the_printed_agenda_names_nobody(risky, director, browse):
    conference = convene(director)
    answer = browse(director).get(reverse("conferences:printed", args=[conference.pk]))
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    assert f"{conference.reference}/1" in text
    for canary in (NAME, SURNAME, risky.pseudonym, risky.reference):
        assert canary not in text
