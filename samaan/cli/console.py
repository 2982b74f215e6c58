"""How the commands speak: short lines, and a sign of life for whatever takes its time."""

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

TICK_SECONDS = 2


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


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Rows under heads, as wide as their widest."""
    widths = [max(len(str(cell)) for cell in column) for column in zip(heads, *rows, strict=True)]
    for row in (heads, ["─" * width for width in widths], *rows):
        say("  " + "  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
