"""A file of entries is taken in whole, or not at all, after the steward has seen what it changes."""

import hashlib

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.audit import stream
from samaan.directory.exchange.planning import Plan, Planned, plan
from samaan.directory.facts import groups_of, put_facts
from samaan.directory.models import Group, Upload
from samaan.directory.permissions import can_steward
from samaan.directory.workflow.verifying import note_verified


@transaction.atomic
def upload_entries(name: str, data: bytes, *, by: User) -> Upload:
    """Put a file beside the directory; what was uploaded before and never taken in is dropped."""
    if not can_steward(by):
        raise PermissionDenied
    mine = Upload.objects.filter(uploaded_by=by, status=Upload.Status.SHOWN)
    mine.update(status=Upload.Status.DROPPED, data=b"")
    return Upload.objects.create(name=name[-120:], data=data, uploaded_by=by)


@transaction.atomic
def take_in(upload: Upload, *, by: User) -> Plan:
    """Everything in the file, in one transaction; with a single fault nothing."""
    if not can_steward(by):
        raise PermissionDenied
    locked = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if locked.status != Upload.Status.SHOWN:
        raise ValidationError(_("This file has been taken in or dropped already."))
    data = bytes(locked.data)
    made = plan(locked.name, data)
    if made.faults:
        raise ValidationError(_("The file has faults; nothing was changed."))
    for row in made.rows:
        write(row, by=by)
    locked.status, locked.data = Upload.Status.TAKEN, b""
    locked.save(update_fields=["status", "data"])
    new = sum(row.is_new for row in made.rows)
    digest = hashlib.sha256(data).hexdigest()
    stream.append("directory.imported", by=by, new=new, changed=len(made.rows) - new, sha256=digest)
    return made


def write(row: Planned, *, by: User) -> None:
    service = row.service
    for name, value in row.columns.items():
        setattr(service, name, value)
    service.kept_since = service.kept_since or timezone.now()
    if row.is_new:
        about = row.facts.get(Group.ABOUT, {})
        service.need, service.names = about["need"], about["names"]
    service.save()
    for group, facts in row.facts.items():
        put_facts(service, group, facts)
    for group in groups_of(service) if row.verified_on else ():
        note_verified(service, group, by=None, on=row.verified_on)
