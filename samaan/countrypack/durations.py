"""Durations as a pack writes them: `30m`, `24h`, `14d`; and how long a file is kept: `90d`, `7y`."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

UNITS = {"m": "minutes", "h": "hours", "d": "days"}
FORM = re.compile(r"(\d{1,5})([mhd])")
PERIOD = re.compile(r"(\d{1,5})([dy])")


def parse(text: str) -> timedelta:
    """`24h` -> 24 hours; ValueError when it is anything else."""
    found = FORM.fullmatch(str(text).strip())
    if not found:
        raise ValueError(text)
    return timedelta(**{UNITS[found[2]]: int(found[1])})


@dataclass(frozen=True)
class Period:
    """So many days, or so many years by the calendar."""

    days: int = 0
    years: int = 0

    def after(self, day: date) -> date:
        """The day it is over; from a 29 February, years end on 1 March."""
        try:
            moved = day.replace(year=day.year + self.years)
        except ValueError:
            moved = date(day.year + self.years, 3, 1)
        return moved + timedelta(days=self.days)


def period(text: str) -> Period:
    """`7y` -> seven years; ValueError when it is anything else."""
    found = PERIOD.fullmatch(str(text).strip())
    if not found or int(found[1]) > (200 if found[2] == "y" else 80_000):
        raise ValueError(text)
    return Period(years=int(found[1])) if found[2] == "y" else Period(days=int(found[1]))
