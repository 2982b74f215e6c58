"""Questions asked of cases on their way, within what the person asking may see."""

from django.utils.translation import gettext as _

from samaan.accounts.models import Organisation, User
from samaan.cases.models import Case
from samaan.transfers.models import Status, Transfer

SHOWN = 50


def visible(user: User):
    return Transfer.objects.visible_to(user).select_related("organisation", "receiver", "proposed_by", "case_manager")


def to_answer(user: User, *, most: int = SHOWN) -> list[Transfer]:
    """Offered to this person's organisation."""
    return list(visible(user).filter(receiver=user.organisation_id, status=Status.PROPOSED)[:most])


def receivers_for(case: Case):
    """Organisations where somebody manages cases, other than the one that has it."""
    managers = User.objects.filter(is_active=True, role__permissions__contains=["case.manage"])
    found = Organisation.objects.filter(is_active=True, pk__in=managers.values("organisation"))
    return found.exclude(pk=case.organisation_id).order_by("name")


def managers_of(transfer: Transfer):
    """Who could manage the case in the organisation it is offered to."""
    return User.objects.filter(
        organisation=transfer.receiver_id, is_active=True, role__permissions__contains=["case.manage"]
    ).order_by("full_name")


def still_proposed(case: Case) -> str | None:
    """An offer is answered or taken back before the case is closed."""
    if not Transfer.objects.filter(case=case, status=Status.PROPOSED).exists():
        return None
    return _("The case is offered to another organisation.")
