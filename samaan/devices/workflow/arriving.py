"""A filled-in form arrives from a telephone: judged by the server, kept once, seen by its sender alone."""

import hashlib
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.access import principals
from samaan.access.models import Basis, Grant
from samaan.access.records import begin_record, grant_to
from samaan.accounts.models import User
from samaan.alerts import clocks
from samaan.countrypack import formversions
from samaan.countrypack.models import FormVersion
from samaan.countrypack.parts import Instrument
from samaan.devices.models import Arrival, DeviceToken
from samaan.devices.permissions import has_sealed, instruments_of
from samaan.devices.workflow.steps import ARRIVE
from samaan.questionnaires import workflow as forms
from samaan.questionnaires.compartments import compartments
from samaan.questionnaires.filled import Filled, Mark, store
from samaan.questionnaires.models import Submission
from samaan.questionnaires.workflow.beginning import about
from samaan.questionnaires.workflow.finishing import settle_finished
from samaan.questionnaires.workflow.steps import FILE_CLOCK
from samaan.transitions import NotPermitted, WrongState, announce
from samaan.xforms.faults import Refused, TooMuch
from samaan.xforms.instance import Instance, takes_answers
from samaan.xforms.instance_xml import form_named_in, read_instance
from samaan.xforms.verdict import judge

# A record of its own that no role oversees; a form that is about no other record begins one of the kind “submission”.
KIND = "arrival"


class NotForThem(Exception):
    """Their role fills in no such form, or there is none."""


class Differs(Exception):
    """Something else came under the same name before. Nothing was changed."""


class TooOften(Exception):
    """More filled-in forms in an hour than one person sends."""


@transaction.atomic
def receive_submission(data: bytes, *, token: DeviceToken, by: User) -> Arrival:
    """Keep a filled-in form; the same once more changes nothing.

    1. reads it with the form of its version, 2. tells what was sent again from what is not the same, 3. judges it:
    what is complete is finished, what is not stays open with its problems, 4. keeps its answers in a record of its
    own, each part in its compartment, 5. withdraws what it corrects, while that is not filed, 6. notes one event.

    Raises Refused, NotForThem, Differs or TooOften.
    """
    version, instrument = form_of(data, by)
    form = formversions.definition(version)
    if has_sealed(form):
        raise NotForThem
    instance = read_instance(form, data)
    if not instance.instance_id:
        raise Refused(_("This is not a filled-in form."))
    # Two sent at once wait for each other.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    sha256 = hashlib.sha256(data).hexdigest()
    known = Arrival.objects.filter(user=by, instance_id=instance.instance_id).first()
    if known:
        if known.sha256 != sha256:
            raise Differs
        return known
    refuse_flood(by)
    submission = keep_answers(version, instrument, instance, by=by)
    arrival = Arrival(
        user=by,
        token=token,
        form_version=version,
        instrument=instrument.code,
        instance_id=instance.instance_id,
        deprecated_id=instance.deprecated_id,
        sha256=sha256,
        submission_id=submission.pk,
    )
    arrival.save(force_insert=True)
    withdraw_corrected(arrival, by=by)
    return arrival


def form_of(data: bytes, by: User) -> tuple[FormVersion, Instrument]:
    """The version it was filled in with, which may be an older one, and what the form is for."""
    form_id, version = form_named_in(data)
    instrument = next((found for found in instruments_of(by) if found.form == form_id), None)
    kept = FormVersion.objects.defer("workbook", "lists").filter(form_id=form_id[:64], version=version[:40]).first()
    if instrument is None or kept is None:
        raise NotForThem
    return kept, instrument


def refuse_flood(by: User) -> None:
    since = timezone.now() - timedelta(hours=1)
    if Arrival.objects.filter(user=by, arrived_at__gt=since).count() >= settings.DEVICE_SUBMISSIONS_PER_HOUR:
        raise TooOften


def keep_answers(version: FormVersion, instrument: Instrument, instance: Instance, *, by: User) -> Submission:
    """A submission about no record yet. Raises Differs when somebody else's has the same instanceID."""
    now = timezone.localtime()
    try:
        verdict = judge(instance, now=now, language=by.language)
    except TooMuch:
        raise Refused(_("This form asks for more work than one answer may cost.")) from None
    record_id = begin_own_record(instrument, instance, by=by)
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
    try:
        with transaction.atomic():
            submission.save(force_insert=True)
    except IntegrityError:
        raise Differs from None
    filled = Filled(submission, instance, marks_of(instance, by, now.isoformat()))
    store(filled)
    announce(ARRIVE.kind, submission, by=by, complete=verdict.is_complete, **about(submission))
    if not submission.is_placed:
        clocks.start(submission, FILE_CLOCK, lasting=countrypack.pack().retention.file_within)
    if verdict.is_complete:
        settle_finished(filled, verdict, by=by)
    return submission


def begin_own_record(instrument: Instrument, instance: Instance, *, by: User):
    """Its key, and a grant of every part to its sender."""
    parts = compartments(instance.form, instrument.compartment)
    author: Grant = grant_to(principals.user(by.pk), parts, basis=Basis.AUTHOR, purpose="form", by=by)
    kind = "submission" if instrument.record == "submission" else KIND
    return begin_record(kind, owned_by=by.organisation, id=uuid4(), grants=[author])


def marks_of(instance: Instance, by: User, at: str) -> dict[str, Mark]:
    """Each answer is its sender's, of the moment it arrived."""
    return {
        node.address: Mark(1, by.pk, at)
        for node in instance.root.walk()
        if node.text and takes_answers(instance.question(node))
    }


def withdraw_corrected(arrival: Arrival, *, by: User) -> None:
    """The telephone says which one this corrects: that one is withdrawn, unless it is filed already."""
    if not arrival.deprecated_id:
        return
    before = Arrival.objects.filter(user=by, instance_id=arrival.deprecated_id, filed_at=None).first()
    corrected = before.submission if before else None
    if corrected:
        try:
            with transaction.atomic():
                forms.withdraw_submission(corrected, by=by)
        except (NotPermitted, WrongState):
            return
