"""The command `samaan`."""

import click

from samaan import __version__
from samaan.cli import backup, base, database, events, files, health, keys, mail, packs, people, running, users


@click.group(cls=base.Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="samaan")
@base.data_dir_option
def samaan() -> None:
    """Samaan: the working system of a Counter-Trafficking Unit and the agencies around it.

    Settings are environment variables; docs/configuration.md lists them.
    """


for command in (
    running.demo,
    running.serve,
    running.work,
    running.seal,
    running.prepare_demo,
    database.migrate,
    database.roles,
    packs.pack,
    users.user,
    users.token,
    people.people,
    events.events,
    files.files,
    backup.backup,
    backup.restore,
    keys.keys,
    mail.mail,
    health.status,
    health.doctor,
):
    samaan.add_command(command)


def main() -> None:
    """Run a command; mistakes of the installation are told in one line."""
    try:
        with base.mistakes_told():
            samaan(prog_name="samaan", standalone_mode=False)
    except click.exceptions.Abort:
        raise SystemExit(130) from None
    except click.ClickException as failure:
        failure.show()
        raise SystemExit(failure.exit_code) from None
