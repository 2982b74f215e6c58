"""Where a file stood that was destroyed: that it was, when, and under which certificate. Nothing else."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samaan.access import context
from samaan.retention import queries


def page_of(request: HttpRequest, ids: Iterable[object]) -> HttpResponse | None:
    """For whoever could see the file; to everybody else it is the page of what never was."""
    if not request.user.is_authenticated:
        return None
    with context.acting(context.of_user(request.user)):
        for record_id in ids:
            found = queries.gone(request.user, record_id) if isinstance(record_id, UUID) else None
            if found:
                return render(request, "retention/gone.html", {"certificate": found}, status=410)
    return None
