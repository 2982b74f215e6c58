"""The booklet: asked for, and fetched once it is made."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from samaan import countrypack
from samaan.access.downloads import ALONE
from samaan.accounts.http import SignedInRequest
from samaan.mechanism import booklet as content
from samaan.mechanism import permissions, workflow
from samaan.mechanism.models import Booklet


@login_required
@require_http_methods(["GET", "POST"])
def booklet(request: SignedInRequest) -> HttpResponse:
    """In each language: the one made last, and a button to have it made anew."""
    if not permissions.can_read(request.user):
        raise PermissionDenied
    if request.method == "POST":
        language = request.POST.get("language", "")
        if language not in workflow.languages():
            raise Http404
        workflow.ask_for_booklet(language, by=request.user)
        messages.success(request, _("It is being made: half a minute, as a rule."))
        return redirect("mechanism:booklet")
    found = Booklet.objects.select_related("map_version").defer("data", "map_version__content")
    made = {one.language: one for one in found}
    now = content.at_work()
    shown = [
        (language, countrypack.pack().label("languages", language), made.get(language))
        for language in workflow.languages()
    ]
    return render(request, "mechanism/booklet.html", {"booklets": shown, "version": now})


@login_required
@require_GET
def fetch(request: SignedInRequest, language: str) -> HttpResponse:
    """The booklet as a file."""
    if not permissions.can_read(request.user):
        raise PermissionDenied
    found = Booklet.objects.filter(language=language, made_at__isnull=False).first()
    if found is None:
        raise Http404
    headers = ALONE | {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=f"mechanism-{language}.pdf")
    }
    return HttpResponse(bytes(found.data), content_type="application/pdf", headers=headers)
