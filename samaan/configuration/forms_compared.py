"""The forms that a change touches: which are new or gone, and what differs question by question."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from samaan.countrypack import formversions
from samaan.countrypack.models import FormVersion
from samaan.countrypack.workbooks import Workbook
from samaan.xforms.comparing import CHANGED, GONE, NEW, Compared, compare_forms


@dataclass(frozen=True)
class FormChange:
    """One form: what it was and what it would be."""

    kind: str
    form_id: str
    title: str
    file: str
    version: str
    was: str = ""
    compared: Compared | None = None


def compare_all(old: Mapping[str, Any], books: Mapping[str, Workbook]) -> list[FormChange]:
    """Every form that differs from those in the content at work, in the order of the pack; then those that are gone."""
    before = {row["form_id"]: row for row in old.get("forms") or ()}
    found = [change_of(book, before.get(form_id)) for form_id, book in books.items()]
    gone = [gone_form(row) for form_id, row in before.items() if form_id not in books]
    return [change for change in found if change] + gone


def change_of(book: Workbook, before: Mapping[str, Any] | None) -> FormChange | None:
    row = book.row
    named = row["form_id"], row["title"], row["file"], row["version"]
    if before is None:
        return FormChange(NEW, *named)
    if before["checksum"] == row["checksum"]:
        return None
    assert book.form
    old = formversions.definition(FormVersion.objects.get(checksum=before["checksum"]))
    return FormChange(CHANGED, *named, before["version"], compare_forms(old, book.form, get_language() or "en"))


def gone_form(row: Mapping[str, Any]) -> FormChange:
    return FormChange(GONE, row["form_id"], row["title"], row["file"], row["version"], row["version"])
