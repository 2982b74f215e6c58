"""What the answers of a screening amount to: the age that counts, the three elements, a suggestion. No database.

The rule of the Palermo Protocol, article 3: for an adult an act, a means and a purpose; for a child an act and a
purpose. A suggestion decides nothing; an authorised officer does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samaan.intake.instrument import (
    INSTRUMENT,
    Asked,
    Lists,
    Question,
    Section,
    consent,
    consent_is_settled,
    is_answered,
)
from samaan.intake.instrument.elements import ACT, ITEMS, MEANS, PURPOSE
from samaan.intake.instrument.indicators import GROUPS

Answers = Mapping[str, Any]
ADULT_AGE = 18
# How an age was found out when nobody needs to doubt it any more.
CERTAIN = ("document", "assessed")


class State(StrEnum):
    """What is known of an element or of one of its items."""

    PRESENT = "present"
    ABSENT = "absent"
    INSUFFICIENT = "insufficient"


class Suggestion(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    OPEN = "open"


@dataclass(frozen=True)
class Age:
    """The age that counts. `presumed`: treated as a child because nothing certain says otherwise."""

    years: int | None
    is_child: bool
    presumed: bool
    why: Promise


@dataclass(frozen=True)
class Element:
    code: str
    state: State
    required: bool
    # Items found present, and items nobody has looked at.
    present: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """What the answers point to, and why. Never a decision."""

    suggestion: Suggestion
    age: Age
    elements: tuple[Element, ...]
    reasons: tuple[Promise, ...]

    @property
    def headline(self) -> Promise:
        return HEADLINES[self.suggestion]

    def element(self, code: str) -> Element:
        return next(element for element in self.elements if element.code == code)


@dataclass(frozen=True)
class Missing:
    """A question without an answer that whoever decides would want."""

    section: Section
    question: Question
    words: Any


HEADLINES = {
    Suggestion.MET: _("What is known points to trafficking in persons"),
    Suggestion.NOT_MET: _("What is known does not amount to trafficking in persons"),
    Suggestion.OPEN: _("Not enough is known yet"),
}
LACKING = {
    (ACT, State.ABSENT): _("No act was found: nobody recruited, moved, kept or received the person."),
    (MEANS, State.ABSENT): _("No means was found: no force, deceit or abuse of power or of need."),
    (PURPOSE, State.ABSENT): _("No purpose of exploitation was found."),
    (ACT, State.INSUFFICIENT): _("Not enough is known about what was done."),
    (MEANS, State.INSUFFICIENT): _("Not enough is known about how it was done."),
    (PURPOSE, State.INSUFFICIENT): _("Not enough is known about what it was done for."),
}
FOUND = {
    ACT: _("An act was found."),
    MEANS: _("A means was found."),
    PURPOSE: _("A purpose of exploitation was found."),
}
NOT_REQUIRED = _("For a child no means is needed.")
RESTS_ON_AGE = _(
    "This rests on treating the person as a child. If the person turns out to be an adult, a means must be found too."
)
OTHER_NEED = _("The person may still need protection for another reason.")


def age_of(answers: Answers, *, today: date, adult_age: int = ADULT_AGE) -> Age:
    """The age that counts on a day. A birth date comes before a stated age; no age at all means: a child."""
    years = years_since(answers.get("birth_date"), today)
    if years is None:
        years = number(answers.get("age"))
    if years is None:
        return Age(None, True, True, _("The age is not known. Until it is assessed, the person is treated as a child."))
    if years < adult_age:
        return Age(years, True, False, _("The person is under 18."))
    if answers.get("age_doubt") == "yes" and answers.get("age_basis") not in CERTAIN:
        return Age(
            years,
            True,
            True,
            _(
                "There is reason to believe the person is under 18. Until the age is assessed,"
                " they are treated as a child."
            ),
        )
    return Age(years, False, False, _("The person is an adult."))


def element_of(code: str, answers: Answers, items: Iterable[str], *, required: bool = True) -> Element:
    """Present as soon as one item is; absent only when every item was looked at and is absent."""
    found = {item: answers.get(f"{code}_{item}") or "" for item in items}
    present = tuple(item for item, state in found.items() if state == State.PRESENT)
    unseen = tuple(item for item, state in found.items() if not state)
    if present:
        state = State.PRESENT
    elif found and all(state == State.ABSENT for state in found.values()):
        state = State.ABSENT
    else:
        state = State.INSUFFICIENT
    return Element(code, state, required, present, unseen)


def suggest(act: State, means: State, purpose: State, *, child: bool) -> Suggestion:
    """Adult: act, means and purpose. Child: act and purpose. One absent rules it out; one unknown leaves it open."""
    needed = (act, purpose) if child else (act, means, purpose)
    if State.ABSENT in needed:
        return Suggestion.NOT_MET
    return Suggestion.OPEN if State.INSUFFICIENT in needed else Suggestion.MET


def finding(answers: Answers, lists: Lists, *, today: date, adult_age: int = ADULT_AGE) -> Finding:
    """The suggestion the answers lead to, with its reasons."""
    age = age_of(answers, today=today, adult_age=adult_age)
    act, means, purpose = (
        element_of(
            code,
            answers,
            [item.code for item in lists(items)],
            required=code != MEANS or not age.is_child,
        )
        for code, items in ITEMS.items()
    )
    suggestion = suggest(act.state, means.state, purpose.state, child=age.is_child)
    elements = (act, means, purpose)
    return Finding(suggestion, age, elements, tuple(reasons(suggestion, age, elements)))


def reasons(suggestion: Suggestion, age: Age, elements: tuple[Element, ...]) -> list[Promise]:
    """In plain sentences: the age, each element, and what the result rests on."""
    said = [age.why]
    for element in elements:
        if element.state is State.PRESENT:
            said.append(FOUND[element.code])
        elif element.required:
            said.append(LACKING[element.code, element.state])
        else:
            said.append(NOT_REQUIRED)
    means = elements[1]
    if suggestion is Suggestion.MET and age.presumed and means.state is not State.PRESENT:
        said.append(RESTS_ON_AGE)
    if suggestion is Suggestion.NOT_MET:
        said.append(OTHER_NEED)
    return said


def signs_for(element: str, answers: Answers, lists: Lists) -> list[Any]:
    """The signs ticked that speak to an element."""
    ticked = {code for group in GROUPS for code in answers.get(f"signs_{group}") or ()}
    return [sign for sign in lists("indicators") if sign.code in ticked and sign.more.get("element") == element]


def missing(answers: Answers, lists: Lists, *, found: Finding) -> list[Missing]:
    """What whoever decides would want and nobody has answered, in the order it is asked."""
    lacking = []
    for section in INSTRUMENT.sections:
        for asked in INSTRUMENT.asked(section, lists):
            if asked.group.element:
                lacking += element_lacks(section, asked, answers, found.element(asked.group.element))
                continue
            for question in asked.items[0][1]:
                words = what_lacks(question, answers, found)
                if words:
                    lacking.append(Missing(section, question, words))
    return lacking


def element_lacks(section: Section, asked: Asked, answers: Answers, element: Element) -> list[Missing]:
    """An element the law asks for and nobody has settled, and items said to be present with nothing to show it."""
    lacking = []
    if element.required and element.state is State.INSUFFICIENT and asked.items:
        first = next((q for _what, (q, _note) in asked.items if not answers.get(q.code)), asked.items[0][1][0])
        lacking.append(Missing(section, first, LACKING[element.code, element.state]))
    for _what, (question, note) in asked.items:
        if answers.get(question.code) == State.PRESENT and not is_answered(answers.get(note.code)):
            lacking.append(Missing(section, note, note.label))
    return lacking


def what_lacks(question: Question, answers: Answers, found: Finding) -> Any:
    """Why this question is listed as missing; nothing when it is not."""
    answer = answers.get(question.code)
    if question.code == "consent":
        return consent_lacks(answers, found)
    if question.code == "interpreter_certified":
        with_interpreter = answers.get("interpreter") in ("certified", "phone")
        return question.label if with_interpreter and not is_answered(answer) else ""
    if question.code == "support_person" and found.age.is_child and answer == "none":
        return _("A child needs somebody beside them: nobody was present.")
    return question.label if question.wanted and not is_answered(answer) else ""


def consent_lacks(answers: Answers, found: Finding) -> Any:
    if not consent_is_settled(answers):
        return _("Consent, or why it could not be asked")
    if found.age.is_child and answers.get("consent") == "consents":
        return _("For a child: the child’s assent, and who consents for them")
    if answers.get("consent") in consent.AGREED and not is_answered(answers.get("consent_authority")):
        return _("Who gave consent, and on what authority")
    return ""


def years_since(written: Any, today: date) -> int | None:
    """Whole years from an ISO date; nothing when there is none, or it lies ahead."""
    try:
        born = date.fromisoformat(str(written or ""))
    except ValueError:
        return None
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return years if years >= 0 else None


def number(written: Any) -> int | None:
    try:
        return int(written)
    except (TypeError, ValueError):
        return None
