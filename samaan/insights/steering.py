"""Where the referral mechanism does not work: who waits and why, which clocks were missed, what nobody offers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, Min, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.accounts.models import Organisation
from samaan.countrypack.words import in_language
from samaan.directory.models import Fact, Service, UnmetSearch
from samaan.insights.withholding import THRESHOLD
from samaan.places.models import Region
from samaan.referrals.models import Status

MOST = 200
# How far back searches are counted, and answers: what a provider did a year ago says little of today.
SEARCHES, ANSWERS = timedelta(days=365), timedelta(days=92)


@dataclass(frozen=True)
class Waiting:
    """A referral without an answer: what is asked of whom, and since when. Nothing of the person or case."""

    record_id: UUID
    reference: str
    need: str
    priority: str
    status: str
    service: str
    provider: str
    sent_at: datetime
    answer_by: datetime
    reminded_at: datetime | None

    record_kind = "referral"

    @property
    def is_late(self) -> bool:
        return self.answer_by < timezone.now()

    @property
    def why(self) -> str:
        """In words, why nobody has been helped yet."""
        return _("The provider has not opened it") if self.status == Status.SENT else _("Opened, and not answered")


@dataclass(frozen=True)
class Bar:
    """A line of a table with its bar: what it is of, how long the bar is (0 to 100), and what it says."""

    label: str
    length: int
    words: str


@dataclass(frozen=True)
class Gap:
    """A need with the regions in which nobody meets it; how long its bar is."""

    need: str
    regions: list[str]
    length: int


@dataclass(frozen=True)
class Overdue:
    """An organisation whose entries should have been verified again: how many facts, and since when the oldest."""

    organisation: str
    number: int
    since: date


def waiting(one: UUID | None = None) -> list[Waiting]:
    """The referrals without an answer, the longest overdue first; only one when its id is given."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sec.waiting_referrals(%s, %s)", [one, MOST])
        rows = cursor.fetchall()
    services = names_of_services(row[5] for row in rows)
    providers = names_of_organisations(row[6] for row in rows)
    pack = countrypack.pack()
    return [
        Waiting(
            record_id=row[0],
            reference=row[1],
            need=pack.label("needs", row[2]),
            priority=pack.label("referral_priorities", row[3]),
            status=row[4],
            service=services[row[5]],
            provider=providers[row[6]],
            sent_at=row[7],
            answer_by=row[8],
            reminded_at=row[9],
        )
        for row in rows
    ]


def names_of_services(ids: Iterable[UUID]) -> dict[UUID, str]:
    found = Service.objects.filter(pk__in=set(ids)).order_by()
    return {pk: in_language(names) for pk, names in found.values_list("pk", "names")}


def names_of_organisations(ids: Iterable[int]) -> dict[int, str]:
    return dict(Organisation.objects.filter(pk__in=set(ids)).order_by().values_list("pk", "name"))


