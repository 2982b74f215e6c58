"""events: the event stream."""

import click

from samaan.cli.base import Group, database
from samaan.cli.console import say


@click.group(cls=Group)
def events() -> None:
    """The event stream: who did what, and when."""


@events.command()
def verify() -> None:
    """Compute every event's hash anew and compare.

    Tells events that were changed in the database behind the program's back. Ends with 1 when there are any.
    """
    with database("auditor"):
        from samaan.audit.verify import verify_leaves

        count, changed = verify_leaves()
    if changed:
        for event in changed:
            say(f"  event {event} was changed")
        raise click.ClickException(f"{len(changed)} of {count} events do not match their hash.")
    say(f"{count} events, all as they were written.")
