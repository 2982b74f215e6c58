"""An expression must not tell one reader of a form what only another may read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samaan.countrypack.faults import Fault
from samaan.countrypack.vocabulary import COMPARTMENTS
from samaan.xforms.compiling import Expression
from samaan.xforms.definition import Definition, Question, Wording

# Attribute of a question -> the column its expression is written in.
WRITTEN_IN = {
    "relevant": "relevant",
    "required": "required",
    "constraint": "constraint",
    "calculation": "calculation",
    "read_only": "read_only",
    "calculated_default": "default",
    "count": "repeat_count",
}
WORDS = {
    "label": "label",
    "hint": "hint",
    "guidance": "guidance_hint",
    "constraint_message": "constraint_message",
    "required_message": "required_message",
}


@dataclass(frozen=True)
class Place:
    """Where the answers of a form are kept: each question's compartment and sealed class.

    Whoever reads any of it reads the compartment of the form itself, and the first of the record.
    """

    compartments: Mapping[str, str]
    sealed: Mapping[str, str]
    open: frozenset[str]

    @classmethod
    def of(cls, form: Definition, instrument: Mapping[str, str]) -> "Place":
        base = instrument["compartment"]
        return cls(
            {path: found or base for path, found in form.compartments.items()},
            {path: question.of_samaan.sealed for path, question in form.questions.items()},
            frozenset({base, COMPARTMENTS[instrument["record"]][0]}),
        )

    def tells(self, looked_at: str, compartment: str, sealed: str) -> bool:
        """Whether a reader of this compartment would learn of an answer kept elsewhere."""
        theirs = self.compartments[looked_at]
        if self.sealed[looked_at] and self.sealed[looked_at] != sealed:
            return True
        return theirs != compartment and theirs not in self.open


def check_crossings(file: str, form: Definition, place: Place) -> Iterator[Fault]:
    for question in form.questions.values():
        compartment, sealed = place.compartments[question.path], place.sealed[question.path]
        for column, expression in written(question):
            for looked_at in answers(form, expression):
                if looked_at != question.path and place.tells(looked_at, compartment, sealed):
                    yield crossing(file, form, question.row, column, looked_at, place)
    yield from check_name(file, form, place)


def check_name(file: str, form: Definition, place: Place) -> Iterator[Fault]:
    """What a filled-in form is called stands in lists, for everybody who sees that there is one."""
    for looked_at in answers(form, form.instance_name) if form.instance_name else ():
        if place.sealed[looked_at] or place.compartments[looked_at] not in place.open:
            yield crossing(file, form, 2, "instance_name", looked_at, place, sheet="settings")


def crossing(
    file: str, form: Definition, row: int, column: str, looked_at: str, place: Place, *, sheet: str = "survey"
) -> Fault:
    name = form.questions[looked_at].name
    if place.sealed[looked_at]:
        problem = _("This looks at “%(name)s”, which is sealed.") % {"name": name}
    else:
        problem = _("This looks at “%(name)s” in “%(compartment)s”: whoever reads the one would learn of the other.")
        problem %= {"name": name, "compartment": place.compartments[looked_at]}
    return Fault(file, row, column, problem, _("Put both into one compartment, or remove it."), sheet)


def answers(form: Definition, expression: Expression) -> list[str]:
    """The questions an expression looks at; groups on the way to them have no answer."""
    return sorted(path for path in expression.uses if path in form.questions and not form.questions[path].is_container)


def written(question: Question) -> Iterator[tuple[str, Expression]]:
    """Every expression of a question, with the column it stands in; `${name}` in its words too."""
    for attribute, column in WRITTEN_IN.items():
        found = getattr(question, attribute)
        if found:
            yield column, found
    if question.offer and question.offer.items:
        yield "choice_filter", question.offer.items
    for attribute, column in WORDS.items():
        yield from mentioned(getattr(question, attribute), column)
    yield from mentioned(question.of_samaan.guiding_question, "guiding_question")


def mentioned(wording: Wording, column: str) -> Iterator[tuple[str, Expression]]:
    for language, words in wording.by_language.items():
        head = f"{column}::{language}" if language else column
        yield from ((head, piece) for piece in words if isinstance(piece, Expression))
