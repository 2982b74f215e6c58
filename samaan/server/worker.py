"""The worker: takes jobs from the database, survives its restarts, takes up the jobs of dead workers."""

import asyncio
import logging
import os
import signal
from dataclasses import dataclass
from datetime import timedelta

import psycopg
from asgiref.sync import sync_to_async
from django.db import Error, connections
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app as jobs
from procrastinate.contrib.django import connector_params
from procrastinate.exceptions import ConnectorException

from samaan.common.jobs import HEARTBEAT_SECONDS, STALLED_AFTER, recover_stalled

log = logging.getLogger("samaan.worker")

CONCURRENCY = 4
# A job that still runs this long after the worker was told to end is left for the next worker.
GRACE_SECONDS = 10
# A worker that is to end while the database is away does not wait for it.
CONNECTION_SECONDS = 3
LONGEST_PAUSE = 30

DATABASE_TROUBLE = (ConnectorException, psycopg.Error, Error, OSError)


@dataclass(frozen=True)
class Pulse:
    """How often a worker gives a sign of life, and how long without one makes others take up its jobs."""

    heartbeat: float = HEARTBEAT_SECONDS
    silence: timedelta = STALLED_AFTER
    recover_every: float = 10


def run(pulse: Pulse = Pulse()) -> None:
    """Work until a signal says stop."""
    asyncio.run(_work_until_stopped(pulse))


async def _work_until_stopped(pulse: Pulse) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def end() -> None:
        stop.set()
        # Threads cannot be stopped: a job that goes on and on is cut off, and another worker takes it up.
        loop.call_later(GRACE_SECONDS + CONNECTION_SECONDS, os._exit, 1)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end)
    pause = 1
    while not stop.is_set():
        started = loop.time()
        try:
            await _work(stop, pulse)
        except DATABASE_TROUBLE as trouble:
            log.warning("The worker lost the database (%s); trying again in %s s.", type(trouble).__name__, pause)
        # Connections of the time before are dead; the next attempt opens new ones.
        await sync_to_async(connections.close_all)()
        if not stop.is_set():
            await _wait(stop, pause)
        pause = 1 if loop.time() - started > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)


async def _work(stop: asyncio.Event, pulse: Pulse) -> None:
    """One life of the worker: ends when told to, or with the trouble that ended it."""
    connector = PsycopgConnector(
        kwargs=connector_params(), min_size=2, max_size=CONCURRENCY + 2, timeout=CONNECTION_SECONDS
    )
    async with jobs.with_connector(connector).open_async() as app:
        tasks = [
            asyncio.create_task(_take_jobs(app, pulse)),
            asyncio.create_task(_recover(pulse)),
            asyncio.create_task(stop.wait()),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result


async def _take_jobs(app: App, pulse: Pulse) -> None:
    await app.run_worker_async(
        name="samaan",
        concurrency=CONCURRENCY,
        install_signal_handlers=False,
        shutdown_graceful_timeout=GRACE_SECONDS,
        delete_jobs="successful",
        update_heartbeat_interval=pulse.heartbeat,
        stalled_worker_timeout=pulse.silence.total_seconds(),
    )


async def _recover(pulse: Pulse) -> None:
    while True:
        await sync_to_async(recover_stalled)(pulse.silence)
        await asyncio.sleep(pulse.recover_every)


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
