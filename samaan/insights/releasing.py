"""Counting the reports of a half-year, and releasing what of it may be shown."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count, Min
from django.utils import timezone

from samaan import countrypack
from samaan.audit import stream
from samaan.insights.models import Figure, Release
from samaan.insights.periods import HalfYear, settled
from samaan.insights.withholding import ALL, tables_to_show
from samaan.intake.models import Report

UNSAID, SEVERAL = "unsaid", "several"
STATES, PERSONS = ("open", "ended"), ("child", "adult", UNSAID)
COUNTED = ("region", "exploitation", "channel", "status", "children")


def due() -> list[HalfYear]:
    """The half-years that are settled and not out yet, the earliest first."""
    first = Report.objects.aggregate(first=Min("received_at"))["first"]
    out = set(Release.objects.values_list("starts_on", flat=True))
    since = first and timezone.localdate(first)
    return [period for period in settled(since, timezone.now()) if period.starts_on not in out] if since else []


@transaction.atomic
def release(period: HalfYear) -> Release:
    """Count the half-year once and for all; only what may be shown is written down."""
    regions = [code for code, _label in countrypack.pack().choices("regions")]
    sums, cells = tables_to_show(counted(period), [*regions, UNSAID], values_of_splits())
    made = Release.objects.create(starts_on=period.starts_on)
    figures = [Figure(release=made, region=region, count=count) for region, count in sums.items()]
    for split, table in cells.items():
        figures += [
            Figure(release=made, region=region, split=split, value=value, count=count)
            for (region, value), count in table.items()
            if value != ALL
        ]
    Figure.objects.bulk_create(figures)
    stream.append("figures.released", purpose="figures", starts_on=period.starts_on, figures=len(figures))
    return made


def counted(period: HalfYear) -> list[tuple[str, Mapping[str, str], int]]:
    """The half-year's reports by region and all that they are split by; one merged into another counts with it."""
    start, end = period.moments
    found = Report.objects.filter(received_at__gte=start, received_at__lt=end).exclude(status=Report.Status.MERGED)
    rows = found.order_by().values(*COUNTED).annotate(number=Count("pk"))
    regions = dict(countrypack.pack().choices("regions"))
    return [(row["region"] if row["region"] in regions else UNSAID, splits_of(row), row["number"]) for row in rows]


def splits_of(row: Mapping[str, Any]) -> dict[str, str]:
    """The one value of each split that such a report counts for."""
    return {
        "kind": kind_of(row["exploitation"]),
        "channel": row["channel"],
        "state": "open" if row["status"] in Report.OPEN else "ended",
        "persons": {True: "child", False: "adult", None: UNSAID}[row["children"]],
    }


def kind_of(kinds: Iterable[str]) -> str:
    """Several kinds are a value of their own: were such a report counted with each, its sums would tell of it."""
    said = set(kinds)
    if len(said) > 1:
        return SEVERAL
    return said.pop() if said else UNSAID


def values_of_splits() -> dict[str, list[str]]:
    """All values there can be of each split, former codes as well: a report may still have one."""
    kinds = Report.objects.order_by().values_list("exploitation", flat=True).distinct()
    channels = Report.objects.order_by().values_list("channel", flat=True).distinct()
    return {
        "kind": sorted({kind_of(said) for said in kinds} | set(codes("exploitation_types")) | {SEVERAL, UNSAID}),
        "channel": sorted(set(channels) | set(codes("report_channels"))),
        "state": list(STATES),
        "persons": list(PERSONS),
    }


def codes(name: str) -> list[str]:
    return [code for code, _label in countrypack.pack().choices(name)]
