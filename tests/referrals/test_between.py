"""Between yes and no: information asked for, the waiting list, who could help instead, and the line of escalation."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from samaan.access import context
from samaan.alerts import jobs
from samaan.alerts.models import Alert, Clock, Escalation
from samaan.cases.models import Case, Task
from samaan.referrals import jobs as referral_jobs
from samaan.referrals import workflow
from samaan.referrals.models import Appointment, Message, Referral, ReferralSlice, Status
from samaan.referrals.offering import to_ask_instead
from samaan.transitions import NotPermitted, WrongState
from tests.factories.accounts import make_user
from tests.factories.referrals import NAME, REASON, SURNAME, make_case, make_provider, make_referral, seen_by, service

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def provider():
    return make_provider()


def take(step, referral, by, **given):
    with context.acting(context.of_user(by)):
        return step(Referral.objects.get(pk=referral.pk), by=by, **given)


def running(referral) -> set[str]:
    with context.acting(context.of_user(referral.sender)):
        return set(Clock.objects.filter(record_id=referral.pk, met_at=None).values_list("name", flat=True))


def test_a_question_stops_the_providers_clock_and_its_answer_starts_it_with_what_was_left(provider):
    referral = make_referral(Status.INFORMATION_ASKED, provider=provider)
    assert running(referral) == {"referral.information"}
    asked = seen_by(referral.sender, referral)
    assert asked.answer_by is None
    left = asked.time_left
    assert timedelta(hours=23) < left < timedelta(hours=24)
    nonce = uuid4()
    for _twice in range(2):
        take(workflow.give_information, referral, referral.sender, answer="She comes alone.", client_id=nonce)
    answered = seen_by(provider, referral)
    assert (answered.status, answered.time_left) == (Status.VIEWED, None)
    assert abs(answered.answer_by - timezone.now() - left) < timedelta(minutes=1)
    assert running(referral) == {"referral.answer"}
    with context.acting(context.of_user(provider)):
        assert [message.text for message in Message.objects.all()] == ["Does she come alone?", "She comes alone."]


def test_only_the_sending_side_answers_and_only_what_was_asked(provider):
    referral = make_referral(Status.INFORMATION_ASKED, provider=provider)
    with pytest.raises(NotPermitted):
        take(workflow.give_information, referral, provider, answer="Yes", client_id=uuid4())
    take(workflow.give_information, referral, referral.sender, client_id=uuid4())
    with pytest.raises(WrongState):
        take(workflow.give_information, referral, referral.sender, client_id=uuid4())


def test_on_the_waiting_list_the_provider_is_asked_again_and_yes_or_no_ends_it(provider, job_role):
    referral = make_referral(Status.WAITING_LIST, provider=provider)
    first = seen_by(referral.sender, referral)
    assert (first.position, running(referral)) == (3, {"referral.waiting_list"})
    with job_role(), context.acting(context.of_job("test")):
        Clock.objects.filter(record_id=referral.pk, met_at=None).update(due_at=timezone.now())
    ring(job_role)
    assert "referral_waiting_list_confirm" in told(job_role, provider)
    take(workflow.confirm_waiting_list, referral, provider, expected_on=timezone.localdate(), position=1)
    assert seen_by(provider, referral).position == 1
    take(workflow.accept_referral, referral, provider)
    accepted = seen_by(provider, referral)
    assert (accepted.status, accepted.answered_at, running(referral)) == (Status.ACCEPTED, first.answered_at, set())


def test_a_day_that_has_passed_is_no_day_to_expect(provider):
    referral = make_referral(provider=provider)
    with pytest.raises(ValidationError):
        take(workflow.put_on_waiting_list, referral, provider, expected_on=date(2026, 1, 1))


def test_whom_the_provider_suggests_is_asked_with_one_tap_and_the_same_slice():
    provider, _other_provider = make_provider("fia"), make_provider("lwc")
    other = service("lwc_counselling")
    referral = make_referral(provider=provider, service=service("fia_counselling"))
    with pytest.raises(ValidationError):
        take(workflow.decline_referral, referral, provider, reason="no_space", suggested=service("fia_counselling"))
    take(workflow.decline_referral, referral, provider, reason="no_space", suggested=other)
    by = referral.sender
    with context.acting(context.of_user(by)):
        declined = Referral.objects.get(pk=referral.pk)
        offered = to_ask_instead(declined, Case.objects.get(pk=declined.case_id))
        assert offered[0].service == other
        draft = workflow.prepare_again(declined, other, by=by)
        before = {line["code"]: line["value"] for line in ReferralSlice.objects.get(referral=declined).shared}
        after = {line["code"]: line["value"] for line in ReferralSlice.objects.get(referral=draft).shared}
        assert (draft.status, draft.provider, after) == (Status.DRAFT, other.organisation, before)
        assert after["reason"] == REASON
    with context.acting(context.of_user(provider)), pytest.raises(NotPermitted):
        workflow.prepare_again(Referral.objects.get(pk=referral.pk), other, by=provider)


def ring(job_role) -> None:
    with job_role():
        jobs.ring_clocks(timestamp=0)


def told(job_role, user) -> set[str]:
    with job_role(), context.acting(context.of_job("test")):
        return set(Alert.objects.filter(user=user).values_list("rule", flat=True))


def test_no_answer_goes_up_the_line_and_whom_to_ask_next_stands_on_the_page(job_role, browse):
    provider = make_provider("fia")
    administrator = make_user("organisation_administrator", provider.organisation)
    make_provider("lwc")
    director = make_user("director")
    referral = make_referral(case=make_case(), provider=provider, service=service("fia_counselling"))
    past = timezone.now() - timedelta(minutes=1)
    with job_role(), context.acting(context.of_job("test")):
        Clock.objects.filter(record_id=referral.pk).update(due_at=past)
        Referral.objects.filter(pk=referral.pk).update(answer_by=past)
    rule, up_the_line = "referral_not_answered", []
    for _turn in range(3):
        ring(job_role)
        up_the_line.append([rule in told(job_role, user) for user in (provider, administrator, director)])
        with job_role(), context.acting(context.of_job("test")):
            Escalation.objects.filter(rule=rule, ended_at=None).update(next_at=past)
    assert up_the_line == [[True, False, False], [True, True, False], [True, True, True]]
    assert not seen_by(administrator, referral), "told that somebody waits, and no more"
    page = browse(referral.sender).get(referral.get_absolute_url()).content.decode()
    assert "Ask another provider" in page
    assert "Counselling for migrants" in page


def test_what_is_still_needed_is_a_task_of_the_case_manager_once_and_asked_of_the_next(provider, job_role):
    make_provider("fia")
    case = make_case()
    referral = make_referral(Status.ACCEPTED, case=case, provider=provider)
    needed = {"done": "Four nights", "needed": "Somebody to talk to", "need": "counselling"}
    take(workflow.send_back, referral, provider, **needed)
    with job_role():
        (job,) = ProcrastinateJob.objects.filter(task_name="samaan.referrals.jobs.task_of_return")
        for _twice in range(2):
            referral_jobs.task_of_return(**job.args)
    with context.acting(context.of_user(case.case_manager)):
        (task,) = Task.objects.filter(case=case)
        assert (task.owner, referral.reference in task.title) == (case.case_manager, True)
        back = Referral.objects.get(pk=referral.pk)
        (told_so,) = back.sendings_back.all()
        assert (back.status, told_so.needed) == (Status.SENT_BACK, "Somebody to talk to")
        assert [found.service.code for found in to_ask_instead(back, case)] == ["fia_counselling"]
    with context.acting(context.of_user(provider)):
        assert not Task.objects.exists()
        with pytest.raises(WrongState):
            workflow.send_back(Referral.objects.get(pk=referral.pk), by=provider, **needed)


def test_an_appointment_is_told_reminded_changed_and_cancelled_and_its_file_names_nobody(provider, job_role, browse):
    case = make_case()
    referral = make_referral(Status.ACCEPTED, case=case, provider=provider)
    moment = timezone.now() + timedelta(days=3)
    take(workflow.make_appointment, referral, provider, starts_at=moment, note="Ask for Ms Paul")
    assert "referral_appointment" in told(job_role, referral.sender)
    with pytest.raises(ValidationError):
        take(workflow.make_appointment, referral, referral.sender, starts_at=moment)
    with job_role(), context.acting(context.of_job("test")):
        clock = Clock.objects.get(record_id=referral.pk, name="referral.appointment", met_at=None)
        assert abs(clock.due_at - moment + timedelta(days=1)) < timedelta(minutes=1)
        Clock.objects.filter(pk=clock.pk).update(due_at=timezone.now())
    ring(job_role)
    for user in (provider, referral.sender):
        assert "referral_appointment_soon" in told(job_role, user)
    with context.acting(context.of_user(provider)):
        appointment = Appointment.objects.get()
        workflow.change_appointment(appointment, by=provider, starts_at=moment + timedelta(days=1))
        with pytest.raises(ValidationError):
            workflow.note_attended(appointment, by=provider)
    address = reverse("referrals:appointment_calendar", args=[referral.pk, appointment.pk])
    text = browse(referral.sender).get(address).content.decode()
    assert f"SUMMARY:{referral.reference}\r\n" in text, "the shelter's name says what it is"
    assert f"DTSTART;TZID=America/Port_of_Spain:{timezone.localtime(moment + timedelta(days=1)):%Y%m%dT%H%M%S}" in text
    for canary in (NAME, SURNAME, case.pseudonym, "Paul", str(referral.service)):
        assert canary not in text
    assert browse(make_provider("fia")).get(address).status_code == 404
    take(workflow.withdraw_referral, referral, referral.sender, reason="survivor")
    assert "referral.appointment" not in running(referral)
    with context.acting(context.of_user(provider)):
        assert not Appointment.objects.exists()
