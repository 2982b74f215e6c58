"""The worker's part: mail, clocks that ran out, escalations, grants that end by the clock."""

from collections.abc import Callable
from smtplib import SMTPRecipientsRefused
from uuid import UUID

from django.conf import settings
from django.db import connection, models
from django.utils import timezone, translation
from django.utils.formats import date_format
from procrastinate.contrib.django import app

from samaan import countrypack
from samaan.access import context
from samaan.access.models import Record
from samaan.alerts import bounces, late_backup, quiet, registry, rules
from samaan.alerts.models import Alert, Clock, Escalation
from samaan.audit import stream
from samaan.audit.models import Event
from samaan.common import mail
from samaan.common.jobs import retrying
from samaan.countrypack.parts import Message
from samaan.vault.models import StoredFile

BATCH = 200
INFECTED = "file.infected"


@app.task(queue="mail", retry=retrying, pass_context=False)
def mail_alert(alert_id: str) -> None:
    """Say that something waits, and nothing else, unless it was read meanwhile or mail went out just now."""
    with context.acting(context.of_job("mail")):
        alert = Alert.objects.select_related("user__organisation").filter(pk=UUID(alert_id)).first()
        if alert is None or alert.read_at or alert.mailed_at or not alert.user.is_active or too_soon(alert):
            return
        rule = rules.rule_called(alert.rule)
        morning = quiet.until(alert.user) if rule and rule.waits else None
        if morning:
            mail_morning.configure(schedule_at=morning).defer(alert_id=alert_id)
            return
        message = countrypack.pack().message(rule.message if rule else "alert", alert.user.language)
        alert.mailed_at = timezone.now()
        alert.save(update_fields=["mailed_at"])
        deliver(alert, message)


def deliver(alert: Alert, message: Message) -> None:
    """Inside the transaction: when the mail server fails, the mark is undone and the job is tried again.

    An address it refuses is refused tomorrow too: that is a bounce.
    """
    words = message.fill(link=f"{settings.BASE_URL}/alerts/", **words_for(alert))
    try:
        mail.send(message.subject, words, alert.user.email, about=mail.Token(bounces.ALERT, alert.pk))
    except SMTPRecipientsRefused:
        bounces.alert_bounced(alert.pk)


@app.task(queue="mail", retry=retrying, pass_context=False)
def mail_morning(alert_id: str) -> None:
    """After a quiet night: one e-mail for all that waits, whichever of its alerts comes first."""
    with context.acting(context.of_job("mail")):
        alert = Alert.objects.select_related("user__organisation").filter(pk=UUID(alert_id)).first()
        if alert is None or alert.read_at or alert.mailed_at or not alert.user.is_active:
            return
        waiting = Alert.objects.filter(user=alert.user, read_at=None, mailed_at=None, rule__in=quiet.rules_that_wait())
        several = waiting.exclude(pk=alert.pk).exists()
        rule = rules.rule_called(alert.rule)
        code = rule.message if rule and not several else "alert"
        waiting.update(mailed_at=timezone.now())
        deliver(alert, countrypack.pack().message(code, alert.user.language))


def words_for(alert: Alert) -> dict[str, str]:
    """What an e-mail may say besides its fixed words: whose organisation it goes to, and by when to answer."""
    clock = Clock.objects.filter(record_id=alert.record_id, met_at=None).order_by("due_at").first()
    with translation.override(alert.user.language):
        deadline = date_format(timezone.localtime(clock.due_at), "j F, H:i") if clock else ""
    return {"organisation": alert.user.organisation.name, "deadline": deadline}


def too_soon(alert: Alert) -> bool:
    """Whether this rule already wrote to this person about this record within its pause."""
    rule = rules.rule_called(alert.rule)
    if rule is None or not rule.email_at_most_every:
        return False
    since = timezone.now() - rule.email_at_most_every
    return Alert.objects.filter(
        user=alert.user, rule=alert.rule, record_id=alert.record_id, mailed_at__gt=since
    ).exists()


@app.periodic(cron="20 7 * * *")
@app.task(queue="mail", queueing_lock="tell_late_backup", retry=retrying, pass_context=False)
def tell_late_backup(timestamp: int = 0) -> None:
    """Each day: administrators are told when the last backup is too long ago."""
    with context.acting(context.of_job("backup")):
        late_backup.tell()


@app.periodic(cron="* * * * *")
@app.task(queue="clocks", queueing_lock="clocks", pass_context=False)
def ring_clocks(timestamp: int = 0) -> None:
    """Once a minute: everything whose time has come."""
    each_due(Clock.objects.filter(met_at=None, rung_at=None, due_at__lte=timezone.now()), rules.ring)
    each_due(Escalation.objects.filter(ended_at=None, next_at__lte=timezone.now()), rules.escalate)
    end_due_grants()


def each_due(due: models.QuerySet, act: Callable) -> None:
    """Handle each row in a transaction of its own: one that fails holds up no other."""
    with context.acting(context.of_job("clocks")):
        ids = list(due.values_list("pk", flat=True)[:BATCH])
    for pk in ids:
        with context.acting(context.of_job("clocks")):
            row = due.select_for_update(skip_locked=True).filter(pk=pk).first()
            record = row and registry.load(row.record_kind, row.record_id)
            if row is not None and record is not None:
                act(row, record)


def end_due_grants() -> None:
    with context.acting(context.of_job("clocks")), connection.cursor() as cursor:
        cursor.execute("SELECT sec.end_due_grants()")


@app.task(queue="alerts", retry=retrying, pass_context=False)
def tell_of_virus(file_id: str) -> None:
    """A virus was found in a document: leave the event, once, and tell whom the rules name."""
    with context.acting(context.of_job("scanning")):
        stored = StoredFile.objects.select_for_update().filter(pk=UUID(file_id)).first()
        kind = Record.objects.filter(pk=stored.record_id).values_list("kind", flat=True).first() if stored else None
        record = registry.load(kind, stored.record_id) if stored and kind else None
        if stored is None or record is None or Event.objects.filter(kind=INFECTED, data__file=file_id).exists():
            return
        compartment = stored.compartment
        rules.consider(
            stream.append(INFECTED, record=record, purpose="scanning", file=file_id, compartment=compartment), record
        )
