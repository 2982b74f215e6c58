"""The XForm of a workbook, made by pyxform, and what pyxform refuses as faults with sheet, row and column."""

import io
import re

from django.utils.translation import gettext as _

from samaan.xforms.bindings import Bindings, read_bindings
from samaan.xforms.faults import Fault

ROW = re.compile(r"\[row : (\d+|unknown)\]\s*")
SHEET = re.compile(r"'(survey|choices|settings|entities|osm|external_choices)' sheet")
COLUMN = re.compile(r"the '([\w:. -]+)' (?:value|column)")


def convert_workbook(data: bytes) -> tuple[str, Bindings, list[Fault]]:
    """The XForm as text, and what it binds; or why there is none."""
    # Needed when a pack is checked or changed, and a sixth of the start of every process.
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    try:
        found = convert(xlsform=io.BytesIO(data), file_type=".xlsx", validate=False, pretty_print=False)
        return found.xform, read_bindings(found.xform), []
    except PyXFormError as error:
        return "", Bindings(), [in_place(str(error))]
    except Exception as error:  # pyxform trusts its workbooks; whatever it stumbles over is the workbook's fault
        problem = _("pyxform cannot convert the workbook (%(error)s).") % {"error": type(error).__name__}
        remedy = _("Look for empty headings and for rows that belong nowhere.")
        return "", Bindings(), [Fault("survey", 0, "", problem, remedy)]


def in_place(message: str) -> Fault:
    """A message of pyxform with the row, sheet and column it names."""
    row, sheet, column = ROW.search(message), SHEET.search(message), COLUMN.search(message)
    return Fault(
        sheet[1] if sheet else "survey",
        int(row[1]) if row and row[1].isdigit() else 0,
        column[1] if column else "",
        ROW.sub("", " ".join(message.split())),
        _("docs/forms.md lists what is supported."),
    )
