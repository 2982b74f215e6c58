"""On what basis a whole case may go to another organisation: the ledger, or a reason the law accepts."""

from samaan.access.consent import Asked, Ledger
from samaan.access.models import ConsentEntry
from samaan.accounts.models import Organisation
from samaan.cases import compartments
from samaan.cases.models import Case
from samaan.referrals.consent import GIVEN, ConsentGiven, check_law

WHOLE = frozenset(compartments.ALL)


def consent_to(case: Case, receiver: Organisation) -> ConsentEntry | None:
    """The entry in force by which this organisation may know everything, for whatever purpose it names."""
    ledger = Ledger.of(case.pk, is_child=case.is_child)
    return next(
        (
            entry
            for entry in ledger.entries
            if any(ledger.allows(entry, Asked(WHOLE, receiver, purpose)) for purpose in entry.purposes)
        ),
        None,
    )


def basis_for(case: Case, receiver: Organisation, basis: str, reason: str) -> str:
    """The code of the basis it rests on; ValidationError by field where neither consent nor the law allows it."""
    entry = consent_to(case, receiver)
    if entry:
        return entry.basis
    # No need is named, so no need frees of a reason.
    check_law(ConsentGiven(basis="" if basis in GIVEN else basis, reason=reason), case, "")
    return basis
