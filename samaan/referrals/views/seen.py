"""A referral in one person's eyes, and what becomes of an open page when it is theirs no longer."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from samaan.access import quota
from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.accounts.models import User
from samaan.referrals import queries
from samaan.referrals.models import Referral, Status


def see(user: User, pk: UUID, *, alone: bool = False) -> Referral:
    """The referral this person may see, or the same 404 as for none. A draft is its writer's own.

    `alone`: without the service, the organisations and the sender, for where none of them is shown.
    """
    found = Referral.objects.all() if alone else queries.visible(user)
    referral = get_visible(found, user, pk=pk)
    if referral.status == Status.DRAFT and referral.sender_id != user.pk:
        raise Http404
    # Here, because the parts an open page fetches anew are no new reading, and anybody may ask for them alone.
    quota.count_look(referral, user)
    return referral


def leaves_when_gone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For fragments of an open page: when there is nothing (any more), the whole page is asked for again.

    So what a provider has on the screen goes at the moment a referral is withdrawn.
    """

    @wraps(view)
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if request.headers.get("HX-Request"):
                return HttpResponse(status=404, headers={"HX-Refresh": "true"})
            raise

    return guarded
