"""Saving answers: each by itself, as it is given, and never one over another that its writer had not seen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.audit import stream
from samaan.questionnaires.filled import Filled, Mark, read, store
from samaan.questionnaires.models import EarlierAnswer, Sitting, Submission
from samaan.questionnaires.permissions import hidden
from samaan.questionnaires.rendering.values import MASK
from samaan.questionnaires.workflow.beginning import about
from samaan.questionnaires.workflow.steps import ANSWER
from samaan.transitions import NotPermitted, Transition, WrongState, lock
from samaan.xforms.faults import Refused
from samaan.xforms.nodes import Node
from samaan.xforms.verdict import Verdict, apply_answers, judge

# Answering goes on for a while: it is one event for each section and sitting, however many answers are saved.
ONE_SITTING = timedelta(minutes=30)
# The position of what is no more in a repeat: positions begin with 1.
NOWHERE = 0


@dataclass(frozen=True)
class Conflict:
    """An answer that somebody else gave meanwhile."""

    value: str
    mark: Mark


@dataclass
class Saved:
    """What became of it: the revision now, the verdict, and answers that somebody else gave meanwhile."""

    revision: int
    filled: Filled
    verdict: Verdict
    conflicts: dict[str, Conflict] = field(default_factory=dict)


@transaction.atomic
def save_answers(
    submission: Submission,
    given: Mapping[str, str],
    *,
    base: int,
    by: User,
    language: str = "",
    strict: bool = True,
) -> Saved:
    """Save answers by the address of their question, and judge the form anew.

    1. locks the form, 2. refuses the wrong person and the wrong state, 3. leaves alone what somebody else answered
    after revision `base` (without `strict`, one's own later answer is no conflict), 4. keeps what is replaced,
    5. lets what follows from it follow, 6. notes one event a sitting. An answer that is not valid is kept as it was
    written: its problem stands in the verdict, and the form cannot be finished with it.

    Raises NotPermitted, WrongState, or Refused when there is no such question.
    """
    filled = open_filled(submission, ANSWER, by=by)
    instance, now = filled.instance, timezone.localtime()
    refuse_hidden(filled, [instance.at(address) for address in given])
    refuse_unsealed(filled, given)
    before = {address: instance.at(address).text for address in given}
    changed = {address: text for address, text in given.items() if tidy(text) != before[address]}
    conflicts = {
        address: Conflict(before[address], mark)
        for address in changed
        if (mark := filled.marks.get(address)) and mark.revision > base and (strict or mark.by != by.pk)
    }
    accepted = {address: text for address, text in changed.items() if address not in conflicts}
    if not accepted:
        return Saved(submission.revision, filled, judge(instance, now=now, language=language), conflicts)
    verdict = apply_answers(instance, accepted, now=now, language=language)
    refuse_closed(filled, accepted)
    submission.revision += 1
    for address in accepted:
        keep_earlier(filled, address, before[address], by=by, base=base)
        filled.marks[address] = Mark(submission.revision, by.pk, now.isoformat())
    keep(filled, verdict, {section_of(address) for address in accepted}, by=by)
    return Saved(submission.revision, filled, verdict, conflicts)


@transaction.atomic
def add_repeat(submission: Submission, address: str, *, by: User, language: str = "") -> Saved:
    """One more of a repeat, at its end. Raises NotPermitted, WrongState or Refused."""
    return change(submission, lambda filled: filled.instance.add_repeat(address), address, by=by, language=language)


@transaction.atomic
def remove_repeat(submission: Submission, address: str, *, by: User, language: str = "") -> Saved:
    """Take one of a repeat away; its answers are kept among the earlier ones. Raises as `add_repeat` does."""
    return change(submission, lambda filled: take_away(filled, address, by=by), address, by=by, language=language)


def change(submission: Submission, what: Callable[[Filled], object], address: str, *, by: User, language: str) -> Saved:
    filled = open_filled(submission, ANSWER, by=by)
    submission.revision += 1
    what(filled)
    verdict = judge(filled.instance, now=timezone.localtime(), language=language)
    keep(filled, verdict, {section_of(address)}, by=by)
    return Saved(submission.revision, filled, verdict)


def take_away(filled: Filled, address: str, *, by: User) -> None:
    """The marks of those that follow move up with them."""
    gone = filled.instance.at(address)
    refuse_hidden(filled, gone.walk())
    marked = [
        (node, filled.marks.pop(node.address)) for node in filled.instance.root.walk() if node.address in filled.marks
    ]
    for node, mark in marked:
        if node.text and is_inside(node, gone):
            note_earlier(filled, node, node.address, node.text, mark, by=by)
    move_up_earlier(filled.submission, gone.address)
    filled.instance.remove_repeat(address)
    filled.marks = {node.address: mark for node, mark in marked if not is_inside(node, gone)}


def move_up_earlier(submission: Submission, gone: str) -> None:
    """Earlier answers stay with theirs: what is taken away has no place any more, and those after it move up."""
    before, _mark, number = gone.removesuffix("]").rpartition("[")
    for row in EarlierAnswer.objects.filter(submission=submission, question__startswith=f"{before}["):
        place, _mark, inside = row.question.removeprefix(f"{before}[").partition("]")
        if int(place) >= int(number):
            now = NOWHERE if place == number else int(place) - 1
            row.question = f"{before}[{now}]{inside}"
            row.save(update_fields=["question"])


def refuse_closed(filled: Filled, addresses: Iterable[str]) -> None:
    """A part of the form that is not open yet takes no answer; in an open one what was written is kept."""
    for address in addresses:
        top = filled.instance.at("/".join(address.split("/")[:3]))
        if filled.instance.question(top).is_container and not top.relevant:
            raise Refused(_("This part of the form is not open yet."))


def refuse_hidden(filled: Filled, nodes: Iterable[Node]) -> None:
    """Nobody writes, moves or takes away what they do not see."""
    if any(filled.is_hidden(node) for node in nodes):
        raise Refused(_("A part of this is not open to you. Ask a colleague who sees it."))


def refuse_unsealed(filled: Filled, given: Mapping[str, str]) -> None:
    """What is to be sealed never stands in the form, only a mark that it was answered."""
    asked = {address: filled.instance.question(filled.instance.at(address)) for address in given}
    if any(asked[address].of_samaan.sealed and text not in ("", MASK) for address, text in given.items()):
        raise Refused(_("This answer is sealed: write it on the page of the form."))


def is_inside(node: Node | None, above: Node) -> bool:
    while node is not None:
        if node is above:
            return True
        node = node.parent
    return False


def open_filled(submission: Submission, step: Transition, *, by: User) -> Filled:
    """The submission, locked, with its answers, for somebody who may take this step now."""
    lock(submission)
    if not step.may(by, submission):
        raise NotPermitted(step, submission)
    if submission.status not in step.sources:
        raise WrongState(step, submission, stream.last(submission.record_id))
    return read(submission, hidden(submission, by))


def keep(filled: Filled, verdict: Verdict, sections: set[str], *, by: User) -> None:
    """Store the answers, let what follows from them follow, and note the sitting."""
    submission = filled.submission
    submission.changed_at = timezone.now()
    submission.save(update_fields=["revision", "changed_at"])
    store(filled)
    submission.purpose.answered(submission, verdict, by=by)
    for section in sections:
        note(submission, section, by=by)


def tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def keep_earlier(filled: Filled, address: str, before: str, *, by: User, base: int) -> None:
    """Keep somebody else's answer, one this writer had not seen, or one that was finished; not one's own keystrokes."""
    mark = filled.marks.get(address)
    if not before or mark is None:
        return
    if mark.by != by.pk or mark.revision > base or mark.revision <= filled.submission.finished_revision:
        note_earlier(filled, filled.instance.at(address), address, before, mark, by=by)


def note_earlier(filled: Filled, node: Node, address: str, before: str, mark: Mark, *, by: User) -> None:
    submission = filled.submission
    EarlierAnswer(
        submission=submission,
        of_record=submission.of_record,
        of_kind=submission.of_kind,
        compartment=filled.compartment(node),
        question=address,
        value=before,
        revision=mark.revision,
        answered_by_id=mark.by,
        answered_at=mark.moment,
        replaced_by=by,
    ).save(force_insert=True)


def section_of(address: str) -> str:
    """The top of the form an address is in: `/data/person/age` is in `person`, `/data/name` in none."""
    steps = address.removeprefix("/").split("/")
    return steps[1].partition("[")[0] if len(steps) > 2 else ""


def be_present(submission: Submission, section: str, *, by: User) -> None:
    """This person is at this section now: others at it are told."""
    Sitting.objects.bulk_create(
        [
            Sitting(
                submission=submission,
                of_record=submission.of_record,
                of_kind=submission.of_kind,
                compartment=submission.compartment,
                user=by,
                section=section,
            )
        ],
        update_conflicts=True,
        unique_fields=["submission", "user"],
        update_fields=["section", "seen_at"],
    )


def note(submission: Submission, section: str, *, by: User) -> None:
    """One event for a sitting at a section; the marks themselves say who gave each answer and when."""
    be_present(submission, section, by=by)
    sitting = submission.sittings.get(user=by)
    now: datetime = timezone.now()
    if sitting.noted_section == section and sitting.noted_at and now - sitting.noted_at < ONE_SITTING:
        return
    sitting.noted_section, sitting.noted_at = section, now
    sitting.save(update_fields=["noted_section", "noted_at"])
    stream.append(ANSWER.kind, record=submission, by=by, section=section, **about(submission))
