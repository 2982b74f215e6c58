"""What the answers of a screening amount to, as its form works it out: the age, the three elements, a suggestion.

The form says so in its columns `stored_as` (`screening.suggestion` and the like); the rule is article 3 of the Palermo
Protocol. A suggestion decides nothing; an authorised officer does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samaan.questionnaires.facts import asked, fact_of, facts_of
from samaan.xforms import vocabulary
from samaan.xforms.judging import Judged
from samaan.xforms.verdict import Verdict

ACT, MEANS, PURPOSE = "act", "means", "purpose"
ELEMENTS = (ACT, MEANS, PURPOSE)
REASONS = "screening.reasons"
# The column of a list of signs that names the element a sign speaks to.
SPEAKS_TO = "element"


class State(StrEnum):
    """What is known of an element."""

    PRESENT = "present"
    ABSENT = "absent"
    INSUFFICIENT = "insufficient"


class Suggestion(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    OPEN = "open"


HEADLINES = {
    Suggestion.MET: _("What is known points to trafficking in persons"),
    Suggestion.NOT_MET: _("What is known does not amount to trafficking in persons"),
    Suggestion.OPEN: _("Not enough is known yet"),
}
TITLES = {ACT: _("What was done"), MEANS: _("How it was done"), PURPOSE: _("What it was done for")}


@dataclass(frozen=True)
class Shown:
    """An item found present, and what shows it."""

    name: str
    label: str
    note: str


@dataclass(frozen=True)
class Element:
    """An element of the law: what is known of it, the items found present, and the signs that speak to it."""

    code: str
    state: State
    required: bool
    items: tuple[Shown, ...]
    signs: tuple[str, ...]

    @property
    def title(self) -> Promise:
        return TITLES[self.code]

    @property
    def is_present(self) -> bool:
        return self.state is State.PRESENT

    @property
    def is_absent(self) -> bool:
        return self.state is State.ABSENT


@dataclass(frozen=True)
class Finding:
    """What the answers point to, and why. Never a decision. `age_presumed`: nothing certain says an adult."""

    suggestion: Suggestion
    is_child: bool
    age_presumed: bool
    age: str
    elements: tuple[Element, ...]
    exploitation: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def headline(self) -> Promise:
        return HEADLINES[self.suggestion]


def finding(verdict: Verdict) -> Finding:
    """What the form works out. What it does not ask stays open: an unknown age is a child's."""
    is_child = fact_of(verdict, "screening.is_child") != "no"
    return Finding(
        suggestion=Suggestion(fact_of(verdict, "screening.suggestion") or Suggestion.OPEN),
        is_child=is_child,
        age_presumed=fact_of(verdict, "screening.age_presumed") != "no",
        age=fact_of(verdict, "screening.age_years") or "",
        elements=tuple(element(verdict, code, required=code != MEANS or not is_child) for code in ELEMENTS),
        exploitation=tuple(facts_of(verdict, "screening.exploitation")),
        reasons=tuple(reasons(verdict)),
    )


def element(verdict: Verdict, code: str, *, required: bool) -> Element:
    state = State(fact_of(verdict, f"screening.{code}") or State.INSUFFICIENT)
    return Element(code, state, required, tuple(items(verdict, code)), tuple(signs(verdict, code)))


def items(verdict: Verdict, code: str) -> Iterator[Shown]:
    """The questions of an element that are answered “present”, each with the text asked after it."""
    of_element = [judged for judged in verdict.judged.values() if judged.question.of_samaan.indicator == code]
    for judged, following in zip(of_element, [*of_element, None][1:], strict=True):
        if judged.relevant and judged.question.kind == vocabulary.SELECTS[0] and judged.value == State.PRESENT:
            note = following.value if following and following.question.kind == "text" else ""
            yield Shown(judged.question.name, verdict.label(judged.address), note)


def signs(verdict: Verdict, code: str) -> Iterator[str]:
    """The signs ticked whose list says that they speak to an element."""
    for judged in verdict.judged.values():
        if judged.relevant and judged.value and judged.question.kind == vocabulary.SELECTS[1]:
            ticked = set(judged.value.split())
            for choice in verdict.choices(judged.address):
                if choice.name in ticked and choice.columns.get(SPEAKS_TO) == code:
                    yield verdict.choice_label(choice)


def reasons(verdict: Verdict) -> Iterator[str]:
    """The notes that the form shows just now in the group it keeps its reasons in."""
    group = asked(verdict, REASONS)
    if group is not None:
        for node in group.node.walk():
            judged = verdict[node.address]
            if judged.relevant and judged.question.kind == "note":
                yield verdict.label(judged.address)


def lacking(verdict: Verdict) -> list[Judged]:
    """What whoever decides would want and nobody has answered, in the order it is asked."""
    return [judged for judged in verdict.judged.values() if judged.problem and not judged.value]


def wrong(verdict: Verdict) -> list[Judged]:
    """Answers that are not possible: with those no screening is handed over."""
    return [judged for judged in verdict.judged.values() if judged.problem and judged.value]
