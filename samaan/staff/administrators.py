"""Who looks after the accounts of an organisation."""

from django.db.models import Q

from samaan import countrypack
from samaan.accounts.models import Organisation, User


def of(organisation: Organisation) -> list[User]:
    """The organisation's own administrators and the unit's."""
    own = Q(organisation=organisation, role__permissions__contains=["administer.organisation"])
    return list(at_work().filter(own | Q(role__permissions__contains=["administer.users"])))


def directors() -> list[User]:
    """Those of the unit who approve organisations."""
    unit = countrypack.pack().unit_organisation
    return list(at_work().filter(organisation__code=unit, role__permissions__contains=["organisation.approve"]))


def at_work():
    return User.objects.filter(is_active=True, organisation__is_active=True)
