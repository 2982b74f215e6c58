"""What waits in a person's inbox."""

from dataclasses import dataclass
from datetime import datetime

from samaan.alerts import registry
from samaan.alerts.models import Alert
from samaan.alerts.rules import rule_called

SHOWN = 100


@dataclass(frozen=True)
class Line:
    """One line of the inbox: all unread alerts of one rule about one record, or one that was read."""

    alert: Alert
    title: str
    level: str
    reference: str
    count: int

    @property
    def raised_at(self) -> datetime:
        return self.alert.raised_at


def inbox(user, *, unread_only: bool = False) -> list[Line]:
    """The newest first; a burst about one record is one line."""
    alerts = Alert.objects.filter(user=user)
    if unread_only:
        alerts = alerts.filter(read_at=None)
    grouped: dict[tuple, list[Alert]] = {}
    for alert in alerts[: SHOWN * 3]:
        grouped.setdefault((alert.rule, alert.record_id, alert.read_at is None), []).append(alert)
    newest = [found[0] for found in grouped.values()][:SHOWN]
    references = references_of(newest)
    counts = {id(found[0]): len(found) for found in grouped.values()}
    return [line(alert, references.get(alert.record_id, ""), counts[id(alert)]) for alert in newest]


def line(alert: Alert, reference: str, count: int) -> Line:
    rule = rule_called(alert.rule)
    title = rule.title if rule else alert.event_kind
    return Line(alert, title, rule.level if rule else "normal", reference, count)


def references_of(alerts: list[Alert]) -> dict:
    """References of the records the alerts speak of, as far as the reader may see them: one query a kind."""
    wanted: dict[str, set] = {}
    for alert in alerts:
        wanted.setdefault(alert.record_kind, set()).add(alert.record_id)
    found = {}
    for kind, ids in wanted.items():
        # Not every record has a reference to be read.
        if kind in registry.MODELS and hasattr(registry.MODELS[kind], "reference"):
            found.update(registry.MODELS[kind].objects.filter(pk__in=ids).values_list("pk", "reference"))
    return found
