"""The lists that questions choose from: the sheet `choices`, and CSV files beside the workbook."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from samaan.xforms.columns import Columns, split
from samaan.xforms.definition import Choice, ChoiceList, Wording
from samaan.xforms.faults import Fault
from samaan.xforms.workbook import Row, Sheet

MOST_ROWS = 50_000
LARGEST_FILE = 10 * 2**20


def read_lists(sheet: Sheet, columns: Columns, *, duplicates: bool) -> tuple[dict[str, ChoiceList], list[Fault]]:
    """Every list of the sheet `choices`."""
    faults: list[Fault] = []
    rows: dict[str, list[Row]] = {}
    for row in sheet.rows:
        name = columns.text(row, "list_name")
        if not name:
            problem, remedy = _("The list’s name is missing."), _("Write it, or empty the row.")
            faults.append(Fault("choices", row.number, columns.head("list_name"), problem, remedy))
        rows.setdefault(name, []).append(row)
    for found in rows.values():
        faults += wrong_names(found, columns, duplicates)
    more = frozenset(head for head in sheet.headers if head and split(head)[0] not in ("list_name", "label"))
    return {name: choice_list(name, found, columns, more) for name, found in rows.items()}, faults


def choice_list(name: str, rows: list[Row], columns: Columns, more: frozenset[str]) -> ChoiceList:
    choices = tuple(
        Choice(columns.text(row, "name"), wording(columns, row), {head: row[head] for head in more}, row.number)
        for row in rows
    )
    return ChoiceList(name, choices, more)


def wording(columns: Columns, row: Row) -> Wording:
    return Wording({language: (text,) for language, text in columns.by_language(row, "label").items()})


def wrong_names(rows: list[Row], columns: Columns, duplicates: bool) -> Iterator[Fault]:
    counted = Counter(columns.text(row, "name") for row in rows)
    head = columns.head("name")
    for row in rows:
        name = columns.text(row, "name")
        if not name:
            yield Fault("choices", row.number, head, _("The name is missing."), _("Give the choice a short name."))
        elif len(name.split()) > 1:
            remedy = _("Use “_” instead: answers to a select_multiple are separated by spaces.")
            yield Fault("choices", row.number, head, _("A name has no spaces."), remedy)
        elif counted[name] > 1 and not duplicates:
            problem = _("The name “%(name)s” is given twice.") % {"name": name}
            remedy = _("Give each choice of a list a name of its own.")
            yield Fault("choices", row.number, head, problem, remedy)
        if not columns.by_language(row, "label"):
            yield Fault("choices", row.number, columns.head("label"), _("The label is missing."), _("Write the label."))
        for language, text in columns.by_language(row, "label").items():
            if "${" in text:
                problem = _("The label of a choice cannot mention an answer.")
                yield Fault("choices", row.number, columns.head("label", language), problem, _("Write it out."))


def read_file(name: str, data: bytes, *, value: str = "name", label: str = "label") -> tuple[ChoiceList, list[Fault]]:
    """A list in a CSV file; the columns of names and labels may be called otherwise."""
    stem = name.removesuffix(".csv")
    try:
        rows = file_rows(data)
    except UnicodeDecodeError:
        return empty(stem), [Fault(name, 0, "", _("The file is not UTF-8."), _("Save it as “CSV UTF-8”."))]
    except (csv.Error, ValueError) as error:
        return empty(stem), [Fault(name, 0, "", str(error), _("Save the file again as CSV."))]
    heads = [head.strip() for head in rows[0]] if rows else []
    if not heads:
        return empty(stem), [Fault(name, 1, value, _("The file is empty."), _("Begin with the names of its columns."))]
    if len(heads) == 1 and ";" in heads[0]:
        # What a spreadsheet writes in countries with a decimal comma.
        problem = _("The columns are separated by semicolons.")
        remedy = _("Save the file with commas between the columns.")
        return empty(stem), [Fault(name, 1, heads[0], problem, remedy)]
    wrong = list(doubled_heads(name, heads))
    cells = [dict(zip(heads, (cell.strip() for cell in row), strict=False)) for row in rows[1:] if any(row)]
    choices = tuple(Choice(row.get(value, ""), file_label(row, label), row) for row in cells)
    return ChoiceList(stem, choices, frozenset(heads)), wrong


def doubled_heads(name: str, heads: list[str]) -> Iterator[Fault]:
    for head, count in Counter(filter(None, heads)).items():
        if count > 1:
            yield Fault(name, 1, head, _("This column stands here twice."), _("Remove one of them."))


def file_rows(data: bytes) -> list[list[str]]:
    if len(data) > LARGEST_FILE:
        raise ValueError(_("The file is larger than %(count)s MB.") % {"count": LARGEST_FILE // 2**20})
    reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    rows = []
    for row in reader:
        rows.append(row)
        if len(rows) > MOST_ROWS:
            raise ValueError(_("The file has more than %(count)s rows.") % {"count": MOST_ROWS})
    return rows


def file_label(row: Mapping[str, str], label: str) -> Wording:
    """`label` for every language, or `label::English (en)` for one."""
    found = {head.partition("::")[2].strip(): (text,) for head, text in row.items() if head.partition("::")[0] == label}
    return Wording(found)


def empty(name: str) -> ChoiceList:
    return ChoiceList(name, (), frozenset())
