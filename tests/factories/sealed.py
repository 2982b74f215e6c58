"""Sealed fields, made by the same functions the pages call."""

from typing import Any

from samaan.accounts.models import User
from samaan.cases.models import Case
from samaan.sealed import workflow
from samaan.sealed.models import SealedField
from tests.factories.cases import acting, make_case

# Canaries: nothing of them may stand anywhere but on the page that reveals them.
SHELTER = {"address": "14 Quesnel Hideaway Lane", "phone": "+18685559944"}
CONTACT = {"way": "Ring twice at Ramdeen parlour", "times": "after the six o'clock news", "code_word": "Poui-Blossom"}
WHY = {"reason": "reach_survivor", "words": "The court moved the date."}


def make_sealed(case: Case | None = None, sealed_class: str = "safe_contact", **value: str) -> SealedField:
    """A sealed field of a case, written by its case manager."""
    case = case or make_case()
    value = value or {"shelter_address": SHELTER, "safe_contact": CONTACT}[sealed_class]
    with acting(case.case_manager):
        return workflow.enter(case, sealed_class, value, by=case.case_manager)


def again(field: SealedField) -> SealedField:
    """The field as a new request sees it."""
    return SealedField.objects.get(pk=field.pk)


def ask(field: SealedField, by: User, **why: Any):
    with acting(by):
        return workflow.ask(again(field), by=by, **WHY | why)


def approve(request: Any, by: User) -> None:
    with acting(by):
        workflow.approve(type(request).objects.get(pk=request.pk), by=by)


def reveal(field: SealedField, by: User, **why: Any) -> workflow.Revealed:
    with acting(by):
        return workflow.reveal(again(field), by=by, **WHY | why)
