"""Opening a referral to its provider, and closing it again."""

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from samaan.access import consent, principals
from samaan.access.models import Basis, ConsentUse, Grant
from samaan.access.records import grant_to, open_to
from samaan.accounts.models import Organisation, Role, User
from samaan.referrals.guest import Actor, account_of
from samaan.referrals.models import Referral
from samaan.vault import files
from samaan.vault.models import StoredFile

EVERYTHING = ("summary", "slice", "chat")
PURPOSE = "referral"


def answering_seats(provider: Organisation) -> list[int]:
    """The seats that answer referrals for an organisation."""
    roles = Role.objects.filter(permissions__contains=["referral.respond"])
    return [principals.seat(role.code, provider.pk) for role in roles]


def open_to_provider(referral: Referral, *, by: User, resting_on: ConsentUse | None = None) -> None:
    """From now on the provider sees the slice and the chat; where they rest on consent, as long as that holds."""
    for seat in answering_seats(referral.provider):
        open_to(referral, seat, EVERYTHING, basis=Basis.REFERRAL, purpose=PURPOSE, by=by, resting_on=resting_on)


def narrow_provider(referral: Referral, compartments: Iterable[str], *, by: Actor) -> None:
    """The provider keeps only these compartments. The new grants come first: the provider itself may be acting."""
    before = provider_grants(referral.pk)
    fewer = []
    for wide in before:
        grant = grant_to(
            wide.principal,
            compartments,
            basis=Basis.REFERRAL,
            purpose=PURPOSE,
            by=account_of(by),
            ends_at=wide.ends_at,
        )
        grant.record_id, grant.consent_use_id = referral.pk, wide.consent_use_id
        fewer.append(grant)
    Grant.objects.bulk_create(fewer)
    Grant.objects.filter(pk__in=[g.pk for g in before]).update(revoked_at=timezone.now())


def close_to_provider(referral: Referral) -> None:
    """The provider sees nothing of the referral any more, as of its next request."""
    Grant.objects.filter(pk__in=[g.pk for g in provider_grants(referral.pk)]).update(revoked_at=timezone.now())
    consent.end_uses(ConsentUse.objects.filter(target_id=referral.pk, ended_at=None), "referral")


def provider_grants(referral_id: UUID) -> list[Grant]:
    return list(Grant.objects.filter(record_id=referral_id, basis=Basis.REFERRAL, revoked_at=None))


def copy_document(stored: StoredFile, referral: Referral, *, by: User) -> StoredFile:
    """The same document under the referral's key, part of its slice."""
    return files.copy(stored, record=referral, compartment="slice", by=by)
