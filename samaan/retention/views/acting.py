"""What the pages of holds, disposal and own data share."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404

from samaan.access import act_pages
from samaan.access.records import get_visible
from samaan.accounts.models import User
from samaan.alerts import registry
from samaan.retention.finding import KINDS

act_page = partial(act_pages.act_page, template="retention/act.html")


def record_of(user: User, kind: str, pk: UUID) -> Any:
    """The report or case this person may see, or the same 404 as for none."""
    if kind not in KINDS:
        raise Http404
    return get_visible(registry.MODELS[kind].objects.select_related("organisation"), user, pk=pk)
