"""A form is begun about a record, with what is known of it already."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.access import principals
from samaan.access.models import Basis
from samaan.access.records import begin_record, compartments_of, grant_to
from samaan.accounts.models import User
from samaan.countrypack import formversions
from samaan.countrypack.parts import Instrument
from samaan.countrypack.vocabulary import PREFILLED
from samaan.questionnaires.filled import Filled, Mark, store
from samaan.questionnaires.models import Submission
from samaan.questionnaires.permissions import can_begin, hidden
from samaan.questionnaires.purposes import KINDS
from samaan.questionnaires.workflow.steps import BEGIN
from samaan.transitions import NotPermitted, announce, lock
from samaan.xforms.definition import Definition
from samaan.xforms.instance import Instance, takes_answers
from samaan.xforms.judging import problem
from samaan.xforms.running import scope_of
from samaan.xforms.verdict import judge, new_instance


class AlreadyBegun(Exception):
    """The record has this form, and takes only one; `submission` is it."""

    def __init__(self, submission: Submission):
        super().__init__(_("This form is there already."))
        self.submission = submission


@transaction.atomic
def begin_submission(
    instrument: Instrument, record: Any, *, by: User, known: Mapping[str, str] | None = None
) -> Submission:
    """Begin a form about a record, in the version at work, with what is known of the record filled in beforehand.

    `known` are more answers that are known, by `stored_as`.
    Raises NotPermitted, or AlreadyBegun where a record takes only one.
    """
    lock(record)
    if record.record_kind != instrument.record or not can_begin(by, record, instrument):
        raise NotPermitted(BEGIN, record)
    if not instrument.several:
        refuse_second(instrument, record)
    submission = begin_within(instrument, record, by=by, known=known or {}, of_record=known_of(record, by))
    announce(BEGIN.kind, submission, by=by, **about(submission))
    return submission


def known_of(record: Any, by: User) -> Mapping[str, str]:
    """What the record says, as far as this person reads it, by the names that a column `prefill` may hold."""
    held = frozenset(compartments_of(record, by))
    offered = PREFILLED.get(record.record_kind, {})
    known = KINDS[record.record_kind].known(record, held)
    return {name: text for name, text in known.items() if name in offered and offered[name][0] in held}


def begin_within(
    instrument: Instrument,
    record: Any,
    *,
    by: User,
    known: Mapping[str, str],
    of_record: Mapping[str, str] | None = None,
) -> Submission:
    """Begin a form as part of another act, which has locked the record, said who may, and appends the event."""
    version = formversions.at_work(instrument.form)
    form = formversions.definition(version)
    instance = new_instance(form, now=timezone.localtime())
    submission = Submission(
        of_record=record.record_id,
        of_kind=record.record_kind,
        compartment=instrument.compartment,
        instrument=instrument.code,
        form_version=version,
        instance_id=instance.instance_id,
        revision=1,
        begun_by=by,
    )
    return keep_begun(submission, instance, beforehand(form, known, of_record or {}), by=by)


@transaction.atomic
def begin_alone(instrument: Instrument, *, by: User) -> Submission:
    """Begin a form about no other record: one of its own, seen by whoever fills it in and by those who oversee such."""
    version = formversions.at_work(instrument.form)
    form = formversions.definition(version)
    if instrument.record != "submission" or not by.can(instrument.fill):
        raise NotPermitted(BEGIN, None)
    author = grant_to(principals.user(by.pk), [instrument.compartment], basis=Basis.AUTHOR, purpose="form", by=by)
    record_id = begin_record("submission", owned_by=by.organisation, grants=[author])
    instance = new_instance(form, now=timezone.localtime())
    submission = Submission(
        id=record_id,
        of_record=record_id,
        of_kind="submission",
        compartment=instrument.compartment,
        instrument=instrument.code,
        form_version=version,
        instance_id=instance.instance_id,
        revision=1,
        begun_by=by,
    )
    keep_begun(submission, instance, {}, by=by)
    announce(BEGIN.kind, submission, by=by, **about(submission))
    return submission


def beforehand(form: Definition, known: Mapping[str, str], of_record: Mapping[str, str]) -> dict[str, str]:
    """What is known by the path of its question: by the column it fills, or by what the form says it is filled with."""
    found = {question.path: text for name, question in form.stored_as.items() if (text := known.get(name))}
    for question in form.root.walk():
        if text := of_record.get(question.of_samaan.prefill):
            found.setdefault(question.path, text)
    return {path: text for path, text in found.items() if takes_answers(form.questions[path])}


def keep_begun(submission: Submission, instance: Instance, known: Mapping[str, str], *, by: User) -> Submission:
    filled = Filled(submission, instance, {}, hidden(submission, by))
    fill_in(filled, known)
    submission.save(force_insert=True)
    store(filled)
    return submission


def fill_in(filled: Filled, known: Mapping[str, str]) -> None:
    """What is known already, by the path of its question; what does not fit is left out, for a person to ask."""
    instance, now = filled.instance, timezone.localtime()
    nodes = {instance.at(path): text for path, text in known.items()}
    seen = {node: text for node, text in nodes.items() if not filled.is_hidden(node)}
    for node, text in seen.items():
        node.text = text
    verdict = judge(instance, now=now)
    for node in seen:
        if problem(instance.form, instance.question(node), node, False, scope_of(verdict.run, node)):
            node.text = ""
        else:
            filled.marks[node.address] = Mark(1, None, now.isoformat())
    judge(instance, now=now)


def refuse_second(instrument: Instrument, record: Any) -> None:
    there = Submission.objects.filter(of_record=record.record_id, instrument=instrument.code)
    found = there.exclude(status=Submission.Status.WITHDRAWN).first()
    if found:
        raise AlreadyBegun(found)


def about(submission: Submission) -> dict[str, Any]:
    """What the events of a form say: which one, of which version, in which compartment; never an answer."""
    return {
        "submission": submission.pk,
        "instrument": submission.instrument,
        "version": submission.form_version.version,
        "compartment": submission.compartment,
    }
