"""Half-years: long enough that a region has figures to show, and one never overlaps another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format

MONTHS = 6
# Reports are still typed in when a half-year is over.
SETTLED_AFTER = timedelta(days=7)


@dataclass(frozen=True, order=True)
class HalfYear:
    """From the first of January or of July, for six months."""

    starts_on: date

    @property
    def next(self) -> "HalfYear":
        year, month = divmod(self.starts_on.month - 1 + MONTHS, 12)
        return HalfYear(date(self.starts_on.year + year, month + 1, 1))

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From when until before when, as clocks in the country go."""
        return midnight(self.starts_on), midnight(self.next.starts_on)

    @property
    def words(self) -> str:
        """“January – June 2026”."""
        last = self.next.starts_on - timedelta(days=1)
        return f"{date_format(self.starts_on, 'F')} – {date_format(last, 'F Y')}"


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def half_year_of(day: date) -> HalfYear:
    return HalfYear(date(day.year, 1 + (day.month - 1) // MONTHS * MONTHS, 1))


def settled(since: date, now: datetime) -> Iterator[HalfYear]:
    """The half-years from this day on that are over, and have been for a week."""
    period = half_year_of(since)
    while period.moments[1] + SETTLED_AFTER <= now:
        yield period
        period = period.next
