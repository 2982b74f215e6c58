"""keys: the master key and its copies."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from samaan import keyshares, masterkey
from samaan.cli.base import Group, database, key_unlocked, read_config
from samaan.cli.console import say
from samaan.keyshares import NEEDED, SHARES, ShareError, Sheet

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW = click.Path(dir_okay=False, path_type=Path)
WORDS_A_LINE = 5


@click.group(cls=Group)
def keys() -> None:
    """The master key: how it is, changing it, and keeping it where it is not lost and not found."""


@keys.command()
def status() -> None:
    """Say where the master key comes from, which version it is, and what it has wrapped. No key is shown."""
    with unlocked("job") as config:
        from samaan.server import keystate

        for line in keystate.told(config):
            say(line)


@keys.command()
@click.option("--keep-old", is_flag=True, help="Stop before the old version is given up; run it again to finish.")
def rotate(keep_old: bool) -> None:
    """Change the master key while everybody works on.

    A new version is made, all data keys are wrapped by it, persons' search tokens are made anew, and the old version is
    removed from the data folder. It may be interrupted at any point and run again. Web and worker take the new version
    up by themselves; where they run on several machines, use --keep-old, copy the key file to each, and run it again.

    Backups made before need the old key: keep its envelope, or make a backup now and let the old ones go.
    """
    with unlocked("job") as config:
        from samaan.server import rotating

        done = rotating.rotate(config, keep_old=keep_old, say=say)
    say(f"Wrapped anew: {done.keys:,} keys. Search tokens made anew: {done.persons:,} persons.")
    if not done.retired:
        say(f"Master keys {done.old} and {done.new} are both in use. `samaan keys rotate` gives up {done.old}.")
        return
    say(f"Master key {done.new} is the only one now. Make new copies (samaan keys export, samaan keys split),")
    say("and a backup. Copies of the old key are needed for the backups made before, and for nothing else.")


@keys.command()
def split() -> None:
    """Print the master key as three shares in words, to be kept apart on paper; any two of them make it again.

    One share alone tells nothing. Write each on its own sheet, give them to three people who do not sit together, and
    clear the screen. After `samaan keys rotate` split anew.
    """
    with unlocked() as config:
        key = config.master_keys()[-1]
    sheets = keyshares.split(key)
    say(f"Master key {key.version} ({key.mark}), set {sheets[0].set_number}: any {NEEDED} of {SHARES} shares.")
    for sheet in sheets:
        say()
        say(f"SHARE {sheet.place} OF {SHARES}   set {sheet.set_number}   Samaan master key {key.version}")
        for line in lines_of(sheet):
            say(line)


def lines_of(sheet: Sheet) -> list[str]:
    """The words of a share with their numbers, a few on each line."""
    numbered = [f"{place:2} {word:<10}" for place, word in enumerate(sheet.words, 1)]
    return ["  " + " ".join(numbered[at : at + WORDS_A_LINE]).rstrip() for at in range(0, len(numbered), WORDS_A_LINE)]


@keys.command()
def recover() -> None:
    """Make master.key again from two shares, typed in.

    A mistyped word, a share of another set, and the same share twice are named. A key file that is there is not
    written over.
    """
    config = read_config()
    path = config.data_dir / masterkey.NAME
    if path.exists():
        raise click.ClickException(f"{path} is there. Move it away first, if you are sure.")
    first = asked("First share, all its words (numbers may stay)")
    second = asked("Second share")
    key = keyshares.combine(first, second)
    from samaan import keyfiles

    if not keyfiles.write_new(path, masterkey.text_of([key])):
        raise click.ClickException(f"{path} is there. Nothing was written.")
    say(f"Master key {key.version} ({key.mark}) is in {path} again.")
    say("seal.key, seal.pub and context.key are not on the shares: `samaan keys import`, or docs/backup.md.")


def asked(what: str) -> Sheet:
    """A share from the terminal, asked for again until it is one; from a pipe, one line and one try."""
    tries = 5 if sys.stdin.isatty() else 1
    for last in [False] * (tries - 1) + [True]:
        typed: str = click.prompt(what, err=True)
        try:
            return keyshares.sheet(" ".join(word for word in typed.split() if not word.strip(".").isdigit()))
        except ShareError as mistake:
            if last:
                raise
            click.echo(str(mistake), err=True)
    raise AssertionError


@keys.command()
@click.option("--to", "path", type=NEW, required=True, help="The envelope to write.")
@click.option("--recipient", "recipients", multiple=True, metavar="age1…", help="A public key to encrypt to; repeat.")
def export(path: Path, recipients: tuple[str, ...]) -> None:
    """Write the key envelope: master.key, seal.key, seal.pub and context.key in one encrypted file.

    To the holders' public keys, or, without any, under a passphrase that is asked for. Keep it apart from the server
    and apart from the backups: with both, everything can be read.
    """
    from samaan.server import envelope
    from samaan.server.backup import archive

    with unlocked() as config:
        seal = (
            envelope.sealed_to(archive.recipients(recipients)) if recipients else envelope.sealed_by(new_passphrase())
        )
        held = envelope.write(config, path, seal)
    say(f"{path} holds {', '.join(held)}. Keep it apart from the server and from every backup.")


@keys.command(name="import")
@click.option("--from", "path", type=EXISTING, required=True, help="The envelope.")
@click.option("--identity", type=EXISTING, help="The file with a recipient's secret key; without it, a passphrase.")
def import_(path: Path, identity: Path | None) -> None:
    """Put the keys of an envelope into the data folder. Nothing that is there is written over."""
    from samaan.server import envelope
    from samaan.server.backup import archive

    config = read_config()
    opened = envelope.opened_by(
        archive.identities(identity) if identity else None,
        "" if identity else click.prompt("Passphrase of the envelope", hide_input=True, err=True),
    )
    written = envelope.put_back(config, path, opened)
    say(f"Into {config.data_dir}: {', '.join(written) or 'nothing, all of it was there'}.")


@keys.command()
def lock() -> None:
    """Put the master key under a passphrase, which `samaan serve` and `samaan work` then need at each start.

    master.key becomes master.key.locked (Argon2id, AES-256-GCM); set SAMAAN_MASTER_KEY_FROM=passphrase. Running it
    again changes the passphrase; processes that run keep what they unlocked.
    """
    with unlocked() as config:
        found = config.master_keys()
    locked, clear = config.data_dir / masterkey.LOCKED_NAME, config.data_dir / masterkey.NAME
    masterkey.lock(locked, found, new_passphrase())
    shred(clear)
    say(f"{locked} is made and {clear.name} removed. Set SAMAAN_MASTER_KEY_FROM=passphrase.")
    say("Whoever forgets the passphrase needs the shares or the envelope.")


@keys.command()
def unlock() -> None:
    """Take the passphrase away: master.key.locked becomes master.key again."""
    config = read_config()
    if config.master_key_from != "passphrase":
        raise click.ClickException("SAMAAN_MASTER_KEY_FROM is not passphrase: nothing is locked.")
    with unlocked() as config:
        masterkey.keep(config.data_dir / masterkey.NAME, config.master_keys())
    (config.data_dir / masterkey.LOCKED_NAME).unlink()
    say(f"{masterkey.NAME} is readable for its owner again. Set SAMAAN_MASTER_KEY_FROM=file.")


def shred(path: Path) -> None:
    """Write over a key before its file is removed; what a disk keeps of it besides is not ours to say."""
    if path.exists():
        with open(path, "r+b") as file:
            file.write(b"0" * path.stat().st_size)
            file.flush()
            os.fsync(file.fileno())
        path.unlink()


def new_passphrase() -> str:
    """Asked for twice, not too short."""
    words: str = click.prompt("New passphrase", hide_input=True, confirmation_prompt=True, err=True)
    if len(words) < masterkey.LEAST_LETTERS:
        raise click.ClickException(
            f"That is too short: at least {masterkey.LEAST_LETTERS} letters. Nothing was changed."
        )
    return words


def unlocked(role: str = "") -> Any:
    """The configuration with a key that opens; with a role, the database too."""
    from contextlib import nullcontext

    key_unlocked()
    return database(role) if role else nullcontext(read_config())
