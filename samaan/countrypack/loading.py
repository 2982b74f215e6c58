"""Putting a pack to work: all of it, in one transaction, or nothing."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.countrypack import active, formversions, seats
from samaan.countrypack.changes import Change
from samaan.countrypack.checking import check, check_source
from samaan.countrypack.comparing import compare
from samaan.countrypack.faults import Fault, OlderVersion, PackFaults
from samaan.countrypack.models import PackVersion
from samaan.countrypack.reading import Source, checksum, read
from samaan.places.loading import load_regions

__all__ = ["AFTER", "LOADERS", "check", "load"]

Content = Mapping[str, Any]

# A loader writes its part of the content and says in words what changed. Upper contexts append theirs in `ready()`.
LOADERS: list[Callable[[Content], list[Change]]] = [
    lambda content: [Change(f"region:{code}", words) for code, words in load_regions(content)],
    seats.load_organisations,
    seats.load_units,
    seats.load_roles,
]

# Told of a version that was put to work, in its transaction: the event stream appends its event here.
AFTER: list[Callable[[PackVersion, User | None], object]] = []

# Two people loading at once: the second waits. Any fixed number of ours.
LOCK = 5_386_233


def load(
    folder: Path | str, *, by: User | None = None, dry_run: bool = False, back_to: PackVersion | None = None
) -> list[str]:
    """Put the pack in a folder to work and say in words what changed.

    1. Read and check; PackFaults lists everything that is wrong.
    2. Refuse another country's pack, an older version (unless it goes `back_to` one), and a pack that lost codes
       records may hold.
    3. Keep each new version of a form with its workbook.
    4. Keep the whole content as a new PackVersion when it differs from the one at work.
    5. Write organisations, units, roles, regions, and what upper contexts keep.
    With `dry_run` nothing stays.
    """
    source = read(Path(folder))
    faults = check_source(source)
    if faults:
        raise PackFaults(faults)
    return load_checked(source, by=by, dry_run=dry_run, back_to=back_to)


def load_checked(
    source: Source, *, by: User | None, dry_run: bool = False, back_to: PackVersion | None = None
) -> list[str]:
    """The same for a pack that was read and found without faults."""
    with transaction.atomic():
        one_at_a_time()
        formversions.keep(source.workbooks)
        changes = [*changed_since_export(source), *put_to_work(source.content, by, back_to)]
        if dry_run:
            transaction.set_rollback(True)
        else:
            transaction.on_commit(active.forget)
    active.forget()
    return changes


def one_at_a_time() -> None:
    """Until this transaction ends nobody else puts a pack to work, and what is at work stays what it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def changed_since_export(source: Source) -> list[str]:
    """Whoever carries a pack from where it was tried is told when it is no longer that one."""
    exported = source.exported
    if not exported or exported["checksum"] == checksum(source.content):
        return []
    return [_("These files are no longer those of the export they come from (version %(version)s).") % exported]


def put_to_work(content: Content, by: User | None, back_to: PackVersion | None = None) -> list[str]:
    before = PackVersion.objects.filter(is_active=True).first()
    if before:
        refuse_another_country(before.content, content)
        if back_to is None:
            refuse_older(before.version, content["country"])
        refuse_loss(before.content, content)
    changes = compare(before.content if before else None, content)
    written = [change for loader in LOADERS for change in loader(content)]
    said = {change.about for change in changes}
    if before:
        # What somebody changed by hand since, and the pack now sets back.
        changes += [change for change in written if change.about not in said]
    words = [change.words for change in changes]
    if before is None or back_to or before.checksum != checksum(content):
        words = words or [_("Nothing but the order of lines changed.")]
        version = keep(content, words, by, back_to)
        for tell in AFTER:
            tell(version, by)
    return words


def keep(content: Content, changes: list[str], by: User | None, back_to: PackVersion | None) -> PackVersion:
    PackVersion.objects.filter(is_active=True).update(is_active=False)
    return PackVersion.objects.create(
        code=content["country"]["code"],
        version=content["country"]["version"],
        checksum=checksum(content),
        content=content,
        changes=changes,
        loaded_by=by,
        back_to=back_to,
    )


def refuse_another_country(old: Content, new: Content) -> None:
    if old["country"]["code"] != new["country"]["code"]:
        problem = _("This installation works for “%(country)s”.") % {"country": old["country"]["code"]}
        raise PackFaults(
            [Fault("country.yaml", 0, "code", problem, _("Another country needs an installation of its own."))]
        )


def refuse_older(at_work: str, country: Mapping[str, Any]) -> None:
    """What was tried elsewhere long ago does not undo what is at work by mistake."""
    if parts_of(country["version"]) < parts_of(at_work):
        words = {"version": country["version"], "at_work": at_work}
        problem = _("Version %(version)s is older than %(at_work)s, which is at work.") % words
        remedy = _("Raise the version, or go back to an earlier one with `samaan pack rollback`.")
        raise OlderVersion([Fault("country.yaml", 0, "version", problem, remedy)])


def parts_of(version: str) -> tuple[int, ...]:
    """`2026.10` -> (2026, 10)."""
    return tuple(int(part) for part in re.findall(r"\d+", version))


def refuse_loss(old: Content, new: Content) -> None:
    """Records keep codes: a code may become inactive, never disappear."""
    lists = {**new["codelists"], "regions": new["regions"]}
    faults = []
    for name, rows in {**old["codelists"], "regions": old["regions"]}.items():
        left = {row["code"] for row in lists.get(name, [])}
        file = "regions.csv" if name == "regions" else f"codelists/{name}.csv"
        for row in rows:
            if row["code"] not in left:
                problem = _("“%(code)s” is gone, and records may hold it.") % {"code": row["code"]}
                faults.append(Fault(file, 0, "code", problem, _("Put the line back with `no` under active.")))
    if faults:
        raise PackFaults(sorted(faults))
