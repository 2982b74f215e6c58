"""The instrument as forms: one form a section, its fields made from the questions."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from samaan.intake.instrument import INSTRUMENT, Group, Kind, Question, Section, is_answered, values
from samaan.intake.instrument.values import LINE_LENGTH, TEXT_LENGTH
from samaan.intake.screening_lists import lists_for

# Up to so many options all stand open; more are chosen from a list that unfolds.
FEW = 8


@dataclass(frozen=True)
class Item:
    """Questions that belong together: one thing asked about, or one of a repeated group such as an act."""

    what: Any
    fields: tuple[BoundField, ...]


@dataclass(frozen=True)
class Part:
    """A group of a section as its page shows it."""

    group: Group
    items: tuple[Item, ...]


class AnswerField(forms.Field):
    """One question; the instrument's own validator decides what an answer is."""

    def __init__(self, question: Question, choices: list, lists: Any):
        self.question, self.lists = question, lists
        super().__init__(
            required=False,
            label=str(question.label),
            help_text=str(question.help),
            widget=widget_for(question, choices),
        )

    def clean(self, value: Any) -> Any:
        return values.clean(self.question, value, self.lists)


def widget_for(question: Question, choices: list) -> forms.Widget:
    """Radio buttons for few options, a list for many, boxes to tick for several answers."""
    match question.kind:
        case Kind.MANY:
            return forms.CheckboxSelectMultiple(choices=choices)
        case Kind.ONE if len(choices) <= FEW:
            return forms.RadioSelect(choices=choices)
        case Kind.ONE:
            return forms.Select(choices=[("", _("Choose")), *choices])
        case Kind.DATE:
            return forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        case Kind.NUMBER:
            return forms.NumberInput({"inputmode": "numeric", "min": question.lowest, "max": question.highest})
        case Kind.TEXT:
            return forms.Textarea({"rows": 3, "maxlength": TEXT_LENGTH})
    return forms.TextInput({"autocomplete": "off", "maxlength": LINE_LENGTH})


class SectionForm(forms.Form):
    """The questions of one section. `shown` remembers what the page showed, so that only what changed is saved."""

    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, section: Section, answers: Mapping[str, Any], revision: int, data: QueryDict | None = None):
        self.section, self.answers = section, answers
        lists = lists_for(answers)
        self.asked = INSTRUMENT.asked(section, lists)
        self.questions = {question.code: question for question in INSTRUMENT.questions_of(section, lists)}
        super().__init__(data, initial={"version": revision, "shown": marks(answers, self.questions), **answers})
        for question in self.questions.values():
            choices = [(option.code, option.label) for option in question.choices(lists)] if question.options else []
            self.fields[question.code] = AnswerField(question, choices, lists)

    @property
    def parts(self) -> list[Part]:
        return [
            Part(
                asked.group,
                tuple(Item(what, tuple(self[q.code] for q in questions)) for what, questions in asked.items),
            )
            for asked in self.asked
            if asked.items
        ]

    @property
    def base(self) -> int:
        """The revision the writer had before them."""
        return self.cleaned_data.get("version") or 0

    def touched(self) -> dict[str, Any]:
        """The valid answers that differ from what the page showed."""
        shown = read_marks(self.cleaned_data.get("shown") or "")
        given = {name: value for name, value in self.cleaned_data.items() if name in self.questions}
        return {name: value for name, value in given.items() if shown.get(name, "") != mark(value)}

    def renewed(self, answers: Mapping[str, Any], revision: int, *, take: str = "") -> "SectionForm":
        """The same page once more: everything typed, on top of the answers as they are; `take` as somebody else's."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["version"], data["shown"] = str(revision), marks(answers, self.questions)
        if take in self.questions:
            data.setlist(take, as_sent(answers.get(take)))
        return SectionForm(self.section, answers, revision, data)

    def as_page(self, version: str, **typed: list[str]) -> QueryDict:
        """The page as it would be sent with only these answers changed."""
        data = QueryDict(mutable=True)
        for code in self.questions:
            data.setlist(code, typed.get(code) or as_sent(self.answers.get(code)))
        data["version"], data["shown"] = version, marks(self.answers, self.questions)
        return data


def marks(answers: Mapping[str, Any], questions: Iterable[str]) -> str:
    """A short mark of every answer a page shows."""
    return json.dumps({code: mark(answers[code]) for code in questions if is_answered(answers.get(code))})


def mark(value: Any) -> str:
    if not is_answered(value):
        return ""
    return hashlib.blake2s(json.dumps(value).encode(), digest_size=6).hexdigest()


def read_marks(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def as_sent(value: Any) -> list[str]:
    """An answer as a form would send it."""
    if not is_answered(value):
        return []
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]