def open_by_age() -> list[tuple[str, list[Bar]]]:
    """Open referrals: for each state, how many were sent how long ago. An empty word where few are kept back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, age, number FROM sec.open_referrals_by_age()")
        rows = cursor.fetchall()
    counted = {(state, age): number for state, age, number in rows}
    highest = max((number or 0 for number in counted.values()), default=0)
    heads = {"waiting": _("Waiting for an answer"), "accepted": _("Accepted, not begun"), "in_progress": _("Under way")}
    return [
        (head, [bar_of(words, counted.get((state, age), 0), highest) for age, words in enumerate(ages())])
        for state, head in heads.items()
    ]


def bar_of(words: str, number: int | None, highest: int) -> Bar:
    if number is None:
        return Bar(words, 0, _("fewer than five"))
    return Bar(words, round(100 * number / highest) if highest else 0, str(number))


def ages() -> list[str]:
    """How long ago, as sec.open_referrals_by_age numbers them."""
    return [_("under a day"), _("1 to 3 days"), _("3 to 14 days"), _("14 to 60 days"), _("over 60 days")]


def in_time() -> tuple[list[Bar], list[Bar]]:
    """How many answers came in time over the last three months that are over: by provider, and by need."""
    until = first_of_the_month()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sec.answers_in_time(%s, %s)", [until - ANSWERS, until])
        rows = cursor.fetchall()
    names = names_of_organisations(row[0] for row in rows if row[0] is not None)
    pack = countrypack.pack()
    providers = [share(names[provider], *said) for provider, _need, *said in rows if provider is not None]
    needs = [share(pack.label("needs", need), *said) for _provider, need, *said in rows if need is not None]
    return sorted(providers, key=worst_first), sorted(needs, key=worst_first)


def first_of_the_month() -> datetime:
    """Before it lie the months that are over: their figures change no more."""
    return timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def share(label: str, roughly: int, tenths: int) -> Bar:
    words = _("about %(share)s %% of more than %(least)s") % {"share": 10 * tenths, "least": roughly - 1}
    return Bar(label, 10 * tenths, words)


def worst_first(bar: Bar) -> tuple[int, str]:
    return bar.length, bar.label


def active_services() -> QuerySet[Service]:
    return Service.objects.filter(is_active=True, organisation__is_active=True).order_by()


def gaps() -> list[Gap]:
    """What no active service offers: by need, the regions none works in, the widest gap first."""
    works: dict[str, set[str]] = defaultdict(set)
    everywhere: set[str] = set()
    for need, within in active_services().values_list("need", "regions"):
        works[need].update(within)
        everywhere.update([] if within else [need])
    regions, found = list(Region.objects.filter(is_active=True)), []
    for need, label in countrypack.pack().choices("needs"):
        missing = [region.name for region in regions if need not in everywhere and region.code not in works[need]]
        if missing:
            found.append(Gap(label, missing, round(100 * len(missing) / len(regions))))
    return sorted(found, key=lambda gap: (-gap.length, gap.need))


def silent_languages() -> list[Bar]:
    """Of the languages any service speaks, those that are spoken for few needs: for how many they are not."""
    needs = {code for code, _label in countrypack.pack().choices("needs")}
    spoken: dict[str, set[str]] = defaultdict(set)
    for need, languages in active_services().values_list("need", "languages"):
        for language in languages:
            spoken[language].add(need)
    pack, lacking = countrypack.pack(), {language: len(needs - met) for language, met in spoken.items()}
    bars = [
        Bar(pack.label("languages", language), round(100 * number / len(needs)), f"{number} / {len(needs)}")
        for language, number in lacking.items()
        if number
    ]
    return sorted(bars, key=lambda bar: (-bar.length, bar.label))


def unmet() -> list[tuple[str, str, Bar]]:
    """What was searched for and not found in the months that are over, a year back: need, region, how often.

    Nobody is counted in it, a search only; below five it may still be one person's, and is left out.
    """
    until = first_of_the_month()
    found = UnmetSearch.objects.filter(hour__gte=until - SEARCHES, hour__lt=until).order_by()
    sums = found.values_list("need", "region").annotate(number=Sum("times")).filter(number__gte=THRESHOLD)
    rows = sorted(sums, key=lambda row: (-row[2], *row[:2]))
    pack, highest = countrypack.pack(), rows[0][2] if rows else 1
    return [
        (
            pack.label("needs", need),
            pack.label("regions", region) if region else _("Anywhere"),
            Bar("", round(100 * times / highest), str(times)),
        )
        for need, region, times in rows
    ]


def overdue() -> list[Overdue]:
    """Entries of the directory that nobody has verified again in time, by organisation, the oldest first."""
    late = Fact.objects.filter(due_on__lt=timezone.localdate(), organisation__is_active=True)
    rows = late.order_by().values_list("organisation__name").annotate(number=Count("pk"), since=Min("due_on"))
    return [Overdue(*row) for row in rows.order_by("since", "organisation__name")]
