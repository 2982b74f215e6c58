"""Who watches over whom: never themselves."""

from collections.abc import Collection

from samaan import countrypack
from samaan.accounts.models import User

WATCH, AUDIT = "access.watch", "audit.view"


def of(user: User | None, *, without: Collection[int | None] = ()) -> list[User]:
    """Those of the person's own organisation, else of the unit; for one who watches themselves, auditors as well."""
    keep_out = {user.pk if user else None, *without}
    own = holding(WATCH, organisation=user.organisation) if user else []
    found = [one for one in own if one.pk not in keep_out]
    found = found or [one for one in of_unit() if one.pk not in keep_out]
    if not found or (user is not None and user.can(WATCH)):
        found += [one for one in auditors() if one.pk not in keep_out and one not in found]
    return found


def watches(watcher: User | None, user: User | None, *, without: Collection[int | None] = ()) -> bool:
    """Whether this person is one of those who watch over that one."""
    return watcher is not None and watcher in of(user, without=without)


def of_unit() -> list[User]:
    return holding(WATCH, organisation__code=countrypack.pack().unit_organisation)


def auditors() -> list[User]:
    return holding(AUDIT)


def holding(permission: str, **narrower) -> list[User]:
    found = User.objects.filter(is_active=True, organisation__is_active=True, **narrower)
    return list(found.filter(role__permissions__contains=[permission]).order_by("pk"))
