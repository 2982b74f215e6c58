"""Public holidays: `01-01` every year, or one day such as `2026-04-03`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from samaan.countrypack.words import in_language


@dataclass(frozen=True)
class Holiday:
    """A day without work. One that moves from year to year is confirmed when the government has said it."""

    names: Mapping[str, str]
    confirmed: bool

    @property
    def name(self) -> str:
        return in_language(self.names)


@dataclass(frozen=True)
class Holidays:
    every_year: Mapping[str, Holiday]
    once: Mapping[date, Holiday]

    @classmethod
    def from_content(cls, rows: Iterable[Mapping[str, str]], languages: Iterable[str]) -> "Holidays":
        spoken = tuple(languages)
        found = {row["date"]: holiday(row, spoken) for row in rows}
        return cls(
            {day: found for day, found in found.items() if len(day) == len("01-01")},
            {date.fromisoformat(day): found for day, found in found.items() if len(day) == len("2026-01-01")},
        )

    def on(self, day: date) -> Holiday | None:
        """The holiday of a day, or None."""
        return self.once.get(day) or self.every_year.get(f"{day:%m-%d}")

    def of_year(self, year: int) -> dict[date, Holiday]:
        """All holidays of a year, in order. A 29 February is one in leap years only."""
        found = {day: holiday for day, holiday in self.once.items() if day.year == year}
        for written, holiday in self.every_year.items():
            try:
                found.setdefault(date.fromisoformat(f"{year}-{written}"), holiday)
            except ValueError:
                continue
        return dict(sorted(found.items()))


def holiday(row: Mapping[str, str], languages: Iterable[str]) -> Holiday:
    return Holiday({language: row.get(language, "") for language in languages}, row.get("confirmed") != "no")
