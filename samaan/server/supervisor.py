"""Keeps a few processes running: starts them again when they end by themselves, ends them all in order."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType

from samaan.server import processes
from samaan.server.postgres import EmbeddedPostgres, PostgresError, Say

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# Whoever ran this long is not failing over and over.
STEADY_SECONDS = 60
PATIENCE_SECONDS = 15
LOG_LIMIT = 10 * 1024 * 1024


class Stopped(Exception):
    """A signal asked this process to end."""


class Service:
    """One process with its log file."""

    def __init__(self, name: str, command: Sequence[str], *, environment: Mapping[str, str], log: Path) -> None:
        self.name = name
        self.command = command
        self.environment = environment
        self.log = log
        self.child: subprocess.Popen[bytes] | None = None
        self.pause = FIRST_PAUSE
        self.start_at = 0.0
        self._started = 0.0

    def start(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.old"))
        self._started = time.monotonic()
        with open(self.log, "ab", opener=private) as log:
            self.child = processes.start(self.command, env=dict(self.environment), stdout=log, stderr=log)

    def ended(self) -> bool:
        """Whether the process was started and is no more."""
        return self.child is not None and self.child.poll() is not None

    def plan_restart(self) -> float:
        """Wait longer each time it ends soon after its start; says how long."""
        self.child = None
        steady = time.monotonic() - self._started > STEADY_SECONDS
        pause = FIRST_PAUSE if steady else self.pause
        self.start_at = time.monotonic() + pause
        self.pause = min(pause * 2, LONGEST_PAUSE)
        return pause


def private(path: str, flags: int) -> int:
    """An opener for files that only their owner reads."""
    return os.open(path, flags, 0o600)


class Supervisor:
    """The database (when it is ours), the web server, the worker and the sealer."""

    def __init__(self, services: Sequence[Service], *, database: EmbeddedPostgres | None, say: Say) -> None:
        self.services = services
        self.database = database
        self.say = say

    def start(self) -> None:
        for service in self.services:
            service.start()

    def watch(self) -> None:
        """Until a signal: start again what ended."""
        while True:
            self._watch_database()
            for service in self.services:
                self._watch_service(service)
            time.sleep(0.2)

    def stop(self) -> None:
        """End the services together, then the database."""
        children = [service.child for service in self.services if service.child is not None]
        for child in children:
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE_SECONDS
        for child in children:
            processes.stop(child, with_signal=signal.SIGTERM, patience=max(0.1, deadline - time.monotonic()))
        if self.database is not None:
            self.database.stop()

    def _watch_database(self) -> None:
        if self.database is None or self.database.running():
            return
        self.say("The database server ended unexpectedly; starting it again.")
        try:
            self.database.restart()
        except PostgresError as error:
            self.say(str(error))
            time.sleep(FIRST_PAUSE * 4)

    def _watch_service(self, service: Service) -> None:
        if service.ended():
            assert service.child is not None
            how = service.child.returncode
            pause = service.plan_restart()
            self.say(
                f"The {service.name} ended unexpectedly (code {how}, log {service.log});"
                f" starting it again in {pause:g} s."
            )
        elif service.child is None and time.monotonic() >= service.start_at:
            service.start()


def stop_on_signals() -> None:
    """From now on Ctrl-C, `kill` and a closed terminal raise Stopped, once; the second time ends at once."""

    def stop(number: int, frame: FrameType | None) -> None:
        for again in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(again, signal.SIG_DFL if again == signal.SIGINT else signal.SIG_IGN)
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def wait_until(ready: Callable[[], bool], *, failed: Callable[[], bool], patience: float) -> bool:
    """Ask again and again whether something is ready; gives up when it failed or took too long."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and not failed():
        if ready():
            return True
        time.sleep(0.1)
    return False
