"""Who the survivor is and how to reach them; what stands in clear on the case follows."""

from collections.abc import Iterable

from django.db import transaction

from samaan.access.models import Basis
from samaan.access.records import close_to, get_visible, live_grants
from samaan.accounts.models import User
from samaan.cases.models import Case
from samaan.cases.workflow.opening import facts_of
from samaan.cases.workflow.rules import grants_by_rule
from samaan.cases.workflow.steps import EDIT_PERSON
from samaan.people.models import Person
from samaan.people.workflow import update_person
from samaan.transitions import announce, lock, move


@transaction.atomic
def update_survivor(case: Case, *, by: User, known: dict | None = None, **of_case: str | Iterable[str]) -> None:
    """Keep what became known: `known` of the person; of the case region, category and exploitation.

    When it turns out that the person is a child, or is none, whom the law adds is added or leaves.
    """
    lock(case)
    known, was_child = known or {}, case.is_child
    person = get_visible(Person.objects, by, pk=case.person_id)
    if known:
        update_person(person, **known)
    changes = of_case | facts_of(person)
    move(case, EDIT_PERSON, by=by, event_data={"fields": sorted([*known, *of_case])}, **changes)
    if case.is_child != was_child:
        follow_rules(case)


@transaction.atomic
def follow_person(case: Case) -> None:
    """The person was merged with another or taken apart from them: what the case says of them in clear follows."""
    lock(case)
    was_child, facts = case.is_child, facts_of(case.person)
    changed = sorted(name for name, value in facts.items() if getattr(case, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(case, name, facts[name])
    case.save(update_fields=changed)
    announce(EDIT_PERSON.kind, case, by=None, fields=changed, merged=True)
    if case.is_child != was_child:
        follow_rules(case)


def follow_rules(case: Case) -> None:
    """Grants by law begin and end with the facts they rest on."""
    wanted = {grant.principal: grant for grant in grants_by_rule(case).values()}
    held = {grant.principal for grant in live_grants(case.pk) if grant.basis == Basis.LAW}
    for principal in held - set(wanted):
        close_to(case, principal, basis=Basis.LAW)
    for principal in set(wanted) - held:
        wanted[principal].record_id = case.record_id
        wanted[principal].save(force_insert=True)
