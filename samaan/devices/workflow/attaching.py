"""A picture or another file comes after its form, or again: kept once, cleaned as every document is."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.audit import stream
from samaan.devices.expected import place_of
from samaan.devices.models import Arrival
from samaan.devices.workflow.arriving import Differs, NotForThem, TooOften
from samaan.devices.workflow.steps import ATTACH
from samaan.questionnaires.models import Attachment
from samaan.questionnaires.workflow.beginning import about
from samaan.transitions import NotPermitted
from samaan.vault import files
from samaan.vault.files import CHUNK_BYTES
from samaan.xforms.faults import Refused


@transaction.atomic
def attach_file(arrival: Arrival, upload: UploadedFile, *, by: User) -> Attachment:
    """Keep a file that answers a question of the form, by the name the answer says; the same once more changes nothing.

    Raises Refused when no question names it, Differs when another came under this name, ValidationError when it is
    no document we take, TooOften, NotForThem when the form has left this person's sight, NotPermitted.
    """
    arrival = Arrival.objects.select_for_update(of=("self",)).get(pk=arrival.pk)
    submission = arrival.submission
    if submission is None:
        raise NotForThem
    if not ATTACH.may(by, submission) or submission.status not in ATTACH.sources:
        raise NotPermitted(ATTACH, submission)
    name = upload.name or ""
    there = next((row for row in Attachment.objects.filter(submission=submission) if row.name == name), None)
    if there:
        if there.file.sha256 != sha256_of(upload):
            raise Differs
        return there
    refuse_flood(by)
    compartment = place_of(submission, name, by)
    if compartment is None:
        raise Refused(_("No question of this form asks for “%(name)s”.") % {"name": name})
    stored = files.store(upload, record=submission, compartment=compartment, by=by)
    attachment = Attachment(
        submission=submission,
        of_record=submission.of_record,
        of_kind=submission.of_kind,
        compartment=compartment,
        name=name,
        file=stored,
        added_by=by,
    )
    attachment.save(force_insert=True)
    stream.append(ATTACH.kind, record=submission, by=by, file=stored.pk, **about(submission))
    return attachment


def refuse_flood(by: User) -> None:
    since = timezone.now() - timedelta(hours=1)
    if Attachment.objects.filter(added_by=by, added_at__gt=since).count() >= settings.DEVICE_FILES_PER_HOUR:
        raise TooOften


def sha256_of(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for piece in upload.chunks(CHUNK_BYTES):
        digest.update(piece)
    return digest.hexdigest()
