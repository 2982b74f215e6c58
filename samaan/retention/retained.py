"""Which class a record is of, and on which day its time comes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from samaan import countrypack
from samaan.audit import stream
from samaan.cases.models import Case
from samaan.countrypack.durations import Period
from samaan.countrypack.parts import RetentionClass
from samaan.intake.models import Determination, Report
from samaan.people.birth_dates import normal_birth_date


@dataclass(frozen=True)
class DueOn:
    """A record's class, and the day from which it may be proposed; none while its clock cannot run."""

    class_: RetentionClass | None
    on: date | None

    @property
    def has_come(self) -> bool:
        return self.on is not None and self.on <= timezone.localdate()


def class_of(record: Any) -> RetentionClass | None:
    """The first class of the pack that fits."""
    return countrypack.pack().retention.class_of(record.record_kind, FACTS[record.record_kind](record))


def due_of(record: Any) -> DueOn:
    """The class, and the day its clock is over; for the worker, who may see whatever the clock hangs on."""
    found = class_of(record)
    closed = CLOSED[record.record_kind](record) if record.status == "closed" else None
    if found is None or closed is None:
        return DueOn(found, None)
    due = found.keep.after(BEGINS[found.since](record, closed))
    return DueOn(found, max(due, found.at_least.after(closed)) if found.at_least else due)


def facts_of_case(case: Case) -> dict[str, Any]:
    return {"is_child": case.is_child, "close_reason": case.close_reason or None, "category": case.category or None}


def facts_of_report(report: Report) -> dict[str, Any]:
    latest = Determination.objects.filter(report=report).order_by("-decided_at").values_list("outcome", flat=True)
    return {
        "close_reason": report.close_reason or None,
        "channel": report.channel,
        "led_to_case": Case.objects.filter(source_report_id=report.pk).exists(),
        "children": report.children,
        "official_suspected": report.official_suspected,
        "outcome": latest.first(),
    }


def case_closed(case: Case) -> date | None:
    return day_of(case.closed_at)


def report_closed(report: Report) -> date | None:
    """The day it was closed; while a case from it is open, none, and then the day the last of them was closed."""
    closed = [report.closed_at, *Case.objects.filter(source_report_id=report.pk).values_list("closed_at", flat=True)]
    days = [day_of(moment) for moment in closed]
    return None if None in days else max(day for day in days if day)


def last_activity(record: Any, closed: date) -> date:
    """The last thing anybody did in it, mere looking and this machinery aside; never before it was closed."""
    done = stream.timeline(record.record_id).exclude(kind__startswith="retention.")
    event = done.exclude(kind__startswith="disposal.").first()
    happened = day_of(event.recorded_at) if event else None
    return max(happened or closed, closed)


def born(case: Case, closed: date) -> date:
    """The day of birth. What is not known is taken as late as it can be, so that nothing goes too early."""
    opened = day_of(case.opened_at) or timezone.localdate()
    person = case.person
    if known := normal_birth_date(person.birth_date or ""):
        return date.fromisoformat(known)
    if person.age is None:
        return opened
    years = Period(years=-person.age)
    return years.after(opened)


def day_of(moment: datetime | None) -> date | None:
    return the_day(moment) if moment else None


def the_day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


FACTS: dict[str, Any] = {"case": facts_of_case, "report": facts_of_report}
CLOSED: dict[str, Any] = {"case": case_closed, "report": report_closed}
# The moments a clock runs from, given the record and the day it was closed.
BEGINS: dict[str, Any] = {"closed": lambda record, closed: closed, "last_activity": last_activity, "birth": born}
