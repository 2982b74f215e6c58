"""OpenRosa: the list of forms, each form with its lists, and what telephones send. Nothing of an answer goes back."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from samaan.access import context
from samaan.countrypack import formversions
from samaan.countrypack.models import FormVersion
from samaan.devices import answers, workflow
from samaan.devices.expected import missing_files
from samaan.devices.models import Arrival, DeviceToken
from samaan.devices.permissions import has_sealed, instruments_of
from samaan.devices.signing_in import answer, as_holder, device_only
from samaan.transitions import NotPermitted
from samaan.xforms.faults import Refused
from samaan.xforms.instance_xml import LARGEST

XML = "text/xml; charset=utf-8"
XML_PART = "xml_submission_file"
# One file of the largest size, with the form itself beside it.
MOST_AT_ONCE = settings.ATTACHMENT_MAX_BYTES + LARGEST


@require_safe
@device_only
def form_list(request: HttpRequest, token: DeviceToken) -> HttpResponse:
    """The forms that whoever holds the telephone fills in, in the version at work."""
    wanted = request.GET.get("formID")
    found = (row(request, version) for version in versions_for(token) if wanted in (None, version.form_id))
    return HttpResponse(answers.rows("xforms", answers.FORM_LIST, "xform", found), content_type=XML)


def versions_for(token: DeviceToken) -> Iterator[FormVersion]:
    for form_id in sorted({instrument.form for instrument in instruments_of(token.user)}):
        # A form that the pack names and nobody has loaded yet cannot be filled in.
        with suppress(KeyError, FormVersion.DoesNotExist):
            found = formversions.at_work(form_id)
            if not has_sealed(formversions.definition(found)):
                yield found


def row(request: HttpRequest, version: FormVersion) -> dict[str, str]:
    form = formversions.definition(version)
    found = {
        "formID": form.form_id,
        "name": form.title,
        "version": form.version,
        "hash": f"md5:{md5(form.xform.encode())}",
        "downloadUrl": address(request, "form", version.pk),
    }
    if lists_of(version):
        found["manifestUrl"] = address(request, "manifest", version.pk)
    return found


def lists_of(version: FormVersion) -> dict[str, str]:
    """The CSV files that the form chooses from."""
    return FormVersion.objects.values_list("lists", flat=True).get(pk=version.pk)


@require_safe
@device_only
def form(request: HttpRequest, token: DeviceToken, pk: int) -> HttpResponse:
    return HttpResponse(formversions.definition(version_for(token, pk)).xform, content_type=XML)


@require_safe
@device_only
def manifest(request: HttpRequest, token: DeviceToken, pk: int) -> HttpResponse:
    version = version_for(token, pk)
    found = (
        {
            "filename": name,
            "hash": f"md5:{md5(text.encode())}",
            "downloadUrl": address(request, "choices", version.pk, name),
        }
        for name, text in sorted(lists_of(version).items())
    )
    return HttpResponse(answers.rows("manifest", answers.MANIFEST, "mediaFile", found), content_type=XML)


@require_safe
@device_only
def choices(request: HttpRequest, token: DeviceToken, pk: int, name: str) -> HttpResponse:
    """A list that a form chooses from."""
    text = lists_of(version_for(token, pk)).get(name)
    if text is None:
        raise Http404
    return HttpResponse(text, content_type="text/csv; charset=utf-8")


def version_for(token: DeviceToken, pk: int) -> FormVersion:
    """A version of a form this person fills in, or the same 404 as for none."""
    forms = {instrument.form for instrument in instruments_of(token.user)}
    return get_object_or_404(FormVersion.objects.defer("workbook", "lists"), pk=pk, form_id__in=forms)


def address(request: HttpRequest, name: str, *parts: object) -> str:
    return request.build_absolute_uri(reverse(f"devices:odk:{name}", args=parts))


def md5(data: bytes) -> str:
    """What telephones compare to see whether they have it already."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


@csrf_exempt
@require_http_methods(["HEAD", "POST"])
@device_only
def submission(request: HttpRequest, token: DeviceToken) -> HttpResponse:
    """Take what a telephone sends; it asks first by HEAD where to."""
    found = HttpResponse(status=204) if request.method == "HEAD" else taken(request, token)
    found.headers["Location"] = address(request, "submission")
    found.headers["X-OpenRosa-Accept-Content-Length"] = str(MOST_AT_ONCE)
    return found


def taken(request: HttpRequest, token: DeviceToken) -> HttpResponse:
    """The form first, then each file by itself: what is kept stays kept when a later one is not taken."""
    sent = request.FILES.get(XML_PART)
    if sent is None:
        return refusal(400, _("This is not a filled-in form."))
    if (sent.size or 0) > LARGEST:
        return refusal(413, _("The filled-in form is larger than %(count)s MB.") % {"count": LARGEST // 2**20})
    try:
        with as_holder(token):
            arrival = workflow.receive_submission(sent.read(), token=token, by=token.user)
    except Refused as reason:
        return refusal(400, str(reason))
    except workflow.NotForThem:
        return refusal(403, _("You do not fill in this form here, or it is none of Samaan’s. Keep it, and ask."))
    except workflow.Differs:
        return refusal(409, _("Something else was sent as this form before. Nothing was changed."))
    except workflow.TooOften:
        return refusal(429, _("You have sent very many forms. Send this one again in an hour."))
    faults = [fault for upload in uploads(request) if (fault := attached(arrival, upload, token))]
    if faults:
        return refusal(422, " ".join(faults))
    return thanks(arrival, token)


def uploads(request: HttpRequest) -> Iterator[UploadedFile]:
    for name, found in request.FILES.lists():
        if name != XML_PART:
            yield from found


def attached(arrival: Arrival, upload: UploadedFile, token: DeviceToken) -> str:
    """Keep one file; why not, in words."""
    known: dict[str, Any] = {"name": upload.name}
    try:
        with as_holder(token):
            workflow.attach_file(arrival, upload, by=token.user)
    except (Refused, ValidationError) as reason:
        return " ".join(reason.messages) if isinstance(reason, ValidationError) else str(reason)
    except workflow.TooOften:
        return _("You have sent very many files. Send “%(name)s” in an hour.") % known
    except workflow.Differs:
        return _("Another file was sent as “%(name)s” before. Nothing was changed.") % known
    except (workflow.NotForThem, NotPermitted):
        return _("The form is kept, but “%(name)s” can no longer be added to it. Add it to the file by hand.") % known
    return ""


def thanks(arrival: Arrival, token: DeviceToken) -> HttpResponse:
    """201; or 202 while files are still to come."""
    with context.acting(context.of_user(token.user)):
        kept = arrival.submission
        waiting = len(missing_files(kept, token.user)) if kept else 0
        is_open = kept is not None and kept.is_open
    words = _("Samaan has it.")
    if is_open:
        words = _("Samaan has it. Something is missing or not possible in it: see “From my phone”.")
    return HttpResponse(answers.said(words, "submit_success"), status=202 if waiting else 201, content_type=XML)


def refusal(status: int, words: str) -> HttpResponse:
    return answer(answers.said(words, "submit_error"), status)
