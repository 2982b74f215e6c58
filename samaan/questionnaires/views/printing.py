"""A form on paper: blank, to be filled in by hand, and as it was filled in."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_GET

from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.common import paper
from samaan.countrypack import formversions
from samaan.questionnaires import queries
from samaan.questionnaires.rendering.blank import on_paper
from samaan.questionnaires.views.listing import instrument
from samaan.questionnaires.views.opened import language_links, open_form, see
from samaan.questionnaires.views.submission import reading
from samaan.xforms.languages import code

STYLES = "questionnaires/paper.css"


@login_required
@require_GET
def blank(request: SignedInRequest, name: str) -> HttpResponse:
    """The blank form as a page, and with `?as=pdf` to print."""
    found = instrument(name)
    if not request.user.can(found.fill):
        raise PermissionDenied
    version = formversions.at_work(found.form)
    form = formversions.definition(version)
    wanted = request.GET.get("language", "")
    language = form.language(wanted if wanted in form.languages else get_language() or "")
    as_pdf = request.GET.get("as") == "pdf"
    with override(code(language) or get_language()):
        title = found.label
    with override(code(language) if as_pdf and code(language) else get_language()):
        context = {
            "title": title,
            "instrument": found,
            "version": version.version,
            "sections": on_paper(form, language),
            "form_language": code(language),
            "language_name": language,
            "form_languages": language_links(form, language),
        }
        if as_pdf:
            return pdf(paper.pdf("questionnaires/paper/blank.html", context, styles=STYLES), f"{found.code}-blank")
        return render(request, "questionnaires/blank.html", context)


@login_required
@require_GET
def filled(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The answers on one page to be printed, with who did and when; what is hidden from them is left out."""
    seen = see(request, pk)
    opened = open_form(request, seen)
    stream.opened(seen, by=request.user, purpose="print", **queries.about(seen))
    context = {"submission": seen, "read": reading(opened), "viewer": request.user, "now": timezone.localtime()}
    answer = render(request, "questionnaires/filled.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def pdf(content: bytes, name: str) -> HttpResponse:
    """A blank form as a file: nobody's data."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
