"""Pack files as plain values that remember where they stand: YAML, CSV, JSON, messages."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from samaan.countrypack.faults import Fault

DEEPEST = 20
# Trinidad and Tobago's longest file has 4,000. An alias that is repeated over and over has millions.
MOST_VALUES = 200_000
NULL, BOOLEAN, INTEGER = (f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int"))


class Row(dict):
    """A mapping of a pack file, with its file, its line and the lines of its keys."""

    def __init__(self, values: Any = (), *, file: str, line: int, lines: dict[str, int] | None = None):
        super().__init__(values)
        self.file = file
        self.line = line
        self.lines = lines or {}

    def fault(self, column: str, problem: str, remedy: str = "") -> Fault:
        return Fault(self.file, self.lines.get(column, self.line), column, problem, remedy)


class Loader(yaml.CSafeLoader):
    """YAML where only `true` and `false` are booleans: `no` is Norwegian, and a date stays text."""

    yaml_implicit_resolvers: dict = {}


for _tag, _form, _first in (
    (NULL, r"(?:~|null|)", ["~", "n", ""]),
    (BOOLEAN, r"(?:true|false)", list("tf")),
    (INTEGER, r"(?:0|-?[1-9][0-9]{0,15})", list("-0123456789")),
):
    Loader.add_implicit_resolver(_tag, re.compile(f"^{_form}$"), _first)


def read_text(path: Path, file: str, faults: list[Fault]) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        faults.append(Fault(file, 0, "", _("The file is missing."), _("Put it back, or copy it from another pack.")))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        remedy = _("Save it as “CSV UTF-8” or as UTF-8 text.")
        faults.append(Fault(file, line, "", _("The file is not UTF-8."), remedy))
    except OSError as error:
        faults.append(Fault(file, 0, "", _("The file cannot be read: %(error)s.") % {"error": error.strerror}))
    return None


def read_yaml(path: Path, file: str, faults: list[Fault]) -> Row:
    """The mapping in a YAML file; an empty one when it cannot be read."""
    text = read_text(path, file, faults)
    empty = Row(file=file, line=1)
    if text is None:
        return empty
    before = len(faults)
    value = parse_yaml(text, file, faults)
    if isinstance(value, Row):
        return value
    if len(faults) == before:
        faults.append(Fault(file, 1, "", _("The file should hold names with values."), _("Begin with `name: value`.")))
    return empty


def parse_yaml(text: str, file: str, faults: list[Fault]) -> Any:
    """The values of a YAML text, or None and a fault."""
    try:
        node = yaml.compose(text, Loader)
    except yaml.YAMLError as error:
        faults.append(not_yaml(error, text, file))
        return None
    except RecursionError:
        faults.append(Fault(file, 0, "", _("Nested too deeply."), _("Look for brackets that are not closed.")))
        return None
    return plain(node, file, faults, values=[MOST_VALUES]) if node else None


def not_yaml(error: yaml.YAMLError, text: str, file: str) -> Fault:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 0
    problem = _("This is not YAML: %(problem)s.") % {"problem": getattr(error, "problem", None) or str(error)}
    remedy = _("Look at the indentation, the colons and the quotes on this line and the one above.")
    if "\t" in (text.splitlines() or [""])[min(line, text.count("\n")) - 1 if line else 0]:
        remedy = _("Indent with spaces: there is a tab on this line.")
    return Fault(file, line, "", problem, remedy)


def plain(node: Node, file: str, faults: list[Fault], depth: int = 0, values: list[int] | None = None) -> Any:
    """The values of a node; `values` counts down how many there may still be."""
    line = node.start_mark.line + 1
    left = values if values is not None else [MOST_VALUES]
    left[0] -= 1
    if depth > DEEPEST or left[0] < 0:
        if not any(fault.file == file and fault.problem == _("Nested too deeply.") for fault in faults):
            remedy = _("Remove the alias that refers to itself, or is repeated over and over.")
            faults.append(Fault(file, line, "", _("Nested too deeply."), remedy))
        return None
    if isinstance(node, SequenceNode):
        return [plain(item, file, faults, depth + 1, left) for item in node.value]
    if isinstance(node, MappingNode):
        return plain_mapping(node, file, faults, depth, left)
    assert isinstance(node, ScalarNode)
    if node.tag == NULL:
        return None
    if node.tag == BOOLEAN:
        return node.value == "true"
    if node.tag == INTEGER:
        return int(node.value)
    return node.value


def plain_mapping(node: MappingNode, file: str, faults: list[Fault], depth: int, left: list[int]) -> Row:
    row = Row(file=file, line=node.start_mark.line + 1)
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in row:
            faults.append(Fault(file, line, key, _("This name is given twice."), _("Keep one of the two.")))
        row[key] = plain(value_node, file, faults, depth + 1, left)
        row.lines[key] = line
    return row


def read_csv(path: Path, file: str, faults: list[Fault]) -> tuple[list[str], list[Row]]:
    """The columns and rows of a CSV file, every cell a stripped text; rows without anything are passed over."""
    text = read_text(path, file, faults)
    if text is None:
        return [], []
    # Strict: a quote that is never closed would swallow the rest of the file.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [name.strip() for name in next(reader, [])]
        wrong = wrong_head(head, file)
        if wrong:
            faults.append(wrong)
            return [], []
        return head, list(csv_rows(reader, head, file, faults))
    except csv.Error as error:
        problem = _("This is not CSV: %(problem)s.") % {"problem": error}
        remedy = _("Look for a quote that is not closed or not doubled, or save the file again as CSV.")
        faults.append(Fault(file, reader.line_num, "", problem, remedy))
        return [], []


def wrong_head(head: list[str], file: str) -> Fault | None:
    if len(head) == 1 and ";" in head[0]:
        return Fault(file, 1, "", _("The cells are separated by “;”."), _("Save the file as CSV with commas."))
    if len(head) == 1 and "\t" in head[0]:
        return Fault(file, 1, "", _("The cells are separated by tabs."), _("Save the file as CSV with commas."))
    if not head or not all(head):
        return Fault(file, 1, "", _("The first line should name every column."), _("Name or remove the empty column."))
    twice = next((name for name in head if head.count(name) > 1), None)
    if twice:
        return Fault(file, 1, twice, _("Two columns have this name."), _("Remove or rename one of them."))
    return None


def csv_rows(reader: Any, head: list[str], file: str, faults: list[Fault]) -> Iterator[Row]:
    line = reader.line_num + 1
    for cells in reader:
        first, line = line, reader.line_num + 1
        cells = [cell.strip() for cell in cells]
        if not any(cells):
            continue
        if any(cells[len(head) :]):
            faults.append(
                Fault(
                    file,
                    first,
                    "",
                    _("There are more cells than columns."),
                    _("Put a text that holds a comma between double quotes."),
                )
            )
        cells += [""] * (len(head) - len(cells))
        yield Row(zip(head, cells, strict=False), file=file, line=first)


def read_json(path: Path, file: str, faults: list[Fault]) -> Any:
    text = read_text(path, file, faults)
    if text is None:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        line, said = getattr(error, "lineno", 0), getattr(error, "msg", str(error))
        faults.append(
            Fault(file, line, "", _("This is not JSON: %(problem)s.") % {"problem": said}, _("Export it again."))
        )
        return None


def read_message(path: Path, file: str, faults: list[Fault]) -> Row | None:
    """An e-mail: YAML between two lines of `---`, then its text."""
    text = read_text(path, file, faults)
    if text is None:
        return None
    head, mark, body = text.removeprefix("---\n").partition("\n---\n")
    if not text.startswith("---\n") or not mark:
        remedy = _("Begin the file with `---`, `subject: …`, `language: …`, `---`.")
        faults.append(Fault(file, 1, "", _("The subject and the language are missing."), remedy))
        return None
    # The head begins on the second line of the file.
    value = parse_yaml("\n" + head, file, faults)
    row = value if isinstance(value, Row) else Row(file=file, line=2)
    row["body"] = body.strip() + "\n"
    row["code"] = path.name.split(".")[0]
    row.lines["body"] = head.count("\n") + 4
    return row
