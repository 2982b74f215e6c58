"""The page of a form: how far it is, what can be done, its answers in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from samaan.accounts.http import SignedInRequest
from samaan.accounts.models import User
from samaan.questionnaires import queries, workflow
from samaan.questionnaires.filled import Mark
from samaan.questionnaires.models import EarlierAnswer
from samaan.questionnaires.rendering.slots import Drawing, Slot
from samaan.questionnaires.rendering.words import in_words
from samaan.questionnaires.views.opened import Opened, language_code, languages, note_look, open_form, see, works_on
from samaan.questionnaires.workflow.steps import CARRY_OVER, FINISH, REOPEN, WITHDRAW
from samaan.transitions import steps_for


@dataclass(frozen=True)
class Said:
    """One answer in words: who gave it when, and what stood there before."""

    slot: Slot
    mark: Mark | None
    by: User | None
    earlier: list[tuple[str, EarlierAnswer]]


@login_required
@require_GET
def submission(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """How far it is and what was answered, as far as its reader sees it."""
    seen = see(request, pk)
    if seen.purpose.url:
        return redirect(seen)
    opened = open_form(request, seen)
    progress = queries.progress(opened.filled, opened.verdict)
    works = works_on(request, seen)
    note_look(request, seen)
    goes_on = next((part for part in progress if not part.is_complete), progress[0] if progress else None)
    context = {
        "submission": seen,
        "progress": progress,
        "works": works,
        "goes_on": goes_on,
        "begun": any(part.answered for part in progress),
        "others": [(sitting.user, "") for sitting in queries.others_at(seen, request.user)],
        "steps": steps(request, opened),
        "lacking": lacking(progress, opened),
        "read": reading(opened, only_answered=seen.is_open),
        "gone": queries.no_longer_asked(opened.filled),
        "form_languages": languages(opened),
        "hidden": opened.filled.hidden,
        "form_language": language_code(opened),
    }
    return render(request, "questionnaires/submission.html", context)


def steps(request: SignedInRequest, opened: Opened) -> list[Any]:
    """What this person can do with it now; a newer version is offered only where there is one."""
    newer = workflow.newer_version(opened.submission)
    offered = [FINISH, *([CARRY_OVER] if newer else []), REOPEN, WITHDRAW]
    return steps_for(request.user, opened.submission, offered)


def lacking(progress: list[queries.Progress], opened: Opened) -> list[tuple[str, str, str]]:
    """What hinders finishing: the question, what is wrong, and where it is answered."""
    found = []
    for part in progress:
        address = reverse("questionnaires:section", args=[opened.submission.pk, part.section.code])
        for judged in part.lacking:
            key = Slot(judged.address, judged.question, is_asked=True).key
            found.append((opened.verdict.label(judged.address), judged.problem, f"{address}?problems#{key}"))
    return found


@dataclass(frozen=True)
class Read:
    """A section in words: its answers in blocks, each under its heading."""

    code: str
    title: str
    blocks: list["Block"]
    hidden: int


@dataclass(frozen=True)
class Block:
    heading: str
    answers: list[Said]


def reading(opened: Opened, *, only_answered: bool = False) -> list[Read]:
    """Every section with an answer to show, or with something that is not shown to this reader."""
    earlier, people = queries.earlier(opened.submission), queries.writers(opened.filled)
    found = []
    for section in opened.sections:
        drawing = Drawing(opened.filled, opened.verdict)
        blocks = [
            Block(heading, [one(slot, opened, earlier.get(slot.address, []), people) for slot in shown])
            for heading, slots in blocks_of(drawing.items(section))
            if (shown := [slot for slot in slots if not only_answered or slot.stored or slot.address in earlier])
        ]
        if blocks or drawing.hidden:
            found.append(Read(section.code, queries.title_of(section, opened.verdict), blocks, drawing.hidden))
    return found


def blocks_of(items: list[Any], heading: str = "") -> Iterator[tuple[str, list[Slot]]]:
    """What is asked now, by the heading it stands under."""
    slots = [item for item in items if not item.is_container and item.is_asked and item.way != "note"]
    if slots:
        yield heading, slots
    for item in items:
        for group in (item.groups if item.is_repeat else [item]) if item.is_container else []:
            if group.is_asked:
                yield from blocks_of(group.items, f"{group.label} {group.number}" if group.number else group.label)


def one(slot: Slot, opened: Opened, rows: list[EarlierAnswer], people: dict[int, User]) -> Said:
    mark = opened.filled.marks.get(slot.address)
    earlier = [(in_words(opened.verdict, slot.question, row.value), row) for row in rows]
    return Said(slot, mark, people.get(mark.by) if mark and mark.by else None, earlier)
