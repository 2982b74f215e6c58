"""What the page of a section sends: which questions it showed, what was changed on it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from samaan.accounts.models import User
from samaan.questionnaires.filled import Filled
from samaan.questionnaires.rendering.slots import mark, short
from samaan.questionnaires.rendering.values import FILES, MASK, chosen_by_words, text_of, way_of
from samaan.questionnaires.sections import Section
from samaan.vault import uploads
from samaan.vault.held import SEALED_PREFIX
from samaan.xforms.instance import takes_answers
from samaan.xforms.judging import Judged
from samaan.xforms.verdict import Verdict


@dataclass
class Sent:
    """A page as it came: the revision it was made from, the answers that differ from what it showed."""

    base: int
    changed: dict[str, str] = field(default_factory=dict)
    files: dict[str, UploadedFile] = field(default_factory=dict)
    sealed: dict[str, str] = field(default_factory=dict)
    # The questions the page showed.
    asked: set[str] = field(default_factory=set)
    # Written for a place that is there no more, or that may be another's now.
    astray: dict[str, str] = field(default_factory=dict)


def read_page(
    data: QueryDict,
    files: "MultiValueDict[str, UploadedFile]",
    section: Section,
    filled: Filled,
    verdict: Verdict,
    *,
    by: User,
) -> Sent:
    """What was changed on a page, each question by its address."""
    shown = read_shown(data)
    sent = Sent(number(data.get("version")), asked=set(shown))
    asked = {judged.address: judged for judged in open_in(section, filled, verdict)}
    moved = data.get("shape", shape(section, filled)) != shape(section, filled)
    for address in dict.fromkeys([*shown, *(name for name in data if name.startswith("/"))]):
        judged = asked.get(address)
        texts = data.getlist(address)
        if judged is None or (moved and "[" in address):
            text = " ".join(texts).strip()
            if text and mark(text) != shown.get(address, ""):
                sent.astray[address] = text
        elif not judged.question.of_samaan.sealed and judged.question.kind not in FILES:
            text = answer_of(judged, texts, verdict)
            if mark(text) != shown.get(address, ""):
                sent.changed[address] = text
    for judged in asked.values():
        read_kept_elsewhere(sent, judged, data, files, by)
    if moved:
        lead_astray(sent)
    return sent


def lead_astray(sent: Sent) -> None:
    """Neither a file nor what is to be sealed goes to a place that may be another's now."""
    for address in [address for address in sent.files if "[" in address]:
        sent.astray[address] = sent.files.pop(address).name or ""
    for address in [address for address in sent.sealed if "[" in address]:
        del sent.sealed[address]
        sent.astray[address] = MASK
    for address in [address for address in sent.changed if "[" in address]:
        del sent.changed[address]


def read_kept_elsewhere(
    sent: Sent, judged: Judged, data: QueryDict, files: "MultiValueDict[str, UploadedFile]", by: User
) -> None:
    """Files, and what is to be sealed: the form holds only a name or a mark of either."""
    address = judged.address
    words = data.get(f"{SEALED_PREFIX}{address}", "").strip()
    if judged.question.of_samaan.sealed:
        if words:
            sent.sealed[address] = words
    elif judged.question.kind in FILES:
        upload = arrived(data, files, address, by)
        if upload:
            sent.files[address] = upload
        elif data.get(f"remove-{address}"):
            sent.changed[address] = ""


def arrived(data: QueryDict, files: "MultiValueDict[str, UploadedFile]", address: str, by: User) -> UploadedFile | None:
    """A file that came with the form, or in pieces before it."""
    number = data.get(f"{address}-upload")
    return (uploads.arrived(number, by=by) if number else None) or files.get(address)


def answer_of(judged: Judged, texts: list[str], verdict: Verdict) -> str:
    """What was written in the inputs of a question, as the instance keeps it."""
    text = text_of(judged.question, texts)
    offered = len(verdict.choices(judged.address)) if judged.question.offer else 0
    if way_of(judged.question, offered) == "find":
        return chosen_by_words(text, verdict, judged.address)
    return text


def open_in(section: Section, filled: Filled, verdict: Verdict) -> Iterator[Judged]:
    """The questions of a section that this person may answer, those not asked just now too."""
    for top in section.nodes(filled.instance):
        for node in top.walk():
            judged = verdict[node.address]
            if takes_answers(judged.question) and not judged.read_only and not filled.is_hidden(node):
                yield judged


def shape(section: Section, filled: Filled) -> str:
    """How many there are of each repeat that people add to and take from: when it differs, places have moved."""
    counts = [
        (node.address, name, len(children))
        for top in section.nodes(filled.instance)
        for node in [top, *top.walk()]
        for name, children in node.named.items()
        if children[:1] and children[0].repeated and not filled.instance.question(children[0]).count
    ]
    own = [len(list(section.nodes(filled.instance)))] if section.group and section.group.is_repeat else []
    return short([*own, *dict.fromkeys(counts)])


def read_shown(data: QueryDict) -> dict[str, str]:
    """Of each question the page showed: a short mark of the answer that stood there."""
    pairs = (pair.partition(" ") for pair in data.getlist("shown"))
    return {address: found for address, _space, found in pairs}


def number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0
