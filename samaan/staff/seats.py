"""Who sees a record about organisations and accounts: the seats that look after them."""

from collections.abc import Iterable

from samaan import countrypack
from samaan.access import principals
from samaan.access.models import Basis, Grant
from samaan.access.records import grant_to
from samaan.accounts.models import Organisation, Role

OF_THE_UNIT = ("administer.users", "organisation.approve", "organisation.propose")


def unit() -> Organisation:
    """The counter-trafficking unit, which takes the others in."""
    return Organisation.objects.get(code=countrypack.pack().unit_organisation)


def grants(
    organisation: Organisation | None = None, *, there: Iterable[str] = (), people: Iterable[int] = ()
) -> list[Grant]:
    """Those of the unit; in `organisation` the roles with a permission of `there`; and `people` by name."""
    seats = {principals.seat(role.code, unit().pk) for role in roles_with(OF_THE_UNIT)}
    if organisation:
        seats |= {principals.seat(role.code, organisation.pk) for role in roles_with(there)}
    seats |= {principals.user(pk) for pk in people}
    return [grant_to(seat, ["summary"], basis=Basis.OVERSIGHT, purpose="accounts") for seat in sorted(seats)]


def roles_with(permissions: Iterable[str]) -> list[Role]:
    return list(Role.objects.filter(permissions__overlap=list(permissions)))
