"""What `samaan restore` does, in its order."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from samaan.cli.base import django_ready
from samaan.cli.console import say, step
from samaan.config import Config

if TYPE_CHECKING:
    from samaan.server.backup.restoring import Restored


class Doubtful(click.ClickException):
    """The data are back; the log they brought is not vouched for."""

    exit_code = 3


def restore_all(
    config: Config, archive: Path, identity: Path, lists: tuple[Path, ...], witness: Path | None, signer: str
) -> None:
    """1. look at everything, 2. the database and its roles, 3. rows and documents, 4. the event, 5. the log."""
    from samaan.server.backup import archive as archives

    by = archives.identities(identity)
    django_ready("owner")
    from samaan.server.backup import restoring
    from samaan.vault import erased

    beside = archive.parent / erased.COPY_NAME
    with step("Reading the archive to its end"):
        restoring.look_first(config, archive, by, signer=signer)
    with empty_database(config):
        restored = restoring.put_back(config, archive, by, [beside, *lists], say=say)
        say(f"{restored.rows:,} rows and {restored.examined.signed.manifest.files.count:,} documents are back.")
        if restored.erased_again:
            say(f"{restored.erased_again} records that had been erased since were erased again.")
        doubts = look_at_the_log(config, restored.examined.signed.manifest.checkpoint, witness)
        note_and_seal(config, archive, restored, sealed=not doubts)
    if doubts:
        raise Doubtful("The data are back, but the sealed log is not as it should be:\n  " + "\n  ".join(doubts))
    say("The sealed log is whole, up to the checkpoint that the archive names.")
    say("Everybody signs in anew. Now: samaan doctor, then start the services, then make a backup.")


@contextmanager
def empty_database(config: Config) -> Iterator[None]:
    """A database with its roles; an embedded one that is made for this is gone again when this block fails."""
    import shutil

    from samaan.server.connection import use_database
    from samaan.server.postgres import EmbeddedPostgres, database_running
    from samaan.server.roles import admin_dsn, ensure_roles

    if not config.embedded:
        if not (config.data_dir / "database-roles.json").exists():
            ensure_roles(admin_dsn(config, default_user=os.environ.get("PGUSER", "postgres")), config.data_dir)
        config.create_keys()
        passwords = config.role_passwords()
        use_database(PASSWORD=passwords["samaan_owner"])
        yield
        return
    with database_running(config, say=say) as server:
        assert isinstance(server, EmbeddedPostgres)
        try:
            ensure_roles(server.dsn(config.database_address()[2]), config.data_dir)
            config.create_keys()
            use_database(PORT=str(server.port), PASSWORD=config.role_passwords()["samaan_owner"])
            yield
        except Doubtful:
            raise
        except BaseException:
            server.stop()
            shutil.rmtree(config.data_dir / "postgres", ignore_errors=True)
            raise


def look_at_the_log(config: Config, checkpoint: str, witness: Path | None) -> list[str]:
    """The log in the database, beside the archive's checkpoint and whatever witness there is."""
    from samaan.audit.checkpoints import parse
    from samaan.audit.verify import verify
    from samaan.audit.verifying import known_keys
    from samaan.audit.witness import Copy, FileWitness
    from samaan.server.connection import acting_as

    copies = [Copy("archive", [parse(checkpoint)] if checkpoint else [])]
    path = witness or config.witness_path()
    if path.exists():
        copies.append(FileWitness(path).copy())
    with acting_as("auditor"):
        found = verify(known_keys(config.seal_public_file()), copies)
    return [str(finding) for finding in found.findings if finding.is_change]


def note_and_seal(config: Config, archive: Path, restored: "Restored", *, sealed: bool) -> None:
    """The restore is an event, sealed at once, so that the log goes on by this server's numbering of transactions.

    Not on top of a log that a witness knows better: the sealer then waits until somebody has looked.
    """
    from samaan.audit import keys, sealing
    from samaan.server.backup import running
    from samaan.server.connection import acting_as

    with acting_as("job"):
        running.note_restored(archive, restored)
    if sealed and (config.data_dir / "seal.key").exists():
        with acting_as("sealer"):
            sealing.seal_all(keys.signer(config))
