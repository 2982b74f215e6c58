"""Reading forms: which there are, how far each is, who is at work, what was answered before."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language

from samaan import countrypack
from samaan.access.records import get_visible
from samaan.accounts.models import User
from samaan.countrypack import formversions
from samaan.countrypack.models import FormVersion
from samaan.countrypack.parts import Instrument
from samaan.questionnaires.filled import Filled
from samaan.questionnaires.models import EarlierAnswer, Part, Sitting, Submission
from samaan.questionnaires.permissions import can_begin
from samaan.questionnaires.rendering.values import MASK
from samaan.questionnaires.rendering.words import gapped
from samaan.questionnaires.sections import Section, sections_of
from samaan.xforms.definition import Definition, Question
from samaan.xforms.instance import takes_answers
from samaan.xforms.judging import Judged
from samaan.xforms.nodes import Node
from samaan.xforms.verdict import Verdict

# Whoever was last seen longer ago has left.
PRESENT_FOR = timedelta(seconds=90)
POSITION = re.compile(r"\[\d+\]")


def visible(user: User) -> QuerySet[Submission]:
    """The forms this user sees, with who began and finished them."""
    found = Submission.objects.visible_to(user).select_related("form_version", "begun_by", "finished_by")
    return found.defer("form_version__workbook", "form_version__lists")


def seen_by(user: User, pk: UUID) -> Submission:
    """The form, for somebody who sees it and what it is about; else the same 404 as for none."""
    found = get_visible(visible(user), user, pk=pk)
    if found.record is None:
        raise Http404
    return found


def of_record(user: User, record: Any) -> list[Submission]:
    """Every form about a record, the newest first."""
    return list(visible(user).filter(of_record=record.record_id))


def own(user: User, most: int = 50) -> list[Submission]:
    """The forms about no other record that this person sees, the newest first."""
    return list(visible(user).filter(of_kind="submission")[:most])


def to_begin(user: User, record: Any, there: Iterable[Submission]) -> list[Instrument]:
    """The instruments this person may begin about a record now; what it takes only once, once."""
    taken = {found.instrument for found in there if found.status != Submission.Status.WITHDRAWN}
    return [
        instrument
        for instrument in countrypack.pack().instruments.values()
        if instrument.record == record.record_kind
        and (instrument.several or instrument.code not in taken)
        and can_begin(user, record, instrument)
    ]


def to_begin_alone(user: User) -> list[Instrument]:
    """The instruments this person may begin that are about no other record."""
    known = countrypack.pack().instruments.values()
    return [instrument for instrument in known if instrument.record == "submission" and user.can(instrument.fill)]


def about(submission: Submission) -> dict[str, Any]:
    """What the event of a look at a form says: only who holds that compartment learns of the look."""
    return {"submission": submission.pk, "compartment": submission.compartment}


@dataclass(frozen=True)
class Progress:
    """How far one section is, as far as its reader sees it."""

    section: Section
    title: str
    asked: int
    answered: int
    lacking: tuple[Judged, ...]

    @property
    def is_complete(self) -> bool:
        """Something is asked, and nothing that is needed is lacking or wrong."""
        return not self.lacking and (self.answered > 0 or not self.asked)


def progress(filled: Filled, verdict: Verdict) -> list[Progress]:
    """Every section in which something is asked now, with what is answered and what hinders finishing."""
    found = [section_progress(section, filled, verdict) for section in sections_of(filled.instance.form)]
    return [each for each in found if each]


def section_progress(section: Section, filled: Filled, verdict: Verdict) -> Progress | None:
    judged = [verdict[node.address] for node in asked_in(section, filled, verdict)]
    if not any(is_seen(each) for each in judged) and not may_grow(section, verdict):
        return None
    answering = [each for each in judged if takes_answers(each.question) and not each.read_only]
    lacking = tuple(each for each in judged if each.problem)
    return Progress(section, title_of(section, verdict), len(answering), sum(bool(e.value) for e in answering), lacking)


def asked_in(section: Section, filled: Filled, verdict: Verdict) -> list[Node]:
    """What is asked in a section now and open to its reader."""
    nodes = [node for top in section.nodes(filled.instance) for node in top.walk()]
    return [node for node in nodes if verdict[node.address].relevant and not filled.is_hidden(node)]


def is_seen(judged: Judged) -> bool:
    question = judged.question
    return takes_answers(question) or question.kind == "note" or bool(question.calculation and question.label)


def may_grow(section: Section, verdict: Verdict) -> bool:
    """Whether the section is a repeat of which there is none yet."""
    return section.group is not None and section.group.is_repeat and verdict.may_add(section.group.path)


def title_of(section: Section, verdict: Verdict) -> str:
    """The label of its group in the language of the form; a run of questions has a name of its own."""
    if section.group is None:
        return str(section.name)
    if not section.group.is_repeat and verdict[section.group.path].relevant:
        return verdict.label(section.group.path) or verdict.instance.form.title
    words = section.group.label.words(verdict.language, verdict.instance.form.default_language)
    said = "".join(piece for piece in words if isinstance(piece, str)).strip()
    return said or verdict.instance.form.title


def others_at(submission: Submission, user: User) -> list[Sitting]:
    """Who else is at work on this form now."""
    since = timezone.now() - PRESENT_FOR
    return list(submission.sittings.filter(seen_at__gt=since).exclude(user=user).select_related("user"))


def changed_by_others(filled: Filled, section: Section, user: User, *, since: int) -> list[tuple[Node, User | None]]:
    """Answers of a section that somebody else gave after this revision, with who did."""
    marked = [
        (node, filled.marks[node.address])
        for top in section.nodes(filled.instance)
        for node in top.walk()
        if node.address in filled.marks and not filled.is_hidden(node)
    ]
    changed = [(node, mark.by) for node, mark in marked if mark.revision > since and mark.by not in (None, user.pk)]
    people = User.objects.in_bulk({by for _node, by in changed})
    return [(node, people.get(by)) for node, by in changed]


def writers(filled: Filled) -> dict[int, User]:
    """Whoever gave an answer that stands there now."""
    return User.objects.in_bulk({mark.by for mark in filled.marks.values() if mark.by})


def earlier(submission: Submission) -> dict[str, list[EarlierAnswer]]:
    """What was answered before, by the address of its question; as far as the reader sees it."""
    found: dict[str, list[EarlierAnswer]] = defaultdict(list)
    for row in submission.earlier_answers.select_related("answered_by", "replaced_by"):
        found[row.question].append(row)
    return dict(found)


def has_answered(user: User, submission: Submission) -> bool:
    """Whether this person gave any answer of it, or one that was replaced since."""
    marks = (mark for part in Part.objects.filter(submission=submission) for mark in part.marks.values())
    if any(by == user.pk for _revision, by, _at in marks):
        return True
    return EarlierAnswer.objects.filter(submission=submission, answered_by=user).exists()


@dataclass(frozen=True)
class Gone:
    """An answer whose question is not there any more."""

    label: str
    words: str
    row: EarlierAnswer


def no_longer_asked(filled: Filled) -> list[Gone]:
    """What was answered in an earlier version, or in one of a repeat that was removed: no question here shows it."""
    there = {node.address for node in filled.instance.root.walk()}
    rows = filled.submission.earlier_answers.select_related("answered_by")
    lost = [(row, POSITION.sub("", row.question)) for row in rows if row.question not in there]
    forms = versions_of(filled.submission) if lost else []
    found = []
    for row, path in lost:
        form = next((form for form in forms if path in form.questions), None)
        if form:
            language = form.language(get_language() or "")
            question = form.questions[path]
            found.append(Gone(gapped(question.label, language), words_of(form, question, row.value, language), row))
    return found


def versions_of(submission: Submission) -> list[Definition]:
    """Every version of its form there has been, the newest first."""
    rows = FormVersion.objects.filter(form_id=submission.form_version.form_id).defer("workbook", "lists")
    return [formversions.definition(version) for version in rows.order_by("-pk")]


def words_of(form: Definition, question: Question, text: str, language: str) -> str:
    if question.of_samaan.sealed:
        return MASK
    if question.offer is None:
        return text
    known = form.lists[question.offer.list].by_name
    return ", ".join(gapped(known[name].label, language) if name in known else name for name in text.split())
