"""Everything Samaan keeps about one survivor, for the survivor: never a field of another person.

What the report, the screening and the investigation hold is left out, and the copy says so: whoever puts it together
may not see them, and other people's safety hangs on them. So are sealed values, and colleagues' names.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext

from samaan import countrypack
from samaan.access import principals
from samaan.access.models import ConsentEntry, Grant
from samaan.accounts.models import User
from samaan.cases import who
from samaan.cases.consent_shown import names_of, scope
from samaan.cases.models import Case, Document, Note, RiskAssessment, Task
from samaan.people.models import Person
from samaan.referrals import phrases
from samaan.referrals import slice as slices
from samaan.referrals.models import Appointment, Delivery, Feedback, Message, Referral, ReferralSlice, SentBack
from samaan.retention import filled_in
from samaan.retention.told import Fact, FreeText, Section, day, facts
from samaan.vault import keyring


@dataclass(frozen=True)
class Everything:
    """A survivor's file: facts, free texts, and the documents there are."""

    sections: list[Section]
    texts: list[FreeText]
    documents: list[Document] = field(default_factory=list)


def everything_of(case: Case, *, language: str) -> Everything:
    """What is kept, in the language the survivor wants it in."""
    person = case.person
    referrals = list(Referral.objects.filter(case=case).select_related("provider", "service").order_by("created_at"))
    keyring.preload([case.pk, person.pk, *(referral.pk for referral in referrals)])
    with override(language):
        forms = filled_in.about(case, language)
        sections = [
            Section(_("Who you are"), [identity(person)]),
            Section(_("How to reach you"), [contacts(person)]),
            Section(_("Your case"), [facts_of(case)]),
            Section(_("Services you were referred to"), [facts_of_referral(one) for one in referrals]),
            Section(_("Forms filled in about you"), [form.facts for form in forms]),
            Section(_("What you agreed to, and what you refused"), consents(case)),
            Section(_("Who has been able to see your file"), accesses(case)),
        ]
        found = [text for source in TEXTS for text in source(case, referrals)]
        found += [text for form in forms for text in form.texts]
        documents = list(Document.objects.filter(case=case).select_related("file").order_by("added_at"))
        told = [section for section in sections if any(section.groups)]
        return Everything(told, [one for one in found if one.text.strip()], documents)


def identity(person: Person) -> list[Fact]:
    pack = countrypack.pack()
    age = "" if person.age is None else str(person.age)
    return facts(
        (_("Given names"), person.given_names),
        (_("Family names"), person.family_names),
        (_("Also known as"), person.aliases),
        (_("Date of birth"), person.birth_date),
        (_("Age"), age),
        (_("Sex"), pack.label("sex", person.sex)),
        (_("Nationality"), pack.label("nationality", person.nationality)),
        (_("Language"), pack.label("languages", person.language)),
        (_("Document numbers"), ", ".join(person.document_numbers or ())),
    )


def contacts(person: Person) -> list[Fact]:
    return facts((_("Telephone"), ", ".join(person.phones)))


def facts_of(case: Case) -> list[Fact]:
    pack = countrypack.pack()
    return facts(
        (_("Reference"), case.reference),
        (pgettext("day", "Opened"), day(case.opened_at)),
        (pgettext("day", "Closed"), day(case.closed_at)),
        (_("Category"), pack.label("beneficiary_categories", case.category)),
        (_("Kinds of exploitation"), ", ".join(pack.labels("exploitation_types", case.exploitation))),
        (_("Region"), pack.label("regions", case.region)),
        (_("Age band"), pack.label("age_bands", case.age_band)),
        (_("Risk"), case.get_risk_display()),
        (_("Why it was closed"), pack.label("case_close_reasons", case.close_reason)),
    )


def facts_of_referral(referral: Referral) -> list[Fact]:
    """To whom, for what, when and how it went; what the provider was shown is a text."""
    return facts(
        (_("Reference"), referral.reference),
        (_("Shown to"), referral.provider.name),
        (_("Service"), str(referral.service)),
        (_("Need"), countrypack.pack().label("needs", referral.need)),
        (_("Status"), referral.get_status_display()),
        (_("Sent"), day(referral.sent_at)),
        (_("Seen by them"), day(referral.viewed_at)),
    )


def consents(case: Case) -> list[list[Fact]]:
    """Each entry of the ledger; who spoke for a child and who took it down are others."""
    entries = list(ConsentEntry.objects.filter(case_id=case.pk))
    names = names_of(entries)
    return [
        facts(
            (_("On"), day(entry.given_on)),
            (_("Answer"), entry.get_answer_display()),
            *((fact.label, fact.words) for fact in scope(entry, names)),
        )
        for entry in entries
    ]


