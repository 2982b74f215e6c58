"""Counting what was looked for and not found."""

from typing import Any

from django.db import connection
from django.utils import timezone

from samaan import countrypack
from samaan.directory.finding.wanted import Somebody, Wanted

COUNT = """
    INSERT INTO directory_unmetsearch (need, region, age_band, sex, persons, hour, times)
    VALUES (%s, %s, %s, %s, %s, %s, 1)
    ON CONFLICT (hour, need, region, age_band, sex, persons)
    DO UPDATE SET times = directory_unmetsearch.times + 1
"""


def count_unmet(wanted: Wanted) -> None:
    """One search more that found nothing: by need, region, age band and sex of the first person, and the hour."""
    first = wanted.people[0]
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    values: list[Any] = [wanted.need, wanted.region, band_of(first), first.sex, len(wanted.people), hour]
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)


def band_of(one: Somebody) -> str:
    """Never finer than the bands of the pack; nothing where no age was said."""
    if one.age is not None:
        return countrypack.pack().age_band(one.age)
    if not one.knows_age:
        return ""
    return "child" if one.is_child else "adult"
