"""Filling in: one section a page. Each answer is saved as it is given; without JavaScript, each page."""

from functools import partial
from typing import Any, TypedDict
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from samaan.accounts.http import SignedInRequest
from samaan.accounts.models import User
from samaan.audit import stream
from samaan.questionnaires import queries, sections, workflow
from samaan.questionnaires.filled import Filled, Mark
from samaan.questionnaires.forms import Sent, number, read_page, shape
from samaan.questionnaires.models import Submission
from samaan.questionnaires.rendering.slots import Dispute, Drawing, addresses_asked, key_of, slots_in
from samaan.questionnaires.rendering.words import in_words
from samaan.questionnaires.sections import Section
from samaan.questionnaires.views.held import held_for
from samaan.questionnaires.views.opened import (
    Opened,
    language_code,
    language_of,
    languages,
    note_look,
    open_form,
    see,
    speak,
    works_on,
)
from samaan.questionnaires.workflow import Conflict, Saved, be_present
from samaan.transitions import NotPermitted, WrongState
from samaan.vault import held
from samaan.xforms.faults import Refused, TooMuch
from samaan.xforms.verdict import Verdict

NO_FILES: "MultiValueDict[str, Any]" = MultiValueDict()


@login_required
@require_http_methods(["GET", "POST"])
def section(request: SignedInRequest, pk: UUID, code: str) -> HttpResponse:
    """One section, to be answered; whoever cannot answer it reads it on the page of the whole."""
    seen = see(request, pk)
    opened = open_form(request, seen)
    part = opened.section(code)
    if request.method == "POST":
        return save(request, opened, part, request.POST)
    if not works_on(request, seen):
        return redirect(f"{seen.get_absolute_url()}#{key_of(part.code)}")
    kept = held_for(request, opened, part)
    if kept is not None:
        return save(request, opened, part, kept, is_held=True)
    if queries.section_progress(part, opened.filled, opened.verdict) is None:
        return redirect(after(opened, part))
    be_present(seen, part.code, by=request.user)
    drawing = Drawing(opened.filled, opened.verdict, every_problem="problems" in request.GET)
    return show(request, opened, part, drawing)


def save(
    request: SignedInRequest, opened: Opened, part: Section, data: QueryDict, *, is_held: bool = False
) -> HttpResponse:
    """Save what was changed on the page, and go on; what cannot be saved stays on it."""
    files = NO_FILES if is_held else request.FILES
    sent = read_page(data, files, part, opened.filled, opened.verdict, by=request.user)
    taken = data.get("take", "")
    sent.changed.pop(taken, None)
    try:
        saved, refusals = carry_out(request, opened, sent)
    except WrongState:
        held.hold(request)
        messages.warning(
            request,
            _("The form was finished meanwhile. What you wrote is kept, and comes back if it is opened again."),
        )
        return redirect(opened.submission)
    now = Opened(opened.submission, saved.filled, saved.verdict)
    if saved.conflicts or refusals or sent.astray:
        return show_again(request, now, part, sent, saved.conflicts, refusals, is_held=is_held)
    if is_held:
        messages.success(request, _("What you wrote before you were signed out has been saved."))
        return redirect(request.path)
    if taken:
        return redirect(f"{request.path}#{key_of(taken)}")
    return go_on(request, now, part, sent, data)


def carry_out(request: SignedInRequest, opened: Opened, sent: Sent) -> tuple[Saved, dict[str, str]]:
    """Every answer of the page: those of the form at once, then each file and each that is sealed."""
    seen, told = opened.submission, telling(request, opened, sent)
    refusals: dict[str, str] = {}
    try:
        saved = workflow.save_answers(seen, sent.changed, strict=False, **told)
    except (Refused, TooMuch) as refused:
        refusals[""] = str(refused) or _("This form asks for more work than one answer may cost.")
        saved = Saved(seen.revision, opened.filled, opened.verdict)
    acts = {address: partial(workflow.attach, seen, address, upload, **told) for address, upload in sent.files.items()}
    for address, words in sent.sealed.items():
        acts[address] = partial(workflow.seal_answer, seen, address, words, **told)
    for address, keep in acts.items():
        try:
            also = keep()
        except ValidationError as error:
            refusals[address] = " ".join(error.messages)
        except Refused as error:
            refusals[address] = str(error)
        else:
            saved = Saved(also.revision, also.filled, also.verdict, saved.conflicts | also.conflicts)
    return saved, refusals


