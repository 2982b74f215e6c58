"""Writing a sealed field. The form is empty: what stands there now is not shown to whoever changes it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from samaan.access.records import get_visible
from samaan.accounts.http import SignedInRequest
from samaan.alerts import registry
from samaan.common.formfields import add_refusal
from samaan.sealed import queries, workflow
from samaan.sealed.classes import CLASSES, SealedClass
from samaan.sealed.forms import EnterForm
from samaan.sealed.workflow.steps import ENTER
from samaan.transitions import NotPermitted


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: SignedInRequest, sealed_class: str, record_pk: UUID) -> HttpResponse:
    """What becomes the value; the one before stays in the history, sealed."""
    named = CLASSES.get(sealed_class)
    if named is None:
        raise Http404
    record = writable(request, named, record_pk)
    form = EnterForm(request.POST if request.method == "POST" else None, named=named)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.enter(record, sealed_class, form.cleaned_data, by=request.user)
        except ValidationError as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("It is sealed. From now on every page shows only the mask."))
            return redirect(record)
    context = {"named": named, "record": record, "form": form, "before": queries.current(record, sealed_class)}
    return render(request, "sealed/enter.html", context, status=422 if request.method == "POST" else 200)


def writable(request: SignedInRequest, named: SealedClass, pk: UUID) -> Any:
    """The record, for whoever may write this field of it."""
    record = get_visible(registry.MODELS[named.record_kind].objects, request.user, pk=pk)
    if not named.may_enter(request.user, record):
        raise NotPermitted(ENTER, record)
    return record
