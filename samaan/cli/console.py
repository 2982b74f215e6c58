"""How the commands speak: short lines, and a sign of life for whatever takes its time."""

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

TICK_SECONDS = 2
MOST_SILENT_SECONDS = 60.0


def say(line: str = "") -> None:
    """One line for the person at the terminal, at once."""
    click.echo(line)
    sys.stdout.flush()


@contextmanager
def step(label: str) -> Iterator[None]:
    """Say what is being done, a dot every two seconds while it lasts, and how long it took."""
    click.echo(f"{label} …", nl=False)
    sys.stdout.flush()
    over = threading.Event()
    ticker = threading.Thread(target=_tick, args=[over], daemon=True)
    began = time.monotonic()
    ticker.start()
    try:
        yield
    except BaseException:
        over.set()
        click.echo("")
        raise
    over.set()
    ticker.join()
    click.echo(f" {time.monotonic() - began:.1f} s")
    sys.stdout.flush()


def _tick(over: threading.Event) -> None:
    while not over.wait(TICK_SECONDS):
        click.echo(".", nl=False)
        sys.stdout.flush()


class Progress:
    """How far something long has come: `1,200 of 20,000 reports, about 6 minutes left`.

    On a terminal one line that is written over; elsewhere a line now and then, ever more seldom.
    """

    def __init__(self, things: str) -> None:
        self.things = things
        self.began = time.monotonic()
        self.next, self.pause = self.began + TICK_SECONDS, float(TICK_SECONDS)
        self.over = sys.stdout.isatty()

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now < self.next or not done:
            return
        if not self.over:
            self.pause = min(self.pause * 1.5, MOST_SILENT_SECONDS)
        self.next = now + self.pause
        line = f"  {done:,} of {total:,} {self.things}, {left((now - self.began) * (total - done) / done)} left"
        click.echo(f"\r{line:<70}" if self.over else line, nl=not self.over)
        sys.stdout.flush()

    def finish(self, total: int) -> None:
        """The last line: how long it took."""
        took = time.monotonic() - self.began
        line = f"  {total:,} {self.things} in {minutes(took) if took >= 60 else f'{took:.1f} s'}"
        click.echo(f"\r{line:<70}" if self.over else line)
        sys.stdout.flush()


def left(seconds: float) -> str:
    """A time to wait, no more exact than it is known."""
    return f"about {minutes(seconds)}" if seconds >= 60 else "less than a minute"


def minutes(seconds: float) -> str:
    whole = round(seconds / 60)
    return f"{whole:,} minute{'s' * (whole != 1)}"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Rows under heads, as wide as their widest."""
    widths = [max(len(str(cell)) for cell in column) for column in zip(heads, *rows, strict=True)]
    for row in (heads, ["─" * width for width in widths], *rows):
        say("  " + "  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
