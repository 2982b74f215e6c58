"""From the numbers in grants to the people and seats behind them, with their names."""

import zlib
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from samaan.access import principals
from samaan.access.principals import Kind
from samaan.accounts.models import Organisation, Role, Unit, User

LOW_32 = (1 << 32) - 1


def users_behind(numbers: Iterable[int]) -> list[User]:
    """The active people who act as one of these principals."""
    by_kind = sort_out(numbers)
    wanted = Q(pk__in=[principals.number_of(number) for number in by_kind[Kind.USER]])
    roles = roles_by_checksum() if by_kind[Kind.SEAT] else {}
    for seat in by_kind[Kind.SEAT]:
        wanted |= Q(role=roles.get(seat & LOW_32), organisation_id=principals.number_of(seat))
    wanted |= Q(organisation_id__in=[principals.number_of(number) for number in by_kind[Kind.ORGANISATION]])
    wanted |= Q(unit_id__in=[principals.number_of(number) for number in by_kind[Kind.UNIT]])
    return list(User.objects.filter(wanted, is_active=True))


def names_of(numbers: Iterable[int]) -> dict[int, str]:
    """Each principal in words: “Camille Hospedales, Counter-Trafficking Unit”, “Director, …”."""
    by_kind = sort_out(numbers)
    names: dict[int, str] = {}
    if by_kind[Kind.USER]:
        people = User.objects.select_related("organisation").in_bulk(pks(by_kind[Kind.USER]))
        names |= {principals.user(pk): f"{person.full_name}, {person.organisation}" for pk, person in people.items()}
    if by_kind[Kind.SEAT] or by_kind[Kind.ORGANISATION]:
        organisations = Organisation.objects.in_bulk(pks(by_kind[Kind.SEAT] + by_kind[Kind.ORGANISATION]))
        names |= {principals.organisation(pk): str(found) for pk, found in organisations.items()}
        names |= seat_names(by_kind[Kind.SEAT], organisations)
    if by_kind[Kind.UNIT]:
        names |= {principals.unit(pk): unit.name for pk, unit in Unit.objects.in_bulk(pks(by_kind[Kind.UNIT])).items()}
    return names | {number: _("A guest without an account") for number in by_kind[Kind.GUEST]}


def seat_names(seats: list[int], organisations: dict[int, Organisation]) -> dict[int, str]:
    roles = roles_by_checksum() if seats else {}
    return {
        seat: _("Whoever is %(role)s, %(organisation)s")
        % {"role": roles.get(seat & LOW_32, ""), "organisation": organisations.get(principals.number_of(seat), "")}
        for seat in seats
    }


def sort_out(numbers: Iterable[int]) -> dict[Kind, list[int]]:
    by_kind: dict[Kind, list[int]] = defaultdict(list)
    for number in numbers:
        by_kind[principals.kind_of(number)].append(number)
    return by_kind


def pks(numbers: list[int]) -> set[int]:
    return {principals.number_of(number) for number in numbers}


def roles_by_checksum() -> dict[int, Role]:
    """A seat's number holds its role as a checksum of the code."""
    return {zlib.crc32(role.code.encode()): role for role in Role.objects.all()}
