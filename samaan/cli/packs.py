"""pack: checking and loading a country pack."""

from pathlib import Path

import click

from samaan.cli.base import Group, administering, database, django_ready, read_config
from samaan.cli.console import say

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group(cls=Group)
def pack() -> None:
    """The country pack: roles, code lists, forms, alert rules, directory."""


@pack.command()
@click.argument("folder", type=FOLDER, required=False)
def check(folder: Path | None) -> None:
    """Look for faults in a pack, without a database.

    FOLDER is the pack's folder (default: the one of SAMAAN_PACK). Each fault says where it is and what to do.
    """
    django_ready("app")
    from samaan.countrypack.loading import check as find_faults

    folder = folder or read_config().pack_dir()
    refuse(find_faults(folder))
    say(f"{folder}: no faults.")


@pack.command()
@click.argument("folder", type=FOLDER, required=False)
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def load(folder: Path | None, dry_run: bool) -> None:
    """Load a pack, or a new version of it, into the database.

    FOLDER is the pack's folder (default: the one of SAMAAN_PACK). A pack with faults changes nothing.
    """
    with database("app") as config:
        from samaan.countrypack.faults import PackFaults
        from samaan.countrypack.loading import load as run

        folder = folder or config.pack_dir()
        try:
            with administering():
                changes = run(folder, dry_run=dry_run, by=None)
        except PackFaults as found:
            refuse(found.faults)
            return
        for change in changes:
            say(f"  {change}")
        say(f"{folder}: {'nothing was changed (dry run)' if dry_run else 'loaded'}.")


def refuse(faults: list) -> None:
    """Print faults and end the command; no faults, no end."""
    for fault in faults:
        say(f"  {fault}")
    if faults:
        raise click.ClickException(f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'} in the pack.")
