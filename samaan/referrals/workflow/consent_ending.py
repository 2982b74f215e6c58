"""What becomes of referrals when the consent they rest on has ended."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from samaan.access.models import ConsentUse
from samaan.accounts.models import User
from samaan.cases import sharing
from samaan.common.jobs import app
from samaan.referrals.models import OPEN, Referral, Status
from samaan.referrals.workflow import steps
from samaan.referrals.workflow.answering import stop_everything
from samaan.transitions import lock, move


def end_shared(uses: list[ConsentUse], reason: str, by: User | None) -> None:
    """End each referral among what rested on consent; those this person does not see the worker ends."""
    wanted = {use.target_id for use in uses}
    found = list(Referral.objects.filter(pk__in=wanted).order_by("pk"))
    for referral in found:
        end_sharing(referral, reason, by=by)
    for unseen in sorted(wanted - {referral.pk for referral in found}):
        app.configure_task("samaan.referrals.jobs.end_unseen", queue="clocks").defer(
            referral_id=str(unseen), reason=reason, by=by.pk if by else None
        )


@transaction.atomic
def end_sharing(referral: Referral, reason: str, *, by: User | None) -> None:
    """One still open is withdrawn; one that has come to its end stays as it ended. Its provider is told either way."""
    lock(referral)
    if referral.sharing_ended_at or referral.status in (Status.DRAFT, Status.WITHDRAWN):
        return
    now = timezone.now()
    changes: dict[str, Any] = {"sharing_ended_at": now}
    if referral.status not in OPEN:
        move(referral, steps.SHARING_ENDED, by=by, event_data={"reason": reason}, **changes)
        return
    code = "consent_expired" if reason == sharing.EXPIRED else "consent"
    changes |= {"withdraw_reason": code, "ended_at": now}
    move(referral, steps.CONSENT_ENDED, by=by, event_data={"reason": reason}, **changes)
    stop_everything(referral)