class Telling(TypedDict):
    """What every answer of a page is saved with."""

    base: int
    by: User
    language: str


def telling(request: SignedInRequest, opened: Opened, sent: Sent) -> Telling:
    return Telling(base=sent.base, by=request.user, language=language_of(request, opened.submission))


def go_on(request: SignedInRequest, opened: Opened, part: Section, sent: Sent, data: QueryDict) -> HttpResponse:
    """Where the button leads; the page comes back when something new is asked on it, or something is not right."""
    for name in ("add", "remove"):
        if address := data.get(name):
            return change_repeat(request, opened, part, name, address)
    if speak(request, opened.submission, data.get("language", "")):
        return redirect(request.path)
    wanted = data.get("do", "")
    if wanted == "overview":
        return redirect(opened.submission)
    if "stay" in data:
        return redirect(f"{request.path}#{key_of(data.get('stay', ''))}")
    drawing = Drawing(opened.filled, opened.verdict, every_problem=True)
    items = drawing.items(part)
    new = addresses_asked(items) - sent.asked
    if new:
        words = ngettext("There is another question now.", "There are %(n)d more questions now.", len(new))
        messages.info(request, words % {"n": len(new)})
        first = next(slot for slot in slots_in(items) if slot.address in new)
        return redirect(f"{request.path}#{first.key}")
    problems = [slot for slot in slots_in(items) if slot.problem]
    if wanted == "anyway":
        problems = [slot for slot in problems if slot.stored]
    if problems:
        note_look(request, opened.submission)
        return page(request, opened, part, drawing, items, status=422)
    return redirect(after(opened, part))


def change_repeat(request: SignedInRequest, opened: Opened, part: Section, act: str, address: str) -> HttpResponse:
    """One more of a repeat at once; one less after a question."""
    if act == "remove":
        return redirect(reverse("questionnaires:remove", args=[opened.submission.pk, part.code], query={"at": address}))
    try:
        saved = workflow.add_repeat(opened.submission, address, by=request.user)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect(request.path)
    above, _slash, name = address.rpartition("/")
    added = saved.filled.instance.at(above).named[name][-1]
    return redirect(f"{request.path}#{key_of(added.address)}")


def after(opened: Opened, part: Section) -> str:
    """The next section in which something is asked, or the page of the whole."""
    follows = opened.sections[opened.sections.index(part) + 1 :]
    for found in follows:
        if queries.section_progress(found, opened.filled, opened.verdict):
            return reverse("questionnaires:section", args=[opened.submission.pk, found.code])
    return opened.submission.get_absolute_url()


def show_again(
    request: SignedInRequest,
    opened: Opened,
    part: Section,
    sent: Sent,
    conflicts: dict[str, Conflict],
    refusals: dict[str, str],
    *,
    is_held: bool,
) -> HttpResponse:
    """The page with what is in dispute or was refused; everything else on it is saved."""
    people = User.objects.in_bulk({conflict.mark.by for conflict in conflicts.values() if conflict.mark.by})
    disputes = {
        address: Dispute(said(opened.verdict, address, conflict.value), who(conflict.mark, people))
        for address, conflict in conflicts.items()
    }
    if "" in refusals:
        sent.astray |= {name: text for name, text in sent.changed.items() if not opened.verdict[name].relevant}
    unsaved = {**({} if "" not in refusals else sent.changed), **{name: sent.changed[name] for name in conflicts}}
    drawing = Drawing(opened.filled, opened.verdict, every_problem=True, typed=unsaved, disputes=disputes)
    items = drawing.items(part)
    for slot in slots_in(items):
        slot.problem = refusals.get(slot.address, slot.problem)
    note_look(request, opened.submission)
    shown = {"disputes": disputes, "refused": refusals.get(""), "astray": astray(opened, sent), "is_held": is_held}
    status = 200 if is_held else 409 if disputes or sent.astray else 422
    return page(request, opened, part, drawing, items, status=status, **shown)


def astray(opened: Opened, sent: Sent) -> list[tuple[str, str]]:
    """What was written for a place that is there no more: the question, and the words."""
    found = []
    for address, text in sent.astray.items():
        judged = opened.verdict.judged.get(address)
        found.append((opened.verdict.label(address) if judged else "", text))
    return found


def said(verdict: Verdict, address: str, text: str) -> str:
    return in_words(verdict, verdict[address].question, text)


