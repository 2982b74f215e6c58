"""Cases offered to another organisation, by the function the pages call."""

from typing import Any

from samaan.access import context
from samaan.accounts.models import Organisation
from samaan.cases.models import Case
from samaan.transfers import workflow
from samaan.transfers.models import Transfer

WORDS = "She would rather be helped where people speak Warao"


def propose(case: Case, *, receiver: Organisation, **given: Any) -> Transfer:
    """By its case manager, because she is in danger where she is, unless told otherwise."""
    by = case.case_manager
    asked = {"reason": "skills", "words": WORDS, "basis": "vital_interests", "basis_reason": "He knows the house"}
    with context.acting(context.of_user(by)):
        seen = Case.objects.select_related("organisation").get(pk=case.pk)
        return workflow.propose_transfer(seen, by=by, receiver=receiver, **asked | given)
