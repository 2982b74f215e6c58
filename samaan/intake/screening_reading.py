"""A screening as somebody reads it: what happened to it, and where each question is answered."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from samaan.audit import stream
from samaan.audit.models import Event
from samaan.intake.models import Screening
from samaan.questionnaires.rendering.slots import key_of
from samaan.questionnaires.sections import section_at
from samaan.xforms.judging import Judged
from samaan.xforms.verdict import Verdict


@dataclass(frozen=True)
class Missing:
    """A question without an answer that whoever decides would want, and where it is answered."""

    label: str
    href: str


def missing(screening: Screening, verdict: Verdict, found: Iterable[Judged]) -> list[Missing]:
    """In words, each with the way to it."""
    return [Missing(verdict.label(each.address), where(screening, each)) for each in found]


def where(screening: Screening, judged: Judged) -> str:
    section = section_at(screening.submission.form, judged.question.path)
    if section is None:
        return screening.get_absolute_url()
    page = reverse("questionnaires:section", args=[screening.submission_id, section.code])
    return f"{page}#{key_of(judged.address)}"


def happened(screening: Screening) -> list[Event]:
    """The events of this screening, newest first; the report's others are left out."""
    return list(stream.timeline(screening.report_id).filter(data__screening=str(screening.pk)))
