"""A survivor's own copy: every free text looked through, other persons removed, as paper and as JSON.

`own_data` is the one place both come from. Whoever wraps them (a password, a recipient's key) takes its bytes.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import override

from samaan import countrypack
from samaan.cases.models import Document
from samaan.common import paper
from samaan.retention import removing
from samaan.retention.gathering import LEFT_OUT, Everything, FreeText, Section, everything_of
from samaan.retention.models import OwnDataRequest, OwnText
from samaan.retention.removing import Known, Span
from samaan.vault import files


@dataclass(frozen=True)
class ToRead:
    """A text as whoever answers looks through it: what is taken out, and whether somebody has confirmed that."""

    text: FreeText
    spans: list[Span]
    confirmed: OwnText | None

    @property
    def pieces(self) -> list[removing.Piece]:
        return removing.pieces(self.text.text, self.spans)

    @property
    def left_out(self) -> bool:
        return bool(self.confirmed and self.confirmed.left_out)


@dataclass(frozen=True)
class Text:
    title: str
    on: date | None
    text: str


@dataclass(frozen=True)
class Paper:
    """A document there is: what kind, since when, and whether it was given with the copy."""

    kind: str
    added_on: date
    sha256: str
    given: bool


@dataclass(frozen=True)
class OwnData:
    """What the survivor gets, in their language. Nothing of it is kept here."""

    language: str
    unit: str
    reference: str
    put_together_on: date
    sections: list[Section]
    texts: list[Text]
    documents: list[Paper]
    left_out: list[str]

    def as_plain(self) -> dict[str, Any]:
        return asdict(self)

    def as_json(self) -> bytes:
        return json.dumps(self.as_plain(), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()

    def as_pdf(self, *, mark: str) -> bytes:
        with override(self.language):
            return paper.pdf("retention/paper/own_data.html", {"copy": self, "mark": mark})


def to_read(request: OwnDataRequest) -> tuple[Everything, list[ToRead]]:
    """Every text of the file as it stands now. One that changed since it was confirmed is to be read again."""
    found = everything_of(request.case, language=request.language)
    known = removing.known_of(request.case_id, request.case.person)
    confirmed = {row.source: row for row in OwnText.objects.filter(request=request)}
    return found, [one_to_read(text, known, confirmed.get(text.source)) for text in found.texts]


def one_to_read(text: FreeText, known: Known, row: OwnText | None) -> ToRead:
    spans = removing.spans_of(text.text, known)
    if row is None or row.original != text.text:
        return ToRead(text, spans, None)
    by_hand = [(start, end) for start, end in row.removed]
    return ToRead(text, removing.merged([*spans, *by_hand]), row)


def own_data(request: OwnDataRequest) -> OwnData:
    """What is released: texts that somebody has confirmed, as confirmed, and no other."""
    found, texts = to_read(request)
    with override(request.language):
        released = [
            Text(one.text.title, one.text.on, removing.without(one.text.text, one.spans))
            for one in texts
            if one.confirmed and not one.confirmed.left_out
        ]
        return OwnData(
            language=request.language,
            unit=countrypack.pack().unit_name,
            reference=request.case.reference,
            put_together_on=timezone.localdate(),
            sections=found.sections,
            texts=released,
            documents=papers(found.documents, request.documents),
            left_out=[str(sentence) for sentence in LEFT_OUT],
        )


def files_of(request: OwnDataRequest, copy: OwnData, *, mark: str) -> dict[str, bytes]:
    """The copy as paper and as JSON, and the documents that were chosen; a file's own name may be somebody's."""
    found = Document.objects.filter(case=request.case, file_id__in=request.documents).select_related("file")
    chosen = [document.file for document in found.order_by("added_at") if document.file.is_open]
    enclosed = {
        f"{number:02}{Path(file.name).suffix.lower()[:6]}": b"".join(files.open_chunks(file))
        for number, file in enumerate(chosen, start=1)
    }
    return {"own-data.pdf": copy.as_pdf(mark=mark), "own-data.json": copy.as_json()} | enclosed


def papers(documents: Sequence[Document], given: Sequence[Any]) -> list[Paper]:
    """Kinds and days: the name of a file may be somebody's."""
    pack = countrypack.pack()
    return [
        Paper(
            pack.label("document_kinds", document.kind),
            timezone.localtime(document.added_at).date(),
            document.file.hash_of_kept,
            document.file_id in given,
        )
        for document in documents
    ]


def fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
