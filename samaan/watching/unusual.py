"""What is unusual, computed from the event stream; each rule is one function over one stretch of time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, Q, QuerySet
from django.utils import timezone

from samaan import countrypack
from samaan.access import quota
from samaan.access.models import DayCount
from samaan.accounts.models import User
from samaan.audit.models import Event
from samaan.watching.models import Rule

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# How far back somebody's own habits are looked at, on how many nights they must have worked for it to be usual, and
# how many busy hours make a day.
HABITS, NIGHTS, BUSY_HOURS = timedelta(days=28), 3, 4


@dataclass(frozen=True)
class Found:
    """One unusual thing: about a person, or about a file."""

    rule: str
    numbers: dict[str, Any]
    user_id: int | None = None
    about_kind: str = ""
    about_id: UUID | None = field(default=None)


@dataclass(frozen=True)
class Stretch:
    """The events until a moment; `oldest` is an event's number that none of the day before lies below."""

    until: datetime
    oldest: int

    def events(self, lasting: timedelta, *kinds: str) -> QuerySet[Event]:
        since = self.until - lasting
        return Event.objects.filter(
            id__gte=self.oldest, recorded_at__gt=since, recorded_at__lte=self.until, kind__in=kinds
        ).exclude(actor_id=None)

    def today(self, *kinds: str) -> QuerySet[Event]:
        """Since midnight, where the country is."""
        local = timezone.localtime(self.until)
        return self.events(local - local.replace(hour=0, minute=0, second=0, microsecond=0), *kinds)


def at(name: str) -> int:
    return countrypack.pack().limits.unusual[name]


def by_person(events: QuerySet[Event], least: int, *, distinct: bool = False) -> list[tuple[int, int]]:
    """Each person with how many events, or different records, they have; those with at least so many."""
    counted = (
        events.order_by()
        .values("actor_id")
        .annotate(number=Count("record_id", distinct=True) if distinct else Count("id"))
    )
    return [(row["actor_id"] or 0, row["number"]) for row in counted.filter(number__gte=least)]


def limits(stretch: Stretch) -> Iterator[Found]:
    """Somebody was stopped by a limit of the day."""
    for event in stretch.today("limit.reached").order_by("-id"):
        yield Found(Rule.LIMIT, {"what": event.data["what"], "limit": event.data["limit"]}, event.actor_id)


def many_records(stretch: Stretch) -> Iterator[Found]:
    """Many different files within an hour, and many more than this person's own usual."""
    opened = files(stretch.events(HOUR, "record.opened", "file.opened"))
    for user_id, number in by_person(opened, at("records_an_hour"), distinct=True):
        usual = usual_hour(user_id, stretch.until)
        if number >= usual * at("times_the_usual"):
            yield Found(
                Rule.MANY_RECORDS,
                {"count": number, "threshold": at("records_an_hour"), "usual": round(usual, 1)},
                user_id,
            )


def usual_hour(user_id: int, until: datetime) -> float:
    """How many files a person opens in a busy hour, from the days they worked of late; 0 for somebody new."""
    today = timezone.localdate(until)
    days = DayCount.objects.filter(user_id=user_id, day__gte=today - HABITS, day__lt=today, what__in=quota.COUNTED)
    kinds = days.values("what").annotate(mean=Avg("used"))
    return sum(row["mean"] for row in kinds) / BUSY_HOURS


def at_night(stretch: Stretch) -> Iterator[Found]:
    """Files opened at night by somebody who does not work then as a rule."""
    if not is_night(stretch.until):
        return
    opened = files(stretch.events(HOUR, "record.opened", "file.opened"))
    for user_id, number in by_person(opened, at("records_at_night"), distinct=True):
        if not works_at_night(user_id, stretch.until):
            yield Found(Rule.AT_NIGHT, {"count": number, "threshold": at("records_at_night")}, user_id)


def is_night(moment: datetime) -> bool:
    hour, start, end = timezone.localtime(moment).hour, at("night_from"), at("night_to")
    return start <= hour or hour < end if start > end else start <= hour < end


def works_at_night(user_id: int, until: datetime) -> bool:
    """Whether files were opened on several nights of the weeks before this one."""
    before = Event.objects.filter(
        actor_id=user_id, kind="record.opened", recorded_at__gt=until - HABITS, recorded_at__lte=until - DAY
    )
    moments = before.values_list("recorded_at", flat=True)
    # Half a day earlier, both sides of midnight are one date.
    nights = {timezone.localdate(when - DAY / 2) for when in moments if when and is_night(when)}
    return len(nights) >= NIGHTS


def refusals(stretch: Stretch) -> Iterator[Found]:
    """Many addresses that lead nowhere, or steps refused: ids are guessed, or doors are tried."""
    for user_id, number in by_person(
        stretch.events(HOUR, "access.missed", "emergency.refused"), at("refusals_an_hour")
    ):
        yield Found(Rule.REFUSALS, {"count": number, "threshold": at("refusals_an_hour")}, user_id)


def searches(stretch: Stretch) -> Iterator[Found]:
    for user_id, number in by_person(stretch.events(HOUR, "person.searched"), at("searches_an_hour")):
        yield Found(Rule.SEARCHES, {"count": number, "threshold": at("searches_an_hour")}, user_id)


def reveals(stretch: Stretch) -> Iterator[Found]:
    for user_id, number in by_person(stretch.today("sealed.revealed"), at("reveals_a_day")):
        yield Found(Rule.REVEALS, {"count": number, "threshold": at("reveals_a_day")}, user_id)


def readers(stretch: Stretch) -> Iterator[Found]:
    """One person's or case's file that many colleagues opened within a day: curiosity about somebody known."""
    opened = stretch.events(DAY, "record.opened", "name.shown").filter(record_kind__in=("person", "case"))
    by_file = opened.order_by().values("record_kind", "record_id").annotate(number=Count("actor_id", distinct=True))
    for row in by_file.filter(number__gte=at("readers_of_a_person")):
        who = opened.filter(record_id=row["record_id"]).order_by().values_list("actor_id", flat=True).distinct()
        numbers = {
            "count": row["number"],
            "threshold": at("readers_of_a_person"),
            "readers_are": sorted(filter(None, who)),
        }
        yield Found(Rule.READERS, numbers, about_kind=row["record_kind"], about_id=row["record_id"])


def files(events: QuerySet[Event]) -> QuerySet[Event]:
    return events.filter(Q(record_kind__in=quota.COUNTED))


RULES: list[Callable[[Stretch], Iterator[Found]]] = [
    limits,
    many_records,
    at_night,
    refusals,
    searches,
    reveals,
    readers,
]


def people_in(found: list[Found]) -> dict[int, User]:
    return User.objects.select_related("organisation", "role").in_bulk({one.user_id for one in found if one.user_id})


def look(stretch: Stretch) -> list[Found]:
    """Everything unusual at one moment."""
    return [found for rule in RULES for found in rule(stretch)]
