"""Jobs in the database: how they are tried again, and how those of a dead worker are taken up by another.

A job may run twice (a worker can die between the work and the note that it is done), so it begins by looking
whether its work is still to do. Enqueue it inside the act's transaction: both happen or neither.

    @app.task(retry=retrying)
    def send_letter(letter_id): ...

    send_letter.defer(letter_id=letter.pk)
"""

from datetime import timedelta

from django.db import connection, transaction
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

__all__ = ["BackOff", "app", "recover_stalled", "retrying"]

MINUTE, HOUR = 60, 3600
# Eleven tries over about two days: long enough for a mail server to be mended after a weekend begins.
WAITS = (5, 15, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR)

HEARTBEAT_SECONDS = 5
STALLED_AFTER = timedelta(seconds=30)


class BackOff(BaseRetryStrategy):
    """Try again after longer and longer waits; then the job has failed and waits for an administrator."""

    def __init__(self, waits: tuple[int, ...] = WAITS) -> None:
        self.waits = waits

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if job.attempts >= len(self.waits):
            return None
        return RetryDecision(retry_in={"seconds": self.waits[job.attempts]})


retrying = BackOff()

# Locked rows are skipped: two workers never take up the same job, nor one that is being finished.
STALLED = """
    SELECT job.id FROM procrastinate_jobs job
    WHERE job.status = 'doing' AND NOT EXISTS (
        SELECT FROM procrastinate_workers worker
        WHERE worker.id = job.worker_id AND worker.last_heartbeat >= now() - make_interval(secs => %s))
    FOR UPDATE OF job SKIP LOCKED
"""


def recover_stalled(silent_for: timedelta = STALLED_AFTER) -> int:
    """Put jobs back whose worker gave no sign of life; says how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(STALLED, [silent_for.total_seconds()])
        jobs = [row[0] for row in cursor.fetchall()]
        for job in jobs:
            cursor.execute("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [job])
    return len(jobs)
