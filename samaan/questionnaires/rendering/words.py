"""An answer as people read it, in the language the form is read in."""

from django.utils.formats import date_format
from django.utils.translation import pgettext

from samaan.questionnaires.rendering.values import MASK
from samaan.xforms.definition import Question, Wording
from samaan.xforms.values import read_date, read_moment
from samaan.xforms.verdict import Verdict
from samaan.xforms.vocabulary import SELECTS


def in_words(verdict: Verdict, question: Question, text: str) -> str:
    """The words of a choice, a date as it is said, a text as it was written; what is sealed stays masked."""
    if not text:
        return ""
    if question.of_samaan.sealed:
        return MASK
    if question.offer:
        known = verdict.instance.form.lists[question.offer.list].by_name
        chosen = text.split() if question.kind == SELECTS[1] else [text]
        return ", ".join(verdict.choice_label(known[name]) if name in known else name for name in chosen)
    if question.kind == "acknowledge":
        return pgettext("an answer", "Confirmed")
    if question.kind == "geopoint":
        return ", ".join(text.split()[:2])
    return dated(question, text)


def dated(question: Question, text: str) -> str:
    if question.kind == "date" and (day := read_date(text)):
        if "year" in question.appearance:
            return str(day.year)
        form = pgettext("how a month is written", "F Y") if "month-year" in question.appearance else day_form()
        return date_format(day, form)
    if question.kind == "datetime" and (moment := read_moment(text)):
        return f"{date_format(moment, day_form())}, {moment:%H:%M}"
    if question.kind == "time":
        return text[:5]
    return text


def day_form() -> str:
    return pgettext("how a day is written", "j F Y")


def gapped(wording: Wording, language: str, fallback: str = "") -> str:
    """The words of a form that nobody fills in: where an answer would stand in them, a gap."""
    words = wording.words(language, fallback)
    return "".join(piece if isinstance(piece, str) else "______" for piece in words)
