"""When services are open: now, or when next. Local time of the country; holidays and days that differ count."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.directory.models import HoursException, Schedule

DAYS_AHEAD = 10
Slot = tuple[time, time]


@dataclass
class Week:
    """The hours of one service: by weekday, and on the days that differ."""

    slots: dict[int, list[Slot]] = field(default_factory=dict)
    differing: list[tuple[date, date, time | None, time | None]] = field(default_factory=list)
    open_on_holidays: bool = False

    def on(self, day: date) -> list[Slot]:
        """From when to when it is open on a day."""
        for first, last, opens, closes in self.differing:
            if first <= day <= last:
                return [(opens, closes)] if opens and closes else []
        if not self.open_on_holidays and countrypack.pack().holidays.on(day):
            return []
        return self.slots.get(day.isoweekday(), [])

    def is_open(self, now: datetime) -> bool:
        """Closing at or before it opens is closing on the next day."""
        at, today = now.time(), now.date()
        if any(opens <= at and (at < closes or closes <= opens) for opens, closes in self.on(today)):
            return True
        return any(closes <= opens and at < closes for opens, closes in self.on(today - timedelta(days=1)))

    def next_opening(self, now: datetime) -> tuple[date, time] | None:
        for ahead in range(DAYS_AHEAD):
            day = now.date() + timedelta(days=ahead)
            for opens, _closes in sorted(self.on(day)):
                if ahead or opens > now.time():
                    return day, opens
        return None


class Hours:
    """The weeks of the services for some needs, and what they say of now. Without hours on record nothing is said."""

    def __init__(self, needs: Iterable[str], holidays_too: Iterable[UUID] = ()):
        self.now = timezone.localtime()
        self.weeks: dict[UUID, Week] = {}
        needs = tuple(needs)
        if not needs:
            return
        always = set(holidays_too)
        for service, weekday, opens, closes in slots(needs, self.now.date()):
            week = self.weeks.setdefault(service, Week(open_on_holidays=service in always))
            week.slots.setdefault(weekday, []).append((opens, closes))
        for service, first, last, begins, ends in HoursException.objects.filter(
            service__need__in=needs, last_day__gte=self.now.date() - timedelta(days=1)
        ).values_list("service_id", "first_day", "last_day", "opens", "closes"):
            if service in self.weeks:
                self.weeks[service].differing.append((first, last, begins, ends))

    def is_open(self, service: UUID) -> bool | None:
        """None: its hours are not on record."""
        week = self.weeks.get(service)
        return week.is_open(self.now) if week else None

    def opens_next(self, service: UUID) -> tuple[date, time] | None:
        week = self.weeks.get(service)
        return week.next_opening(self.now) if week else None


def slots(needs: tuple[str, ...], today: date) -> Iterator[tuple[UUID, int, time, time]]:
    found = Schedule.objects.filter(service__need__in=needs, service__is_active=True, service__always_open=False)
    for service, weekday, opens, closes, first, last in found.order_by().values_list(
        "service_id", "weekday", "opens", "closes", "valid_from", "valid_until"
    ):
        if (first or today) <= today <= (last or today):
            yield service, weekday, opens, closes


def closed_in_words(opens: tuple[date, time] | None) -> str:
    """“Closed until Monday 8:00”, “Closed until 16:00”."""
    if opens is None:
        return _("Closed now")
    day, at = opens
    clock = f"{at:%H:%M}".removeprefix("0")
    if day == timezone.localdate():
        return _("Closed until %(time)s") % {"time": clock}
    name = date_format(day, "l") if (day - timezone.localdate()).days < 7 else date_format(day, "j F")
    return _("Closed until %(day)s %(time)s") % {"day": name, "time": clock}
