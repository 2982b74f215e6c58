"""Changing the master key of an installation that runs: everything wrapped anew, people's tokens, one event."""

from collections.abc import Callable
from dataclasses import dataclass

from samaan.access import context
from samaan.audit import stream
from samaan.config import Config
from samaan.people.retokenising import retokenise
from samaan.server import BusyError
from samaan.server.locking import only_one
from samaan.vault import master, rewrapping

Say = Callable[[str], None]
MOST_ROUNDS = 20


@dataclass(frozen=True)
class Rotated:
    """What was done; `retired` is false when the old version is kept for now."""

    old: int
    new: int
    keys: int
    persons: int
    retired: bool

    def note(self) -> None:
        """The event that it is done, in the transaction that gives the old version up."""
        stream.append(
            "keys.rotated", purpose="rotation", old=self.old, new=self.new, keys=self.keys, persons=self.persons
        )


def rotate(config: Config, *, keep_old: bool = False, say: Say = lambda line: None) -> Rotated:
    """Change the master key, or go on with a change that was interrupted.

    1. a new version in the key file, 2. what the old one wrapped is wrapped anew, 3. the tokens by which persons are
    found, 4. the old version is given up and kept nowhere.

    Works as the worker's database role.
    """
    with only_one(config.data_dir / "keys.lock", "Another `samaan keys` is changing the master key."):
        return _rotate(config, keep_old, say)


def _rotate(config: Config, keep_old: bool, say: Say) -> Rotated:
    resumed = rewrapping.is_under_way()
    old = master.versions()[0].version
    new = rewrapping.begin(config, within)
    say(f"Going on with the change to master key {new.version}." if resumed else f"Master key {new.version} was made.")
    if not resumed:
        with within():
            stream.append("keys.rotation_begun", purpose="rotation", old=old, new=new.version)
    keys = persons = 0
    for _round in range(MOST_ROUNDS):
        keys += rewrapping.rewrap_all(new, within)
        persons += retokenise()
        if keep_old:
            return Rotated(old, new.version, keys, persons, retired=False)
        done = Rotated(old, new.version, keys, persons, retired=True)
        if rewrapping.retire(config, new, within, done.note):
            return done
    raise BusyError("Something is still being wrapped by the old master key, again and again. Run it once more.")


def within():
    """A transaction of the worker that may see every key."""
    return context.acting(context.of_job("rotation"))
