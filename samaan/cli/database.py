"""migrate and roles: the database."""

import os
from urllib.parse import unquote, urlsplit

import click

from samaan.cli.base import Group, database, read_config
from samaan.cli.console import say


@click.command()
def migrate() -> None:
    """Bring the tables to what this version of the program needs.

    Run it after each update, before `serve` and `work`. It works as the owner of the tables.
    """
    with database("owner"):
        from samaan.server.migrating import migrate as run

        run()


@click.group(cls=Group)
def roles() -> None:
    """The database roles."""


@roles.command()
def create() -> None:
    """Make the database, its roles and their privileges, and the key files.

    Uses the administrator named in SAMAAN_DATABASE_URL (password in the address or in PGPASSWORD). The roles' passwords
    are written to database-roles.json in the data folder, for its owner only. Running it again repairs what is missing
    and changes nothing else. The administrator is not needed afterwards: take it out of the address.
    """
    from samaan.server.postgres import database_running
    from samaan.server.roles import LOGIN_ROLES, admin_dsn, ensure_roles

    config = read_config()
    with database_running(config, say=say) as embedded:
        if embedded:
            dsn = embedded.dsn(config.database_address()[2])
        elif config.embedded:
            raise click.ClickException("The embedded database is in use by another `samaan`; its roles exist already.")
        else:
            dsn = admin_dsn(config, default_user=os.environ.get("PGUSER", "postgres"))
        make_keys(config, dsn)
        new = ensure_roles(dsn, config.data_dir)
    name = config.database_address()[2]
    say(f"The database {name} {'was made' if new else 'was there already'}; its roles are {', '.join(LOGIN_ROLES)}.")
    say(f"Their passwords and the key files are in {config.data_dir}.")
    say("Keep a copy of master.key, context.key and seal.key in a safe place.")
    say("Without master.key no record can be read again.")
    if unquote(urlsplit(config.database_url).password or ""):
        say("Now take the administrator's password out of SAMAAN_DATABASE_URL.")


def make_keys(config, dsn: str) -> None:
    """Key files for a new database; an old database wants its own keys back."""
    from samaan import keyfiles
    from samaan.server.roles import holds_tables

    missing = [name for name in keyfiles.NAMES if not (config.data_dir / name).exists()]
    if "master.key" in missing and holds_tables(dsn):
        raise click.ClickException(
            f"{config.data_dir / 'master.key'} is missing, and the database already holds records that only it opens."
            " Put it back from your safe copy."
        )
    config.create_keys()
