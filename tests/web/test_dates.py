"""Dates as people say them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from samaan.web import dates

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("America/Port_of_Spain"))


def at(**change) -> datetime:
    return NOW + timedelta(**change)


@pytest.mark.parametrize(
    ("moment", "english", "spanish"),
    [
        (at(hours=-1), "today 08:00", "hoy 08:00"),
        (at(hours=-10), "yesterday 23:00", "ayer 23:00"),
        (at(days=1), "tomorrow 09:00", "mañana 09:00"),
        (at(days=-21), "3 Nov", "3 nov"),
        (at(days=-386), "3 Nov 2025", "3 nov 2025"),
        (date(2026, 11, 24), "today", "hoy"),
        (date(2026, 11, 3), "3 Nov", "3 nov"),
    ],
)
def test_when(moment, english, spanish):
    for language, words in (("en", english), ("es", spanish)):
        with translation.override(language):
            assert dates.say(moment, NOW) == words


@pytest.mark.parametrize(
    ("deadline", "english", "spanish", "state"),
    [
        (at(minutes=1), "in 1 minute", "en 1 minuto", "soon"),
        (at(minutes=90), "in 1 hour", "en 1 hora", "soon"),
        (at(hours=5), "in 5 hours", "en 5 horas", ""),
        (at(days=3), "in 3 days", "en 3 días", ""),
        (at(days=9), "3 Dec", "3 dic", ""),
        (at(seconds=-20), "due now", "vence ahora", "late"),
        (at(minutes=-5), "overdue by 5 minutes", "atrasado por 5 minutos", "late"),
        (at(hours=-3), "overdue by 3 hours", "atrasado por 3 horas", "late"),
        (at(days=-4), "overdue by 4 days", "atrasado por 4 días", "late"),
        (date(2026, 11, 24), "today", "hoy", ""),
        (date(2026, 11, 22), "overdue by 2 days", "atrasado por 2 días", "late"),
        (date(2026, 11, 23), "overdue by 24 hours", "atrasado por 24 horas", "late"),
    ],
)
def test_deadlines(deadline, english, spanish, state):
    for language, words in (("en", english), ("es", spanish)):
        with translation.override(language):
            assert dates.say_due(deadline, NOW) == (words, state)


def test_the_exact_moment_is_told_in_full():
    assert dates.exact(NOW) == "Tuesday, 24 November 2026, 09:00"
    with translation.override("es"):
        assert dates.exact(NOW) == "martes, 24 de noviembre de 2026, 09:00"


def test_a_moment_is_told_in_the_time_of_the_country():
    from_elsewhere = datetime(2026, 11, 25, 2, 0, tzinfo=ZoneInfo("UTC"))
    assert dates.say(from_elsewhere, NOW) == "today 22:00"
