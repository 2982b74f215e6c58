"""What arrived for a section after its writer's session had ended: the page, or one answer as a page."""

from django.http import QueryDict
from django.urls import reverse

from samaan.accounts.http import SignedInRequest
from samaan.questionnaires.forms import open_in, shape
from samaan.questionnaires.rendering.slots import mark
from samaan.questionnaires.sections import Section, section_at
from samaan.questionnaires.views.opened import Opened
from samaan.vault import held
from samaan.xforms.faults import Refused


def held_for(request: SignedInRequest, opened: Opened, part: Section) -> QueryDict | None:
    """The page as it was sent, or made from the one answer that was."""
    kept = held.take(request.user, request.path)
    if kept is not None or held_section(request, opened) != part:
        return kept
    one = held.take(request.user, answer_path(opened))
    return as_page(opened, part, one) if one is not None else None


def held_section(request: SignedInRequest, opened: Opened) -> Section | None:
    """The section of the one answer that arrived too late, if there is one."""
    kept = held.look(request.user, answer_path(opened))
    if kept is None:
        return None
    try:
        node = opened.filled.instance.at(kept.get("field", ""))
    except Refused:
        return None
    return section_at(opened.form, node.path)


def answer_path(opened: Opened) -> str:
    return reverse("questionnaires:answer", args=[opened.submission.pk])


def as_page(opened: Opened, part: Section, one: QueryDict) -> QueryDict:
    """The page as it would be sent with only this answer changed."""
    data = QueryDict(mutable=True)
    address = one.get("field", "")
    judged = next((each for each in open_in(part, opened.filled, opened.verdict) if each.address == address), None)
    data.setlist("shown", [f"{address} {mark(judged.value)}" if judged else f"{address} "])
    data.setlist(address, one.getlist(address))
    data["version"], data["shape"] = one.get("version", ""), one.get("shape", shape(part, opened.filled))
    return data
