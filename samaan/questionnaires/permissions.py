"""Who may begin, fill in and correct a form. Each rule counts only where the person sees the record at all."""

from typing import Any

from samaan.access.records import compartments_of
from samaan.accounts.models import User
from samaan.countrypack.parts import Instrument
from samaan.questionnaires.compartments import compartments
from samaan.questionnaires.models import Submission
from samaan.questionnaires.purposes import KINDS, purpose


def can_begin(user: User | None, record: Any, instrument: Instrument) -> bool:
    """Those whose role fills in this form and who hold the form's compartment, on a record that takes forms."""
    if user is None or not user.can(instrument.fill) or not takes(user, record, instrument.record):
        return False
    if not purpose(instrument.purpose).alone:
        return False
    return instrument.compartment in compartments_of(record, user)


def takes(user: User, record: Any, kind: str) -> bool:
    """Whether this record, of this kind, takes forms from this person now."""
    found = KINDS.get(kind)
    return found is not None and found.may_fill(user, record)


def can_fill(user: User | None, submission: Submission) -> bool:
    """Those whose role fills in this form and who hold its compartment; of other parts, what is open to them."""
    instrument = submission.of
    if user is None or instrument is None or not user.can(instrument.fill):
        return False
    if not takes(user, submission.record, submission.of_kind) or not submission.purpose.may_fill(user, submission):
        return False
    return submission.compartment in compartments_of(submission, user)


def can_finish(user: User | None, submission: Submission) -> bool:
    """Whoever fills it in and sees every part of it, a form that is finished by itself.

    What they cannot see they cannot say is complete.
    """
    return can_carry_over(user, submission) and submission.purpose.alone


def can_carry_over(user: User | None, submission: Submission) -> bool:
    """Whoever fills it in and sees every part of it."""
    return can_fill(user, submission) and not hidden(submission, user)


def hidden(submission: Submission, user: User | None) -> frozenset[str]:
    """The compartments of the form that this person does not see."""
    needed = compartments(submission.form, submission.compartment)
    return frozenset(needed - compartments_of(submission, user))


def can_withdraw(user: User | None, submission: Submission) -> bool:
    """Whoever may finish it."""
    return can_finish(user, submission)
