"""What the country pack says about cases."""

from datetime import timedelta

from samaan import countrypack
from samaan.accounts.models import Organisation
from samaan.cases.models import Case, Risk
from samaan.countrypack.parts import AddedByRule
from samaan.people.models import Person


def holding_organisation() -> Organisation:
    """The unit that holds every case; its roles oversee them."""
    return Organisation.objects.get(code=countrypack.pack().unit_organisation)


def review_interval(level: str) -> timedelta:
    """How long until a risk is looked at again; one not yet assessed counts as high."""
    pack = countrypack.pack()
    return pack.clock("case.review", level) or pack.clock("case.review", Risk.HIGH) or timedelta(days=7)


def rules_that_hold(case: Case) -> list[AddedByRule]:
    """Whom the pack adds to a case as it stands."""
    rules = countrypack.pack().added_by_rule
    return [rule for rule in rules if "case.opened" in rule.events and rule.holds(case.alert_facts())]


def first_category(person: Person) -> str:
    """Before anybody has decided: a child at risk, or a person at risk."""
    return "child_at_risk" if person.is_child else "at_risk"
