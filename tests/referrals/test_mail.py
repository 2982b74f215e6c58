"""The e-mails about a referral: they arrive, and say nothing about the person."""

from datetime import time
from uuid import uuid4

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from samaan.access import context
from samaan.alerts import jobs
from samaan.alerts.workflow import set_quiet_hours
from samaan.referrals import workflow
from samaan.referrals.models import Referral
from tests.factories.referrals import NAME, PHONE, REASON, SURNAME, make_provider, make_referral

pytestmark = pytest.mark.django_db(transaction=True)


def deliver_mail(job_role) -> list[str]:
    """Run the mail jobs as the worker would; every e-mail as one text."""
    with job_role():
        waiting = ProcrastinateJob.objects.filter(task_name="samaan.alerts.jobs.mail_alert").order_by("pk")
        for job in list(waiting):
            jobs.mail_alert(**job.args)
    return [f"{message.to} {message.subject} {message.body}" for message in mail.outbox]


@pytest.fixture
def provider():
    return make_provider(language="es", email="puntofocal@saman-house.example")


def test_the_provider_is_told_in_its_language_by_when_to_answer(provider, job_role):
    make_referral(provider=provider)
    (told,) = [text for text in deliver_mail(job_role) if "puntofocal" in text]
    assert "Se envió una remisión a Samán House" in told
    assert "{" not in told


def test_from_sent_to_withdrawn_no_e_mail_says_who_or_why(provider, job_role):
    referral = make_referral(provider=provider, share=workflow.Share(codes=["name", "phone"]))
    with context.acting(context.of_user(provider)):
        seen = Referral.objects.get()
        workflow.send_message(seen, "Can Yusmelia come at six?", by=provider, client_id=uuid4())
        workflow.ask_information(seen, by=provider, question="Is Yusmelia alone?", client_id=uuid4())
        workflow.accept_referral(seen, by=provider)
        workflow.not_deliver_referral(seen, by=provider, reason="other", remark="Yusmelia went to her sister")
    with context.acting(context.of_user(referral.sender)):
        seen = Referral.objects.get()
        workflow.withdraw_referral(seen, by=referral.sender, reason="other", remark="Yusmelia wishes it")
    texts = deliver_mail(job_role)
    assert len(texts) >= 5
    for text in texts:
        for canary in (NAME, SURNAME, PHONE, REASON, "sister", "six", referral.reference, str(referral.pk), "{"):
            assert canary not in text


def test_a_second_message_within_the_hour_sends_no_second_e_mail(provider, job_role):
    referral = make_referral(provider=provider)
    with context.acting(context.of_user(provider)):
        # At whatever hour this runs.
        set_quiet_hours(provider, begins=time(12), ends=time(12))
    for text in ("One", "Two"):
        with context.acting(context.of_user(referral.sender)):
            seen = Referral.objects.get()
            workflow.send_message(seen, text, by=referral.sender, client_id=uuid4())
    about_messages = [text for text in deliver_mail(job_role) if "mensajes" in text]
    assert len(about_messages) == 1


def test_mail_that_cannot_be_sent_loses_no_referral(provider, job_role, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    referral = make_referral(provider=provider)
    with pytest.raises(OSError):
        deliver_mail(job_role)
    with context.acting(context.of_user(provider)):
        assert Referral.objects.get().pk == referral.pk
