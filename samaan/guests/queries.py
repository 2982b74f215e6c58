"""What a guest sees of the one referral that row security shows them."""

from typing import Any
from uuid import UUID

from samaan.guests.models import Link
from samaan.guests.steps import steps_now
from samaan.referrals import lists, queries
from samaan.referrals import slice as slices
from samaan.referrals.guest import Guest
from samaan.referrals.models import Referral
from samaan.vault import files


def as_guest_sees(referral_id: UUID) -> Referral | None:
    """The referral, while it is open to this session."""
    related = ("service", "organisation", "provider", "sender")
    return Referral.objects.select_related(*related).filter(pk=referral_id).first()


def shown(referral: Referral, guest: Guest) -> dict[str, Any]:
    """The slice, how the referral stands, and what can be done."""
    shared = queries.slice_of(referral)
    return {
        "referral": referral,
        "status": lists.status(referral.status),
        "priority": lists.priority(referral.priority),
        "steps": steps_now(referral, guest),
        "shared": slices.lines(shared.shared) if shared else None,
        "files": files.of_record(referral.pk, ["slice"]) if shared else [],
        "deliveries": list(referral.deliveries.select_related("recorded_by", "referral__provider")),
        "feedback": list(referral.feedback.select_related("given_by", "referral__provider")),
    }


def links_of(referral: Referral) -> list[Link]:
    """The links made for guests of a referral, the newest first."""
    return list(Link.objects.filter(referral=referral).select_related("made_by", "provider"))
