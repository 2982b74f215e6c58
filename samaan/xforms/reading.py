"""An XLSForm read whole: a form, or every fault of its workbook."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.translation import gettext as _

from samaan.xforms import paths, vocabulary
from samaan.xforms.bindings import Bindings
from samaan.xforms.building import Builder, form_paths, names, parameters
from samaan.xforms.checking import (
    check_columns,
    check_languages,
    check_questions,
    check_settings,
    check_sheets,
    check_words,
)
from samaan.xforms.columns import Columns, read_choice_columns, read_settings_columns, read_survey_columns
from samaan.xforms.compiling import Expression, compile_expression
from samaan.xforms.converting import convert_workbook
from samaan.xforms.definition import ChoiceList, Definition, Question
from samaan.xforms.faults import MOST_FAULTS, Fault
from samaan.xforms.grammar import Unreadable
from samaan.xforms.lists import read_file, read_lists
from samaan.xforms.ordering import expressions, order
from samaan.xforms.outline import Draft, read_outline, repeats
from samaan.xforms.shape import Shape
from samaan.xforms.workbook import MOST_ROWS, Row, Workbook, read_workbook, with_dates_written

# The ways of saying yes that pyxform knows.
YES = ("yes", "Yes", "YES", "true", "True", "TRUE", "true()")
INSTANCE_NAME = "/data/meta/instanceName"
# A page for each cell of a broken workbook helps nobody; a circle is shown by its first steps.
LONGEST_CIRCLE = 6


@dataclass(frozen=True)
class Read:
    """A form that can be filled in, or what is wrong; never both."""

    form: Definition | None
    faults: tuple[Fault, ...]


def read_form(data: bytes, files: Mapping[str, bytes] | None = None) -> Read:
    """A workbook (.xlsx) with the CSV files beside it, by their names. Bad input is a fault, never an exception."""
    reader = Reader(read_workbook(data), data, files or {})
    form = reader.form()
    faults = tuple(sorted(set(reader.faults))[:MOST_FAULTS])
    return Read(None if faults else form, faults)


class Reader:
    """One reading, step by step; each step adds its faults and the next goes on as far as it can."""

    def __init__(self, book: Workbook, data: bytes, files: Mapping[str, bytes]):
        self.book = book
        self.data = data
        self.files = files
        self.faults: list[Fault] = list(book.faults)

    def form(self) -> Definition | None:
        if self.faults:
            return None
        self.faults += check_sheets(self.book)
        survey, choices = self.survey_columns(), self.choice_columns()
        settings = read_settings_columns(self.book.sheet("settings"))
        languages = list(dict.fromkeys([*survey.languages, *choices.languages]))
        self.look_over(survey, choices, settings, languages)
        root, wrong = read_outline(self.book.sheet("survey").rows, survey)
        self.faults += wrong
        lists = self.lists(root, survey, choices, settings)
        self.faults += check_questions(root, survey, lists)
        bindings, xform = self.convert()
        if bindings is None:
            return None
        return self.build(root, survey, settings, languages, lists, bindings, xform)

    def survey_columns(self) -> Columns:
        return read_survey_columns(self.book.sheet("survey"))

    def choice_columns(self) -> Columns:
        return read_choice_columns(self.book.sheet("choices"))

    def look_over(self, survey: Columns, choices: Columns, settings: Columns, languages: list[str]) -> None:
        self.faults += [*survey.faults, *choices.faults, *settings.faults]
        self.faults += check_columns(survey, ("type", "name")) if self.book.sheet("survey").rows else ()
        self.faults += check_columns(choices, vocabulary.CHOICES) if self.book.sheet("choices").rows else ()
        self.faults += check_settings(self.book.sheet("settings"), settings, languages)
        for columns in (survey, choices):
            self.faults += check_languages(columns, languages)
            self.faults += check_words(self.book.sheet(columns.sheet), columns)

    def settings_row(self) -> Row:
        rows = self.book.sheet("settings").rows
        return rows[0] if rows else Row(0, {})

    def lists(self, root: Draft, survey: Columns, choices: Columns, settings: Columns) -> dict[str, ChoiceList]:
        duplicates = settings.text(self.settings_row(), "allow_choice_duplicates") in YES
        lists, wrong = read_lists(self.book.sheet("choices"), choices, duplicates=duplicates)
        self.faults += wrong
        roles = {draft.file: parameters(survey.text(draft.row, "parameters")) for draft in root.walk() if draft.file}
        for name, data in self.files.items():
            given = roles.get(name, {})
            found, wrong = read_file(name, data, value=given.get("value", "name"), label=given.get("label", "label"))
            self.faults += wrong
            lists[found.name] = found
        return lists

    def convert(self) -> tuple[Bindings | None, str]:
        """What pyxform makes of the workbook; what it refuses is said once, in Samaan's words where there are any."""
        dated = any(self.book.sheet(name).dated for name in MOST_ROWS)
        xform, bindings, wrong = convert_workbook(with_dates_written(self.data) if dated else self.data)
        said = {(fault.sheet, fault.row) for fault in self.faults}
        # Where a fault is known already, pyxform says the same in other words.
        self.faults += [fault for fault in wrong if (fault.sheet, fault.row) not in said and (fault.row or not said)]
        return (bindings if xform else None), xform

    def build(
        self,
        root: Draft,
        survey: Columns,
        settings: Columns,
        languages: list[str],
        lists: dict[str, ChoiceList],
        bindings: Bindings,
        xform: str,
    ) -> Definition | None:
        shape = Shape(form_paths(root), repeats(root), {name: found.columns for name, found in lists.items()})
        builder = Builder(survey, bindings, shape, lists, names(root))
        top = builder.question(root)
        self.faults += builder.faults
        questions = {question.path: question for question in top.walk()}
        ordered, circle = order(questions)
        self.faults += circular(circle, questions, survey)
        row = self.settings_row()
        return Definition(
            form_id=settings.text(row, "form_id"),
            version=settings.text(row, "version"),
            title=settings.text(row, "form_title"),
            languages=tuple(languages),
            default_language=settings.text(row, "default_language") if languages else "",
            root=top,
            lists=lists,
            order=ordered,
            instance_name=self.instance_name(bindings, shape, settings),
            xform=xform,
        )

    def instance_name(self, bindings: Bindings, shape: Shape, settings: Columns) -> Expression | None:
        source = bindings.bind(INSTANCE_NAME, "calculate")
        if not source:
            return None
        wider = replace(shape, paths=shape.paths | {INSTANCE_NAME})
        try:
            return compile_expression(source, INSTANCE_NAME, wider)
        except Unreadable as error:
            head = settings.head("instance_name")
            remedy = _("docs/forms.md lists what is supported.")
            self.faults.append(Fault("settings", self.settings_row().number, head, str(error), remedy))
            return None


def circular(circle: list[str], questions: Mapping[str, Question], columns: Columns) -> list[Fault]:
    """A fault in the first cell that closes a circle."""
    if not circle:
        return []
    cells = [
        (questions[after].row, name)
        for before, after in pairwise(circle)  # graphlib names each before the one that looks at it
        for name, found in expressions(questions[after])
        if before in found.uses or any(path.startswith(f"{before}/") for path in found.uses)
    ]
    row, column = min(cells, default=(questions[circle[1]].row, "relevant"))
    chain = " → ".join(paths.steps(path)[-1] for path in circle[:LONGEST_CIRCLE])
    problem = _("These questions wait for each other: %(chain)s.") % {"chain": chain}
    return [Fault("survey", row, columns.head(column), problem, _("Let one of them not look at the other."))]
