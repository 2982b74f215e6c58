"""The form that screenings are filled in with, and what one answers by the names of its questions."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.countrypack import formversions
from samaan.countrypack.parts import Instrument
from samaan.intake.models import Screening
from samaan.questionnaires.filled import Filled, read
from samaan.xforms import vocabulary
from samaan.xforms.definition import Definition, Question
from samaan.xforms.verdict import Verdict, judge

PURPOSE = "screening"
MANY = vocabulary.SELECTS[1]


class NoForm(Exception):
    """The country pack has no form for screenings."""

    def __init__(self):
        super().__init__(_("The country pack has no form for screenings. Ask whoever administers it."))


def instrument() -> Instrument:
    """The pack's instrument for screening whom a report names; the first, when it has several."""
    for found in countrypack.pack().instruments.values():
        if found.purpose == PURPOSE and found.record == "report":
            return found
    raise NoForm


def form_at_work() -> Definition:
    return formversions.definition(formversions.at_work(instrument().form))


def filled(screening: Screening) -> Filled:
    return read(screening.submission)


def judged(screening: Screening, language: str = "") -> Verdict:
    """The server's verdict on the answers as they are now, with its words in the reader's language."""
    return verdict_of(filled(screening), language)


def verdict_of(found: Filled, language: str = "") -> Verdict:
    return judge(found.instance, now=timezone.localtime(), language=language or get_language() or "")


def answers_of(screening: Screening) -> dict[str, Any]:
    """Every answer by the name of its question: a text, or a list of codes where several may be chosen."""
    found = filled(screening).instance
    return {
        name: value_of(question, node.text)
        for name, question in found.form.named.items()
        for node in found.nodes()[question.path][:1]
        if node.text and question.kind not in vocabulary.UNASKED
    }


def value_of(question: Question, text: str) -> Any:
    return text.split() if question.kind == MANY else text


def addresses(form: Definition, given: Mapping[str, Any]) -> dict[str, str]:
    """Answers by the address of their question. Raises ValidationError for a name the form does not have."""
    unknown = [name for name in given if name not in form.named]
    if unknown:
        raise ValidationError({name: ValidationError(_("There is no such question.")) for name in unknown})
    return {form.named[name].path: text_of(value) for name, value in given.items()}


def text_of(value: Any) -> str:
    """An answer as the form keeps it."""
    if value is None:
        return ""
    if isinstance(value, str) or not isinstance(value, Iterable):
        return str(value)
    return " ".join(str(code) for code in value)
