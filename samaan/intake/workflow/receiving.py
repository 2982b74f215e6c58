"""A report arrives, by whatever channel."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from samaan.access import principals
from samaan.access.models import Basis
from samaan.access.records import begin_record, grant_to
from samaan.accounts.models import User
from samaan.alerts import clocks
from samaan.common.references import next_reference
from samaan.intake import pack, receipts, sealed
from samaan.intake.models import Receipt, Report, ReporterContact, ReportPerson
from samaan.people.looking import look_before_adding
from samaan.people.models import Person
from samaan.people.tokens import phone_tokens
from samaan.people.workflow import add_person
from samaan.sealed.workflow import keep as keep_sealed
from samaan.transitions import announce
from samaan.vault import files as vault

ANSWERS = [
    "narrative",
    "exploitation",
    "region",
    "place",
    "point",
    "incident_on",
    "is_going_on",
    "immediate_danger",
    "danger",
    "people_count",
    "children",
    "official_suspected",
    "language",
    "source_reference",
    "call_started_at",
    "looks_automatic",
]
CONTACT = [
    "kind",
    "sex",
    "age",
    "language",
    "channel",
    "safe_times",
]
INFORMANT = [part.code for part in sealed.PARTS]
# Whoever reported sees how far it is and the messages, and nothing else of the report.
REPORTER_SEES = ["receipt"]


SUSPECT = "suspect"


class Received(NamedTuple):
    """The new report's id, the code its reporter comes back with, and whether others may know one of those named."""

    report_id: UUID
    code: str
    known_elsewhere: bool = False


def receive_report(
    channel: str,
    *,
    by: User | None,
    answers: Mapping,
    persons: Iterable[Mapping] = (),
    contact: Mapping | None = None,
    files: Iterable[UploadedFile] = (),
    earlier_code: str = "",
    form_number: str = "",
    not_these: Collection[UUID] = (),
) -> Received:
    """Take in a report.

    1. begins the record, open to the unit's oversight, to whoever holds the code and to the colleague who filed it,
    2. keeps what was said, whom it names, who said it and the files, 3. starts the clock of triage, 4. appends the
    event. A form sent twice becomes one report: the second answer is the first one's.

    A colleague who works with persons looks first: raises MayBeKnown while somebody like one of those named is not
    among `not_these`. The public is not asked: they may be shown nobody, and a report must never fail.
    """
    form_number = form_number or receipts.new_form_number()
    code = receipts.code_for(form_number)
    known = received_before(code)
    if known:
        return known
    persons = list(persons)
    elsewhere = look_before_adding(*persons, by=by, not_these=not_these)
    draft = Report(
        id=receipts.record_id_for(form_number),
        organisation=pack.holding_organisation(),
        channel=channel,
        author=by,
        **checked(answers, ANSWERS),
    )
    try:
        with transaction.atomic():
            keep(draft, persons, contact or {}, list(files), code, earlier_code)
    except IntegrityError:
        # The same form, sent again before the first answer: that one has just finished.
        known = received_before(code)
        if known is None:
            raise
        return known
    return Received(draft.pk, code, elsewhere)


def received_before(code: str) -> Received | None:
    receipt = Receipt.objects.filter(token=principals.receipt(code)).first()
    return Received(receipt.report_id, code) if receipt else None


def keep(
    report: Report, persons: list, contact: Mapping, files: list[UploadedFile], code: str, earlier_code: str
) -> None:
    by = report.author
    begin_record("report", owned_by=report.organisation, id=report.pk, grants=grants_for(code, by))
    report.reference = next_reference("R")
    report.source = by.organisation if by and by.organisation != report.organisation else None
    report.persons_named = len(persons)
    if any(map(is_child, persons)):
        report.children = True
    report.due_at = pack.due("triage", report.level)
    earlier = receipts.normal(earlier_code)
    report.earlier_receipt = principals.receipt(earlier) if earlier else None
    report.save(force_insert=True)
    keep_receipt(report, code)
    keep_contact(report, contact)
    for known in persons:
        add_to(report, by=by, **known)
    hashes = [vault.store(upload, record=report, compartment="summary", by=by).sha256 for upload in files]
    if report.due_at:
        clocks.start(report, "triage", lasting=report.due_at - report.received_at)
    announce("report.received", report, by=by, channel=report.channel, persons=len(persons), **about_files(hashes))


def about_files(hashes: list[str]) -> dict:
    """How many files came, and the SHA-256 of each as it arrived."""
    return {"files": len(hashes)} | ({"sha256": hashes} if hashes else {})


def grants_for(code: str, by: User | None) -> list:
    grants = [grant_to(principals.receipt(code), REPORTER_SEES, basis=Basis.RECEIPT, purpose="reporting", by=by)]
    if by:
        author = principals.user(by.pk)
        grants.append(grant_to(author, REPORTER_SEES, basis=Basis.AUTHOR, purpose="reporting", by=by))
    return grants


def keep_receipt(report: Report, code: str) -> None:
    Receipt(
        report=report,
        organisation=report.organisation,
        token=principals.receipt(code),
        reference=report.reference,
        author=report.author,
        received_at=report.received_at,
    ).save(force_insert=True)


def keep_contact(report: Report, contact: Mapping) -> None:
    """What was told of whoever reported: who they are is sealed at once, the rest stands for the work."""
    if not any(contact.values()):
        return
    told = checked(contact, [*CONTACT, *INFORMANT])
    informant = {name: told.pop(name, "") or "" for name in INFORMANT}
    phones = [informant["phone"]] if informant["phone"] else []
    ReporterContact(report=report, **told, phone_tokens=phone_tokens(phones)).save(force_insert=True)
    if any(words.strip() for words in informant.values()):
        keep_sealed(report, "informant", informant, by=report.author)


def add_to(report: Report, *, by: User | None, role: str, note: str = "", **known) -> ReportPerson:
    """A new person, named in this report as victim, suspect or witness."""
    person: Person = add_person(
        of=report,
        compartment="persons",
        organisation=report.organisation,
        # Whom somebody suspects is not for others to learn.
        kept_from_asking=role == SUSPECT,
        **known,
    )
    named = ReportPerson(report=report, person=person, role=role, note=note, added_by=by)
    named.save(force_insert=True)
    return named


def is_child(known: Mapping) -> bool:
    """A possible victim said to be under 18; an age nobody gave raises no alarm here."""
    age = known.get("age")
    return known.get("role") == "possible_victim" and age is not None and age < 18


def checked(given: Mapping, names: Iterable[str]) -> dict:
    unknown = set(given) - set(names)
    if unknown:
        raise TypeError(f"a report has no {', '.join(sorted(unknown))}")
    return dict(given)
