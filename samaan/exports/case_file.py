"""One case on paper: compartment by compartment what its reader holds, the sealed fields only as masks."""

import io
from typing import Any

import pikepdf

from samaan import countrypack
from samaan.access.consent import Ledger, live_uses
from samaan.access.models import ConsentEntry
from samaan.accounts.models import User
from samaan.cases import consent_shown, queries, timeline
from samaan.cases.models import Case, Document
from samaan.common import paper
from samaan.exports import marks
from samaan.exports.models import Export
from samaan.people.models import Person
from samaan.referrals import queries as of_referrals
from samaan.sealed import queries as of_sealed
from samaan.vault import files, keyring

PDF = "application/pdf"


def files_of(export: Export, case: Case, held: set[str]) -> dict[str, bytes]:
    """The file as PDF and the chosen documents of the compartments held, numbered: a name may be somebody's."""
    mark = marks.line(export)
    chosen = [
        found for found in queries.documents_of(case, held) if str(found.pk) in export.documents and found.file.is_open
    ]
    enclosed = [(number, document) for number, document in enumerate(chosen, start=1)]
    with_mark = {name_of(number, document): content_of(document, mark) for number, document in enclosed}
    shown = shown_of(export, case, held, export.asked_by) | {"mark": mark, "enclosed": list(with_mark)}
    return {"case.pdf": paper.pdf("exports/case_file.html", shown)} | with_mark


def shown_of(export: Export, case: Case, held: set[str], reader: User) -> dict[str, Any]:
    """What the page of each compartment says, for somebody who holds these."""
    keyring.preload([case.pk, case.person_id])
    in_order = [(code, label) for code, label in countrypack.pack().choices("compartments") if code in held]
    notes, tasks = queries.notes_of(case, held), queries.tasks_of(case, held)
    parts = [
        {
            "label": label,
            "notes": [note for note in notes if note.compartment == code],
            "tasks": [task for task in tasks if task.compartment == code],
        }
        for code, label in in_order
    ]
    return {
        "export": export,
        "case": case,
        "person": person_of(case, held, reader),
        "knows_contact": "contact" in held,
        "parts": parts,
        "risks": queries.risk_history(case) if "summary" in held else [],
        "team": queries.team_of(case),
        "sealed": [found for found in of_sealed.shown(case, reader) if found.field],
        "consents": consents_of(case) if ConsentEntry.compartment in held else [],
        "referrals": of_referrals.of_case(reader, case.pk) if reader.can("referral.view") else [],
        "lines": timeline.lines_of(case, reader, held),
    }


def person_of(case: Case, held: set[str], reader: User) -> Person | None:
    if "identity" not in held:
        return None
    return Person.objects.visible_to(reader).filter(pk=case.person_id).first()


def consents_of(case: Case) -> list[consent_shown.Shown]:
    return consent_shown.shown(Ledger.of(case.pk, is_child=case.is_child), live_uses(case.pk))


def name_of(number: int, document: Document) -> str:
    ending = document.file.name.rpartition(".")[2].lower()
    return f"document-{number:02}.{ending if ending.isalnum() and len(ending) < 6 else 'bin'}"


def content_of(document: Document, mark: str) -> bytes:
    content = b"".join(files.open_chunks(document.file))
    return marked(content, mark) if document.file.content_type == PDF else content


def marked(content: bytes, mark: str) -> bytes:
    """A PDF with the mark on each of its pages and in its properties."""
    overlay = paper.pdf("exports/mark.html", {"mark": mark})
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf, pikepdf.open(io.BytesIO(overlay)) as over:
        for page in pdf.pages:
            page.add_overlay(over.pages[0], None)
        with pdf.open_metadata(set_pikepdf_as_editor=False) as properties:
            properties["dc:title"] = mark
            properties["dc:description"] = mark
        pdf.save(target)
    return target.getvalue()
