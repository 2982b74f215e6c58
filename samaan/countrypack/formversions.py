"""Every version of every form: kept when a pack is loaded, and read back for whoever fills it in or looks at it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from samaan.countrypack.active import pack
from samaan.countrypack.faults import Fault, PackFaults
from samaan.countrypack.models import FormVersion
from samaan.countrypack.workbooks import FOLDER, Workbook, checksum
from samaan.xforms.definition import Definition
from samaan.xforms.reading import read_form


class Altered(Exception):
    """The workbook in the database is not the one that was loaded."""


def keep(workbooks: list[Workbook]) -> None:
    """Keep each workbook that is new; raises PackFaults when one changed and its version did not."""
    faults = [fault for workbook in workbooks if (fault := keep_one(workbook))]
    if faults:
        raise PackFaults(faults)


def keep_one(workbook: Workbook) -> Fault | None:
    row = workbook.row
    known = FormVersion.objects.filter(form_id=row["form_id"], version=row["version"]).only("checksum").first()
    if known is None:
        lists = {name: data.decode() for name, data in workbook.used.items()}
        named = {name: row[name] for name in ("form_id", "version", "title", "checksum")}
        FormVersion.objects.create(workbook=workbook.data, lists=lists, **named)
        return None
    if known.checksum == row["checksum"]:
        return None
    problem = _("The form has changed, but version “%(version)s” is the one before.") % {"version": row["version"]}
    remedy = _("Give it a new version: what was filled in stays with the version it was filled in with.")
    return Fault(workbook.file, 2, "version", problem, remedy, "settings")


def kept_files(content: Mapping[str, Any]) -> dict[str, bytes]:
    """The workbooks of a pack and the lists they choose from, by their paths in the pack's folder."""
    rows = content.get("forms") or ()
    kept = FormVersion.objects.in_bulk([row["checksum"] for row in rows], field_name="checksum") if rows else {}
    found: dict[str, bytes] = {}
    for row in rows:
        version = kept[row["checksum"]]
        found[row["file"]] = bytes(version.workbook)
        found |= {f"{FOLDER}/{name}": text.encode() for name, text in version.lists.items()}
    return found


def at_work(form_id: str) -> FormVersion:
    """The version that new submissions are filled in with. Raises KeyError when the pack has no such form."""
    return FormVersion.objects.defer("workbook", "lists").get(checksum=pack().forms[form_id].checksum)


def definition(version: FormVersion) -> Definition:
    """The form of a version, as it was when it was loaded; raises Altered when the workbook was changed since."""
    return read_kept(version.checksum)


@lru_cache(maxsize=64)
def read_kept(found: str) -> Definition:
    """Reading takes up to a second: once in each process."""
    kept = FormVersion.objects.get(checksum=found)
    lists = {name: text.encode() for name, text in kept.lists.items()}
    workbook = bytes(kept.workbook)
    form = read_form(workbook, lists).form if checksum(workbook, lists) == found else None
    if form is None:
        raise Altered(str(kept))
    return form
