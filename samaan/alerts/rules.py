"""From an event to people's inboxes, by the rules of the country pack."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from samaan import countrypack
from samaan.access.records import delegates_for, excluded_user_ids
from samaan.accounts.models import User
from samaan.alerts.models import Alert, Escalation
from samaan.countrypack.parts import AlertRule, Audience


def consider(event, record) -> None:
    """Tell whom the rules name, and end the escalations that waited for this."""
    rules = countrypack.pack().alert_rules
    named = [rule for rule in rules if event.kind in rule.events]
    settled = [rule.code for rule in rules if event.kind in rule.until]
    if settled:
        Escalation.objects.filter(record_id=record.record_id, rule__in=settled, ended_at=None).update(
            ended_at=timezone.now()
        )
    facts = record.alert_facts() if named else {}
    for rule in named:
        if rule.holds(facts) and not held_before(rule, facts, event):
            begin(rule, record, event_kind=event.kind, actor_id=event.actor_id)


def held_before(rule: AlertRule, facts: dict, event) -> bool:
    """Whether an event that says what facts were before it (`was`) brings this rule nothing new."""
    return bool(rule.when) and "was" in event.data and rule.holds(facts | event.data["was"])


def ring(clock, record) -> None:
    """A clock ran out: tell whom its rules name."""
    clock.rung_at = timezone.now()
    clock.save(update_fields=["rung_at"])
    for rule in countrypack.pack().rules_for_clock(clock.name):
        if rule.holds(record.alert_facts()):
            begin(rule, record, event_kind=f"clock.{clock.name}")


def rule_called(code: str) -> AlertRule | None:
    """A rule by its code; None when the pack no longer has it."""
    return next((rule for rule in countrypack.pack().alert_rules if rule.code == code), None)


def begin(rule: AlertRule, record, *, event_kind: str, actor_id: int | None = None) -> None:
    if rule.delay:
        schedule(rule, record, event_kind=event_kind, level=0, after=rule.delay)
        return
    tell(rule, record, rule.audience, event_kind=event_kind, actor_id=actor_id)
    if rule.escalate:
        schedule(rule, record, event_kind=event_kind, level=1, after=rule.escalate[0].after)


def schedule(rule: AlertRule, record, *, event_kind: str, level: int, after: timedelta) -> None:
    Escalation(
        rule=rule.code,
        event_kind=event_kind,
        record_kind=record.record_kind,
        record_id=record.record_id,
        level=level,
        next_at=timezone.now() + after,
    ).save(force_insert=True)


def escalate(escalation: Escalation, record) -> None:
    """Tell the next people up the line, and set when the ones after them are told."""
    rule = rule_called(escalation.rule)
    if rule is None:
        escalation.ended_at = timezone.now()
        escalation.save(update_fields=["ended_at"])
        return
    level = escalation.level
    audience = rule.audience if level == 0 else rule.escalate[level - 1].audience
    tell(rule, record, audience, event_kind=escalation.event_kind, level=level)
    if level < len(rule.escalate):
        escalation.level = level + 1
        escalation.next_at = escalation.started_at + rule.delay + rule.escalate[level].after
    else:
        escalation.ended_at = timezone.now()
    escalation.save(update_fields=["level", "next_at", "ended_at"])


def tell(
    rule: AlertRule,
    record,
    audience: Iterable[Audience],
    *,
    event_kind: str,
    actor_id: int | None = None,
    level: int = 0,
) -> None:
    """A line in each person's inbox now; an e-mail without content once this transaction has committed."""
    alerts = [
        Alert(
            user_id=user_id,
            rule=rule.code,
            level=level,
            event_kind=event_kind,
            record_kind=record.record_kind,
            record_id=record.record_id,
        )
        for user_id in sorted(people(record, audience) - {actor_id})
    ]
    Alert.objects.bulk_create(alerts)
    if "email" in rule.channels:
        for alert in alerts:
            app.configure_task("samaan.alerts.jobs.mail_alert", queue="mail").defer(alert_id=str(alert.id))


def people(record, audience: Iterable[Audience]) -> set[int]:
    """The ids of the users an audience names for a record, without those kept out of it."""
    found: set[int] = set()
    for named in audience:
        if named.role:
            seats = User.objects.filter(role_id=named.role, organisation_id=record.organisation_id, is_active=True)
            found.update(seats.values_list("pk", flat=True))
        else:
            found.update(user.pk for user in record.related_users(named.relation) if user and user.is_active)
    # Who stands in for somebody is told what they are told.
    return (found | delegates_for(record.record_id, found)) - excluded_user_ids(record.record_id)
