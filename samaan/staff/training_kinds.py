"""The trainings of the country pack: how long each counts, and which everybody needs."""

import calendar
from datetime import date

from samaan import countrypack

LIST = "training_kinds"


def all_of_them() -> list[str]:
    return [entry.code for entry in countrypack.pack().codelist(LIST).offered()]


def needed() -> list[str]:
    """Without these nobody counts as trained."""
    return [entry.code for entry in countrypack.pack().codelist(LIST).offered() if entry.more.get("needed") == "yes"]


def valid_until(kind: str, completed_on: date) -> date | None:
    """The last day a training counts; None when it does not run out."""
    entry = countrypack.pack().entry(LIST, kind)
    months = int((entry.more.get("months") if entry else "") or 0)
    return add_months(completed_on, months) if months else None


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the month's last where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
