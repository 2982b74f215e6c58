"""The directory as files: taken out, and taken in after a look at what would change."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.directory import workflow
from samaan.directory.exchange import writing
from samaan.directory.exchange.planning import plan
from samaan.directory.models import Upload
from samaan.directory.permissions import can_steward
from samaan.directory.showing import planned

SHOWN = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"csv": (writing.as_csv, "text/csv; charset=utf-8"), "xlsx": (writing.as_xlsx, XLSX)}


class UploadForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("A CSV or XLSX file"))


def stewards_only(request: SignedInRequest) -> None:
    if not can_steward(request.user):
        raise PermissionDenied


@login_required
@require_GET
def download(request: SignedInRequest, kind: str) -> HttpResponse:
    """All services whose place may be known; that it was taken out is on the record."""
    stewards_only(request)
    if kind not in KINDS:
        raise Http404
    write, content_type = KINDS[kind]
    stream.append("directory.exported", by=request.user, kind_of=kind)
    headers = {"Content-Disposition": f'attachment; filename="directory.{kind}"', "Cache-Control": "no-store"}
    return HttpResponse(write(), content_type=content_type, headers=headers)


@login_required
@require_http_methods(["GET", "POST"])
def bring(request: SignedInRequest) -> HttpResponse:
    """Choose a file; nothing is changed yet."""
    stewards_only(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        return redirect("entries:upload", workflow.upload_entries(file.name, file.read(), by=request.user).pk)
    return render(request, "directory/bring.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What the file would change, or what is wrong with it, row by row; then one button."""
    stewards_only(request)
    found = get_object_or_404(Upload, pk=pk, uploaded_by=request.user, status=Upload.Status.SHOWN)
    if request.method == "POST":
        try:
            made = workflow.take_in(found, by=request.user, mark=request.POST.get("mark", ""))
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect("entries:upload", pk)
        messages.success(request, _("Taken in: %(n)s services are new or changed.") % {"n": len(made.rows)})
        return redirect("entries:steward")
    made = plan(found.name, bytes(found.data))
    page = {
        "upload": found,
        "plan": made,
        "rows": [(row, planned(row)) for row in made.rows[:SHOWN]],
        "faults": made.faults[:SHOWN],
    }
    return render(request, "directory/upload.html", page)
