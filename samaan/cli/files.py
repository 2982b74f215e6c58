"""files: the documents and whether they are whole."""

import click

from samaan.cli.base import Group, database
from samaan.cli.console import say


@click.group(cls=Group)
def files() -> None:
    """The documents that are kept."""


@files.command()
def verify() -> None:
    """Decrypt every document and compare it with the hash it had when it was kept.

    Nothing is shown or written. Ends with 0 when all are whole, 1 when one is missing or was changed.
    """
    with database("job"):
        from samaan.access.walking import verify_all

        looked_at, findings = 0, []
        for pk, trouble in verify_all():
            looked_at += 1
            if trouble:
                findings.append(pk)
                say(f"  {pk}: {trouble}")
            elif looked_at % 1000 == 0:
                say(f"{looked_at} documents so far")
    if findings:
        raise click.ClickException(f"{len(findings)} of {looked_at} documents are not what was kept.")
    say(f"All {looked_at} documents are whole.")
