"""Who may let a telephone fill in forms, and who looks after the telephones of others."""

from samaan import countrypack
from samaan.accounts.models import User
from samaan.countrypack.parts import Instrument
from samaan.devices.models import DeviceToken
from samaan.questionnaires.models import Submission
from samaan.questionnaires.permissions import can_fill, hidden
from samaan.questionnaires.purposes import KINDS, purpose
from samaan.staff.permissions import can_administer
from samaan.xforms.definition import Definition


def instruments_of(user: User) -> list[Instrument]:
    """The forms that this person fills in by themselves: a form that is part of another act is filled in there."""
    return [
        instrument
        for instrument in countrypack.pack().instruments.values()
        if user.can(instrument.fill) and instrument.record in KINDS and purpose(instrument.purpose).alone
    ]


def has_sealed(form: Definition) -> bool:
    """Whether something of a form is sealed: that is written on its page alone, and never lies on a telephone."""
    return any(question.of_samaan.sealed for question in form.root.walk())


def can_add_device(user: User | None) -> bool:
    """Whoever fills in at least one form."""
    return user is not None and bool(instruments_of(user))


def can_end_device(user: User | None, token: DeviceToken) -> bool:
    """Whose it is, and whoever administers the accounts of their organisation."""
    if user is None:
        return False
    return token.user_id == user.pk or can_administer(user, token.user.organisation)


def can_attach(user: User | None, submission: Submission) -> bool:
    """Whoever sent the form, while they may fill it in where it is now."""
    return user is not None and submission.begun_by_id == user.pk and can_fill(user, submission)


def can_file(user: User | None, submission: Submission) -> bool:
    """Whoever holds every part of it, while it is about no record. Whether a file takes it is asked of the file."""
    if user is None or submission.of_kind != "submission" or submission.is_placed:
        return False
    return not hidden(submission, user)
