"""The rows of the sheet `survey` as a tree: which question stands in which group."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from samaan.xforms import vocabulary
from samaan.xforms.columns import Columns
from samaan.xforms.definition import GROUP, REPEAT
from samaan.xforms.faults import Fault, suggest
from samaan.xforms.workbook import Row

ROOT = "/data"
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
# Names that a filled-in form has for itself.
RESERVED = ("meta",)
DEEPEST = 12


@dataclass
class Draft:
    """A row on its way to becoming a question."""

    row: Row
    path: str
    kind: str
    written_type: str = ""
    list_name: str = ""
    file: str = ""
    children: list["Draft"] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    def walk(self) -> Iterator["Draft"]:
        yield self
        for child in self.children:
            yield from child.walk()


def read_outline(rows: list[Row], columns: Columns) -> tuple[Draft, list[Fault]]:
    """The tree of all rows, and what is wrong with types, names and nesting."""
    return Outline(columns).read(rows)


class Outline:
    def __init__(self, columns: Columns):
        self.columns = columns
        self.root = Draft(Row(0, {}), ROOT, GROUP)
        self.open = [self.root]
        self.faults: list[Fault] = []

    def read(self, rows: list[Row]) -> tuple[Draft, list[Fault]]:
        for row in rows:
            self.add(row, " ".join(self.columns.text(row, "type").split()))
        for draft in self.open[1:]:
            self.say(draft.row, "type", _("This is begun and never ended."), _("Add a row that ends it."))
        return self.root, self.faults

    def say(self, row: Row, column: str, problem: str, remedy: str = "") -> None:
        self.faults.append(Fault("survey", row.number, self.columns.head(column), problem, remedy))

    def add(self, row: Row, written: str) -> None:
        if written in vocabulary.ENDS:
            self.end(row, vocabulary.ENDS[written])
        elif written in vocabulary.BEGINNINGS:
            self.begin(row, vocabulary.BEGINNINGS[written])
        elif written:
            self.question(row, written)
        elif any(row.cells.values()):
            self.say(row, "type", _("The type is missing."), _("Write the type, or empty the row."))

    def begin(self, row: Row, kind: str) -> None:
        if len(self.open) > DEEPEST:
            self.say(row, "type", _("Groups are nested too deeply."), _("Use fewer groups in one another."))
        draft = Draft(row, self.path(row), kind)
        self.open[-1].children.append(draft)
        self.open.append(draft)

    def end(self, row: Row, kind: str) -> None:
        if len(self.open) == 1:
            self.say(row, "type", _("This ends what was never begun."), _("Remove the row."))
            return
        begun = self.open.pop()
        if begun.kind != kind:
            problem = _("This ends another kind than row %(row)s began.") % {"row": begun.row.number}
            self.say(row, "type", problem, _("End a group as a group and a repeat as a repeat."))

    def question(self, row: Row, written: str) -> None:
        word, *more = unspoken(written).split(" ")
        kind = vocabulary.TYPES.get(word, "")
        draft = Draft(row, self.path(row), kind or "text", word)
        if not kind:
            self.say(row, "type", _("The type “%(type)s” is not supported.") % {"type": written}, known_type(written))
        elif kind in vocabulary.SELECTS:
            self.choose_from(draft, row, more)
        elif more:
            problem = _("“%(words)s” after the type is not known.") % {"words": " ".join(more)}
            self.say(row, "type", problem, _("Remove it."))
        self.open[-1].children.append(draft)

    def choose_from(self, draft: Draft, row: Row, more: list[str]) -> None:
        if not more:
            self.say(row, "type", _("The list is missing."), _("Write it after the type: “select_one yes_no”."))
            return
        if more[1:]:
            remedy = _("Add the choice to the list, and a text question that is relevant when it is chosen.")
            self.say(row, "type", _("“%(words)s” is not supported.") % {"words": " ".join(more[1:])}, remedy)
        if draft.written_type in vocabulary.FROM_FILE:
            if not more[0].endswith(".csv"):
                self.say(row, "type", _("Only CSV files can be chosen from."), _("Save the list as CSV."))
            draft.file = more[0]
            draft.list_name = more[0].rpartition(".")[0] or more[0]
        else:
            draft.list_name = more[0]

    def path(self, row: Row) -> str:
        """The path of a row, after looking at its name."""
        name = self.columns.text(row, "name")
        if not NAME.fullmatch(name) or name in RESERVED or len(name) > 64:
            problem = _("“%(name)s” cannot be a name.") % {"name": name} if name else _("The name is missing.")
            remedy = _("Begin with a letter; use letters, digits, “_”, “-” and “.”, and no spaces.")
            self.say(row, "name", problem, remedy)
        elif any(draft.name == name for draft in self.open[-1].children):
            problem = _("The name “%(name)s” is given twice.") % {"name": name}
            self.say(row, "name", problem, _("Give each question of a group a name of its own."))
        return f"{self.open[-1].path}/{name}"


def unspoken(written: str) -> str:
    """`select one yes_no` is `select_one yes_no`."""
    for spoken, name in vocabulary.SPOKEN.items():
        if written == spoken or written.startswith(f"{spoken} "):
            return f"{name}{written.removeprefix(spoken)}"
    return written


def known_type(written: str) -> str:
    return suggest(written.lower(), [*vocabulary.TYPES, *vocabulary.BEGINNINGS, *vocabulary.ENDS])


def repeats(root: Draft) -> frozenset[str]:
    return frozenset(draft.path for draft in root.walk() if draft.kind == REPEAT)
