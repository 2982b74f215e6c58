"""A form that came from a telephone is filed: its answers move into the file they are about."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.access import principals
from samaan.access.records import close_to
from samaan.accounts.models import User
from samaan.alerts import clocks
from samaan.audit import stream
from samaan.countrypack.parts import Instrument
from samaan.devices.expected import attachments
from samaan.devices.models import Arrival
from samaan.devices.workflow.steps import FILE
from samaan.questionnaires.filled import Filled, read, store
from samaan.questionnaires.models import Attachment, EarlierAnswer, Submission
from samaan.questionnaires.permissions import can_begin, hidden
from samaan.questionnaires.purposes import purpose
from samaan.questionnaires.workflow.beginning import about, refuse_second
from samaan.questionnaires.workflow.finishing import settle_finished
from samaan.questionnaires.workflow.steps import FILE_CLOCK
from samaan.transitions import NotPermitted, lock, move
from samaan.vault import files
from samaan.vault.models import FileState
from samaan.xforms.instance import empty_instance
from samaan.xforms.verdict import judge


class CannotFile(Exception):
    """Why it cannot be filed there now, in words."""


@transaction.atomic
def file_submission(submission: Submission, record: Any, *, by: User) -> Submission:
    """Move a form that arrived into the file it is about.

    1. locks both, 2. refuses the wrong person, a file that takes no such form from them, a part that is not open to
    them, and documents that wait for the virus scanner, 3. makes a submission in the file, with new rows under its key
    in its compartments, and copies the documents, 4. empties what it was made from and closes it to everybody,
    5. finishes it when nothing is missing, 6. leaves one event in each of both.

    Raises NotPermitted, WrongState, AlreadyBegun or CannotFile.
    """
    before = submission
    lock(before)
    if not FILE.may(by, before):
        raise NotPermitted(FILE, before)
    lock(record)
    instrument = instrument_for(before, record, by)
    if not instrument.several:
        refuse_second(instrument, record)
    was = read(before)
    waiting = list(attachments(before).values())
    refuse_unchecked(waiting)
    after = placed(before, instrument, record, by)
    if hidden(after, by):
        raise CannotFile(_("A part of this form is not open to you there. Ask a colleague who sees every part."))
    give_way(before, after, by=by)
    after.save(force_insert=True)
    moved = Filled(after, was.instance, dict(was.marks))
    verdict = judge(moved.instance, now=timezone.localtime(), language=by.language)
    store(moved)
    move_earlier(before, after)
    move_files(waiting, after, by=by)
    empty(was)
    close_to(before, principals.user(by.pk))
    stream.append(FILE.kind, record=after, by=by, **about(after))
    after.purpose.answered(after, verdict, by=by)
    if verdict.is_complete:
        settle_finished(moved, verdict, by=by)
    note_filed(before, after)
    return after


def note_filed(before: Submission, after: Submission) -> None:
    """What its telephone sends again, and its files, are told from here on; only its sender's own entry is theirs."""
    Arrival.objects.filter(submission_id=before.pk).update(
        submission_id=after.pk,
        instrument=after.instrument,
        filed_at=timezone.now(),
        filed_kind=after.of_kind,
        filed_record=after.of_record,
    )


def instrument_for(before: Submission, record: Any, by: User) -> Instrument:
    """What the form is for in a file of this kind; NotPermitted when this person does not fill it in there."""
    for instrument in countrypack.pack().instruments.values():
        is_of = instrument.form == before.form_version.form_id and instrument.record == record.record_kind
        if is_of and purpose(instrument.purpose).alone and can_begin(by, record, instrument):
            return instrument
    raise NotPermitted(FILE, record)


def refuse_unchecked(waiting: list[Attachment]) -> None:
    if any(row.file.state == FileState.CHECKING for row in waiting):
        raise CannotFile(_("A file is still being checked for viruses. Try again in a minute."))


def placed(before: Submission, instrument: Instrument, record: Any, by: User) -> Submission:
    """The same submission in the file; not saved yet."""
    return Submission(
        of_record=record.record_id,
        of_kind=record.record_kind,
        compartment=instrument.compartment,
        instrument=instrument.code,
        form_version=before.form_version,
        instance_id=before.instance_id,
        revision=before.revision,
        begun_by=by,
        begun_at=before.begun_at,
    )


def give_way(before: Submission, after: Submission, *, by: User) -> None:
    """What was filed is withdrawn where it was, and hands its instanceID on."""
    move(before, FILE, by=by, event_data=about(before), instance_id=f"filed:{after.pk}")
    clocks.meet(before, FILE_CLOCK)


def move_earlier(before: Submission, after: Submission) -> None:
    """Answers that were corrected meanwhile go with it."""
    for row in EarlierAnswer.objects.filter(submission=before):
        EarlierAnswer(
            submission=after,
            of_record=after.of_record,
            of_kind=after.of_kind,
            compartment=compartment_in(row, before, after),
            question=row.question,
            value=row.value,
            revision=row.revision,
            answered_by_id=row.answered_by_id,
            answered_at=row.answered_at,
            replaced_by_id=row.replaced_by_id,
            replaced_at=row.replaced_at,
        ).save(force_insert=True)
        row.value = ""
        row.save(update_fields=["value"])


def compartment_in(row: Any, before: Submission, after: Submission) -> str:
    """The form's own compartment may be another one for a file of this kind."""
    return after.compartment if row.compartment == before.compartment else row.compartment


def move_files(waiting: list[Attachment], after: Submission, *, by: User) -> None:
    """Documents are copied under the key of the file; what a virus was found in stays behind, locked away."""
    for row in waiting:
        if not row.file.is_open:
            continue
        place = compartment_in(row, row.submission, after)
        Attachment(
            submission=after,
            of_record=after.of_record,
            of_kind=after.of_kind,
            compartment=place,
            name=row.name,
            file=files.copy(row.file, record=after, compartment=place, by=by),
            added_by=by,
            added_at=row.added_at,
        ).save(force_insert=True)
        files.empty(row.file)
        row.name = ""
        row.save(update_fields=["name"])


def empty(was: Filled) -> None:
    """Nothing of what was answered stays where it was."""
    nothing = Filled(was.submission, empty_instance(was.instance.form), {}, parts=was.parts)
    store(nothing)
