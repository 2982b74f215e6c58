"""A master key under a passphrase: asked for once, at the start, and kept in memory that the children can reach."""

import os
import sys
from collections.abc import Callable

import click

from samaan import masterkey
from samaan.config import BadConfiguration, Config

VARIABLE = "SAMAAN_UNLOCKED"
TRIES = 3
LONGEST = 1024


def unlock(config: Config, *, ask: Callable[[str], str] | None = None) -> None:
    """See to it that this process and its children can open the locked key; nothing to do for any other source.

    What is kept is not the passphrase but the key made from it, in memory of this process that has a name only
    there: when the process ends, it is gone.
    """
    if config.master_key_from != "passphrase" or config.unlocked is not None:
        return
    path = config.master_key_file()
    opener = _from_descriptor(config) if config.passphrase_fd is not None else _from_terminal(config, ask or _ask)
    descriptor = os.memfd_create("samaan-unlocked", os.MFD_CLOEXEC)
    os.write(descriptor, opener)
    os.environ[VARIABLE] = f"/proc/{os.getpid()}/fd/{descriptor}"
    assert masterkey.unlock(path, opener)


def _from_descriptor(config: Config) -> bytes:
    number = config.passphrase_fd
    assert number is not None
    try:
        with open(number, "rb") as source:
            words = source.readline(LONGEST).decode().rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise BadConfiguration(f"SAMAAN_PASSPHRASE_FD: nothing can be read from descriptor {number}.") from None
    opener = _opener(config, words)
    if opener is None:
        raise BadConfiguration(f"The passphrase from descriptor {number} does not open {config.master_key_file()}.")
    return opener


def _from_terminal(config: Config, ask: Callable[[str], str]) -> bytes:
    if ask is _ask and not sys.stdin.isatty():
        raise BadConfiguration(
            "The master key is locked, and there is neither a terminal to ask for its passphrase nor a file to read it"
            " from (SAMAAN_PASSPHRASE_FD). Nothing was started."
        )
    for _try in range(TRIES):
        opener = _opener(config, ask("Passphrase of the master key"))
        if opener is not None:
            return opener
        click.echo("That is not it.", err=True)
    raise BadConfiguration(f"The passphrase does not open {config.master_key_file()}.")


def _opener(config: Config, words: str) -> bytes | None:
    path = config.master_key_file()
    opener = masterkey.opener_of(path, words)
    try:
        masterkey.unlock(path, opener)
    except masterkey.WrongPassphrase:
        return None
    return opener


def _ask(words: str) -> str:
    answer: str = click.prompt(words, hide_input=True, err=True)
    return answer
