"""What can wait is written in the morning, in one e-mail; what is urgent is written at once."""

from datetime import datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from samaan.access import context
from samaan.alerts import jobs, quiet, workflow
from samaan.referrals.models import Referral
from samaan.referrals.workflow import accept_referral, send_message
from tests.factories.accounts import make_user
from tests.factories.referrals import make_provider, make_referral

pytestmark = pytest.mark.django_db(transaction=True)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 4, hour, minute, tzinfo=ZoneInfo(settings.TIME_ZONE))


def test_the_pack_says_when_and_everybody_may_say_otherwise():
    user = make_user("case_manager")
    with context.acting(context.of_user(user)):
        assert quiet.until(user, at(23)) == at(6, 30).replace(day=5)
        assert quiet.until(user, at(5)) == at(6, 30)
        assert quiet.until(user, at(12)) is None
        workflow.set_quiet_hours(user, begins=time(11), ends=time(13))
        assert quiet.until(user, at(12)) == at(13)
        assert quiet.until(user, at(23)) is None


def run(job, task: str) -> None:
    for waiting in ProcrastinateJob.objects.filter(task_name=f"samaan.alerts.jobs.{task}").order_by("pk"):
        job(**waiting.args)


def test_messages_of_the_night_are_one_e_mail_in_the_morning_and_what_is_urgent_is_sent(job_role):
    provider = make_provider(email="night@saman-house.example")
    referral, other = make_referral(provider=provider), make_referral(provider=provider)
    now = timezone.localtime()
    with context.acting(context.of_user(provider)):
        workflow.set_quiet_hours(
            provider, begins=(now - timedelta(hours=1)).time(), ends=(now + timedelta(hours=1)).time()
        )
        accept_referral(Referral.objects.get(pk=other.pk), by=provider)
    for about in (referral, other):
        with context.acting(context.of_user(about.sender)):
            send_message(Referral.objects.get(pk=about.pk), "Tomorrow at nine", by=about.sender, client_id=uuid4())
    with job_role():
        run(jobs.mail_alert, "mail_alert")
        at_night = [message.subject for message in mail.outbox if message.to == [provider.email]]
        assert len(at_night) == 2, "only the two referrals themselves"
        run(jobs.mail_morning, "mail_morning")
        run(jobs.mail_morning, "mail_morning")
    in_the_morning = [message.subject for message in mail.outbox if message.to == [provider.email]][2:]
    assert len(in_the_morning) == 1
