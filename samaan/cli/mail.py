"""E-mails that came back."""

from typing import BinaryIO

import click

from samaan.cli.base import Group, database
from samaan.cli.console import say


@click.group(cls=Group)
def mail() -> None:
    """E-mails that could not be delivered."""


@mail.command()
@click.argument("message", type=click.File("rb"), default="-")
def bounced(message: BinaryIO) -> None:
    """Take in one delivery report, from a FILE or from standard input: a mail server's pipe.

    Postfix: `bounces: "|samaan mail bounced"` in /etc/aliases, with recipient_delimiter = +.
    """
    with database("job"):
        from samaan.alerts.bounces import take_in

        noted = take_in(message.read())
    # Whatever is no report of ours is swallowed: a mail server would answer a failure with another bounce.
    if not noted:
        say("No report about a message of ours.")
