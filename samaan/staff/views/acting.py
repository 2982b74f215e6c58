"""What the pages about accounts and organisations share."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from samaan.access import act_pages
from samaan.accounts.http import SignedInRequest
from samaan.accounts.models import User
from samaan.staff import queries
from samaan.staff.permissions import can_list

act_page = partial(act_pages.act_page, template="staff/act.html")


def lookers_only(request: SignedInRequest) -> None:
    """Whoever looks after accounts; others are told that they may not."""
    if not can_list(request.user):
        raise PermissionDenied


def colleague_of(request: SignedInRequest, pk: int) -> User:
    """An account this person looks after, or the same 404 as for none."""
    lookers_only(request)
    found = User.objects.select_related("organisation", "unit", "role")
    return get_object_or_404(found, pk=pk, organisation__in=queries.organisations_of(request.user))


def refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
