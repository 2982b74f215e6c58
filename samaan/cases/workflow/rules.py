"""Whom the country pack adds to a case, as the Children's Authority to every case of a child."""

from samaan.access import principals
from samaan.access.models import Basis, Grant
from samaan.access.records import grant_to
from samaan.accounts.models import Organisation
from samaan.cases import pack
from samaan.cases.models import Case


def grants_by_rule(case: Case) -> dict[str, Grant]:
    """The grants that hold for the case as it stands, by the rule's code; not yet saved."""
    grants = {}
    for rule in pack.rules_that_hold(case):
        organisation = Organisation.objects.filter(code=rule.organisation, is_active=True).first()
        if organisation:
            seat = principals.seat(rule.role, organisation.pk)
            grants[rule.code] = grant_to(seat, rule.compartments, basis=Basis(rule.basis), purpose=rule.code)
    return grants
