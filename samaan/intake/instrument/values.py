"""One validator for pages, API and held answers: what was sent becomes an answer, or an error in words."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samaan.intake.instrument.model import Kind, Lists, Question

LINE_LENGTH = 300
TEXT_LENGTH = 20_000


def clean(question: Question, sent: Any, lists: Lists) -> Any:
    """A text, an ISO date, a number, a code or a list of codes; None when nothing was answered.

    Raises ValidationError.
    """
    if question.many:
        return clean_codes(question, sent, lists)
    if isinstance(sent, (list, tuple)):
        sent = sent[-1] if sent else None
    text = str("" if sent is None else sent).replace("\r\n", "\n").replace("\x00", "").strip()
    return CLEANERS[question.kind](question, text, lists) if text else None


def clean_text(question: Question, text: str, lists: Lists) -> str:
    longest = LINE_LENGTH if question.kind is Kind.LINE else TEXT_LENGTH
    if len(text) > longest:
        raise ValidationError(_("Please keep it under %(longest)s characters.") % {"longest": longest})
    return text


def clean_number(question: Question, text: str, lists: Lists) -> int:
    between = {"lowest": question.lowest, "highest": question.highest}
    problem = ValidationError(_("Please give a number from %(lowest)s to %(highest)s.") % between)
    if not text.isdecimal() or len(text) > 6:
        raise problem
    if not question.lowest <= int(text) <= question.highest:
        raise problem
    return int(text)


def clean_date(question: Question, text: str, lists: Lists) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValidationError(_("Please give a date, such as 2009-04-30.")) from None


def clean_code(question: Question, text: str, lists: Lists) -> str:
    if text not in {option.code for option in question.choices(lists)}:
        raise ValidationError(_("Please choose one of the answers."))
    return text


def clean_codes(question: Question, sent: Any, lists: Lists) -> list[str] | None:
    if sent is None or sent == "":
        return None
    if isinstance(sent, str) or not isinstance(sent, Iterable):
        sent = [sent]
    chosen = {str(code) for code in sent if code not in (None, "")}
    offered = [option.code for option in question.choices(lists)]
    if not chosen <= set(offered):
        raise ValidationError(_("Please choose from the answers."))
    return [code for code in offered if code in chosen] or None


CLEANERS = {
    Kind.LINE: clean_text,
    Kind.TEXT: clean_text,
    Kind.NUMBER: clean_number,
    Kind.DATE: clean_date,
    Kind.ONE: clean_code,
}


def in_words(question: Question, value: Any, lists: Lists) -> str:
    """An answer as people read it."""
    if value in (None, "", []):
        return ""
    if question.kind in (Kind.ONE, Kind.MANY):
        labels = {option.code: str(option.label) for option in question.choices(lists)}
        codes = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(code, str(code)) for code in codes)
    return str(value)
