"""Opening a survivor's file."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q

from samaan import countrypack
from samaan.access import principals
from samaan.access.models import Basis, Grant, Inheritance, Record
from samaan.access.records import begin_record, grant_to, inherit, is_let_in, wall
from samaan.accounts.models import User
from samaan.cases import compartments, opening, pack
from samaan.cases.models import Case, Risk
from samaan.cases.permissions import can_open
from samaan.cases.pseudonyms import pseudonym
from samaan.cases.workflow.assigning import refuse_unfit
from samaan.cases.workflow.risk import review_day, start_review_clock
from samaan.cases.workflow.rules import grants_by_rule
from samaan.cases.workflow.steps import OPEN
from samaan.common.references import next_number, next_reference
from samaan.people.looking import look_for_the_same
from samaan.people.merging import present
from samaan.people.models import Person
from samaan.people.workflow import mark_case_opened
from samaan.transitions import NotPermitted, announce


class AlreadyKnown(Exception):
    """This person has a case. `case` is that case where whoever asked may see it, else None."""

    def __init__(self, case: Case | None):
        super().__init__("this person has a case")
        self.case = case


def open_case(
    person: Person,
    *,
    by: User,
    source_report_id: UUID | None = None,
    not_these: Collection[UUID] = (),
    case_manager: User | None = None,
    **facts: Any,
) -> Case:
    """Open the file of a survivor, at any point after screening began; there is one for each person.

    1. looks for others who may be the same, so that nobody has two; the look stays in the log, also when it ends here;
    2. begins the record: oversight, the opener, the case manager when already chosen, whom the law adds for a child;
    3. saves the row with a reference and a pseudonym; 4. whoever holds its identity now sees the person;
    5. starts the clock of the first review; 6. appends the event.

    Raises NotPermitted, ValidationError (not yet, or an unfit case manager), AlreadyKnown, or MayBeKnown while somebody
    like this person, whom `by` may see, is not among `not_these`.
    """
    person = present(person)
    if not can_open(by) or not is_let_in(person, by):
        raise NotPermitted(OPEN, person)
    reasons = opening.obstacles(person, source_report_id, by)
    if reasons:
        raise ValidationError(reasons)
    if case_manager:
        refuse_unfit(case_manager, field="case_manager")
    refuse_second(person)
    elsewhere = look_for_the_same(person, by=by, not_these=not_these)
    case = begin_case(person, by=by, source_report_id=source_report_id, case_manager=case_manager, **facts)
    case.known_elsewhere = elsewhere
    return case


@transaction.atomic
def begin_case(
    person: Person,
    *,
    by: User,
    source_report_id: UUID | None,
    case_manager: User | None,
    region: str = "",
    category: str = "",
    exploitation: Iterable[str] = (),
) -> Case:
    case = Case(
        organisation=pack.holding_organisation(),
        person=person,
        region=region,
        category=category or pack.first_category(person),
        exploitation=list(exploitation),
        case_manager=case_manager,
        opened_by=by,
        source_report_id=source_report_id,
        next_review=review_day(Risk.UNKNOWN),
        **facts_of(person),
    )
    by_rule = grants_by_rule(case)
    save_once(case, [*own_grants(case, by), *by_rule.values()])
    mark_case_opened(person)
    inherit(case, "identity", person)
    keep_out_of_both(case)
    start_review_clock(case)
    announce(
        OPEN.kind,
        case,
        by=by,
        is_child=case.is_child,
        case_manager=case.case_manager_id,
        added_by_rule=list(by_rule),
        report=source_report_id,
    )
    return case


def keep_out_of_both(case: Case) -> None:
    """The case and the reports that name its person are one matter: who is kept out of either is out of the other.

    Not only the report that whoever opens the case mentions: else leaving it out would leave out its walls.
    """
    naming = Inheritance.objects.filter(target_id=case.person_id, compartment="persons").values("source_id")
    for report in Record.objects.filter(Q(pk__in=naming) | Q(pk=case.source_report_id), kind="report"):
        wall(report, case)
        wall(case, report)


def facts_of(person: Person) -> dict:
    """What of a person stands in clear on the case, for statistics and work lists."""
    return {
        "sex": person.sex,
        "nationality": person.nationality,
        "age_band": countrypack.pack().age_band(person.age),
        "is_child": person.is_child,
    }


def own_grants(case: Case, by: User) -> list[Grant]:
    opener = compartments.without_never(by, compartments.OPENER)
    grants = [grant_to(principals.user(by.pk), opener, basis=Basis.AUTHOR, purpose="opened the case", by=by)]
    if case.case_manager_id:
        manager = principals.user(case.case_manager_id)
        grants.append(grant_to(manager, compartments.ALL, basis=Basis.ASSIGNMENT, purpose="case management", by=by))
    return grants


def refuse_second(person: Person) -> None:
    known = Case.objects.filter(person=person, set_aside=False).first()
    if known or person.has_case:
        raise AlreadyKnown(known)


def save_once(case: Case, grants: list[Grant]) -> None:
    """Save the case, unless the person has one: the database decides, also between two who are equally fast."""
    try:
        with transaction.atomic():
            case.id = begin_record(Case.record_kind, owned_by=case.organisation, grants=grants)
            case.reference = next_reference("C")
            case.pseudonym = pseudonym(next_number("cases_pseudonym"))
            case.save(force_insert=True)
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != "one_case_per_person":
            raise
        raise AlreadyKnown(Case.objects.filter(person=case.person, set_aside=False).first()) from None
