"""The forms filled in about a survivor, for the survivor: what was asked about them, in their language."""

import re
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.cases.models import Case
from samaan.questionnaires.filled import read
from samaan.questionnaires.models import Part, Submission
from samaan.questionnaires.rendering.slots import short
from samaan.questionnaires.rendering.values import FILES
from samaan.questionnaires.rendering.words import gapped, in_words
from samaan.retention.told import Fact, FreeText, day
from samaan.xforms.definition import Question
from samaan.xforms.instance import takes_answers
from samaan.xforms.verdict import judge

NUMBER = re.compile(r"-?[\d.]+")


@dataclass(frozen=True)
class Form:
    """Answers to choose and to count are facts; what was written freely is looked through by a person first."""

    facts: list[Fact]
    texts: list[FreeText]


def about(case: Case, language: str) -> list[Form]:
    """Every form about the case that was not withdrawn, the oldest first, as far as whoever asks sees it."""
    kept = Submission.objects.filter(of_record=case.pk, of_kind="case").select_related("form_version")
    rows = kept.exclude(status=Submission.Status.WITHDRAWN).order_by("begun_at")
    return [form for row in rows if (form := one(row, language))]


def one(submission: Submission, language: str) -> Form | None:
    try:
        filled = read(submission)
    except Part.DoesNotExist:
        return None
    form, on = submission.form, timezone.localtime(submission.finished_at or submission.begun_at).date()
    verdict = judge(filled.instance, now=timezone.localtime(), language=form.language(language))
    told = [Fact(_("Form"), submission.title), Fact(_("Filled in on"), day(on))]
    texts = []
    for judged in verdict.judged.values():
        question, address = judged.question, judged.address
        if not judged.relevant or not judged.value or question.path in form.of_others or not is_told(question):
            continue
        # An answer that its words repeat may be somebody's name: a gap stands there.
        label, words = gapped(question.label, verdict.language), in_words(verdict, question, judged.value)
        if is_free(question, judged.value):
            source = f"form-{submission.pk}-{short(address)}"
            texts.append(FreeText(source, filled.compartment(filled.instance.at(address)), label, on, words))
        else:
            told.append(Fact(label, words))
    return Form(told, texts)


def is_told(question: Question) -> bool:
    """What was answered, and what was worked out and shown; nothing sealed, and no file."""
    if question.of_samaan.sealed or question.kind in FILES:
        return False
    return takes_answers(question) or bool(question.calculation and question.label)


def is_free(question: Question, value: str) -> bool:
    """Somebody's own words, or what was worked out from them."""
    if question.kind == "text":
        return True
    return bool(question.calculation) and question.offer is None and not NUMBER.fullmatch(value)