def accesses(case: Case) -> list[list[Fact]]:
    """By what they are and where, not by name: a file in the wrong hands must not lead to those who help."""
    grants = list(Grant.objects.filter(record_id=case.pk))
    called = roles_of(grant.principal for grant in grants)
    lines = {
        (called[grant.principal], day(grant.granted_at), day(grant.revoked_at or grant.ends_at))
        for grant in grants
        if grant.principal in called
    }
    return [facts((_("Who"), name), (_("From"), since), (_("Until"), until)) for name, since, until in sorted(lines)]


def roles_of(numbers: Iterable[int]) -> dict[int, str]:
    """Each principal as a role and an organisation."""
    kinds = who.sort_out(numbers)
    pks = who.pks(kinds[principals.Kind.USER])
    people = User.objects.filter(pk__in=pks).select_related("role", "organisation")
    named = {principals.user(user.pk): f"{user.role}, {user.organisation}" for user in people}
    others = [number for kind, found in kinds.items() if kind != principals.Kind.USER for number in found]
    return named | who.names_of(others)


# ---- free texts


def of_person(case: Case, referrals: list[Referral]) -> Iterator[FreeText]:
    person = case.person
    yield FreeText(f"address-{person.pk}", "contact", _("Your address"), None, person.address)
    yield FreeText(f"description-{person.pk}", "identity", _("What was noted about you"), None, person.description)


def of_notes(case: Case, referrals: list[Referral]) -> Iterator[FreeText]:
    for note in Note.objects.filter(case=case).order_by("written_at"):
        part = countrypack.pack().label("compartments", note.compartment)
        yield written("note", note, note.compartment, _("Note: %(part)s") % {"part": part}, note.written_at, note.text)


def of_risk(case: Case, referrals: list[Referral]) -> Iterator[FreeText]:
    for one in RiskAssessment.objects.filter(case=case).order_by("assessed_at"):
        yield written("risk", one, "summary", _("Why the risk was assessed so"), one.assessed_at, one.reasons)


def of_tasks(case: Case, referrals: list[Referral]) -> Iterator[FreeText]:
    for task in Task.objects.filter(case=case).order_by("created_at"):
        yield written("task", task, task.compartment, _("Something to be done"), task.created_at, task.title)


def of_consents(case: Case, referrals: list[Referral]) -> Iterator[FreeText]:
    for entry in ConsentEntry.objects.filter(case_id=case.pk):
        said = [entry.details.get(name, "") for name in ("words", "limits", "reasons")]
        text = "\n".join(filter(None, said))
        yield written("consent", entry, "identity", _("What you said about sharing"), entry.recorded_at, text)


def of_referrals(case: Case, referrals: list[Referral]) -> Iterator[FreeText]:
    for referral in referrals:
        name = {"name": referral.provider.name}
        shown = ReferralSlice.objects.filter(referral=referral).first()
        lines = slices.lines(shown.shared) if shown else []
        text = "\n".join(f"{line.label}: {line.words}" for line in lines)
        yield written("shown", referral, "care", _("What was shown to %(name)s") % name, referral.sent_at, text)
        yield written("remark", referral, "care", _("A remark on it"), referral.sent_at, referral.remark)
        for delivery in Delivery.objects.filter(referral=referral):
            title = _("What %(name)s did for you") % name
            yield written("delivery", delivery, "care", title, delivery.recorded_at, delivery.note)
        for told in SentBack.objects.filter(referral=referral):
            title, text = _("What %(name)s said when they sent you on") % name, f"{told.done}\n\n{told.needed}"
            yield written("sentback", told, "care", title, told.recorded_at, text)
        for agreed in Appointment.objects.filter(referral=referral):
            title = _("Appointment with %(name)s") % name
            yield written("appointment", agreed, "care", title, agreed.starts_at, agreed.note)
        for said in Feedback.objects.filter(referral=referral):
            yield written("feedback", said, "care", _("How it went"), said.given_at, said.comment)
        for message in Message.objects.filter(referral=referral).order_by("sent_at"):
            text = message.text or str(phrases.words(message.phrase) if message.phrase else "")
            yield written("message", message, "care", _("Message about you"), message.sent_at, text)


TEXTS = (of_person, of_notes, of_risk, of_tasks, of_consents, of_referrals)


def written(kind: str, row: Model, compartment: str, title: str, at: datetime | None, text: str) -> FreeText:
    return FreeText(f"{kind}-{row.pk}", compartment, title, timezone.localtime(at).date() if at else None, text or "")


LEFT_OUT = (
    gettext_lazy("Other people: where a text names them it says “[another person]”."),
    gettext_lazy("Who reported, and what they said: people who report must be safe, too."),
    gettext_lazy("What the investigation holds. A court or the prosecutor can tell you more."),
    gettext_lazy("Where you stay and how to reach you safely. It is kept sealed; ask, and it is read to you."),
    gettext_lazy("What was asked in forms about other people, and files that were added to them."),
    gettext_lazy("The names of those who worked for you. Their role and organisation stand here instead."),
)


def document_ids(case_id: UUID) -> set[UUID]:
    return set(Document.objects.filter(case_id=case_id).values_list("file_id", flat=True))
