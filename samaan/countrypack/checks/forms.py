"""Forms: XLSForms in `forms/`, with the CSV files they choose from beside them."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from samaan.countrypack.faults import Fault
from samaan.countrypack.reading import Source
from samaan.xforms.definition import Definition
from samaan.xforms.reading import read_form

FOLDER = "forms"


def check(source: Source) -> Iterator[Fault]:
    lists = {path.name: path.read_bytes() for path in files(source, "csv")}
    known: dict[str, str] = {}
    for path in files(source, "xlsx"):
        file = f"{FOLDER}/{path.name}"
        read = read_form(path.read_bytes(), lists)
        for fault in read.faults:
            yield Fault(file, fault.row, fault.column, fault.problem, fault.remedy, fault.sheet)
        if read.form:
            yield from given_twice(read.form, file, known)


def files(source: Source, ending: str) -> list[Path]:
    """Spreadsheet programs leave lock files behind, whose names begin with “~$” or “.~”."""
    return sorted(
        path for path in source.folder.glob(f"{FOLDER}/*.{ending}") if path.is_file() and path.name[0] not in "~."
    )


def given_twice(form: Definition, file: str, known: dict[str, str]) -> Iterator[Fault]:
    """Filled-in forms name their form by its identity alone."""
    other = known.setdefault(form.form_id, file)
    if other != file:
        problem = _("%(file)s has the same form_id “%(form)s”.") % {"file": other, "form": form.form_id}
        yield Fault(file, 2, "form_id", problem, _("Give each form an identity of its own."), "settings")
