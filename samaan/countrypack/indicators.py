"""An indicator of the results framework, typed: what is counted, of whom, from where, and what is aimed at."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samaan.countrypack.words import in_language

Words = Mapping[str, str]


@dataclass(frozen=True)
class Aim:
    """A value of a reporting year: `Aim("project", "2021/2022", "50")`. Decimals stay as they were written."""

    calendar: str
    year: str
    value: str


@dataclass(frozen=True)
class Indicator:
    """Rests on figures of an instrument's form, or on a named statistic; `counted` are the codes that count."""

    code: str
    labels: Words
    level: str
    measure: str
    units: Words
    direction: str
    aggregation: str
    populations: Words
    instrument: str
    figures: tuple[str, ...]
    statistic: str
    counted: Mapping[str, tuple[str, ...]]
    disaggregation: tuple[str, ...]
    baseline: Aim | None
    targets: tuple[Aim, ...]
    confirmed: bool
    sdg: tuple[str, ...]

    @property
    def label(self) -> str:
        return in_language(self.labels)

    @property
    def unit(self) -> str:
        return in_language(self.units)

    @property
    def population(self) -> str:
        return in_language(self.populations)


def indicator(row: Mapping[str, Any]) -> Indicator:
    return Indicator(
        code=row["code"],
        labels=row["label"],
        level=row["level"],
        measure=row["measure"],
        units=row["unit"],
        direction=row["direction"],
        aggregation=row["aggregation"],
        populations=row["population"],
        instrument=row.get("instrument") or "",
        figures=tuple(row.get("figures") or ()),
        statistic=row.get("statistic") or "",
        counted={name: tuple(codes) for name, codes in (row.get("counted") or {}).items()},
        disaggregation=tuple(row["disaggregation"]),
        baseline=next(iter(aims(row.get("baseline"))), None),
        targets=aims(row["targets"]),
        confirmed=bool(row["confirmed"]),
        sdg=tuple(row.get("sdg") or ()),
    )


def aims(written: Mapping[str, Mapping[str, Any]] | None) -> tuple[Aim, ...]:
    """`{project: {2021/2022: 50}}`, by calendar and year."""
    found = (written or {}).items()
    return tuple(Aim(calendar, year, str(value)) for calendar, years in found for year, value in years.items())
