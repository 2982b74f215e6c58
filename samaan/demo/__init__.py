"""The demo: people who can sign in, and an invented caseload made by the real acts."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import connection
from django.utils import timezone, translation

from samaan.access import context
from samaan.demo import (
    aftermath,
    changing,
    entries,
    figures,
    forms,
    guarding,
    mechanism,
    meeting,
    plots,
    retaining,
    rooming,
    staffing,
)
from samaan.demo.accounts import PASSWORD, ensure_accounts
from samaan.demo.reporting import ReportStory
from samaan.demo.telling import Progress, World, silent, tell
from samaan.intake.models import Report
from samaan.server.connection import acting_as

__all__ = ["PASSWORD", "load"]

SEED = 1868


def load(*, reports: int = 120, progress: Progress = silent) -> None:
    """Make the accounts and, once, a caseload of this many reports over two years; the same for the same number.

    A pack without names for people in stories (`demo/names.yaml`) has accounts only.

    1. accounts and `demo-accounts.json`, 2. every act in the order of time, 3. what the worker would have done
    meanwhile, without its mail, 4. the moments of the events, 5. the figures of the half-years that are over,
    6. what is kept how long.
    """
    pack = Path(settings.CONFIG.pack_dir())
    ensure_accounts(pack)
    if is_loaded() or not tells_stories(pack):
        return
    world = World.of_pack(pack, timezone.now())
    before = aftermath.last_job()
    with translation.override("en"):
        work_quickly()
        dates = tell(stories(world, reports), progress)
        adverts = retaining.file_long_ago(world, dates)
        figures.tell_more(world, dates)
        staffing.tell()
        rooming.tell(pack)
        guarding.tell()
        meeting.tell()
        changing.tell()
        mechanism.tell()
        forms.tell()
        entries.tell()
        aftermath.catch_up(world.now, since_job=before)
        dates.note(world.now)
        dates.write()
        figures.come_out()
        retaining.tell(adverts)
        aftermath.take_away_mail(since_job=before)


def tells_stories(pack: Path) -> bool:
    """Whether the pack has names for the people of a caseload."""
    return (pack / "demo" / "names.yaml").exists()


def is_loaded() -> bool:
    """Whether there are reports already; only the worker's role may ask it of all."""
    with acting_as("job"), context.acting(context.of_job("demo")):
        return Report.objects.exists()


def work_quickly() -> None:
    """Commits need not wait for the disk: a load that breaks off is begun anew from nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")


def stories(world: World, reports: int) -> list[tuple[datetime, Callable[[], ReportStory]]]:
    """When each story begins, and how to plan it. Each has chance of its own, whatever the others do."""
    told = plots.plots(reports, Random(SEED))  # noqa: S311  # chance for stories, not for secrets
    return [
        (world.ago(plot.began), partial(ReportStory, world, plot, Random(f"{SEED}-{number}")))  # noqa: S311  # as above
        for number, plot in enumerate(told)
    ]
