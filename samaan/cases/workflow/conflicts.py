"""Conflicts of interest: “I know this person”, and keeping a colleague out of a case whatever their role."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.access import principals
from samaan.access.models import Basis
from samaan.access.records import close_to, exclude, excluded_user_ids, exclusions_of, readmit
from samaan.accounts.models import User
from samaan.cases.models import Case, CaseTeamMember
from samaan.cases.permissions import can_declare_conflict, can_keep_out
from samaan.cases.workflow.steps import DECLARE_CONFLICT, LIFT_CONFLICT
from samaan.transitions import NotPermitted, lock

# What the contexts above let go of in the same matter: they append theirs in `ready()`, as intake its report.
ALSO_LET_GO: list[Callable[[Case, User, User], object]] = []
BY_NAME = (Basis.ASSIGNMENT, Basis.TEAM, Basis.BREAK_GLASS)


@transaction.atomic
def declare_conflict(case: Case, *, by: User, about: User, reason: str = "") -> None:
    """Keep somebody out of a case, its report, its person and its referrals. What they did in it passes to others."""
    lock(case)
    if not (can_declare_conflict(by, case) if about == by else can_keep_out(by, case)):
        raise NotPermitted(DECLARE_CONFLICT, case)
    if about.pk in excluded_user_ids(case.pk):
        raise ValidationError({"about": _("This person is kept out already.")})
    if about != by and not reason.strip():
        raise ValidationError({"reason": _("Say what keeps this person out.")})
    refuse_to_leave_nobody(case, about)
    let_go(case, about)
    for also in ALSO_LET_GO:
        also(case, about, by)
    # Last: whoever declares it of themselves sees nothing of the case after this line.
    exclude(case, about, by=by, reason=reason.strip())


def refuse_to_leave_nobody(case: Case, about: User) -> None:
    """Somebody must be left who can let people in and keep them out."""
    seats = User.objects.filter(
        organisation_id=case.organisation_id, is_active=True, role__permissions__contains=["access.exclude"]
    )
    if not seats.exclude(pk__in=[about.pk, *excluded_user_ids(case.pk)]).exists():
        raise ValidationError({"about": _("Nobody would be left who watches over this case.")})


def let_go(case: Case, about: User) -> None:
    """Somebody kept out neither manages the case nor is on its team; let back, they are not by themselves again."""
    if case.case_manager_id == about.pk:
        case.case_manager = None
        case.save(update_fields=["case_manager"])
    CaseTeamMember.objects.filter(case=case, user=about, left_at=None).update(left_at=timezone.now())
    for basis in BY_NAME:
        close_to(case, principals.user(about.pk), basis=basis)


@transaction.atomic
def lift_conflict(case: Case, *, by: User, about: User, reason: str) -> None:
    """Let somebody back, for a reason; neither they themselves nor whoever kept them out decides that."""
    lock(case)
    declared = list(exclusions_of(case.pk).filter(user=about))
    if about == by or not can_keep_out(by, case):
        raise NotPermitted(LIFT_CONFLICT, case)
    if not declared:
        raise ValidationError(_("Nothing declared on this case keeps this person out."))
    if any(each.declared_by_id == by.pk for each in declared):
        raise ValidationError(_("You declared it yourself; somebody else lifts it."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why this person may see it again.")})
    readmit(case, about, by=by, reason=reason.strip())
