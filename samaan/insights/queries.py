"""What the map shows: released figures, and services by the regions they say they work in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samaan import countrypack
from samaan.directory.models import Capacity, Service
from samaan.directory.models.capacity import PLACES
from samaan.insights.models import Figure, Release
from samaan.insights.periods import HalfYear
from samaan.insights.releasing import SEVERAL, UNSAID
from samaan.insights.withholding import ALL
from samaan.places.maps import count_by_region
from samaan.places.models import Region

SPLITS = {
    "kind": gettext_lazy("Exploitation"),
    "persons": gettext_lazy("Persons"),
    "channel": gettext_lazy("Channel"),
    "state": gettext_lazy("Status"),
}


@dataclass(frozen=True)
class Line:
    """A region with its figure; None where it is not shown."""

    code: str
    name: str
    count: int | None


@dataclass(frozen=True)
class Sheet:
    """The figures of a map: what they are, one for each region, and the country's where it may be shown."""

    caption: str
    head: str
    lines: list[Line]
    total: int | None
    # None is shown as “fewer than five, or kept back”.
    withholds: bool

    @property
    def values(self) -> dict[str, int]:
        return {line.code: line.count or 0 for line in self.lines}


def periods() -> list[HalfYear]:
    """The half-years that are out, the latest first."""
    return [HalfYear(day) for day in Release.objects.order_by("-starts_on").values_list("starts_on", flat=True)]


def reports_sheet(period: HalfYear, split: str = "", value: str = ALL) -> Sheet:
    """The reports of a half-year by region: all of them, or those of one value of one split. Never of two at once."""
    figures = released(period.starts_on, split, value)
    names = {region.code: region.name for region in Region.objects.filter(is_active=True)}
    lines = [Line(code, name, figures.get(code)) for code, name in names.items()]
    lines.append(Line(UNSAID, _("Region not said"), figures.get(UNSAID)))
    caption = _("Reports received, %(period)s") % {"period": period.words}
    if split:
        caption = f"{caption}: {words_of(split, value)}"
    return Sheet(caption, _("Reports"), lines, figures.get(ALL), withholds=True)


def country_sheets(period: HalfYear) -> list[tuple[str | Promise, list[tuple[str, int | None]]]]:
    """The whole country's reports of a half-year by each split: what may be shown of it, and None for the rest."""
    found = Figure.objects.filter(release=period.starts_on, region=ALL).exclude(split="")
    counted = {(split, value): count for split, value, count in found.values_list("split", "value", "count")}
    return [
        (SPLITS[split], [(label, counted.get((split, value))) for value, label in values])
        for split, values in splits().items()
    ]


def released(starts_on: date, split: str, value: str) -> dict[str, int]:
    found = Figure.objects.filter(release=starts_on, split=split, value=value)
    return dict(found.values_list("region", "count"))


def services_sheet(need: str = "", *, always_open: bool = False, with_room: bool = False) -> Sheet:
    """How many services each region has of its own; where one is kept secret, so is in which region it is."""
    found = mappable().exclude(regions=[])
    if need:
        found = found.filter(need=need)
    if always_open:
        found = found.filter(always_open=True)
    if with_room:
        found = found.filter(Exists(free_places()))
    counted = count_by_region(found.values_list("regions", flat=True))
    regions = Region.objects.filter(is_active=True)
    lines = [Line(region.code, region.name, counted.get(region.code, 0)) for region in regions]
    caption = _("Services of a region's own; others work in the whole country")
    if need:
        caption = f"{countrypack.pack().label('needs', need)}: {caption}"
    return Sheet(caption, _("Services"), lines, total=found.count(), withholds=False)


def free_places() -> QuerySet[Capacity]:
    """Beds and slots that are neither taken nor held, while they are contracted for."""
    today = timezone.localdate()
    running = Q(starts_on=None) | Q(starts_on__lte=today), Q(ends_on=None) | Q(ends_on__gte=today)
    return Capacity.objects.filter(*running, service=OuterRef("pk"), kind__in=PLACES, free__gt=F("held"))


def mappable() -> QuerySet[Service]:
    """Services whose place is no secret."""
    return Service.objects.filter(Q(is_active=True, organisation__is_active=True), is_sealed_location=False)


def splits() -> Mapping[str, list[tuple[str, str]]]:
    """What reports can be narrowed to: one of these at a time, and each region then has its own figures."""
    pack = countrypack.pack()
    kinds = [*pack.choices("exploitation_types"), (SEVERAL, _("Several kinds")), (UNSAID, _("Not said"))]
    return {
        "kind": kinds,
        "persons": [("child", _("A child among them")), ("adult", _("Adults only")), (UNSAID, _("Not said"))],
        "channel": pack.choices("report_channels"),
        "state": [("open", _("Open when the half-year came out")), ("ended", _("Ended when the half-year came out"))],
    }


def words_of(split: str, value: str) -> str:
    return dict(splits()[split])[value]
