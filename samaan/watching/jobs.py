"""The worker's part: looking for what is unusual, and forgetting counts of days long over."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from samaan.access import context, quota
from samaan.audit.models import Event
from samaan.common.jobs import app
from samaan.watching import unusual
from samaan.watching.models import Progress
from samaan.watching.unusual import DAY, HOUR, Stretch
from samaan.watching.workflow import raise_concern

# A look reaches back an hour: steps of half of it miss nothing that lies across two of them.
STEP = HOUR / 2
# After a longer time down, what lies further back than this is for the auditors.
FURTHEST = timedelta(days=7)
COUNTS_KEPT = timedelta(days=60)


@app.periodic(cron="*/3 * * * *")
@app.task(queue="clocks", queueing_lock="watch", pass_context=False)
def watch(timestamp: int = 0) -> None:
    """Every three minutes: what was unusual since the last look, each thing told once a day."""
    now = timezone.now()
    with context.acting(context.of_job("watching")):
        progress, _made = Progress.objects.get_or_create(pk=1, defaults={"looked_until": now - DAY})
        looked_until, oldest = progress.looked_until, progress.oldest
    for until in moments(max(looked_until, now - FURTHEST), now):
        oldest = look_at(until, oldest)


def moments(since: datetime, now: datetime) -> list[datetime]:
    """When to look: after each half hour that nobody looked at, and now."""
    steps = int((now - since) / STEP)
    return [*(since + STEP * number for number in range(1, steps + 1)), now]


def look_at(until: datetime, oldest: int) -> int:
    """One moment, in one transaction; it may run twice, and tells once."""
    with context.acting(context.of_job("watching")):
        oldest = oldest_of_the_day(until, oldest)
        found = unusual.look(Stretch(until, oldest))
        people = unusual.people_in(found)
        day = timezone.localdate(until)
        for one in found:
            user = people.get(one.user_id) if one.user_id else None
            if user is None and one.user_id:
                continue
            raise_concern(one.rule, day, one.numbers, user=user, about_kind=one.about_kind, about_id=one.about_id)
        Progress.objects.filter(pk=1).update(looked_until=until, oldest=oldest)
    return oldest


def oldest_of_the_day(until: datetime, known: int) -> int:
    """The number below which every event is more than a day older than this moment."""
    later = Event.objects.filter(id__gte=known, recorded_at__gt=until - DAY - HOUR).order_by("id")
    first = later.values_list("id", flat=True).first()
    return first or known


@app.periodic(cron="50 3 * * *")
@app.task(queue="cleaning", queueing_lock="forget_counts", pass_context=False)
def forget_counts(timestamp: int = 0) -> None:
    """Remove the counts of days long over; which records were counted is kept for two days only."""
    today = quota.today()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT sec.forget_counts(%s, %s)", [today - timedelta(days=2), today - COUNTS_KEPT])
