"""What arrived, in words: each question that is answered or should be, with its answer and what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from samaan.accounts.models import User
from samaan.devices.expected import MEDIA, attachments
from samaan.devices.models import Attachment
from samaan.questionnaires.filled import read
from samaan.questionnaires.models import Submission
from samaan.questionnaires.permissions import hidden
from samaan.xforms.instance import takes_answers
from samaan.xforms.judging import Judged
from samaan.xforms.verdict import Verdict, judge


@dataclass(frozen=True)
class Line:
    """A question in words; or a heading, which has no answer."""

    address: str
    label: str
    answer: str = ""
    problem: str = ""
    is_heading: bool = False
    is_file: bool = False
    attachment: Attachment | None = None
    can_correct: bool = False


def verdict_of(submission: Submission, user: User) -> Verdict:
    filled = read(submission, hidden(submission, user))
    return judge(filled.instance, now=timezone.localtime(), language=user.language)


def lines(submission: Submission, verdict: Verdict) -> Iterator[Line]:
    here = attachments(submission)
    for address, judged in verdict.judged.items():
        if not judged.relevant or judged.node.parent is None:
            continue
        if judged.question.is_container:
            if words := verdict.label(address):
                yield Line(address, words, is_heading=True)
        elif judged.value or judged.problem:
            yield line(verdict, judged, here)


def line(verdict: Verdict, judged: Judged, here: dict[str, Attachment]) -> Line:
    is_file = judged.question.kind in MEDIA
    return Line(
        judged.address,
        verdict.label(judged.address) or judged.question.name,
        in_words(verdict, judged),
        judged.problem,
        is_file=is_file,
        attachment=here.get(judged.value) if is_file else None,
        can_correct=not is_file and not judged.read_only and takes_answers(judged.question),
    )


def in_words(verdict: Verdict, judged: Judged) -> str:
    """The labels of what was chosen; else the answer as it is."""
    if judged.question.offer is None:
        return judged.value
    labels = dict(choices(verdict, judged.address))
    return ", ".join(labels.get(code, code) for code in judged.value.split())


def choices(verdict: Verdict, address: str) -> list[tuple[str, str]]:
    return [(choice.name, verdict.choice_label(choice)) for choice in verdict.choices(address)]
