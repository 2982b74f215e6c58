"""Whether a service is open at a moment, and when it opens next. Hours are local; `schedules` may be prefetched."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from samaan import countrypack
from samaan.directory.models import Service

WEEK = 8  # days looked ahead: a week, and today again


def spans_on(service: Service, day: date) -> list[tuple[time, time]]:
    """From when to when it is open on a day: what is said of that very day, else holidays, else the weekday."""
    for differing in service.exceptions.all():
        if differing.first_day <= day <= differing.last_day:
            opens, closes = differing.opens, differing.closes
            return [(opens, closes)] if opens and closes else []
    if not service.open_on_holidays and countrypack.pack().holidays.on(day):
        return []
    return [
        (row.opens, row.closes)
        for row in service.schedules.all()
        if row.weekday == day.isoweekday()
        and (row.valid_from is None or row.valid_from <= day)
        and (row.valid_until is None or day <= row.valid_until)
    ]


def is_open(service: Service, at: datetime | None = None) -> bool | None:
    """None when nobody has said the hours."""
    if service.always_open:
        return True
    if not service.schedules.all():
        return None
    local = timezone.localtime(at or timezone.now())
    days = (local.date() - timedelta(days=1), local.date())
    return any(begins <= local < ends for day in days for begins, ends in moments(service, day))


def opens_next(service: Service, at: datetime | None = None) -> datetime | None:
    """When it opens after this moment, within a week; None when it is not said."""
    if service.always_open:
        return None
    local = timezone.localtime(at or timezone.now())
    coming = (
        begins
        for ahead in range(WEEK)
        for begins, _ends in moments(service, local.date() + timedelta(days=ahead))
        if begins > local
    )
    return min(coming, default=None)


def moments(service: Service, day: date) -> Iterator[tuple[datetime, datetime]]:
    """The spans of a day as moments; one that closes at or before it opens closes on the next day."""
    zone = timezone.get_current_timezone()
    for opens, closes in spans_on(service, day):
        last = day if closes > opens else day + timedelta(days=1)
        yield datetime.combine(day, opens, zone), datetime.combine(last, closes, zone)
