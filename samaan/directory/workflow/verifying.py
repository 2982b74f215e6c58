"""Facts are verified again and again: one tap says that they are still true."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.accounts.models import User
from samaan.audit import stream
from samaan.directory.facts import groups_of
from samaan.directory.models import Fact, Group, Service
from samaan.directory.permissions import can_keep


@transaction.atomic
def confirm_facts(service: Service, group: str, *, by: User) -> Fact:
    """Still true: they are due again after the time the pack says."""
    if not can_keep(by, service.organisation):
        raise PermissionDenied
    if group not in groups_of(service):
        raise ValidationError(_("Where a sealed service is does not stand in the directory."))
    stream.append("directory.verified", by=by, group=group, service=str(service.pk))
    return note_verified(service, group, by=by)


def note_verified(service: Service, group: str, *, by: User | None, on: date | None = None) -> Fact:
    """Write down who verified what on which day, and when it is due again."""
    day = on or timezone.localdate()
    times = countrypack.pack().directory
    every = times.contact_every if group == Group.CONTACT else times.verify_every
    values = {"verified_on": day, "verified_by": by, "due_on": day + every, "reminded_at": None}
    fact, _made = Fact.objects.update_or_create(
        organisation_id=service.organisation_id, service=service, group=group, defaults=values
    )
    return fact
