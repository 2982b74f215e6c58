"""Changing the master key while pages run: everything it wrapped is wrapped anew, in small portions.

Interrupted at any point, even by a lost machine, it goes on where it was: each portion is one transaction, each row
says which version wrapped it, and the old version is given up only when the database holds nothing of it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.db import IntegrityError, connection
from django.db.models import Model, QuerySet

from samaan.config import BadConfiguration, Config
from samaan.masterkey import MasterKey, made
from samaan.vault import held, keyring, master, uploads
from samaan.vault.models import DataKey, HeldAnswers, LastingKey, MasterVersion, Upload

PORTION = 1000
Told = Callable[[int], object]
# Opens a transaction that may see every row; what that takes is known to the contexts above.
Within = Callable[[], AbstractContextManager[Any]]


class Table(ABC):
    """Rows that the master key wraps, gone through in portions."""

    model: type[Model]

    def rewrap(self, by: MasterKey, within: Within, told: Told) -> int:
        """All of them; returns how many were not yet by this version."""
        done, last = 0, None
        while True:
            with within():
                rows = self.rows(by).order_by("pk")
                rows = rows if last is None else rows.filter(pk__gt=last)
                portion = list(rows.select_for_update(of=("self",))[:PORTION])
                count = self.write(portion, by)
            if not portion:
                return done
            last = portion[-1].pk
            done += count
            told(count)

    def rows(self, by: MasterKey) -> QuerySet[Any]:
        """Those that may have to be wrapped anew."""
        return self.model._default_manager.all()

    @abstractmethod
    def write(self, portion: list[Any], by: MasterKey) -> int:
        """Wrap these anew; returns how many needed it."""


class Wrapped(Table):
    """A table whose rows say which version wrapped them, and what each of them is bound to."""

    def __init__(self, model: type[Model], column: str, bound_to: Callable[[Any], str]) -> None:
        self.model, self.column, self.bound_to = model, column, bound_to

    def rows(self, by: MasterKey) -> QuerySet[Any]:
        return self.model._default_manager.exclude(master_id=by.version)

    def write(self, portion: list[Any], by: MasterKey) -> int:
        self._write(by, [row.pk for row in portion], [self._wrapped_anew(row, by) for row in portion])
        return len(portion)

    def _wrapped_anew(self, row: Any, by: MasterKey) -> bytes:
        bound_to = self.bound_to(row)
        return master.wrap(master.unwrap(bytes(getattr(row, self.column)), bound_to), bound_to, by)

    def _write(self, by: MasterKey, keys: list[Any], wrapped: list[bytes]) -> None:
        """One statement for the whole portion."""
        meta = self.model._meta
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {meta.db_table} t SET {self.column} = n.wrapped, master_id = %s"
                f" FROM unnest(%s::{meta.pk.rel_db_type(connection)}[], %s::bytea[]) n (key, wrapped)"
                f" WHERE t.{meta.pk.column} = n.key",
                [by.version, keys, wrapped],
            )


class Unmarked(Table):
    """A table that says nothing of versions, because it is not ours alone: each row is tried.

    `anew` seals one row by a version and says whether that was needed.
    """

    def __init__(self, model: type[Model], column: str, anew: Callable[[Any, MasterKey], bool]) -> None:
        self.model, self.column, self.anew = model, column, anew

    def write(self, portion: list[Any], by: MasterKey) -> int:
        changed = [row for row in portion if self.anew(row, by)]
        self.model._default_manager.bulk_update(changed, [self.column])
        return len(changed)


# Contexts above append theirs in `ready()`: best `Wrapped`, whose rows have the field `master = wrapped_by()`.
WRAPPED: list[Table] = [
    Wrapped(DataKey, "wrapped", lambda row: keyring.bound_to(row.record_id, row.version, row.sealed_class)),
    Wrapped(LastingKey, "wrapped", lambda row: master.lasting_bound_to(row.purpose)),
    Wrapped(Upload, "wrapped", uploads.bound_to),
    Wrapped(HeldAnswers, "sealed", lambda row: held.bound_to(row.user_id, row.path)),
]


def is_under_way() -> bool:
    """Whether a change was begun and is not over."""
    return len(master.versions()) > 1 or MasterVersion.objects.count() > 1


def begin(config: Config, within: Within) -> MasterKey:
    """A new version, in the key file before anything is wrapped by it; the one that is there when one was begun.

    1. the keys that must last, 2. the version's row, 3. the key file.
    """
    held_keys = master.versions()
    with within():
        keep_lasting()
        known = max(MasterVersion.objects.select_for_update().values_list("version", flat=True))
        if len(held_keys) == 1 and known == held_keys[-1].version:
            known += 1
            MasterVersion.objects.create(version=known)
    if held_keys[-1].version < known:
        config.keep_master_keys([*held_keys, made(known)])
    with within():
        note_marks()
    return master.newest()


def keep_lasting() -> None:
    """What must be found by the same tokens for ever: its keys no longer follow from the master key."""
    first = master.versions()[0]
    if first.version != master.FIRST:
        return
    for purpose in master.LASTING:
        wrapped = master.wrap(master.first_blinding(first, purpose), master.lasting_bound_to(purpose), first)
        LastingKey.objects.get_or_create(purpose=purpose, defaults={"wrapped": wrapped, "master_id": first.version})


def rewrap_all(by: MasterKey, within: Within, told: Told = lambda number: None) -> int:
    """Everything that another version wrapped; returns how much that was."""
    return sum(table.rewrap(by, within, told) for table in WRAPPED)


def retire(config: Config, by: MasterKey, within: Within, note: Callable[[], object]) -> bool:
    """Give up every version but this one, for ever; says whether nothing was wrapped by another meanwhile."""
    try:
        with within(), connection.cursor() as cursor:
            # Refused at the end of the transaction while anything refers to it.
            cursor.execute("DELETE FROM vault_masterversion WHERE version <> %s", [by.version])
            note()
    except IntegrityError:
        return False
    config.keep_master_keys([by])
    return True


def refuse_other_key() -> None:
    """Another key in the place of the right one would wrap what nobody can open later. Raises BadConfiguration."""
    held_keys = {key.version: key.mark for key in master.versions()}
    for row in MasterVersion.objects.exclude(mark=""):
        if held_keys.get(row.version, row.mark) != row.mark:
            raise BadConfiguration(
                f"The master key {row.version} that was found ({held_keys[row.version]}) is not the one this database"
                f" works with ({row.mark}). Put the right one back from your safe copy."
            )
    if not MasterVersion.objects.filter(version=master.newest().version).exists():
        there = ", ".join(map(str, MasterVersion.objects.values_list("version", flat=True)))
        raise BadConfiguration(
            f"The master key that was found is version {master.newest().version}; this database works with {there}."
            " Put the right one back from your safe copy."
        )


def note_marks() -> None:
    """Which key each version is, so that another one is noticed; for the worker's role."""
    for key in master.versions():
        MasterVersion.objects.filter(version=key.version, mark="").update(mark=key.mark)
