"""The worker: takes jobs from the database, survives its restarts, takes up the jobs of dead workers."""

import asyncio
import logging
import signal

import psycopg
from asgiref.sync import sync_to_async
from django.db import Error, connections
from procrastinate import App
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import ConnectorException

from samaan.common.jobs import HEARTBEAT_SECONDS, STALLED_AFTER, recover_stalled

log = logging.getLogger("samaan.worker")

CONCURRENCY = 4
# A job that still runs this long after the worker was told to end is left for the next worker.
GRACE_SECONDS = 10
RECOVER_EVERY = 10
LONGEST_PAUSE = 30

DATABASE_TROUBLE = (ConnectorException, psycopg.Error, Error, OSError)


def run() -> None:
    """Work until a signal says stop."""
    asyncio.run(_work_until_stopped())


async def _work_until_stopped() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    pause = 1
    while not stop.is_set():
        started = loop.time()
        try:
            await _work(stop)
        except DATABASE_TROUBLE as trouble:
            log.warning("The worker lost the database (%s); trying again in %s s.", type(trouble).__name__, pause)
        # Connections of the time before are dead; the next attempt opens new ones.
        await sync_to_async(connections.close_all)()
        if not stop.is_set():
            await _wait(stop, pause)
        pause = 1 if loop.time() - started > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)


async def _work(stop: asyncio.Event) -> None:
    """One life of the worker: ends when told to, or with the trouble that ended it."""
    connector = jobs.connector.get_worker_connector()  # type: ignore[attr-defined]  # Django's connector has it
    async with jobs.with_connector(connector).open_async() as app:
        tasks = [
            asyncio.create_task(_take_jobs(app)),
            asyncio.create_task(_recover()),
            asyncio.create_task(stop.wait()),
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result


async def _take_jobs(app: App) -> None:
    await app.run_worker_async(
        name="samaan",
        concurrency=CONCURRENCY,
        install_signal_handlers=False,
        shutdown_graceful_timeout=GRACE_SECONDS,
        delete_jobs="successful",
        update_heartbeat_interval=HEARTBEAT_SECONDS,
        stalled_worker_timeout=STALLED_AFTER.total_seconds(),
    )


async def _recover() -> None:
    while True:
        await sync_to_async(recover_stalled)()
        await asyncio.sleep(RECOVER_EVERY)


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
