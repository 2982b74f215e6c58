"""Child processes that never outlive the process that started them."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)


def start(
    command: Sequence[str | Path],
    *,
    when_parent_dies: signal.Signals = signal.SIGTERM,
    **options: Any,
) -> subprocess.Popen[bytes]:
    """Start a child that gets a signal when this process ends, however it ends.

    Call it from the main thread: the kernel watches the thread that forked. The child has a session of its own,
    so Ctrl-C reaches this process alone, which then stops its children in order.
    """
    return subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        # Runs after the change of user, which would clear the setting.
        preexec_fn=_die_with_parent(os.getpid(), when_parent_dies),
        **options,
    )


def _die_with_parent(parent: int, with_signal: signal.Signals) -> Callable[[], None]:
    def prepare() -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, int(with_signal))
        if os.getppid() != parent:
            os._exit(1)

    return prepare


def stop(child: subprocess.Popen[bytes], *, with_signal: signal.Signals, patience: float) -> None:
    """Ask a child to end; after so many seconds, end it."""
    if child.poll() is None:
        child.send_signal(with_signal)
    try:
        child.wait(patience)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def alive(pid: int) -> bool:
    """Whether a process exists and is not merely waiting to be collected."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def wait_gone(pid: int, patience: float) -> bool:
    """Wait until a process that is not our child has ended; says whether it has."""
    deadline = time.monotonic() + patience
    while alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def follow_parent(with_signal: signal.Signals = signal.SIGTERM) -> None:
    """From inside a child that others started: end when its parent ends."""
    LIBC.prctl(PR_SET_PDEATHSIG, int(with_signal))
    if os.getppid() == 1:
        os.kill(os.getpid(), with_signal)
