"""Filling in: one section a page. Each answer is saved as it is typed; without JavaScript, each page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.intake import screening_permissions as may
from samaan.intake import screening_queries as queries
from samaan.intake.forms.screening import SectionForm, as_sent
from samaan.intake.instrument import INSTRUMENT, Section
from samaan.intake.instrument.values import in_words
from samaan.intake.models import Screening, ScreeningAnswer
from samaan.intake.screening_answers import ANSWER, Locked, Saved, be_present, save_answers
from samaan.intake.screening_lists import lists_for
from samaan.transitions import NotPermitted, WrongState
from samaan.vault import held


@dataclass(frozen=True)
class Dispute:
    """An answer somebody else gave meanwhile, to be shown beside one's own."""

    field: BoundField
    theirs: str
    by: str


@login_required
@require_http_methods(["GET", "POST"])
def section(request: SignedInRequest, pk: UUID, code: str) -> HttpResponse:
    """One section, to be answered; whoever cannot answer it reads it on the page of the whole."""
    part = INSTRUMENT.section(code)
    if part is None:
        raise Http404
    seen = queries.seen_by(request.user, pk)
    if request.method == "POST":
        return save(request, seen, part, request.POST)
    if not works_on(request, seen):
        return redirect(f"{seen.get_absolute_url()}#{code}")
    answers = queries.answers_of(seen)
    kept = None if queries.is_locked(part, answers) else held_for(request, seen, part, answers)
    if kept is not None:
        return save(request, seen, part, kept, is_held=True)
    be_present(seen, part.code, by=request.user)
    stream.opened(seen, by=request.user, **queries.of_screening(seen))
    form = SectionForm(part, answers, seen.revision)
    return render(request, "intake/screening/section.html", page(request, seen, part, form))


def works_on(request: SignedInRequest, seen: Screening) -> bool:
    """Whether this person can answer it now."""
    return seen.is_editable and may.can_work(request.user, seen)


def held_for(request: SignedInRequest, seen: Screening, part: Section, answers: Mapping[str, Any]) -> QueryDict | None:
    """What arrived for this section after its writer's session had ended: the page, or one answer as a page."""
    kept = held.take(request.user, request.path)
    if kept is not None or held_section(request, seen) != part:
        return kept
    one = held.take(request.user, reverse("intake:screening_answer", args=[seen.pk]))
    if one is None:
        return None
    name = one.get("field", "")
    return SectionForm(part, answers, seen.revision).as_page(one.get("version", ""), **{name: one.getlist(name)})


def held_section(request: SignedInRequest, seen: Screening) -> Section | None:
    """The section of the one answer that arrived too late, if there is one."""
    kept = held.look(request.user, reverse("intake:screening_answer", args=[seen.pk]))
    found = INSTRUMENT.find(kept.get("field", ""), lists_for(queries.answers_of(seen))) if kept is not None else None
    return found[0] if found else None


def save(
    request: SignedInRequest, seen: Screening, part: Section, data: QueryDict, *, is_held: bool = False
) -> HttpResponse:
    """Save what was changed on the page, and go on; what cannot be saved stays on it."""
    form = SectionForm(part, queries.answers_of(seen), seen.revision, data)
    form.is_valid()
    given = form.touched()
    taken = data.get("take", "")
    given.pop(taken, None)
    try:
        saved = save_answers(seen, given, base=form.base, by=request.user, strict=False)
    except WrongState:
        held.hold(request)
        messages.warning(
            request,
            _("The screening was handed over meanwhile. What you wrote is kept, and comes back if it is opened again."),
        )
        return redirect(seen)
    except Locked:
        form.add_error(None, _("This part opens once consent is recorded. Record it in a new tab, then save here."))
        saved = Saved(seen.revision)
    if form.errors or saved.conflicts:
        return show_again(request, seen, form, saved, taken, is_held=is_held)
    if is_held:
        messages.success(request, _("What you wrote before you were signed out has been saved."))
        return redirect(request.path)
    if taken:
        return redirect(f"{request.path}#{taken}")
    return redirect(after(seen, part, data.get("do", "")))


def after(seen: Screening, part: Section, wanted: str) -> str:
    """Where to go from a section: the next one, or the page of the whole."""
    follows = INSTRUMENT.sections[INSTRUMENT.sections.index(part) + 1 :]
    if wanted == "overview" or not follows:
        return seen.get_absolute_url()
    return reverse("intake:screening_section", args=[seen.pk, follows[0].code])


