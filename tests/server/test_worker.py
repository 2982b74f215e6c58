"""The worker: a job is done once, whatever happens to the worker or the database meanwhile."""

import signal
import sys
from pathlib import Path

import pytest

from samaan.common.jobs import WAITS, app, retrying
from tests.support.running import running, wait_for

WORKER = [sys.executable, "-m", "tests.support.slow_worker"]


@pytest.fixture
def environment(own_database, tmp_path: Path) -> dict[str, str]:
    return own_database.environment(SAMAAN_DATABASE_ROLE="job", SLOW_JOB_GATE=str(tmp_path / "gate"))


def enqueue(database, mark: str) -> None:
    database.ask(
        "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', 'tests.slow', 0, NULL, NULL,"
        f' \'{{"mark": "{mark}"}}\', NULL)::procrastinate_job_to_defer_v1])',
    )


def done(database, mark: str) -> int:
    return database.ask(f"SELECT count(*) FROM django_content_type WHERE app_label = 'job' AND model = '{mark}'")


def waiting(database) -> int:
    return database.ask("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'tests.slow'")


def test_a_job_is_done_and_forgotten(own_database, environment, tmp_path):
    enqueue(own_database, "plain")
    with running(WORKER, environment=environment, log=tmp_path / "log"):
        wait_for(lambda: waiting(own_database) == 0, what="the job's end")
    assert done(own_database, "plain") == 1


def test_a_job_of_a_killed_worker_is_done_once_by_the_next(own_database, environment, tmp_path):
    gate = tmp_path / "gate"
    gate.touch()
    enqueue(own_database, "killed")
    with running(WORKER, environment=environment, log=tmp_path / "log") as worker:
        wait_for((tmp_path / "entered").exists, what="the job's begin")
        worker.kill()
        worker.wait()
    assert done(own_database, "killed") == 0
    gate.unlink()
    with running(WORKER, environment=environment, log=tmp_path / "log"):
        wait_for(lambda: waiting(own_database) == 0, what="the job's end")
    assert done(own_database, "killed") == 1


def test_a_worker_survives_a_restart_of_the_database(own_database, environment, tmp_path):
    gate = tmp_path / "gate"
    gate.touch()
    enqueue(own_database, "interrupted")
    with running(WORKER, environment=environment, log=tmp_path / "log") as worker:
        wait_for((tmp_path / "entered").exists, what="the job's begin")
        own_database.server.child.send_signal(signal.SIGINT)
        own_database.server.child.wait()
        gate.unlink()
        own_database.server.restart()
        wait_for(lambda: waiting(own_database) == 0, seconds=60, what="the interrupted job's end")
        enqueue(own_database, "after")
        wait_for(lambda: waiting(own_database) == 0, what="the next job's end")
        assert worker.poll() is None
    assert (done(own_database, "interrupted"), done(own_database, "after")) == (1, 1)


def test_a_worker_told_to_end_finishes_what_it_does(own_database, environment, tmp_path):
    gate = tmp_path / "gate"
    gate.touch()
    enqueue(own_database, "last")
    with running(WORKER, environment=environment, log=tmp_path / "log") as worker:
        wait_for((tmp_path / "entered").exists, what="the job's begin")
        worker.send_signal(signal.SIGTERM)
        gate.unlink()
        assert worker.wait(20) == 0
    assert (waiting(own_database), done(own_database, "last")) == (0, 1)


def test_waits_grow_to_an_end():
    class Job:
        attempts = 0

    assert list(WAITS) == sorted(WAITS)
    Job.attempts = len(WAITS)
    assert retrying.get_retry_decision(exception=OSError(), job=Job) is None
    Job.attempts = len(WAITS) - 1
    assert retrying.get_retry_decision(exception=OSError(), job=Job) is not None


@pytest.mark.django_db
def test_an_enqueued_job_vanishes_with_its_transaction():
    from django.db import connection, transaction

    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():
        app.configure_task("tests.unknown").defer(mark="never")
        raise Undone
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'tests.unknown'")
        assert cursor.fetchone() == (0,)
