"""The sealed fields of a case: where the survivor stays, and how to reach them without harm."""

from django.utils.translation import gettext_lazy as _

from samaan.access.records import compartments_of
from samaan.accounts.models import User
from samaan.cases.models import Case
from samaan.cases.permissions import looks_after
from samaan.sealed.classes import Part, SealedClass


def can_seal(user: User, case: Case) -> bool:
    """Whoever looks after the case and holds its contact part, while it is open."""
    return case.is_open and looks_after(user, case) and "contact" in compartments_of(case, user)


def owners(case: Case) -> list[User]:
    """The case manager; before there is one, whoever opened the case."""
    return [case.case_manager or case.opened_by]


CLASSES = (
    SealedClass(
        "shelter_address",
        _("Where they stay"),
        (
            Part("address", _("Address, and how to get there"), long=True),
            Part("phone", _("Telephone of the place")),
            Part("mind", _("What to mind when going there"), long=True),
        ),
        can_seal,
        owners,
        help=_("The shelter or other safe place. It stands nowhere else: not in notes, not in referrals."),
    ),
    SealedClass(
        "safe_contact",
        _("How to reach them safely"),
        (
            Part("way", _("How: telephone, message, through whom"), long=True),
            Part("times", _("When it is safe")),
            Part("code_word", _("Code word")),
        ),
        can_seal,
        owners,
    ),
)
