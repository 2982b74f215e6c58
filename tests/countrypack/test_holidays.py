"""Public holidays: those of every year, those that move, and which of them somebody has confirmed."""

from datetime import date

import pytest

from samaan.countrypack.checking import check
from samaan.countrypack.content import Pack


def test_a_holiday_of_every_year_and_one_that_moves(tt):
    christmas, friday = tt.holidays.on(date(2031, 12, 25)), tt.holidays.on(date(2026, 4, 3))

    assert (christmas.name, christmas.confirmed) == ("Christmas Day", True)
    assert (friday.name, friday.confirmed) == ("Good Friday", False)
    assert tt.holidays.on(date(2027, 4, 3)) is None


def test_the_holidays_of_a_year_come_in_order(tt):
    found = tt.holidays.of_year(2026)

    assert len(found) == 14
    assert list(found) == sorted(found)
    assert next(iter(found)) == date(2026, 1, 1)


def test_a_leap_day_is_a_holiday_in_leap_years(tt):
    pack = Pack({**tt.content, "holidays": [{"date": "02-29", "en": "Leap day", "es": "Bisiesto", "confirmed": "yes"}]})

    assert [len(pack.holidays.of_year(year)) for year in (2027, 2028)] == [0, 1]


def test_a_pack_without_a_calendar_has_none(tt):
    pack = Pack({name: part for name, part in tt.content.items() if name != "holidays"})

    assert pack.holidays.of_year(2026) == {}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("2026-04-03", "03/04/2026", "date: “03/04/2026” is not a date. Write it as 2026-03-31, or as 03-31 for every"),
        ("2026-04-03", "2026-04-31", "date: “2026-04-31” is not a date."),
        ("2026-04-03", "20260403", "date: “20260403” is not a date."),
        ("01-01,", "13-01,", "date: “13-01” is not a date."),
        ("12-26,", "12-25,", "date: This day is given twice. Keep one of the two."),
        ("Good Friday,Viernes Santo", "Good Friday,", "es: The cell is empty. Fill it in."),
        ("Vendredi saint,no", "Vendredi saint,maybe", "confirmed: This is either yes or no."),
        ("date,en", "day,en", "date: This column is missing."),
    ],
)
def test_a_day_that_cannot_be_is_a_fault_at_its_line(folder, change, old, new, fault):
    change("calendars/holidays.csv", old, new)

    found = [str(one) for one in check(folder)]
    assert [line for line in found if line.startswith("calendars/holidays.csv, line ") and fault in line] != [], found
