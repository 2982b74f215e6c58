"""people: what the search for persons needs."""

import click

from samaan.cli.base import Group, database, key_unlocked
from samaan.cli.console import say


@click.group(cls=Group)
def people() -> None:
    """Finding persons."""


@people.command()
def retoken() -> None:
    """Make the tokens by which persons are found anew, where key, algorithm or nicknames have changed.

    The worker does the same by itself every ten minutes; until it is done, those persons are not found by name. Names
    are opened in memory only. It may be interrupted and begun again.
    """
    key_unlocked()
    with database("job"):
        from samaan.people.retokenising import retokenise

        done = retokenise(told=lambda number: say(f"{number} persons so far"))
    say(f"Tokens made anew for {done} persons." if done else "All tokens are up to date.")
