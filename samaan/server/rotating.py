"""Changing the master key of an installation that runs: everything wrapped anew, people's tokens, one event."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from samaan.access import context
from samaan.audit import stream
from samaan.config import Config
from samaan.masterkey import MasterKey
from samaan.people.retokenising import retokenise
from samaan.server import BusyError
from samaan.server.locking import only_one
from samaan.vault import master, rewrapping

Say = Callable[[str], None]
MOST_ROUNDS = 20
# Pages give up sooner; a job of the worker may take five minutes.
PATIENCE_SECONDS, PAUSE_SECONDS = 330, 0.2


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
    keys, persons = wrap_anew(new)
    if keep_old:
        return Rotated(old, new.version, keys, persons, retired=False)
    for _round in range(MOST_ROUNDS):
        wait_for_the_others(say)
        more = wrap_anew(new)
        keys, persons = keys + more[0], persons + more[1]
        done = Rotated(old, new.version, keys, persons, retired=True)
        if rewrapping.retire(config, new, within, done.note):
            return done
    raise BusyError("Something is still being wrapped by the old master key, again and again. Run it once more.")


def wrap_anew(new: MasterKey) -> tuple[int, int]:
    """Everything the old version wrapped, and whoever is found by its tokens; says how many of each."""
    return rewrapping.rewrap_all(new, within), retokenise()


def wait_for_the_others(say: Say) -> None:
    """Until every transaction that may have wrapped by the old version has ended, so that what it leaves is seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (now,) = cursor.fetchone()
        waited = 0.0
        while not _ended(cursor, now):
            if waited >= PATIENCE_SECONDS:
                raise BusyError("A transaction has been open for minutes. Run `samaan keys rotate` again later.")
            if waited == 0:
                say("Waiting for the transactions that are open …")
            time.sleep(PAUSE_SECONDS)
            waited += PAUSE_SECONDS


def _ended(cursor: Any, transaction: int) -> bool:
    cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint > %s", [transaction])
    (ended,) = cursor.fetchone()
    return bool(ended)


def within():
    """A transaction of the worker that may see every key."""
    return context.acting(context.of_job("rotation"))
