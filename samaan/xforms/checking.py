"""What Samaan asks of a form beside what pyxform does: each question a row, each finding a fault in its cell."""

from collections import Counter
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from samaan.xforms import vocabulary
from samaan.xforms.building import REFERENCE, count_node, names, parameters, references
from samaan.xforms.columns import PLAIN, Columns
from samaan.xforms.definition import CONTAINERS, REPEAT, ChoiceList
from samaan.xforms.faults import Fault, suggest
from samaan.xforms.outline import Draft
from samaan.xforms.values import text_number
from samaan.xforms.workbook import Sheet, Workbook

# As long as the places where forms are kept.
LONGEST = {"form_id": 64, "version": 40, "form_title": 200}


def check_sheets(book: Workbook) -> Iterator[Fault]:
    for name in book.sheets:
        if name in vocabulary.SHEETS_REFUSED:
            yield Fault(name, 0, "", _("This sheet is not supported."), _("Remove it."))
    for name in ("survey", "settings"):
        if not book.sheet(name).rows:
            yield Fault(name, 0, "", _("The sheet is missing or empty."), _("Add it; see docs/forms.md."))


def check_columns(columns: Columns, needed: tuple[str, ...]) -> Iterator[Fault]:
    for name in needed:
        if name not in columns.heads:
            yield Fault(
                columns.sheet, 1, name, _("This column is missing."), _("Write the names of the columns first.")
            )


def check_settings(sheet: Sheet, columns: Columns, languages: list[str]) -> Iterator[Fault]:
    if not sheet.rows:
        return
    row = sheet.rows[0]
    for name in ("form_title", "form_id", "version"):
        if not columns.text(row, name):
            yield Fault("settings", row.number, columns.head(name), _("The cell is empty."), _("Fill it in."))
    for name, longest in LONGEST.items():
        if len(columns.text(row, name)) > longest:
            problem = _("The cell is longer than %(count)s characters.") % {"count": longest}
            yield Fault("settings", row.number, columns.head(name), problem, _("Shorten it."))
    default = columns.text(row, "default_language")
    if languages and default not in languages:
        head = columns.head("default_language")
        problem = _("“%(language)s” is no language of this form.") % {"language": default}
        yield Fault("settings", row.number, head, problem, suggest(default, languages))


def check_languages(columns: Columns, languages: list[str]) -> Iterator[Fault]:
    """Each translated column is there in every language of the form."""
    for name, heads in columns.heads.items():
        if name not in vocabulary.TRANSLATED or not languages:
            continue
        if PLAIN in heads:
            problem = _("This column has no language, and others have.")
            yield Fault(columns.sheet, 1, heads[PLAIN], problem, _("Write it like “label::English (en)”."))
        for language in languages:
            if language not in heads and PLAIN not in heads:
                problem = _("This column is missing in the language “%(language)s”.") % {"language": language}
                remedy = _("Add the column “%(name)s”.") % {"name": f"{name}::{language}"}
                yield Fault(columns.sheet, 1, columns.head(name), problem, remedy)


def check_words(sheet: Sheet, columns: Columns) -> Iterator[Fault]:
    """What is said in one language is said in each."""
    for row in sheet.rows:
        for name, heads in columns.heads.items():
            if name not in vocabulary.TRANSLATED or not columns.by_language(row, name):
                continue
            for language, head in heads.items():
                if language and not row[head]:
                    yield Fault(
                        sheet.name, row.number, head, _("The translation is missing."), _("Translate the cell.")
                    )


def check_questions(root: Draft, columns: Columns, lists: Mapping[str, ChoiceList]) -> Iterator[Fault]:
    known = names(root)
    several = {draft.name for draft in root.walk()} - set(known)
    for draft in list(root.walk())[1:]:
        yield from check_label(draft, columns)
        yield from check_references(draft, columns, known, several)
        yield from check_list(draft, columns, lists)
        yield from check_appearance(draft, columns)
        yield from check_parameters(draft, columns)
        yield from check_belonging(draft, columns)
    yield from check_stored_as(root, columns)
    yield from check_count_nodes(root, columns)


def fault(draft: Draft, columns: Columns, column: str, problem: str, remedy: str = "") -> Fault:
    return Fault("survey", draft.row.number, columns.head(column), problem, remedy)


def check_count_nodes(root: Draft, columns: Columns) -> Iterator[Fault]:
    """Beside a counted repeat pyxform puts its number, under a name that nothing else may have."""
    for above in root.walk():
        counted = {count_node(draft.name) for draft in above.children if counts(draft, columns)}
        for draft in above.children:
            if draft.name in counted:
                problem = _("The name “%(name)s” is that of the number of a repeat.") % {"name": draft.name}
                yield fault(draft, columns, "name", problem, _("Give it another name."))


def counts(draft: Draft, columns: Columns) -> bool:
    count = columns.text(draft.row, "repeat_count")
    return bool(count) and not REFERENCE.fullmatch(count)


def check_label(draft: Draft, columns: Columns) -> Iterator[Fault]:
    asked = draft.kind not in (*vocabulary.UNASKED, *CONTAINERS)
    if asked and not columns.by_language(draft.row, "label"):
        yield fault(draft, columns, "label", _("The label is missing."), _("Write what is asked."))


