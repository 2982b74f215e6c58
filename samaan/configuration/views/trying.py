"""A form as users will see it, tried with sample answers."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samaan import countrypack
from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.configuration import trying
from samaan.configuration.examining import examine
from samaan.configuration.trying import Trial
from samaan.configuration.views.acting import change_of, lookers_only
from samaan.countrypack import formversions
from samaan.questionnaires.forms import Sent, read_page, shape
from samaan.questionnaires.queries import title_of
from samaan.questionnaires.rendering.slots import addresses_asked, slots_in
from samaan.questionnaires.rendering.values import MASK
from samaan.questionnaires.sections import Section
from samaan.questionnaires.views.opened import language_links
from samaan.xforms.definition import Definition
from samaan.xforms.faults import Refused, TooMuch
from samaan.xforms.languages import code


@login_required
@require_http_methods(["GET", "POST"])
def at_work(request: SignedInRequest, form_id: str) -> HttpResponse:
    """The form that is at work."""
    lookers_only(request)
    if form_id not in countrypack.pack().forms:
        raise Http404
    version = formversions.at_work(form_id)
    back = reverse("configuration:form", args=[form_id])
    return try_form(request, formversions.definition(version), version.checksum, back=back)


@login_required
@require_http_methods(["GET", "POST"])
def changed(request: SignedInRequest, pk: UUID, form_id: str) -> HttpResponse:
    """The form as a change would have it; it need not be without fault in other files."""
    found = change_of(request, pk)
    book = examine(found).workbooks.get(form_id) if found.is_open else None
    if book is None or book.form is None:
        raise Http404
    stream.opened(found, by=request.user, form=form_id)
    return try_form(request, book.form, book.checksum, back=found.get_absolute_url())


def try_form(request: SignedInRequest, form: Definition, checksum: str, *, back: str) -> HttpResponse:
    """One section, or the end; each answer is on the page alone."""
    sent = request.POST
    language = form.language(sent.get("language") or sent.get("spoken") or get_language() or "")
    if request.method != "POST" or sent.get("do") == "again":
        trial = trying.begin(form, checksum, language)
        return show(request, trial, first(trial), back=back)
    trial = trying.go_on(form, checksum, sent.get("state", ""), language)
    section = section_called(trial, sent.get("section", "")) or first(trial)
    if section is None:
        return show(request, trial, None, back=back)
    page = read_page(sent, request.FILES, section, trial.filled, trial.verdict, by=request.user)
    refused = answered(trial, page, language)
    if refused or "again" in sent:
        return show(request, trial, section, back=back, refused=refused)
    return step(request, trial, section, page, back=back)


def first(trial: Trial) -> Section | None:
    progress = trial.progress
    return progress[0].section if progress else None


def section_called(trial: Trial, name: str) -> Section | None:
    return next((each for each in trial.sections if each.code == name), None)


def answered(trial: Trial, page: Sent, language: str) -> str:
    """Take what was written; why not, when it cannot be taken."""
    files = {address: upload.name or "" for address, upload in page.files.items()}
    try:
        trial.answer(page.changed | files | dict.fromkeys(page.sealed, MASK), language)
    except (Refused, TooMuch) as error:
        return str(error) or _("This form asks for more work than one answer may cost.")
    return ""


def step(request: SignedInRequest, trial: Trial, section: Section, page: Sent, *, back: str) -> HttpResponse:
    """Where the button leads; the page comes back when something new is asked on it, or something is not right."""
    sent = request.POST
    for act in ("add", "remove"):
        if address := sent.get(act):
            try:
                trial.repeat(act, address)
            except Refused as error:
                return show(request, trial, section, back=back, refused=str(error))
            return show(request, trial, section, back=back)
    if "language" in sent or "stay" in sent:
        return show(request, trial, section, back=back)
    if wanted := sent.get("go", ""):
        return show(request, trial, section_called(trial, wanted), back=back)
    items = trial.drawing(every_problem=True).items(section)
    new = bool(set(addresses_asked(items)) - page.asked)
    problems = any(slot.problem for slot in slots_in(items))
    if sent.get("do") != "anyway" and (new or problems):
        return show(request, trial, section, back=back, every_problem=problems, new=new)
    return show(request, trial, trial.after(section), back=back)


def show(
    request: SignedInRequest,
    trial: Trial,
    section: Section | None,
    *,
    back: str,
    refused: str = "",
    every_problem: bool = False,
    new: bool = False,
) -> HttpResponse:
    shown: dict[str, Any] = {
        "trial": trial,
        "form": trial.form,
        "section": section,
        "back": back,
        "refused": refused,
        "new": new,
        "form_language": code(trial.verdict.language),
        "form_languages": language_links(trial.form, trial.verdict.language),
        "spoken_now": trial.verdict.language,
    }
    if section is None:
        lacking = [(trial.verdict.label(address), problem) for address, problem in trial.verdict.problems.items()]
        return render(request, "configuration/tried.html", shown | {"lacking": lacking})
    items = trial.drawing(every_problem=every_problem).items(section)
    shown |= {
        "title": title_of(section, trial.verdict),
        "items": items,
        "problems": [slot for slot in slots_in(items) if slot.problem],
        "shape": shape(section, trial.filled),
    }
    return render(request, "configuration/try.html", shown)
