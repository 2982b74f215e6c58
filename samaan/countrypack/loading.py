"""Putting a pack to work: all of it, in one transaction, or nothing."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.countrypack import active, formversions, seats
from samaan.countrypack.checking import check, check_source
from samaan.countrypack.comparing import compare
from samaan.countrypack.faults import Fault, PackFaults
from samaan.countrypack.models import PackVersion
from samaan.countrypack.reading import checksum, read
from samaan.places.loading import load_regions

__all__ = ["AFTER", "LOADERS", "check", "load"]

Content = Mapping[str, Any]

# A loader writes its part of the content and says in words what changed. Upper contexts append theirs in `ready()`.
LOADERS: list[Callable[[Content], list[str]]] = [
    lambda content: load_regions(content["regions"], content["boundaries"]),
    seats.load_organisations,
    seats.load_units,
    seats.load_roles,
]

# Told of a version that was put to work, in its transaction: the event stream appends its event here.
AFTER: list[Callable[[PackVersion, User | None], object]] = []

# Two people loading at once: the second waits. Any fixed number of ours.
LOCK = 5_386_233


def load(folder: Path | str, *, by: User | None = None, dry_run: bool = False) -> list[str]:
    """Put the pack in a folder to work and say in words what changed.

    1. Read and check; PackFaults lists everything that is wrong.
    2. Refuse another country's pack, and a pack that lost codes records may hold.
    3. Keep each new version of a form with its workbook.
    4. Keep the whole content as a new PackVersion when it differs from the one at work.
    5. Write organisations, units, roles, regions, and what upper contexts keep.
    With `dry_run` nothing stays.
    """
    source = read(Path(folder))
    faults = check_source(source)
    if faults:
        raise PackFaults(faults)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        formversions.keep(source.workbooks)
        changes = put_to_work(source.content, by)
        if dry_run:
            transaction.set_rollback(True)
        else:
            transaction.on_commit(active.forget)
    active.forget()
    return changes


def put_to_work(content: Content, by: User | None) -> list[str]:
    before = PackVersion.objects.filter(is_active=True).first()
    if before:
        refuse_loss(before.content, content)
    changes = compare(before.content if before else None, content)
    for loader in LOADERS:
        changes += loader(content)
    if before is None or before.checksum != checksum(content):
        version = keep(content, changes, by)
        for tell in AFTER:
            tell(version, by)
    return changes


def keep(content: Content, changes: list[str], by: User | None) -> PackVersion:
    PackVersion.objects.filter(is_active=True).update(is_active=False)
    return PackVersion.objects.create(
        code=content["country"]["code"],
        version=content["country"]["version"],
        checksum=checksum(content),
        content=content,
        changes=changes,
        loaded_by=by,
    )


def refuse_loss(old: Content, new: Content) -> None:
    """Records keep codes: a code may become inactive, never disappear."""
    if old["country"]["code"] != new["country"]["code"]:
        problem = _("This installation works for “%(country)s”.") % {"country": old["country"]["code"]}
        raise PackFaults(
            [Fault("country.yaml", 0, "code", problem, _("Another country needs an installation of its own."))]
        )
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
