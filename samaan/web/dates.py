"""Dates as people say them: “today 14:05”, “in 2 hours”, “overdue by 3 days”, “3 Nov”."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from babel.dates import format_date, format_skeleton
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

SOON = timedelta(hours=2)
NEAR = {0: pgettext_lazy("day", "today"), -1: pgettext_lazy("day", "yesterday"), 1: pgettext_lazy("day", "tomorrow")}
# English as Trinidad writes it: day before month.
CLDR = {"en": "en_001", "es": "es_419", "fr": "fr"}


class Due(NamedTuple):
    """A deadline in words, and whether it is `late`, `soon` or neither (`""`)."""

    words: str
    state: str


def here(moment: datetime) -> datetime:
    """In the country's time, which is every page's: `localtime` would look anew for the one in use."""
    return moment.astimezone(timezone.get_default_timezone())


def say(moment: date | datetime, now: datetime | None = None) -> str:
    """When something happened or will happen."""
    now = here(now or timezone.now())
    if not isinstance(moment, datetime):
        return say_day(moment, now.date())
    moment = here(moment)
    day = say_day(moment.date(), now.date())
    if abs((moment.date() - now.date()).days) <= 1:
        return f"{day} {moment:%H:%M}"
    return day


def say_day(day: date, today: date) -> str:
    """A day: today, yesterday, tomorrow, else its date, with the year when it is another."""
    name = NEAR.get((day - today).days)
    return str(name) if name else short_date(day, day.year != today.year, get_language() or "en")


def say_due(moment: date | datetime, now: datetime | None = None) -> Due:
    """How long until a deadline, or by how much it has passed."""
    now = here(now or timezone.now())
    if not isinstance(moment, datetime):
        days = (moment - now.date()).days
        return Due(late_by(timedelta(days=-days)), "late") if days < 0 else Due(say_day(moment, now.date()), "")
    left = moment - now
    if left < timedelta(0):
        return Due(late_by(-left), "late")
    return Due(due_in(left, here(moment), now), "soon" if left < SOON else "")


def due_in(left: timedelta, moment: datetime, now: datetime) -> str:
    """Time that is left, in the largest unit that says enough."""
    minutes = int(left.total_seconds() // 60)
    if minutes < 60:
        return ngettext("in %(n)d minute", "in %(n)d minutes", minutes) % {"n": minutes}
    if minutes < 24 * 60:
        return ngettext("in %(n)d hour", "in %(n)d hours", minutes // 60) % {"n": minutes // 60}
    if left.days < 7:
        return ngettext("in %(n)d day", "in %(n)d days", left.days) % {"n": left.days}
    return say_day(moment.date(), now.date())


def late_by(over: timedelta) -> str:
    """Time that has passed since a deadline."""
    minutes = int(over.total_seconds() // 60)
    if minutes < 1:
        return _("due now")
    if minutes < 60:
        return ngettext("overdue by %(n)d minute", "overdue by %(n)d minutes", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("overdue by %(n)d hour", "overdue by %(n)d hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("overdue by %(n)d day", "overdue by %(n)d days", over.days) % {"n": over.days}


def exact(moment: date | datetime) -> str:
    """The full date, and the time when there is one."""
    language = get_language() or "en"
    if not isinstance(moment, datetime):
        return full_date(moment, language)
    moment = here(moment)
    return f"{full_date(moment.date(), language)}, {moment:%H:%M}"


@lru_cache(maxsize=2000)
def full_date(day: date, language: str) -> str:
    return format_date(day, "full", locale=CLDR.get(language, "en_001"))


@lru_cache(maxsize=2000)
def short_date(day: date, with_year: bool, language: str) -> str:
    return format_skeleton("yMMMd" if with_year else "MMMd", day, locale=CLDR.get(language, "en_001"))
