"""A value is written, or replaced by another, without anybody seeing the one before."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.sealed.classes import CLASSES, SealedClass
from samaan.sealed.models import SealedField
from samaan.sealed.workflow.steps import ENTER
from samaan.transitions import NotPermitted, announce, lock


@transaction.atomic
def enter(record: Any, sealed_class: str, value: Mapping[str, str], *, by: User) -> SealedField:
    """Seal a new value for a record. The one before stays in the history, sealed as it was."""
    lock(record)
    named = CLASSES[sealed_class]
    if named.record_kind != record.record_kind or not named.may_enter(by, record):
        raise NotPermitted(ENTER, record)
    field = keep(record, sealed_class, value, by=by)
    announce(ENTER.kind, field, by=by, sealed_class=sealed_class, version=field.version)
    return field


def keep(record: Any, sealed_class: str, value: Mapping[str, str], *, by: User | None) -> SealedField:
    """Seal a value for a record that is locked or has just begun; the act that learned it appends the event."""
    named = CLASSES[sealed_class]
    value = cleaned(named, value)
    rows = SealedField.objects.filter(of_record=record.record_id, sealed_class=sealed_class)
    before = rows.order_by("-version").first()
    withdraw(record, sealed_class)
    field = SealedField(
        of_record=record.record_id,
        of_kind=record.record_kind,
        sealed_class=sealed_class,
        seen_in=named.seen_in,
        belongs_to=named.belongs_to,
        version=before.version + 1 if before else 1,
        value=value,
        entered_by=by,
    )
    field.record = record
    field.save(force_insert=True)
    return field


def withdraw(record: Any, sealed_class: str) -> None:
    """From now on there is no value; what was there stays sealed in the history."""
    rows = SealedField.objects.filter(of_record=record.record_id, sealed_class=sealed_class)
    rows.filter(replaced_at=None).update(replaced_at=timezone.now())


def cleaned(named: SealedClass, value: Mapping[str, str]) -> dict[str, str]:
    """Only what this class holds, without what was left empty."""
    unknown = set(value) - {part.code for part in named.parts}
    if unknown:
        raise ValidationError({part: _("There is no such part.") for part in sorted(unknown)})
    found = {code: words.strip() for code, words in value.items() if words and words.strip()}
    if not found:
        raise ValidationError(_("Write at least one of the fields."))
    return found
