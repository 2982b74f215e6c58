"""An e-mail that did not arrive is told to whoever sent the referral; nothing else of a report is believed."""

from smtplib import SMTPRecipientsRefused
from uuid import uuid4

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from samaan.access import context
from samaan.alerts import bounces, jobs
from samaan.alerts.models import Alert
from samaan.common.mail import Token, token_in
from samaan.guests.models import Link
from tests.factories.guests import invite
from tests.factories.referrals import make_provider, make_referral

pytestmark = pytest.mark.django_db(transaction=True)


def report(to: str, action: str = "failed") -> bytes:
    """A delivery report as Postfix writes one."""
    return f"""From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I'm sorry to have to inform you …

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; nobody@example.org
Action: {action}
Status: 5.1.1

--B--
""".encode()


@pytest.fixture
def return_path(settings):
    settings.BOUNCE_ADDRESS = "bounces@samaan.example"


def bounced_alerts(user) -> int:
    with context.acting(context.of_user(user)):
        return Alert.objects.filter(user=user, rule="referral_mail_bounced").count()


def test_the_way_back_of_an_alert_is_told_once(return_path, job_role):
    provider = make_provider()
    referral = make_referral(provider=provider)
    with job_role():
        for job in ProcrastinateJob.objects.filter(task_name="samaan.alerts.jobs.mail_alert"):
            jobs.mail_alert(**job.args)
        sent = next(message for message in mail.outbox if message.to == [provider.email])
        assert sent.extra_headers["From"] != sent.from_email
        for raw in (report(sent.from_email, "delayed"), report("someone@samaan.example"), b"Hello"):
            assert not bounces.take_in(raw)
        assert bounces.take_in(report(sent.from_email))
        assert bounces.take_in(report(sent.from_email))
        assert not bounces.take_in(report(sent.from_email.replace("alert.", "other.")))
    assert bounced_alerts(referral.sender) == 1


def test_a_guests_mail_that_comes_back_is_shown_on_the_link(return_path, job_role):
    referral = make_referral()
    made = invite(referral)
    with job_role():
        assert bounces.take_in(report(f"bounces+{Token('guest', made.link.pk)}@samaan.example"))
        assert bounces.take_in(report(f"bounces+{Token('guest', uuid4())}@samaan.example"))
    with context.acting(context.of_user(referral.sender)):
        assert Link.objects.get(pk=made.link.pk).bounced_at
    assert bounced_alerts(referral.sender) == 1


def test_an_address_that_the_mail_server_refuses_is_told_at_once(job_role, monkeypatch):
    provider = make_provider()
    referral = make_referral(provider=provider)

    def refuse(message, fail_silently=False):
        raise SMTPRecipientsRefused({provider.email: (550, b"no such user")})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    with job_role():
        for job in ProcrastinateJob.objects.filter(task_name="samaan.alerts.jobs.mail_alert"):
            jobs.mail_alert(**job.args)
    assert bounced_alerts(referral.sender) == 1
    assert token_in("bounces@samaan.example") is None
