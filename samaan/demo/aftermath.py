"""What the worker would have done while the stories went on, but for the e-mails, which nobody shall get."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F

from samaan.access import context
from samaan.alerts.jobs import ring_clocks
from samaan.alerts.models import Alert, Clock
from samaan.demo import backdating
from samaan.server.connection import acting_as

# How long ago the worker looks at the clocks, so that what is late was not all found at once.
LOOKS = (72, 48, 24, 12, 6, 3, 1, 0)
MOST_ROUNDS = 500
READ_AFTER = timedelta(days=14)


def last_job() -> int:
    """The number of the last job anybody has left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM procrastinate_jobs")
        return cursor.fetchone()[0]


def catch_up(now: datetime, *, since_job: int) -> None:
    """Ring the clocks that ran out, take away the mails of the loading, and mark read what is long past."""
    with acting_as("job"):
        for hours in LOOKS:
            with backdating.at(now - timedelta(hours=hours)):
                ring_all()
        with context.acting(context.of_job("demo")):
            Alert.objects.filter(mailed_at=None).update(mailed_at=F("raised_at"))
            past = Alert.objects.filter(read_at=None, raised_at__lt=now - READ_AFTER)
            past.update(read_at=F("raised_at") + timedelta(hours=6))
            take_away_mail(since_job=since_job)


def take_away_mail(*, since_job: int) -> None:
    """Nobody shall get the e-mails of the loading."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id > %s AND queue_name = 'mail'", [since_job])


def ring_all() -> None:
    """Until no clock is left that ran out; the worker takes them in portions."""
    for _round in range(MOST_ROUNDS):
        ring_clocks(timestamp=0)
        with context.acting(context.of_job("demo")):
            if not Clock.objects.filter(met_at=None, rung_at=None, due_at__lte=backdating.StoryClock.moment).exists():
                return
