"""One answer, saved as it is given; what else on the page is different now is answered with it."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samaan.accounts.http import SignedInRequest
from samaan.accounts.models import User
from samaan.audit import stream
from samaan.questionnaires import queries, workflow
from samaan.questionnaires.filled import Filled, read
from samaan.questionnaires.forms import answer_of, number, shape
from samaan.questionnaires.models import Submission
from samaan.questionnaires.permissions import hidden
from samaan.questionnaires.rendering.slots import Drawing, containers_in, key_of, repeats_in, slots_in
from samaan.questionnaires.rendering.values import candidates, text_of, way_of
from samaan.questionnaires.rendering.words import in_words
from samaan.questionnaires.sections import Section, section_at
from samaan.questionnaires.views.held import held_section
from samaan.questionnaires.views.opened import Opened, language_code, language_of, open_form, see
from samaan.questionnaires.workflow import Saved
from samaan.transitions import NotPermitted, WrongState
from samaan.xforms.definition import Question
from samaan.xforms.faults import Refused, TooMuch
from samaan.xforms.instance import takes_answers
from samaan.xforms.verdict import judge
from samaan.xforms.vocabulary import SELECTS


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Save one answer as it is given. Opened as a page it leads back to where the answer was being written."""
    seen = see(request, pk)
    if request.method == "GET":
        part = held_section(request, open_form(request, seen))
        return redirect("questionnaires:section", seen.pk, part.code) if part else redirect(seen)
    address = request.POST.get("field", "")
    filled = read(seen, hidden(seen, request.user))
    question = asked_at(filled, address)
    part = section_at(seen.form, question.path) if question else None
    if question is None or part is None:
        return refused(_("This is no longer asked. Open the page again to see how it stands."))
    if "[" in address and request.POST.get("shape", "") != shape(part, filled):
        return refused(_("There is one more or one less here now. Open the page again before you go on."))
    text = written(request, seen, filled, question, address)
    base, language = number(request.POST.get("version")), language_of(request, seen)
    try:
        saved = workflow.save_answers(seen, {address: text}, base=base, by=request.user, language=language)
    except (Refused, TooMuch) as error:
        return refused(str(error) or _("This form asks for more work than one answer may cost."))
    except WrongState:
        return refused(_("The form was finished meanwhile and takes no answers now."))
    except NotPermitted:
        return refused(str(workflow.ANSWER.label), status=403)
    whole = changed(request, Opened(seen, saved.filled, saved.verdict), part)
    if address in saved.conflicts:
        stream.glanced(seen, by=request.user, **queries.about(seen))
        return JsonResponse(
            in_conflict(saved, address) | whole | {"parts": without(whole["parts"], address)}, status=409
        )
    return JsonResponse({"version": saved.revision} | whole)


@login_required
@require_POST
def suggest(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What a long list has for the words written so far. Nothing is kept, and the words stand in no address."""
    seen = see(request, pk)
    opened = open_form(request, seen)
    address = request.POST.get("at", "")
    question = asked_at(opened.filled, address)
    if question is None or question.kind != SELECTS[0]:
        raise Http404
    stream.glanced(seen, by=request.user, **queries.about(seen))
    found = candidates(request.POST.get(address, "").strip(), opened.verdict, address)
    labels = [opened.verdict.choice_label(choice) for choice in found]
    return render(request, "questionnaires/parts/suggested.html", {"labels": labels})


def asked_at(filled: Filled, address: str) -> Question | None:
    """A question this person may answer; whether it takes an answer now, the act itself says."""
    try:
        node = filled.instance.at(address)
    except Refused:
        return None
    question = filled.instance.question(node)
    return question if takes_answers(question) and not filled.is_hidden(node) else None


def written(request: SignedInRequest, seen: Submission, filled: Filled, question: Question, address: str) -> str:
    """What was written, as the instance keeps it; only of a long list must the form be judged for it."""
    texts = request.POST.getlist(address)
    if question.offer is None or way_of(question, len(seen.form.lists[question.offer.list].choices)) != "find":
        return text_of(question, texts)
    verdict = judge(filled.instance, now=timezone.localtime(), language=language_of(request, seen))
    return answer_of(verdict[address], texts, verdict)


def refused(error: str, *, status: int = 422) -> JsonResponse:
    return JsonResponse({"errors": [error]}, status=status)


def without(parts: dict[str, str], address: str) -> dict[str, str]:
    """Of a disputed question nothing is drawn anew: its writer chooses there."""
    return {key: part for key, part in parts.items() if key != key_of(address)}


def in_conflict(saved: Saved, address: str) -> dict[str, Any]:
    """Theirs, beside what this person wrote: nothing is overwritten until they choose."""
    theirs = saved.conflicts[address]
    question = saved.verdict[address].question
    by = User.objects.filter(pk=theirs.mark.by).first() if theirs.mark.by else None
    several = question.kind in (SELECTS[1], "geopoint")
    return {
        "version": saved.revision,
        "theirs": theirs.value.split() if several else [theirs.value],
        "theirs_text": in_words(saved.verdict, question, theirs.value),
        "by": by.full_name if by else _("the record"),
    }


def changed(request: SignedInRequest, opened: Opened, part: Section) -> dict[str, Any]:
    """The questions and repeats of the page that look different from what it shows, and the groups not asked now."""
    known = prints(request.POST.get("prints", ""))
    drawing = Drawing(opened.filled, opened.verdict)
    items = drawing.items(part)
    context = {
        "submission": opened.submission,
        "section": part,
        "form_language": language_code(opened),
    }
    repeats = [each for each in repeats_in(items) if known.get(each.key, "") != each.print]
    drawn_whole = {slot.key for repeat in repeats for slot in slots_in([repeat])}
    parts = {repeat.key: draw("repeat", {"item": repeat, **context}) for repeat in repeats}
    for slot in slots_in(items):
        if slot.key not in drawn_whole and known.get(slot.key, "") != slot.print:
            parts[slot.key] = draw("question", {"slot": slot, **context})
    away = [each.key for each in containers_in(items) if not each.is_asked]
    return {"parts": parts, "away": away, "shape": shape(part, opened.filled)}


def draw(name: str, context: Mapping[str, Any]) -> str:
    with override(context["form_language"] or get_language()):
        return render_to_string(f"questionnaires/parts/{name}.html", dict(context))


def prints(text: str) -> dict[str, str]:
    """What the page says of each of its questions: the short mark of how it looks."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
