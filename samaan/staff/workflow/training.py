"""What colleagues were trained in, as somebody else confirmed."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.accounts.models import User
from samaan.audit import stream
from samaan.staff import training_kinds
from samaan.staff.models import Training
from samaan.staff.permissions import can_confirm_training
from samaan.staff.workflow.refusing import refuse_unless


@transaction.atomic
def confirm_training(user: User, *, by: User, kind: str, completed_on: date) -> Training:
    """Note that a colleague completed a training; the pack says how long it counts."""
    refuse_unless(can_confirm_training(by, user), "training.confirmed", user)
    if kind not in training_kinds.all_of_them():
        raise ValidationError({"kind": _("Choose a training of the list.")})
    if completed_on > timezone.localdate():
        raise ValidationError({"completed_on": _("This day has not come yet.")})
    until = training_kinds.valid_until(kind, completed_on)
    training = Training(user=user, kind=kind, completed_on=completed_on, valid_until=until, confirmed_by=by)
    training.save(force_insert=True)
    stream.append(
        "training.confirmed", by=by, purpose="accounts", user=user.pk, training=kind, completed_on=completed_on
    )
    return training
