"""Samaan's own columns in a form, for the record its instrument says: where each answer is kept and what it becomes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samaan.countrypack import vocabulary
from samaan.countrypack.checks import common
from samaan.countrypack.checks.crossing import Place, check_crossings
from samaan.countrypack.faults import Fault
from samaan.countrypack.reading import Source
from samaan.countrypack.shapes import suggest, unknown
from samaan.countrypack.vocabulary import DATE, NOTES, NUMBER, TEXT
from samaan.countrypack.workbooks import Workbook
from samaan.xforms import languages
from samaan.xforms.definition import Definition, Question
from samaan.xforms.instance import takes_answers
from samaan.xforms.vocabulary import SELECTS

# Worked out, or sent along: what these hold is not known before.
WORKED_OUT = ("calculate", "hidden")
SEVERAL = vocabulary.STORED_SEVERAL | vocabulary.PREFILLED_SEVERAL
# The kinds that hold each type; for codes see `check_choices`.
KINDS = {
    TEXT: ("text",),
    NUMBER: ("integer", "decimal", "range"),
    DATE: ("date", "today"),
    # What the notes of a group say.
    NOTES: ("group",),
}


@dataclass(frozen=True)
class Used:
    """A form as one instrument uses it."""

    source: Source
    file: str
    form: Definition
    instrument: Mapping[str, str]

    def fault(self, question: Question, column: str, problem: str, remedy: str) -> Fault:
        return Fault(self.file, question.row, column, problem, remedy, "survey")


def check(source: Source, workbook: Workbook, instrument: Mapping[str, str]) -> Iterator[Fault]:
    if workbook.form is None:
        return
    used = Used(source, workbook.file, workbook.form, instrument)
    yield from check_languages(used)
    for question in used.form.questions.values():
        yield from check_compartment(used, question)
        yield from check_sealed(used, question)
        yield from check_stored_as(used, question)
        yield from check_prefill(used, question)
        yield from check_third_person(used, question)
    yield from check_crossings(used.file, used.form, Place.of(used.form, instrument))


def check_languages(used: Used) -> Iterator[Fault]:
    """The form speaks every language that is complete in this country."""
    spoken = {languages.code(language).partition("-")[0] for language in used.form.languages}
    for language in common.languages(used.source)[0]:
        if language not in spoken:
            problem = _("The form does not speak “%(language)s”, which is complete here.") % {"language": language}
            remedy = _("Add the column “label::… (%(language)s)”, and the others that are translated.")
            yield Fault(used.file, 1, "label", problem, remedy % {"language": language}, "survey")


def check_compartment(used: Used, question: Question) -> Iterator[Fault]:
    named, known = question.of_samaan.compartment, vocabulary.COMPARTMENTS[used.instrument["record"]]
    if named and named not in known:
        yield used.fault(question, "compartment", unknown(named), suggest(named, list(known)))


def check_sealed(used: Used, question: Question) -> Iterator[Fault]:
    """A sealed class belongs to one compartment of one kind of record."""
    named, record = question.of_samaan.sealed, used.instrument["record"]
    if not named:
        return
    known = {code: part for code, (kind, part) in vocabulary.SEALED_CLASSES.items() if kind == record}
    if named not in known:
        remedy = suggest(named, sorted(known)) or _("Nothing of this kind of record is sealed: leave it empty.")
        yield used.fault(question, "sealed", unknown(named), remedy)
        return
    compartment = used.form.compartments[question.path] or used.instrument["compartment"]
    if compartment != known[named]:
        problem = _("“%(class)s” is sealed in “%(part)s”, and the question is in “%(other)s”.")
        words = {"class": named, "part": known[named], "other": compartment}
        remedy = _("Write “%(part)s” as its compartment.") % {"part": known[named]}
        yield used.fault(question, "sealed", problem % words, remedy)


def check_stored_as(used: Used, question: Question) -> Iterator[Fault]:
    """What is stored has a column, and its answers are what that column holds."""
    column = question.of_samaan.stored_as
    if not column:
        return
    known = vocabulary.STORED_AS[used.instrument["purpose"]]
    if column not in known:
        yield used.fault(question, "stored_as", unknown(column), suggest(column, sorted(known)))
        return
    yield from check_fits(used, question, column, known[column])


def check_fits(used: Used, question: Question, column: str, holds: str | tuple[str, ...]) -> Iterator[Fault]:
    if isinstance(holds, str) and holds in KINDS:
        yield from check_kind(used, question, holds)
    else:
        yield from check_choices(used, question, column, holds)


def check_prefill(used: Used, question: Question) -> Iterator[Fault]:
    """What is known goes into a question that somebody may correct, and that no more people read than know it."""
    name = question.of_samaan.prefill
    if not name:
        return
    known = vocabulary.PREFILLED[used.instrument["record"]]
    if name not in known:
        remedy = suggest(name, sorted(known)) or _("Nothing is known beforehand here: leave it empty.")
        yield used.fault(question, "prefill", unknown(name), remedy)
        return
    compartment, holds = known[name]
    if not takes_answers(question) or question.read_only or question.of_samaan.sealed:
        problem = _("Nobody could correct here what is filled in beforehand.")
        yield used.fault(question, "prefill", problem, _("Use it for a question that is answered, and not sealed."))
    elif any(question.path.startswith(f"{path}/") for path in used.form.repeats):
        yield used.fault(question, "prefill", _("This stands in a repeat."), _("Use it for a question outside of it."))
    else:
        yield from check_fits(used, question, name, holds)
    theirs = used.form.compartments[question.path] or used.instrument["compartment"]
    if compartment not in (theirs, vocabulary.COMPARTMENTS[used.instrument["record"]][0]):
        problem = _("“%(name)s” is known in “%(part)s”, and the question is in “%(other)s”: others would learn of it.")
        words = {"name": name, "part": compartment, "other": theirs}
        remedy = _("Write “%(part)s” as its compartment.") % {"part": compartment}
        yield used.fault(question, "prefill", problem % words, remedy)


def check_third_person(used: Used, question: Question) -> Iterator[Fault]:
    written = question.of_samaan.third_person
    if written and written != "yes":
        yield used.fault(question, "third_person", unknown(written), _("Write `yes`, or leave it empty."))


def check_kind(used: Used, question: Question, holds: str) -> Iterator[Fault]:
    if question.kind in (*KINDS[holds], *WORKED_OUT):
        return
    problem = {
        TEXT: _("A text is stored here, and this question takes none."),
        NUMBER: _("A number is stored here, and this question takes none."),
        DATE: _("A date is stored here, and this question takes none."),
        NOTES: _("The notes of a group are read here, and this is no group."),
    }[holds]
    kinds = ", ".join(KINDS[holds])
    yield used.fault(question, "type", problem, _("Ask it as one of these: %(kinds)s.") % {"kinds": kinds})


def check_choices(used: Used, question: Question, column: str, holds: str | tuple[str, ...]) -> Iterator[Fault]:
    """Each choice is a code the column knows; a calculation is believed."""
    if question.kind in WORKED_OUT:
        return
    if question.offer is None:
        problem = _("A code is stored here, and nothing can be chosen.")
        yield used.fault(question, "type", problem, _("Make it a select_one with the codes of the list."))
        return
    if question.kind == SELECTS[1] and column not in SEVERAL:
        problem = _("One code is stored here, and several can be chosen.")
        yield used.fault(question, "type", problem, _("Make it a select_one."))
    codes = list(holds) if isinstance(holds, tuple) else active_codes(used.source, holds)
    for choice in used.form.lists[question.offer.list].choices if codes else ():
        if choice.name not in codes:
            problem = _("“%(code)s” cannot be stored as “%(column)s”.") % {"code": choice.name, "column": column}
            yield in_list(used, question, choice.row, problem, where_codes(holds, codes))


def in_list(used: Used, question: Question, row: int, problem: str, remedy: str) -> Fault:
    """A fault of a choice: where it stands, or where it is asked when its list is a file."""
    if row:
        return Fault(used.file, row, "name", problem, remedy, "choices")
    return used.fault(question, "type", problem, remedy)


def where_codes(holds: str | tuple[str, ...], codes: list[str]) -> str:
    if isinstance(holds, tuple):
        return suggest("", codes)
    file = "regions.csv" if holds == "regions" else f"codelists/{holds}.csv"
    return _("Use the active codes of %(file)s.") % {"file": file}


def active_codes(source: Source, codelist: str) -> list[str]:
    """The active codes of a list; none when the pack has no such list."""
    rows = source.content["regions"] if codelist == "regions" else source.content["codelists"].get(codelist, [])
    return [row.get("code", "") for row in rows if row.get("active") != "no"]