def who(mark: Mark, people: dict[int, User]) -> str:
    return people[mark.by].full_name if mark.by in people else _("the record")


def show(request: SignedInRequest, opened: Opened, part: Section, drawing: Drawing) -> HttpResponse:
    note_look(request, opened.submission)
    return page(request, opened, part, drawing, drawing.items(part))


def page(
    request: SignedInRequest,
    opened: Opened,
    part: Section,
    drawing: Drawing,
    items: list[Any],
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page of a section."""
    beside = so_far(request, opened.submission, opened.filled, opened.verdict, part, since=opened.submission.revision)
    # A part that opens later, after consent for instance, counts from the beginning.
    codes = [each.code for each in opened.sections]
    place = codes.index(part.code) + 1
    shown = {
        "items": items,
        "problems": [slot for slot in slots_in(items) if slot.problem],
        "only_lacking": all(not slot.stored for slot in slots_in(items) if slot.problem),
        "title": queries.title_of(part, opened.verdict),
        "hint": opened.verdict.hint(part.group.path) if part.group and not part.group.is_repeat else "",
        "place": place,
        "of": len(codes),
        "last": place == len(codes),
        "form_languages": languages(opened),
        "saved_by": "answers",
        "shape": shape(part, opened.filled),
        "hidden": drawing.hidden,
        "form_language": language_code(opened),
    }
    return render(request, "questionnaires/section.html", beside | shown | more, status=status)


def so_far(
    request: SignedInRequest, seen: Submission, filled: Filled, verdict: Verdict, part: Section, *, since: int
) -> dict[str, Any]:
    """What stands beside a section: how far each one is, who else is at it, what others have answered."""
    changed = queries.changed_by_others(filled, part, request.user, since=since) if since < seen.revision else []
    return {
        "submission": seen,
        "section": part,
        "since": since,
        "progress": queries.progress(filled, verdict),
        "panel": seen.purpose.beside(request, seen, verdict) if seen.purpose.beside else "",
        "others": [(one.user, named(one.section, seen, verdict)) for one in queries.others_at(seen, request.user)],
        "changed": [(verdict.label(node.address), user) for node, user in changed],
    }


def named(code: str, seen: Submission, verdict: Verdict) -> str:
    """A section by its title."""
    found = sections.section(seen.form, code)
    return queries.title_of(found, verdict) if found else ""


@login_required
@require_GET
def beside(request: SignedInRequest, pk: UUID, code: str) -> HttpResponse:
    """What stands beside an open section, anew: no answer of it."""
    seen = see(request, pk)
    opened = open_form(request, seen)
    part = opened.section(code)
    stream.glanced(seen, by=request.user, **queries.about(seen))
    since = number(request.GET.get("since"))
    shown = so_far(request, seen, opened.filled, opened.verdict, part, since=since)
    return render(request, "questionnaires/beside.html", shown)


@login_required
@require_http_methods(["GET", "POST"])
def remove(request: SignedInRequest, pk: UUID, code: str) -> HttpResponse:
    """Whether one of a repeat is really to go; what was answered in it is kept among the earlier answers."""
    seen = see(request, pk)
    opened = open_form(request, seen)
    part = opened.section(code)
    address = request.POST.get("at") or request.GET.get("at", "")
    back = reverse("questionnaires:section", args=[seen.pk, part.code])
    judged = opened.verdict.judged.get(address)
    if judged is None or not judged.question.is_repeat or judged.question.count or opened.filled.is_hidden(judged.node):
        return redirect(back)
    if not works_on(request, seen):
        raise NotPermitted(workflow.ANSWER, seen)
    if request.method == "POST":
        if number(request.POST.get("version")) == seen.revision:
            workflow.remove_repeat(seen, address, by=request.user)
            messages.success(request, _("It was removed. What was answered there stands among the earlier answers."))
            return redirect(back)
        messages.warning(request, _("The form has changed meanwhile. Look again at what is to be removed."))
    note_look(request, seen)
    drawing = Drawing(opened.filled, opened.verdict)
    group = drawing.group(judged.node, number=judged.node.position)
    answers = [(slot.label, slot.words) for slot in slots_in([group]) if slot.stored and slot.is_asked]
    context = {"submission": seen, "section": part, "group": group, "answers": answers, "at": address, "back": back}
    return render(request, "questionnaires/remove.html", context)
