"""“Phones that fill in forms”: one's own, and for administrators those of their colleagues."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from samaan.access.act_pages import answers
from samaan.accounts.http import SignedInRequest
from samaan.accounts.stepup import recent_proof_required
from samaan.common.formfields import add_refusal
from samaan.devices import collect, permissions, queries, workflow
from samaan.devices.forms import DeviceForm
from samaan.devices.models import DeviceToken
from samaan.staff.permissions import can_list


@login_required
@require_GET
def phones(request: SignedInRequest) -> HttpResponse:
    page = {
        "devices": queries.devices_of(request.user),
        "may_add": permissions.can_add_device(request.user),
        "may_list": can_list(request.user),
    }
    return render(request, "devices/phones.html", page)


@login_required
@require_http_methods(["GET", "POST"])
@recent_proof_required
def add(request: SignedInRequest) -> HttpResponse:
    """The secret stands on the answer to this form and nowhere else."""
    if not permissions.can_add_device(request.user):
        raise PermissionDenied
    form = DeviceForm(answers(request))
    if request.method == "POST" and form.is_valid():
        try:
            added = workflow.add_device(form.cleaned_data["name"], by=request.user)
        except workflow.TooManyDevices as refused:
            add_refusal(form, refused)
        else:
            return render(request, "devices/added.html", shown_once(added.token, added.secret))
    status = 422 if request.method == "POST" else 200
    return render(request, "devices/add.html", {"form": form, "days": settings.DEVICE_TOKEN_LASTS.days}, status=status)


def shown_once(token: DeviceToken, secret: str) -> dict:
    server = f"{settings.BASE_URL}/odk"
    told = collect.settings_for(server, token.username, secret)
    return {"device": token, "secret": secret, "server": server, "picture": collect.picture_of(told)}


@login_required
@require_POST
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """No proof is asked: it only takes rights away, and is done in haste."""
    token = get_object_or_404(DeviceToken.objects.live().select_related("user__organisation"), pk=pk)
    if not permissions.can_end_device(request.user, token):
        raise Http404
    workflow.end_device(token, by=request.user)
    messages.success(request, _("The phone opens nothing any more."))
    return redirect("devices:phones" if token.user_id == request.user.pk else "devices:of-colleagues")


@login_required
@require_GET
def of_colleagues(request: SignedInRequest) -> HttpResponse:
    if not can_list(request.user):
        raise PermissionDenied
    found = [
        {"device": token, "may_end": permissions.can_end_device(request.user, token)}
        for token in queries.devices_of_colleagues(request.user)
    ]
    return render(request, "devices/of_colleagues.html", {"found": found})
