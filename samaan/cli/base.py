"""What every command shares: the data folder, Django, the database, and how mistakes are told."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import click

from samaan import config as configuration
from samaan.cli.console import say
from samaan.config import Config


def _set_data_dir(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value:
        os.environ["SAMAAN_DATA_DIR"] = value


def data_dir_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option --data-dir, which every command takes."""
    return click.option(
        "--data-dir",
        type=click.Path(file_okay=False),
        metavar="DIR",
        expose_value=False,
        is_eager=True,
        callback=_set_data_dir,
        help="The data folder; the same as SAMAAN_DATA_DIR (default: ./var).",
    )(command)


class Group(click.Group):
    """A group whose commands come in the order they were written, each with --data-dir."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(self.commands)

    def add_command(self, command: click.Command, name: str | None = None) -> None:
        if not isinstance(command, click.Group):
            data_dir_option(command)
        super().add_command(command, name)


def read_config() -> Config:
    """The configuration of this command."""
    return configuration.read()


def django_ready(role: str) -> None:
    """Set Django up to work as a database role."""
    import django

    os.environ["SAMAAN_DATABASE_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samaan.settings")
    # What is loaded stays: looking through it for what may go takes a sixth of the start.
    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()


@contextmanager
def database(role: str) -> Iterator[Config]:
    """The database is up and Django works in it as a role inside this block."""
    from samaan.server.postgres import database_running

    config = read_config()
    refuse_empty_folder(config)
    with database_running(config, say=say):
        django_ready(role)
        yield config


def key_unlocked() -> None:
    """The master key opens, for this process and its children; a passphrase is asked for once, here."""
    from samaan.server.unlocking import unlock

    config = read_config()
    refuse_empty_folder(config)
    unlock(config)


def refuse_empty_folder(config: Config) -> None:
    """A folder named by mistake is left as it is: only `demo` and `roles create` begin an installation."""
    if not (config.data_dir / "database-roles.json").exists():
        raise click.ClickException(
            f"There is no Samaan in {config.data_dir}. Name its data folder with --data-dir or SAMAAN_DATA_DIR,"
            " or begin one there with `samaan roles create` or `samaan demo`."
        )


def administering() -> AbstractContextManager[None]:
    """A transaction as whoever holds the machine: sees no record, leaves its events."""
    from samaan.access import context

    return context.acting(context.of_job("administration"))


@contextmanager
def mistakes_told() -> Iterator[None]:
    """Mistakes of the installation end the command with one clear line instead of a traceback."""
    import psycopg
    from django.db import OperationalError

    from samaan.keyfiles import KeyFileError
    from samaan.keyshares import ShareError
    from samaan.server import BusyError
    from samaan.server.backup import BackupError
    from samaan.server.demo import DemoError
    from samaan.server.postgres import PostgresError
    from samaan.server.roles import RolesError
    from samaan.server.supervisor import Stopped

    try:
        yield
    except configuration.BadConfiguration as mistake:
        raise WrongSettings(str(mistake)) from None
    except (KeyFileError, ShareError, BusyError, BackupError, DemoError, PostgresError, RolesError) as mistake:
        raise click.ClickException(str(mistake)) from None
    except (psycopg.OperationalError, OperationalError) as mistake:
        raise click.ClickException(
            f"The database does not answer: {str(mistake).strip()}\n`samaan doctor` looks further."
        ) from None
    except Stopped:
        raise SystemExit(0) from None


class WrongSettings(click.ClickException):
    """What the environment says cannot be used; ends with 2, as a wrong command line does."""

    exit_code = 2