def check_references(draft: Draft, columns: Columns, known: Mapping[str, str], several: set[str]) -> Iterator[Fault]:
    for column in (*vocabulary.EXPRESSIONS, *vocabulary.TRANSLATED):
        for language, head in columns.heads.get(column, {}).items():
            for name in references(columns.text(draft.row, column, language)):
                if name in several:
                    problem = _("“%(name)s” is the name of several questions.") % {"name": name}
                    yield Fault("survey", draft.row.number, head, problem, _("Give each a name of its own."))
                elif name not in known:
                    problem = _("There is no question “%(name)s”.") % {"name": name}
                    yield Fault("survey", draft.row.number, head, problem, suggest(name, known))


def check_list(draft: Draft, columns: Columns, lists: Mapping[str, ChoiceList]) -> Iterator[Fault]:
    if not draft.list_name:
        return
    if draft.list_name not in lists:
        problem = _("There is no list “%(name)s”.") % {"name": draft.file or draft.list_name}
        yield fault(
            draft,
            columns,
            "type",
            problem,
            suggest(draft.list_name, lists) if lists else _("Add the list, or its file beside the form."),
        )
        return
    given = parameters(columns.text(draft.row, "parameters"))
    for role in ("value", "label") if draft.file else ():
        column = given.get(role, "name" if role == "value" else "label")
        found = {head.partition("::")[0] for head in lists[draft.list_name].columns}
        if column not in found and lists[draft.list_name].columns:
            problem = _("The list “%(list)s” has no column “%(name)s”.") % {"list": draft.file, "name": column}
            yield fault(draft, columns, "parameters", problem, suggest(column, found))
        elif role == "value" and any(len(choice.name.split()) != 1 for choice in lists[draft.list_name].choices):
            yield nameless(draft, columns)


def nameless(draft: Draft, columns: Columns) -> Fault:
    problem = _("A row of “%(file)s” has no name, or one with a space in it.") % {"file": draft.file}
    return fault(draft, columns, "type", problem, _("Give each row a short name without spaces."))


def check_appearance(draft: Draft, columns: Columns) -> Iterator[Fault]:
    fitting = [one for one, kinds in vocabulary.APPEARANCES.items() if draft.kind in kinds]
    for word in columns.text(draft.row, "appearance").split():
        if word not in vocabulary.APPEARANCES:
            problem = _("The appearance “%(word)s” is not supported.") % {"word": word}
            yield fault(draft, columns, "appearance", problem, suggest(word, fitting) if fitting else _("Remove it."))
        elif draft.kind not in vocabulary.APPEARANCES[word]:
            problem = _("The appearance “%(word)s” is not for this type.") % {"word": word}
            yield fault(draft, columns, "appearance", problem, suggest(word, fitting) if fitting else _("Remove it."))


def check_range(draft: Draft, columns: Columns) -> Iterator[Fault]:
    given = parameters(columns.text(draft.row, "parameters"))
    low, high, step = (
        text_number(given.get(name, usual)) for name, usual in (("start", "1"), ("end", "10"), ("step", "1"))
    )
    if not (low < high and step > 0):
        problem = _("This is no range that can be counted.")
        yield fault(draft, columns, "parameters", problem, _("Write it like “start=0 end=10 step=1”, upwards."))


def check_parameters(draft: Draft, columns: Columns) -> Iterator[Fault]:
    if draft.kind == "range":
        yield from check_range(draft, columns)
    known = vocabulary.PARAMETERS.get(draft.written_type, ())
    for name in parameters(columns.text(draft.row, "parameters")):
        if name not in known:
            problem = _("The parameter “%(name)s” is not supported.") % {"name": name}
            yield fault(draft, columns, "parameters", problem, suggest(name, known) if known else _("Remove it."))


def check_belonging(draft: Draft, columns: Columns) -> Iterator[Fault]:
    """Columns that say something only of some kinds."""
    if columns.text(draft.row, "choice_filter") and draft.kind not in vocabulary.SELECTS:
        yield fault(draft, columns, "choice_filter", _("Only a select has choices to filter."), _("Remove it."))
    if columns.text(draft.row, "repeat_count") and draft.kind != "repeat":
        yield fault(draft, columns, "repeat_count", _("Only a repeat is counted."), _("Remove it."))
    if draft.kind == "calculate" and not (columns.text(draft.row, "calculation") or columns.text(draft.row, "default")):
        yield fault(draft, columns, "calculation", _("There is nothing to calculate."), _("Write the expression."))
    for column in ("constraint", "required", "calculation", "default"):
        if draft.kind in CONTAINERS and columns.text(draft.row, column):
            yield fault(draft, columns, column, _("This says nothing of a group or a repeat."), _("Remove it."))
    # Of a group it names what its notes say.
    if draft.kind == REPEAT and columns.text(draft.row, "stored_as"):
        yield fault(draft, columns, "stored_as", _("This says nothing of a group or a repeat."), _("Remove it."))


def check_stored_as(root: Draft, columns: Columns) -> Iterator[Fault]:
    counted = Counter(columns.text(draft.row, "stored_as") for draft in root.walk())
    for draft in root.walk():
        name = columns.text(draft.row, "stored_as")
        if name and counted[name] > 1:
            problem = _("Two questions are stored as “%(name)s”.") % {"name": name}
            yield fault(draft, columns, "stored_as", problem, _("One column holds one answer; keep one."))