def show_again(
    request: SignedInRequest, seen: Screening, form: SectionForm, saved: Saved, taken: str, *, is_held: bool
) -> HttpResponse:
    """The page with what is in dispute or wrong; everything else on it is saved."""
    answers = queries.answers_of(seen)
    again = form.renewed(answers, saved.revision, take=taken)
    again.is_valid()
    for error in form.non_field_errors():
        again.add_error(None, error)
    disputes = {code: dispute(again, code, row) for code, row in saved.conflicts.items()}
    stream.opened(seen, by=request.user, **queries.of_screening(seen))
    shown = page(request, seen, form.section, again) | {"disputes": disputes, "is_held": is_held}
    status = 200 if is_held else 409 if disputes else 422
    return render(request, "intake/screening/section.html", shown, status=status)


def dispute(form: SectionForm, code: str, row: ScreeningAnswer) -> Dispute:
    theirs = in_words(form.questions[code], row.value, lists_for(form.answers))
    return Dispute(form[code], theirs, who(row))


def who(row: ScreeningAnswer) -> str:
    return row.answered_by.full_name if row.answered_by else _("the report")


def page(request: SignedInRequest, seen: Screening, part: Section, form: SectionForm) -> dict[str, Any]:
    number = INSTRUMENT.sections.index(part) + 1
    shown = {
        "form": form,
        "number": number,
        "last": number == len(INSTRUMENT.sections),
        "locked": queries.is_locked(part, form.answers),
        "consent": INSTRUMENT.sections[0],
        "person": seen.report_person.person,
    }
    return so_far(request, seen, part, form.answers, since=seen.revision) | shown


def so_far(
    request: SignedInRequest, seen: Screening, part: Section, answers: Mapping[str, Any], *, since: int
) -> dict[str, Any]:
    """What stands beside a section: how far each one is, what the answers point to, who else is at it."""
    questions = queries.questions_of(part, dict(answers))
    changed = queries.changed_by_others(seen, request.user, since=since, questions=questions)
    return {
        "screening": seen,
        "report": seen.report,
        "section": part,
        "since": since,
        "progress": queries.progress(dict(answers)),
        "finding": queries.finding_in(dict(answers)),
        "others": queries.others_at(seen, request.user),
        "changed": [(questions[row.question].label, row.answered_by) for row in changed],
    }


@login_required
@require_GET
def beside(request: SignedInRequest, pk: UUID, code: str) -> HttpResponse:
    """What stands beside an open section, anew: no answer, but what they point to, for whoever has the section open."""
    part = INSTRUMENT.section(code)
    if part is None:
        raise Http404
    seen = queries.seen_by(request.user, pk)
    stream.glanced(seen, by=request.user, **queries.of_screening(seen))
    since = number(request.GET.get("since"))
    shown = so_far(request, seen, part, queries.answers_of(seen), since=since)
    return render(request, "intake/screening/beside.html", shown)


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Save one answer as it is typed. Opened as a page it leads back to where the answer was being written."""
    seen = queries.seen_by(request.user, pk, alone=True)
    if request.method == "GET":
        part = held_section(request, seen)
        return redirect("intake:screening_section", seen.pk, part.code) if part else redirect(seen)
    name = request.POST.get("field", "")
    try:
        saved = save_answers(
            seen, {name: request.POST.getlist(name)}, base=number(request.POST.get("version")), by=request.user
        )
    except Locked:
        return refused([_("This part opens once consent is recorded.")])
    except ValidationError as error:
        return refused(error.messages)
    except WrongState:
        return refused([_("The screening was handed over meanwhile and takes no answers now.")])
    except NotPermitted:
        return refused([str(ANSWER.label)], status=403)
    if name in saved.conflicts:
        stream.glanced(seen, by=request.user, **queries.of_screening(seen))
        return in_conflict(name, saved)
    return JsonResponse({"version": saved.revision})


def refused(errors: list[str], *, status: int = 422) -> JsonResponse:
    return JsonResponse({"errors": errors}, status=status)


def in_conflict(name: str, saved: Saved) -> JsonResponse:
    """Theirs, beside what this person wrote: nothing is overwritten until they choose."""
    row = saved.conflicts[name]
    lists = lists_for({name: row.value})
    found = INSTRUMENT.find(name, lists)
    theirs = in_words(found[1], row.value, lists) if found else ""
    told = {"version": saved.revision, "theirs": as_sent(row.value), "theirs_text": theirs, "by": who(row)}
    return JsonResponse(told, status=409)


def number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0
