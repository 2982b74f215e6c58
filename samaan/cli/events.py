"""events: the event stream and its seal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from samaan.cli.base import Group, WrongSettings, database, mistakes_told, read_config
from samaan.cli.console import say

SHOWN = 50


class Unsure(click.ClickException):
    """Nothing was found changed, and nothing can be vouched for."""

    exit_code = 3


@click.group(cls=Group)
def events() -> None:
    """The event stream: who did what and when, sealed so that nobody changes it unseen."""


def trusting(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what to trust."""
    for option in (
        click.option(
            "--public-key",
            "key_file",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help="A file with the public keys to trust, in place of seal.pub in the data folder.",
        ),
        click.option(
            "--witness",
            "witnesses",
            multiple=True,
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help="A witness file or a saved e-mail to compare with, in place of the installation's witness.",
        ),
    ):
        command = option(command)
    return command


@events.command()
@trusting
def verify(key_file: Path | None, witnesses: tuple[Path, ...]) -> None:
    """Compute the whole log anew and say what is wrong with it, and where.

    Every event against its hash, every hash against the tree, every checkpoint against its signature and the one
    before, and the newest checkpoints against the witness. The result stands on the auditor's page.

    Ends with 0 when the log is whole, 1 when it was changed, 3 when nothing was found changed but something keeps from
    saying that it is whole (no witness, nothing sealed yet, a sealer that stands still, no database).
    """
    with unsure_when_it_fails(), database("auditor") as config:
        from samaan.audit.verifying import verify_and_keep

        result = verify_and_keep(config, key_file=key_file, witnesses=witnesses)
    for finding in result.findings[:SHOWN]:
        say(f"  {finding}")
    if len(result.findings) > SHOWN:
        say(f"  … and {len(result.findings) - SHOWN} more")
    looked_at = f"{result.events} events, {result.sealed} of them sealed by {result.checkpoint} checkpoints"
    if result.changed:
        raise click.ClickException(f"The log was changed. Looked at {looked_at}.")
    if result.findings:
        raise Unsure(f"Nothing was found changed, but the log cannot be vouched for. Looked at {looked_at}.")
    say(f"The log is whole: {looked_at}.")


@contextmanager
def unsure_when_it_fails() -> Iterator[None]:
    """Whoever could not look has not found the log changed."""
    try:
        with mistakes_told():
            yield
    except WrongSettings:
        raise
    except click.ClickException as mistake:
        raise Unsure(mistake.message) from None


@events.command()
@click.argument("event_id", type=click.IntRange(1))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The file to write.")
@click.option("--checkpoint", type=click.IntRange(1), help="Prove it against this checkpoint (default: the newest).")
def proof(event_id: int, output: Path, checkpoint: int | None) -> None:
    """Write a small file that proves that one event is in the log.

    `samaan events check-proof` checks it on any machine, without a database.
    """
    with database("auditor"):
        from samaan.audit import proofs

        write(output, lambda: proofs.prove_event(event_id, number=checkpoint))


@events.command()
@click.argument("earlier", type=click.IntRange(1))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The file to write.")
@click.option("--later", type=click.IntRange(1), help="The later checkpoint (default: the newest).")
def growth(earlier: int, output: Path, later: int | None) -> None:
    """Write a small file that proves that since an earlier checkpoint the log only grew.

    For somebody who holds that checkpoint, from a witness file or an e-mail. `samaan events check-proof` checks it.
    """
    with database("auditor"):
        from samaan.audit import proofs

        write(output, lambda: proofs.prove_growth(earlier, later))


def write(output: Path, prove: Callable[[], str]) -> None:
    from samaan.audit.proofs import NoProof

    try:
        output.write_text(prove(), encoding="utf-8")
    except NoProof as reason:
        raise click.ClickException(str(reason)) from None
    except OSError as trouble:
        raise click.ClickException(f"{output}: {trouble.strerror}") from None
    say(f"The proof is in {output}.")


@events.command(name="check-proof")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@trusting
def check_proof(file: Path, key_file: Path | None, witnesses: tuple[Path, ...]) -> None:
    """Check a proof file. Needs no database, only what you trust: public keys, or checkpoints that a witness kept.

    Without options the data folder's seal.pub is trusted. Ends with 0 when the proof holds and 1 when it does not.
    """
    from samaan.audit import checking, checkpoints, keys
    from samaan.audit.telling import told

    if key_file is None and not witnesses:
        key_file = read_config().seal_public_file()
    known = keys.read_public(key_file) if key_file else []
    witnessed = [one for path in witnesses for one in checkpoints.read(path.read_text(errors="replace"))]
    if witnesses and not witnessed:
        raise click.ClickException("The witness given holds no checkpoint.")
    try:
        proved = checking.check(file.read_text(encoding="utf-8", errors="replace"), known=known, witnessed=witnessed)
    except checking.WrongProof as reason:
        raise click.ClickException(str(reason)) from None
    for line in told(proved):
        say(line)


@events.command(name="new-key")
def new_key() -> None:
    """Make a new signing key, when the old one is lost or may be known to others.

    Checkpoints of the old key stay valid. Tell whoever keeps checkpoints the new public key, and start the sealer anew.
    """
    from samaan.audit import keys

    say(f"The new public key is {keys.replace(read_config())}")
    say("Keep a copy of seal.key in a safe place, and start the sealer anew (systemctl restart samaan-sealer).")
