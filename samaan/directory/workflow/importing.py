"""A file of entries is taken in whole, or not at all, after the steward has seen what it changes."""

import hashlib

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.audit import stream
from samaan.directory.exchange.planning import Plan, Planned, plan
from samaan.directory.facts import COLUMNS, Facts, groups_of, put_facts
from samaan.directory.models import Fact, Upload
from samaan.directory.permissions import can_steward
from samaan.directory.workflow.verifying import note_verified

# Found in the directory itself, or words that may be empty.
NOT_CLEANED = ("organisation", "unit", "programme", "names", "notes", "opening")


@transaction.atomic
def upload_entries(name: str, data: bytes, *, by: User) -> Upload:
    """Put a file beside the directory; what was uploaded before and never taken in is dropped."""
    if not can_steward(by):
        raise PermissionDenied
    mine = Upload.objects.filter(uploaded_by=by, status=Upload.Status.SHOWN)
    mine.update(status=Upload.Status.DROPPED, data=b"")
    return Upload.objects.create(name=name[-120:], data=data, uploaded_by=by)


@transaction.atomic
def take_in(upload: Upload, *, by: User, mark: str = "") -> Plan:
    """Everything in the file, in one transaction; with a single fault nothing, nor when it is not what was shown."""
    if not can_steward(by):
        raise PermissionDenied
    locked = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if locked.status != Upload.Status.SHOWN:
        raise ValidationError(_("This file has been taken in or dropped already."))
    data = bytes(locked.data)
    made = plan(locked.name, data)
    if made.faults:
        raise ValidationError(_("The file has faults; nothing was changed."))
    if mark and made.mark != mark:
        raise ValidationError(_("The directory has changed meanwhile. Please look once more."))
    for row in made.rows:
        write(row)
    locked.status, locked.data = Upload.Status.TAKEN, b""
    locked.save(update_fields=["status", "data"])
    new = sum(row.is_new for row in made.rows)
    digest = hashlib.sha256(data).hexdigest()
    stream.append("directory.imported", by=by, new=new, changed=len(made.rows) - new, sha256=digest)
    return made


def write(row: Planned) -> None:
    """One row: the service in one stroke, for thousands come at once; then what hangs on it."""
    service = row.service
    for name, value in row.columns.items():
        setattr(service, name, value)
    service.kept_since = service.kept_since or timezone.now()
    hanging: dict[str, Facts] = {}
    for group, facts in row.facts.items():
        for name, value in facts.items():
            if name in COLUMNS[group]:
                setattr(service, name, value)
            elif value or not row.is_new:
                hanging.setdefault(group, {})[name] = value
    # The constraints are the database's to check: `plan` has refused what breaks them.
    service.full_clean(exclude=NOT_CLEANED, validate_unique=False, validate_constraints=False)
    service.save(force_insert=row.is_new)
    for group, facts in hanging.items():
        put_facts(service, group, facts)
    verify(row)


def verify(row: Planned) -> None:
    """What the file says was verified; else nobody has looked at what it changed."""
    if row.verified_on:
        for group in groups_of(row.service):
            note_verified(row.service, group, by=None, on=row.verified_on)
    elif not row.is_new:
        Fact.objects.filter(service=row.service, group__in=row.facts).update(verified_on=None, due_on=None)
