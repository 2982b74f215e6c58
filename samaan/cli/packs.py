"""pack: checking, loading, exporting and beginning a country pack, and the way back to an earlier version."""

from collections.abc import Iterable
from pathlib import Path

import click

from samaan import values
from samaan.cli.base import Group, administering, database, django_ready, read_config
from samaan.cli.console import say

PACK = click.Path(exists=True, path_type=Path)


@click.group(cls=Group)
def pack() -> None:
    """The country pack: roles, code lists, forms, alert rules, directory."""


@pack.command()
@click.argument("folder", type=PACK, required=False)
def check(folder: Path | None) -> None:
    """Look for faults in a pack, without a database.

    FOLDER is the pack's folder or zip file (default: the one of SAMAAN_PACK). Each fault says where it is and what
    to do.
    """
    django_ready("app")
    from samaan.countrypack.faults import PackFaults
    from samaan.countrypack.loading import check as find_faults
    from samaan.countrypack.unpacking import folder_of

    folder = folder or read_config().pack_dir()
    try:
        with folder_of(folder) as unpacked:
            refuse(find_faults(unpacked))
    except PackFaults as found:
        refuse(found.faults)
    say(f"{folder}: no faults.")


@pack.command()
@click.argument("folder", type=PACK, required=False)
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def load(folder: Path | None, dry_run: bool) -> None:
    """Load a pack, or a new version of it, into the database.

    FOLDER is the pack's folder or zip file (default: the one of SAMAAN_PACK). A pack with faults changes nothing.
    """
    with database("app") as config:
        from samaan.countrypack.faults import PackFaults
        from samaan.countrypack.loading import load as run
        from samaan.countrypack.unpacking import folder_of

        folder = folder or config.pack_dir()
        try:
            with administering(), folder_of(folder) as unpacked:
                changes = run(unpacked, dry_run=dry_run, by=None)
        except PackFaults as found:
            refuse(found.faults)
            return
        tell(changes)
        say(f"{folder}: {done(changes, dry_run, 'loaded')}.")


@pack.command()
@click.argument("target", type=click.Path(path_type=Path))
def export(target: Path) -> None:
    """Write the pack at work as files: to edit them, or to load them into another installation.

    TARGET is a folder that is not there yet or is empty, or a file whose name ends in .zip. Comments of the files the
    pack was loaded from are not kept.
    """
    with database("app"):
        from samaan.countrypack.exporting import as_zip
        from samaan.countrypack.exporting import export as write
        from samaan.countrypack.versions import NoWayBack, at_work

        try:
            with administering():
                version = at_work()
            if target.suffix == ".zip":
                with target.open("xb") as file:
                    file.write(as_zip(version.content))
            else:
                write(version.content, target)
        except NoWayBack as mistake:
            raise click.ClickException(str(mistake)) from None
        except FileExistsError:
            raise click.ClickException(f"{target} is there already. Name a new folder or file.") from None
        say(f"{target}: version {version.version} of “{version.code}”, number {version.pk}, is written.")


@pack.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--code", required=True, help="A short name in small letters, which never changes: jm.")
@click.option("--name", required=True, help="The country's name.")
@click.option("--like", default="tt", metavar="PACK", help="The pack whose lists, roles and forms it takes over.")
def new(folder: Path, code: str, name: str, like: str) -> None:
    """Begin a pack for another country, without a database.

    FOLDER is made. What is in it passes `samaan pack check` as it is, and explains what to change first.
    """
    django_ready("app")
    from samaan.countrypack.starting import start_pack

    try:
        values.pack(like)
        left_out = start_pack(folder, code=code, name=name, like=values.pack_folder(like))
    except FileExistsError:
        raise click.ClickException(f"{folder} is there already. Name a new folder.") from None
    except ValueError as mistake:
        raise click.ClickException(f"The pack cannot be begun: {mistake}.") from None
    for file in left_out:
        say(f"  {file} is left out: its choices are those of “{like}”. Copy it and change them.")
    say(f"{folder}: begun. Read README.md in it, and check it with `samaan pack check {folder}`.")


@pack.command()
def versions() -> None:
    """List every version that was ever loaded: its number, when, by whom, and what it changed."""
    with database("app"):
        from samaan.countrypack.versions import loaded_versions

        with administering():
            for version in loaded_versions():
                who = version.loaded_by.full_name if version.loaded_by else "the command line"
                mark = ", at work" if version.is_active else ""
                say(f"{version.pk}  {version.version}  {version.loaded_at:%Y-%m-%d %H:%M} UTC, by {who}{mark}")
                tell(version.changes)


@pack.command()
@click.argument("number", type=int)
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def rollback(number: int, dry_run: bool) -> None:
    """Put an earlier version to work again, as a new version.

    NUMBER is the one `samaan pack versions` says. Codes that came since stay in their lists, no longer offered.
    """
    with database("app"):
        from samaan.countrypack.faults import PackFaults
        from samaan.countrypack.versions import NoWayBack, go_back

        try:
            with administering():
                changes = go_back(number, by=None, dry_run=dry_run)
        except NoWayBack as mistake:
            raise click.ClickException(str(mistake)) from None
        except PackFaults as found:
            refuse(found.faults)
            return
        tell(changes)
        say(f"Number {number}: {done(changes, dry_run, 'at work again')}.")


def done(changes: list[str], dry_run: bool, words: str) -> str:
    """What a command ends with."""
    if dry_run:
        return "nothing was changed (dry run)"
    return words if changes else "nothing changed"


def tell(lines: Iterable[object]) -> None:
    for line in lines:
        say(f"  {line}")


def refuse(faults: list) -> None:
    """Print faults and end the command; no faults, no end."""
    tell(faults)
    if faults:
        raise click.ClickException(f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'} in the pack.")
