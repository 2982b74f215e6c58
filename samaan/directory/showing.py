"""Facts in words: what a change would change, and how fresh each group is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaan import countrypack
from samaan.directory.exchange.planning import Planned
from samaan.directory.facts import facts_of, groups_of
from samaan.directory.models import Change, Fact, Group, Service

LABELS: dict[str, str | Promise] = {
    "names": gettext_lazy("Name"),
    "notes": gettext_lazy("To know"),
    "need": gettext_lazy("What it offers"),
    "phone": gettext_lazy("Telephone"),
    "whatsapp": "WhatsApp",
    "email": gettext_lazy("E-mail"),
    "website": gettext_lazy("Website"),
    "answer_hours": gettext_lazy("Answers referrals within so many hours"),
    "always_open": gettext_lazy("Open day and night"),
    "open_on_holidays": gettext_lazy("Open on public holidays as well"),
    "opening": gettext_lazy("The hours in words"),
    "week": gettext_lazy("Opening hours"),
    "days": gettext_lazy("Days that differ"),
    "min_age": gettext_lazy("From age"),
    "max_age": gettext_lazy("To age"),
    "sexes": gettext_lazy("Only for"),
    "nationalities": gettext_lazy("Only of nationality"),
    "statuses": gettext_lazy("Only with status"),
    "households": gettext_lazy("Who comes along"),
    "languages": gettext_lazy("Languages"),
    "regions": gettext_lazy("Only in"),
    "address": gettext_lazy("Address"),
    "region": gettext_lazy("Region"),
    "ways": gettext_lazy("How to get there"),
    "accessibility": gettext_lazy("Accessibility"),
    "latitude": gettext_lazy("Latitude"),
    "longitude": gettext_lazy("Longitude"),
    "documents": gettext_lazy("Papers to bring"),
    "cost": gettext_lazy("What it costs, in words"),
    "amount": gettext_lazy("Amount"),
}
# What a file says besides facts.
OF_ROWS: dict[str, str | Promise] = {"unit": gettext_lazy("Unit"), "is_active": gettext_lazy("Offered")}
# Facts that are codes, with the list they are of.
LISTS = {
    "need": "needs",
    "sexes": "sex",
    "nationalities": "nationality",
    "statuses": "immigration_status",
    "households": "households",
    "languages": "languages",
    "regions": "regions",
    "region": "regions",
    "accessibility": "accessibility",
    "documents": "document_kinds",
}


@dataclass(frozen=True)
class Line:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Freshness:
    """How a group of facts stands: `never`, `overdue` or `fresh`."""

    group: Group
    fact: Fact | None
    waiting: Change | None

    @property
    def state(self) -> str:
        if self.fact is None or self.fact.due_on is None:
            return "never"
        return "overdue" if self.fact.due_on <= today() else "fresh"


def today() -> date:
    return timezone.localdate()


def difference(change: Change) -> list[Line]:
    return [
        Line(str(LABELS[name]), in_words(name, change.before.get(name)), in_words(name, change.after[name]))
        for name in LABELS
        if name in change.after
    ]


def planned(row: Planned) -> list[Line]:
    """What a row of a file would change."""
    lines = []
    for group, facts in row.facts.items():
        before = {} if row.is_new else facts_of(row.service, group)
        lines += [
            Line(str(LABELS[name]), in_words(name, before.get(name)), in_words(name, facts[name]))
            for name in LABELS
            if name in facts and (facts[name] or not row.is_new)
        ]
    for name, label in OF_ROWS.items():
        if name in row.columns and not row.is_new:
            lines.append(
                Line(str(label), in_words(name, getattr(row.service, name)), in_words(name, row.columns[name]))
            )
    return lines


def in_words(name: str, value: Any) -> str:
    """One fact as a person reads it; a dash for nothing."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name in LISTS and value:
        pack = countrypack.pack()
        return ", ".join(pack.labels(LISTS[name], [value] if isinstance(value, str) else value))
    if name == "week":
        return "; ".join(f"{day}: {hours}" for day, hours in week_in_words(value or {}))
    if name == "days":
        return "; ".join(" ".join([*dict.fromkeys(row[:2]), row[2] or _("closed")]) for row in value or ())
    if isinstance(value, Mapping):
        return " · ".join(f"{code}: {words}" for code, words in value.items())
    return "–" if value in (None, "", []) else str(value)


def week_in_words(week: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    return [(str(label), ", ".join(week[str(day + 1)])) for day, label in WEEKDAYS.items() if str(day + 1) in week]


def freshness(service: Service) -> list[Freshness]:
    """Each group of facts of a service: who verified it when, and what waits. Prefetch `facts` and `changes`."""
    facts = {fact.group: fact for fact in service.facts.all()}
    waiting = {change.group: change for change in service.changes.all() if change.status == Change.Status.WAITING}
    return [Freshness(group, facts.get(group), waiting.get(group)) for group in groups_of(service)]
