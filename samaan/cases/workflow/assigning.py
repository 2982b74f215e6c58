"""Who works on a case: its case manager and the team."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samaan.access import principals
from samaan.access.models import Basis
from samaan.access.records import close_to, excluded_user_ids, open_to
from samaan.accounts.models import User
from samaan.cases import compartments
from samaan.cases.models import Case, CaseTeamMember
from samaan.cases.workflow.steps import ASSIGN, JOIN_TEAM, LEAVE_TEAM
from samaan.transitions import lock, move


@transaction.atomic
def assign_case_manager(case: Case, *, by: User, to: User, reason: str = "") -> None:
    """Give the case to a case manager; after the first, a reason is needed and the one before loses sight of it."""
    lock(case)
    before = case.case_manager
    if before == to:
        raise ValidationError({"to": _("The case is with this person already.")})
    if before and not reason:
        raise ValidationError({"reason": _("Say why the case changes hands.")})
    refuse_unfit(to, case)
    move(case, ASSIGN, by=by, case_manager=to, event_data={"to": to.pk, "from": case.case_manager_id, "reason": reason})
    # The new one first: whoever hands over their own case sees nothing of it after the second line.
    open_to(case, principals.user(to.pk), compartments.ALL, basis=Basis.ASSIGNMENT, purpose="case management", by=by)
    if before:
        close_to(case, principals.user(before.pk), basis=Basis.ASSIGNMENT)


@transaction.atomic
def join_team(case: Case, *, by: User, user: User, part: str) -> CaseTeamMember:
    """Add somebody to the team: their part says which compartments open to them. Nobody adds themselves."""
    lock(case)
    # Whoever grants access would open to themselves, for good and unreviewed, what an emergency opens for an hour.
    if user == by:
        raise ValidationError(
            {"user": _("You cannot add yourself. Ask a colleague, or open the case in an emergency.")}
        )
    if CaseTeamMember.objects.filter(case=case, user=user, left_at=None).exists():
        raise ValidationError({"user": _("This person is on the team already.")})
    refuse_outsider(user, case)
    opened = compartments.without_never(user, compartments.PARTS[part])
    move(case, JOIN_TEAM, by=by, event_data={"user": user.pk, "part": part, "compartments": opened})
    open_to(case, principals.user(user.pk), opened, basis=Basis.TEAM, purpose=part, by=by)
    member = CaseTeamMember(case=case, user=user, part=part)
    member.save(force_insert=True)
    return member


@transaction.atomic
def leave_team(member: CaseTeamMember, *, by: User) -> None:
    """Take somebody off the team; what they see of the case by it ends now."""
    move(member.case, LEAVE_TEAM, by=by, event_data={"user": member.user_id, "part": member.part})
    member.left_at = timezone.now()
    member.save(update_fields=["left_at"])
    close_to(member.case, principals.user(member.user_id), basis=Basis.TEAM)


def refuse_unfit(to: User, case: Case | None = None, *, field: str = "to") -> None:
    """A case manager's role manages cases, and nothing keeps this person out of this case."""
    if not to.can("case.manage"):
        raise ValidationError({field: _("This person does not manage cases.")})
    if case and to.pk in excluded_user_ids(case.pk):
        raise ValidationError({field: _("A conflict of interest keeps this person out of this case.")})


def refuse_outsider(user: User, case: Case) -> None:
    if not user.can("case.view"):
        raise ValidationError({"user": _("This person does not work with cases.")})
    if user.pk in excluded_user_ids(case.pk):
        raise ValidationError({"user": _("A conflict of interest keeps this person out of this case.")})
