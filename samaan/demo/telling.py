"""Telling the stories: every act of every story in the order of time, each by the person whose work it is."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random

import yaml
from django.utils import timezone

from samaan.access import context
from samaan.accounts.models import User
from samaan.demo import backdating
from samaan.demo.plots import Plot

# Told how many stories of how many have begun.
Progress = Callable[[int, int], None]


@dataclass
class World:
    """What all stories share: the present moment, the words of the pack, who works where."""

    now: datetime
    words: dict
    by_role: dict[str, list[User]]
    answering: dict[int, User] = field(default_factory=dict)

    @classmethod
    def of_pack(cls, pack: Path, now: datetime) -> "World":
        users = list(User.objects.select_related("organisation", "role", "unit").order_by("pk"))
        by_role: dict[str, list[User]] = {}
        for user in users:
            by_role.setdefault(user.role_id, []).append(user)
        answering = {user.organisation_id: user for user in reversed(users) if user.can("referral.respond")}
        words = yaml.safe_load((pack / "demo" / "names.yaml").read_text())
        return cls(now, words, by_role, answering)

    def colleague(self, role: str, chance: Random, hand: int | None = None) -> User:
        """Somebody of this role: any, or the one of this number."""
        people = self.by_role[role]
        return chance.choice(people) if hand is None else people[hand % len(people)]

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)


@dataclass(order=True)
class Act:
    """One thing that is done at a moment. `number` keeps acts of the same moment in the order they were planned."""

    moment: datetime
    number: int
    do: Callable[[], object] = field(compare=False)


class Story:
    """The acts of one plot, with what they hand on to each other. Contexts below add theirs by `plan`."""

    numbers = count()

    def __init__(self, world: World, plot: Plot, chance: Random) -> None:
        self.world, self.plot, self.chance = world, plot, chance
        self.acts: list[Act] = []

    def plan(self, moment: datetime, do: Callable[[], object]) -> datetime:
        """Have something done at a moment, by day unless it was lately, and never in the future."""
        moment = min(moment, self.world.now - timedelta(minutes=2))
        self.acts.append(Act(by_day(moment, self.world.now), next(self.numbers), do))
        return moment

    def after(self, moment: datetime, low: float, high: float) -> datetime:
        """A moment some days later."""
        return moment + timedelta(days=self.chance.uniform(low, high))


def by_day(moment: datetime, now: datetime) -> datetime:
    """Between seven and seven of the same day, in the same order; the last days keep their hours."""
    local = timezone.localtime(moment)
    if local.date() >= timezone.localdate(now) - timedelta(days=2):
        return moment
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(hours=7) + (local - midnight) / 2


@contextmanager
def acting(user: User | None) -> Iterator[None]:
    """Do what is inside as this colleague, or as the public."""
    with context.acting(context.of_user(user) if user else context.of_public()):
        yield


def silent(done: int, total: int) -> None:
    """Say nothing."""


def tell(stories: Iterable[tuple[datetime, Callable[[], Story]]], progress: Progress = silent) -> backdating.EventDates:
    """Do every act in the order of time; a story is planned only when its time has come. Returns the events' dates."""
    waiting = sorted(stories, key=lambda pair: pair[0])[::-1]
    total, began = len(waiting), 0
    heap: list[Act] = []
    dates = backdating.EventDates()
    while waiting or heap:
        while waiting and (not heap or waiting[-1][0] <= heap[0].moment):
            for act in waiting.pop()[1]().acts:
                heapq.heappush(heap, act)
            began += 1
        progress(began, total)
        act = heapq.heappop(heap)
        with backdating.at(act.moment):
            act.do()
        dates.note(act.moment)
    return dates
