"""Questions asked of exports: one's own, what waits for a second person, which cases left today."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from samaan.access.models import Basis, Grant
from samaan.access.records import is_live, opened_to
from samaan.accounts.models import User
from samaan.cases import queries as of_cases
from samaan.cases.models import Case, Document
from samaan.exports.models import Export, RecipientKey, Status
from samaan.exports.permissions import can_decide

SHOWN = 50
# A list longer than this is no work list any more.
MOST_CASES = 500
A_DAY = timedelta(days=1)
# The worker holds a file in memory while it is put into its envelope.
MOST_BYTES = 50 << 20
GONE = (Status.REFUSED, Status.FAILED)


def own(user: User) -> list[Export]:
    """What somebody asked for, the newest first."""
    return list(Export.objects.visible_to(user).filter(asked_by=user).select_related("decided_by")[:SHOWN])


def to_decide(user: User) -> list[Export]:
    """What waits for this person as the second, the oldest first."""
    waiting = Export.objects.visible_to(user).filter(status=Status.ASKED).exclude(asked_by=user)
    found = waiting.select_related("asked_by__organisation").order_by("asked_at")[:SHOWN]
    return [export for export in found if can_decide(user, export)]


def cases_of_the_day(user: User) -> set[str]:
    """The different cases somebody took out within a day, or asked to: a day is 24 hours, so midnight frees nobody."""
    lately = Export.objects.filter(asked_by=user, asked_at__gt=timezone.now() - A_DAY).exclude(status__in=GONE)
    return {case for cases in lately.values_list("cases", flat=True) for case in cases}


def ids_in_list(user: User, filters: of_cases.Filters) -> list[UUID]:
    """The cases of a work list, all its pages."""
    found: list[Case] = []
    page, more = 1, True
    while more and len(found) < MOST_CASES:
        rows, more = of_cases.work_list(user, filters, page)
        found, page = found + rows, page + 1
    parts = parts_of(user, found[:MOST_CASES])
    return [pk for pk, held in parts.items() if held]


def parts_of(user: User, cases: Iterable[Case]) -> dict[UUID, set[str]]:
    """What of each case somebody may take out: the compartments they hold, but what is open in an emergency only.

    That is read on the page and goes no further.
    """
    now = timezone.now()
    grants: dict[UUID, list[Grant]] = {case.pk: [] for case in cases}
    for grant in Grant.objects.filter(record_id__in=grants, revoked_at=None).exclude(basis=Basis.BREAK_GLASS):
        if is_live(grant, now):
            grants[grant.record_id].append(grant)
    return {pk: opened_to(user, Case.record_kind, found) for pk, found in grants.items()}


def documents_to_choose(user: User, case: Case) -> list[Document]:
    """What may go with a case's file: the documents of the compartments somebody may take out."""
    return [found for found in of_cases.documents_of(case, parts_of(user, [case])[case.pk]) if found.file.is_open]


def keys(user: User) -> list[RecipientKey]:
    """The keys that may be chosen."""
    approved = RecipientKey.objects.visible_to(user).filter(status=RecipientKey.Status.APPROVED)
    return of_cases.ready(approved[:SHOWN])


def all_keys(user: User) -> list[RecipientKey]:
    found = RecipientKey.objects.visible_to(user).select_related("proposed_by", "decided_by")
    return of_cases.ready(found[:SHOWN])


def cases_shown(user: User, ids: Iterable[UUID]) -> list[Any]:
    """The cases of an export that the reader sees."""
    return list(Case.objects.visible_to(user).filter(pk__in=list(ids)).order_by("reference"))
