"""Tells long-lived answers, such as live updates, that this web process is about to end."""

import asyncio
import signal
from types import FrameType

closing = asyncio.Event()


def watch_signals() -> None:
    """Set `closing` at the signals that end the server, which then go on to the server's own handler.

    Call it inside the running loop, after the server took over the signals.
    """
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        _chain(number, loop)


def _chain(number: signal.Signals, loop: asyncio.AbstractEventLoop) -> None:
    before = signal.getsignal(number)

    def handle(received: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(closing.set)
        if callable(before):
            before(received, frame)

    signal.signal(number, handle)
