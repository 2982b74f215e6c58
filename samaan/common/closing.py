"""Tells long-lived answers, such as live updates, that this web process is about to end."""

import asyncio
import signal
from types import FrameType

_closing: dict[asyncio.AbstractEventLoop, asyncio.Event] = {}


def closing() -> asyncio.Event:
    """Set once the running loop's server is about to end."""
    return _closing.setdefault(asyncio.get_running_loop(), asyncio.Event())


def watch_signals() -> None:
    """Set `closing()` at the signals that end the server, which then go on to the server's own handler.

    Call it inside the running loop, after the server took over the signals.
    """
    loop, ending = asyncio.get_running_loop(), closing()
    for number in (signal.SIGTERM, signal.SIGINT):
        _chain(number, loop, ending)


def _chain(number: signal.Signals, loop: asyncio.AbstractEventLoop, ending: asyncio.Event) -> None:
    before = signal.getsignal(number)

    def handle(received: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(ending.set)
        if callable(before):
            before(received, frame)

    signal.signal(number, handle)
