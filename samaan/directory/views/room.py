"""The board of free places, what a provider says with one tap, and what is contracted."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samaan.accounts.http import SignedInRequest
from samaan.common.formfields import add_refusal
from samaan.directory import room, workflow
from samaan.directory.forms import BoardForm, CapacityForm, FreeForm
from samaan.directory.models import Capacity, Service
from samaan.directory.permissions import can_find, can_say_free, can_set_capacity


@login_required
@require_GET
def board(request: SignedInRequest) -> HttpResponse:
    """Every service that says how much room it has. A sealed house shows its name and its beds, never a place."""
    if not can_find(request.user):
        raise PermissionDenied
    form = BoardForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    page = asked.get("page") or 1
    shown = room.board(request.user, need=asked.get("need", ""), page=page)
    context = {"board": shown, "form": form, "here": request.get_full_path()}
    context["later"] = later(request, page + 1) if shown.more else ""
    return render(request, "directory/board.html", context)


def later(request: SignedInRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return f"?{query.urlencode()}"


@login_required
@require_POST
def say_free(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """“2 beds tonight”, “full”: one tap."""
    capacity = get_object_or_404(Capacity.objects.select_related("service"), pk=pk)
    if not can_say_free(request.user, capacity.service):
        raise PermissionDenied
    form = FreeForm(request.POST)
    try:
        if form.is_valid():
            workflow.say_free(capacity, by=request.user, free=form.cleaned_data["free"])
            messages.success(
                request, _("%(service)s: %(room)s.") % {"service": capacity.service, "room": room.words(capacity)}
            )
        else:
            messages.error(request, _("Say how many are free, as a number."))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("directory:board")


@login_required
@require_http_methods(["GET", "POST"])
def contract(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What a service has of a kind: how many, until when, paid by whom."""
    service = get_object_or_404(Service.objects.select_related("organisation"), pk=pk)
    if not can_set_capacity(request.user, service):
        raise PermissionDenied
    known: Any = Capacity.objects.filter(service=service, kind=request.GET.get("kind", "")).values().first()
    form = CapacityForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid() and written(form, service, request):
        messages.success(request, _("Written down."))
        return redirect("directory:board")
    context: dict[str, Any] = {"service": service, "form": form}
    return render(request, "directory/contract.html", context, status=422 if form.errors else 200)


def written(form: CapacityForm, service: Service, request: SignedInRequest) -> bool:
    try:
        workflow.set_capacity(service, by=request.user, **form.cleaned_data)
    except ValidationError as refused:
        add_refusal(form, refused)
        return False
    return True
