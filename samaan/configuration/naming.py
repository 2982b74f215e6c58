"""Which file of the pack an uploaded one is: by what it says of itself, by its name, or by what is told."""

import re
from collections.abc import Collection, Mapping
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from samaan.xforms.workbook import read_workbook

# What people send for a workbook; reading it says whether it is one.
WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".xltx", ".ods")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
# Files whose names are free, by folder; all others have a name of their own.
FREE = (
    re.compile(r"forms/[A-Za-z0-9][A-Za-z0-9_.-]{0,79}\.(xlsx|csv)"),
    re.compile(r"codelists/[a-z][a-z0-9_]{0,59}\.csv"),
    re.compile(r"messages/[a-z][a-z0-9_]{0,59}\.[a-z]{2,3}\.md"),
)
OWN = ("instruments.yaml", "indicators.yaml", "results_framework.yaml", "calendars/holidays.csv")


def path_of(name: str, data: bytes, forms: Mapping[str, str], known: Collection[str], *, folder: str = "") -> str:
    """The path in the pack of a file called `name`; ValidationError when there can be no such file.

    `forms` has the path of each form by its identity, `known` are the paths of the pack at work; `folder` is told when
    the name alone does not say it.
    """
    name = PurePosixPath(name.replace("\\", "/")).name
    stem, ending = PurePosixPath(name).stem, PurePosixPath(name).suffix.lower()
    if ending in WORKBOOKS:
        return forms.get(identity_of(data)) or f"forms/{slugify(stem).replace('-', '_')[:60] or 'form'}.xlsx"
    if not NAME.fullmatch(name):
        raise ValidationError(_("Name the file with letters, digits, “_”, “-” and “.” only."))
    same = [path for path in sorted({*known, *OWN}) if path.rpartition("/")[2] == name]
    if folder:
        same = [f"{folder}/{name}"]
    if len(same) > 1:
        words = _("Several files of the pack have this name: %(paths)s. Say in which folder it stands.")
        raise ValidationError(words % {"paths": ", ".join(same)})
    path = same[0] if same else usual(name, ending)
    refuse_unknown(path, known)
    return path


def usual(name: str, ending: str) -> str:
    return {".csv": f"codelists/{name}", ".md": f"messages/{name}"}.get(ending, name)


def refuse_unknown(path: str, known: Collection[str]) -> None:
    """A pack has no other files than these; nothing is ever written beside it."""
    if path in known or path in OWN or any(form.fullmatch(path) for form in FREE):
        return
    words = _(
        "A pack has no file “%(path)s”. It is made of forms (.xlsx), lists (.csv), messages (.md) and: %(known)s."
    )
    plain = sorted(name for name in {*known, *OWN} if "/" not in name)
    raise ValidationError(words % {"path": path, "known": ", ".join(plain)})


def identity_of(data: bytes) -> str:
    """What a workbook says it is, whatever the file is called now and however broken it is."""
    rows = read_workbook(data).sheet("settings").rows
    return rows[0]["form_id"] if rows else ""
