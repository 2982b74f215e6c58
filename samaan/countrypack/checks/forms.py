"""Forms: XLSForms in `forms/`, with the CSV files they choose from beside them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samaan.countrypack import vocabulary
from samaan.countrypack.faults import Fault
from samaan.countrypack.reading import Source
from samaan.countrypack.shapes import suggest, unknown
from samaan.countrypack.workbooks import FOLDER, files
from samaan.xforms.definition import Definition, Question


def check(source: Source) -> Iterator[Fault]:
    known: dict[str, str] = {}
    for workbook in source.workbooks:
        for fault in workbook.read.faults:
            yield Fault(workbook.file, fault.row, fault.column, fault.problem, fault.remedy, fault.sheet)
        if workbook.form:
            yield from given_twice(workbook.form, workbook.file, known)
            yield from check_indicators(source, workbook.form, workbook.file)
    yield from lists_of_nothing(source)


def lists_of_nothing(source: Source) -> Iterator[Fault]:
    """A list beside the forms that none of them chooses from: its name may be a slip of the pen."""
    read = [workbook for workbook in source.workbooks if workbook.form]
    if len(read) < len(source.workbooks):
        return
    used = {name for workbook in read for name in workbook.used}
    for path in files(source.folder, "csv"):
        if path.name not in used:
            problem = _("No form chooses from this list.")
            yield Fault(f"{FOLDER}/{path.name}", 0, "", problem, _("Remove it, or name it in the form."))


def given_twice(form: Definition, file: str, known: dict[str, str]) -> Iterator[Fault]:
    """Filled-in forms name their form by its identity alone."""
    other = known.setdefault(form.form_id, file)
    if other != file:
        problem = _("%(file)s has the same form_id “%(form)s”.") % {"file": other, "form": form.form_id}
        yield Fault(file, 2, "form_id", problem, _("Give each form an identity of its own."), "settings")


def check_indicators(source: Source, form: Definition, file: str) -> Iterator[Fault]:
    """A question is a sign of an element, is one of the pack's signs, or offers those of a group."""
    signs = source.content["codelists"].get("indicators", [])
    groups = {row.get("group", "") for row in signs}
    known = [*vocabulary.ELEMENTS, *sorted(groups), *sorted(source.codes("indicators"))]
    for question in form.questions.values():
        named = question.of_samaan.indicator
        if named and named not in known:
            yield Fault(file, question.row, "indicator", unknown(named), suggest(named, known), "survey")
        elif named in groups:
            yield from check_signs(source, form, file, question)


def check_signs(source: Source, form: Definition, file: str, question: Question) -> Iterator[Fault]:
    codes = source.codes("indicators")
    for choice in form.lists[question.offer.list].choices if question.offer else ():
        if choice.name not in codes:
            problem = _("“%(code)s” is none of the pack’s signs.") % {"code": choice.name}
            place = (choice.row, "name") if choice.row else (question.row, "type")
            sheet = "choices" if choice.row else "survey"
            yield Fault(file, *place, problem, _("Use the codes of codelists/indicators.csv."), sheet)
