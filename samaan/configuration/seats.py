"""Who sees changes to the pack, and who decides on them: seats of the counter-trafficking unit."""

from django.db.models import QuerySet

from samaan import countrypack
from samaan.access import principals
from samaan.access.models import Basis, Grant
from samaan.access.records import grant_to
from samaan.accounts.models import Organisation, Role, User

PROPOSE, APPROVE = "administer.pack", "pack.approve"
EITHER = [PROPOSE, APPROVE]
# What a change to one part alone may touch, and who keeps that part.
REFERRAL_MAP = "referral_map"
FILES = {REFERRAL_MAP: "referral_map.yaml"}
KEEPERS = {REFERRAL_MAP: "directory.steward"}


def unit() -> Organisation:
    return Organisation.objects.get(code=countrypack.pack().unit_organisation)


def grants(organisation: Organisation, part: str = "") -> list[Grant]:
    """Everybody of the unit who changes the pack or approves changes; of one part, whoever keeps it as well."""
    permissions = [*EITHER, KEEPERS[part]] if part else EITHER
    roles = Role.objects.filter(permissions__overlap=permissions).order_by("code")
    return [
        grant_to(principals.seat(role.code, organisation.pk), ["summary"], basis=Basis.OVERSIGHT, purpose="pack")
        for role in roles
    ]


def approvers(part: str = "") -> QuerySet[User]:
    """Everybody who may be the second person; for one part, those who answer for the unit."""
    permissions = [APPROVE] if part else EITHER
    unit = countrypack.pack().unit_organisation
    return User.objects.filter(is_active=True, organisation__code=unit, role__permissions__overlap=permissions)
