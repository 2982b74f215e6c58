"""What a survivor's own copy is made of."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext


@dataclass(frozen=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True)
class Section:
    """Facts under one heading; each group of them is one thing, such as one referral."""

    title: str
    groups: list[list[Fact]]


@dataclass(frozen=True)
class FreeText:
    """What somebody wrote in their own words: looked through by a person before it goes anywhere."""

    source: str
    compartment: str
    title: str
    on: date | None
    text: str


def facts(*lines: tuple[str, str | None]) -> list[Fact]:
    return [Fact(label, value) for label, value in lines if value]


def day(moment: datetime | date | None) -> str:
    if moment is None:
        return ""
    local = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return date_format(local, pgettext("how a day is written", "j F Y"))
