"""Something unusual is raised once, and closed by somebody it is not about."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.access.records import begin_record
from samaan.accounts.models import Organisation, User
from samaan.transitions import announce, move
from samaan.watching import watchers
from samaan.watching.models import Concern
from samaan.watching.workflow.asking import watcher_grant
from samaan.watching.workflow.steps import CLOSE


@transaction.atomic
def raise_concern(
    rule: str,
    day: date,
    numbers: dict[str, Any],
    *,
    user: User | None = None,
    about_kind: str = "",
    about_id: UUID | None = None,
) -> Concern | None:
    """Tell whoever watches, once a day of each; nothing when it was told already. For the worker."""
    if Concern.objects.filter(rule=rule, day=day, user=user, about_id=about_id).exists():
        return None
    organisation = user.organisation if user else unit()
    concern = Concern(
        organisation=organisation,
        rule=rule,
        day=day,
        user=user,
        about_kind=about_kind,
        about_id=about_id,
        numbers=numbers,
    )
    told = {one.pk: one for name in ("watchers", "auditors") for one in concern.related_users(name)}
    begin_record("concern", id=concern.pk, owned_by=organisation, grants=[watcher_grant(one) for one in told.values()])
    concern.save(force_insert=True)
    announce("concern.raised", concern, by=None, purpose=watchers.WATCH, rule=rule, user=user.pk if user else None)
    return concern


def unit() -> Organisation:
    return Organisation.objects.get(code=countrypack.pack().unit_organisation)


@transaction.atomic
def close(concern: Concern, *, by: User, finding: str, words: str) -> None:
    """Say what it was. It stays on the record."""
    if finding not in Concern.Finding:
        raise ValidationError({"finding": _("Choose what it was.")})
    if not words.strip():
        raise ValidationError({"words": _("Say what you found.")})
    facts = {"rule": concern.rule, "user": concern.user_id, "finding": finding}
    now = timezone.now()
    move(concern, CLOSE, by=by, finding=finding, words=words, closed_by=by, closed_at=now, event_data=facts)
