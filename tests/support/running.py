"""Real processes of Samaan under test: started, watched, killed."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from samaan.server import processes
from samaan.server.postgres import free_port

ROOT = Path(__file__).resolve().parents[2]
SAMAAN = [sys.executable, "-m", "samaan"]


def clean_environment(**changes: str) -> dict[str, str]:
    """The environment of a person who set nothing."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SAMAAN_", "DJANGO_"))}
    return {**kept, **changes}


def samaan(*arguments: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*SAMAAN, *arguments], env=dict(environment), cwd=ROOT, capture_output=True, text=True, timeout=120
    )


@contextmanager
def running(command: list[str], *, environment: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is ended, at the latest, with this block."""
    with open(log, "ab") as output:
        child = processes.start(command, env=dict(environment), cwd=ROOT, stdout=output, stderr=output)
    try:
        yield child
    finally:
        processes.stop(child, with_signal=signal.SIGTERM, patience=20)


def wait_for(happens: Callable[[], object], *, seconds: float = 30, what: str = "it") -> None:
    """Wait until something happens, or fail."""
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline, f"{what} did not happen in {seconds:g} s"
        time.sleep(0.05)


@contextmanager
def web(environment: Mapping[str, str], *, log: Path, before: Sequence[str] = ()) -> Iterator["Web"]:
    """A web server that answers; `before` is what starts it, if that is not this process."""
    port = free_port()
    command = [*before, *SAMAAN, "serve", "--quiet", "--port", str(port)]
    with running(command, environment=environment, log=log) as child:
        server = Web(port, child)
        wait_for(lambda: server.status("/health") == 200, what="the web server's first answer")
        yield server


class Web:
    """A running web server, asked without any browser."""

    def __init__(self, port: int, child: subprocess.Popen[bytes]) -> None:
        self.port = port
        self.child = child

    def status(self, path: str) -> int:
        """The status of a page; 0 when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()
