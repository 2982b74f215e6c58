"""Entries of a consent ledger, made by the same functions the pages call."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from samaan.access import context
from samaan.access.models import ConsentEntry
from samaan.accounts.models import Organisation, User
from samaan.cases import workflow
from samaan.cases.consent import LASTS, Terms
from samaan.cases.models import Case
from samaan.cases.workflow.consent import Withdrawal
from tests.support import cast

ALL = ("summary", "identity", "contact", "care", "health", "legal")
WORDS = "My name, but never where I sleep"


def organisation(code: str = "") -> Organisation:
    return Organisation.objects.get(code=code or cast.organisation("shelter"))


def terms(**given: Any) -> Terms:
    """An adult agreed today that the women's shelter may know everything for a safe place."""
    today = timezone.localdate()
    usual = Terms(
        basis="consent",
        compartments=ALL,
        organisations=[organisation()],
        purposes=["shelter"],
        given_on=today,
        ends_on=today + LASTS,
        form="spoken",
        explained=["words"],
        language="es",
        words=WORDS,
    )
    return replace(usual, **given)


GUARDIAN = {"basis": "guardian_consent", "guardian": "Her aunt Ysabel", "relation": "other_relative", "assent": "yes"}
DETERMINED = {
    "basis": "best_interests",
    "no_guardian": "suspected",
    "determined_by": "The Children’s Authority, duty officer",
    "reasons": "She is safest away from the house",
    "assent": "yes",
}


def record(case: Case, *, by: User | None = None, replaces: ConsentEntry | None = None, **given: Any) -> ConsentEntry:
    by = by or case.case_manager
    with context.acting(context.of_user(by)):
        return workflow.record_consent(Case.objects.get(pk=case.pk), terms(**given), by=by, replaces=replaces)


def refuse(case: Case, *, by: User | None = None, **given: Any) -> ConsentEntry:
    by = by or case.case_manager
    with context.acting(context.of_user(by)):
        return workflow.refuse_consent(Case.objects.get(pk=case.pk), terms(**given), by=by)


def withdraw(case: Case, entry: ConsentEntry, *, by: User | None = None, **part: Any) -> ConsentEntry:
    by = by or case.case_manager
    usual = {"basis": entry.basis, "given_on": timezone.localdate(), "form": "spoken"}
    with context.acting(context.of_user(by)):
        return workflow.withdraw_consent(Case.objects.get(pk=case.pk), entry, Withdrawal(**usual | part), by=by)


def entries(case: Case, reader: User | None = None) -> list[ConsentEntry]:
    with context.acting(context.of_user(reader or case.case_manager)):
        return list(ConsentEntry.objects.filter(case_id=case.pk))


def yesterday() -> Any:
    return timezone.localdate() - timedelta(days=1)
