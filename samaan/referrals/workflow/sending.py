"""From a wish to a sent referral: prepared as a draft, the slice chosen, consent recorded, sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samaan import countrypack
from samaan.access import principals
from samaan.access.consent import Ledger, found_on
from samaan.access.models import Basis, ConsentUse
from samaan.access.records import begin_record, compartments_of, grant_to, inherit
from samaan.accounts.models import User
from samaan.alerts import clocks
from samaan.audit import stream
from samaan.cases.models import Case
from samaan.cases.models import Document as CaseDocument
from samaan.cases.models import Status as CaseStatus
from samaan.common.references import next_reference
from samaan.directory.models import Service
from samaan.directory.workflow import lock_places
from samaan.referrals import consent as consents
from samaan.referrals import places, sealed
from samaan.referrals import slice as slices
from samaan.referrals.consent import GIVEN, ConsentGiven
from samaan.referrals.models import Consent, OutsideNote, Referral, ReferralSlice, Status
from samaan.referrals.offering import offerings
from samaan.referrals.outside import WhyOutside, check_why, map_version, outside_map
from samaan.referrals.permissions import can_refer, is_sending_side
from samaan.referrals.sharing import EVERYTHING, copy_document, open_to_provider
from samaan.referrals.workflow import steps
from samaan.referrals.workflow.answering import ANSWER_CLOCK
from samaan.referrals.workflow.outside import report_outside
from samaan.transitions import NotPermitted, Transition, WrongState, announce, lock, move

# The button on the page of an open case.
REFER = Transition("referral.prepared", (CaseStatus.OPEN,), None, can_refer, _("Refer to a service"), "referrals:send")
# Longer than any clock of the pack; only for a pack that names none.
ANSWER_WITHIN = timedelta(days=14)

BY_THE_MAP = WhyOutside()

CLOSED = _("A document you chose is closed until the virus scanner has looked at it. Leave it out, or wait.")


@dataclass(frozen=True)
class Share:
    """What a provider will see: the fields by code, words for what the case does not know, documents of the case."""

    codes: Iterable[str] | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    documents: Iterable[UUID] = ()


@transaction.atomic
def send_referral(
    case: Case,
    services: Iterable[Service],
    *,
    by: User,
    priority: str,
    consent: ConsentGiven,
    share: Share = Share(),
    outside: WhyOutside = BY_THE_MAP,
) -> list[Referral]:
    """Refer a survivor to one or more services in one act; each provider gets a referral of its own.

    `share.codes` None: what the referral map says a provider needs to know. Raises ValidationError or NotPermitted.
    """
    batch, sent, services = uuid4(), [], list(services)
    lock_places(services)
    for service in services:
        referral = begin(case, service, by=by, priority=priority, batch=batch, outside=outside)
        write_slice(referral, case, by, share)
        write_consent(referral, case, by, consent)
        send_draft(referral, by=by)
        sent.append(referral)
    return sent


@transaction.atomic
def prepare_referrals(
    case: Case, services: Iterable[Service], *, by: User, priority: str, outside: WhyOutside = BY_THE_MAP
) -> list[Referral]:
    """Begin drafts, each with the least its provider needs to know already chosen; `outside`: why not by the map."""
    batch, drafts = uuid4(), []
    for service in services:
        draft = begin(case, service, by=by, priority=priority, batch=batch, outside=outside)
        write_slice(draft, case, by, Share())
        announce(steps.PREPARE.kind, draft, by=by)
        drafts.append(draft)
    return drafts


@transaction.atomic
def prepare_again(referral: Referral, service: Service, *, by: User) -> Referral:
    """A draft that asks another service with the same slice, as far as this person may still share it."""
    if not is_sending_side(by, referral):
        raise NotPermitted(REFER, referral)
    case = Case.objects.visible_to(by).filter(pk=referral.case_id).first()
    if case is None:
        raise NotPermitted(REFER, referral)
    lock(case)
    draft = begin(case, service, by=by, priority=referral.priority, batch=uuid4())
    write_slice(draft, case, by, same_share(referral, draft, case, by))
    announce(steps.PREPARE.kind, draft, by=by, after=referral.pk)
    return draft


def same_share(referral: Referral, draft: Referral, case: Case, by: User) -> Share:
    """What the earlier provider saw and the new one needs besides; the sealed field is written anew each time."""
    earlier = referral.slice
    offered = {offer.code for offer in slices.offers(case, by, draft.need)}
    codes = {line["code"] for line in earlier.shared} - {slices.SEALED}
    typed = {line["code"]: line["value"] for line in earlier.shared if isinstance(line["value"], str)}
    documents = CaseDocument.objects.filter(case=case, pk__in=earlier.documents).select_related("file")
    return Share(
        codes=(codes | set(slices.minimum(draft.need)) - {slices.SEALED}) & offered,
        typed=typed,
        documents=[document.pk for document in documents if document.file.is_open],
    )


@transaction.atomic
def choose_slice(draft: Referral, case: Case, *, by: User, share: Share) -> None:
    """Say for a draft exactly what its provider will see."""
    move(draft, steps.CHOOSE, by=by)
    write_slice(draft, case, by, share)


@transaction.atomic
def record_consent(draft: Referral, case: Case, *, by: User, consent: ConsentGiven) -> None:
    """Keep on what basis the slice may be shared. The case is held before the draft, as when it is sent."""
    lock(case)
    move(draft, steps.RECORD_CONSENT, by=by, event_data={"basis": consent.basis})
    write_consent(draft, case, by, consent)


@transaction.atomic
def send_draft(draft: Referral, *, by: User) -> None:
    """Send a draft as it stands.

    1. refuses one without a slice, or of a case that is closed or no longer theirs; 2. refuses one whose consent does
    not cover it now: no withdrawal comes between, the case is held; 3. opens it to the provider for as long as consent
    lasts; 4. copies the chosen documents; 5. starts the clock; 6. reports what is outside the referral map of today;
    7. appends the event: rules write the e-mail.
    """
    refuse_incomplete(draft)
    case = refuse_stale(draft, by)
    outside = refuse_unreasoned(draft, case, draft.service, by)
    now = timezone.now()
    within = answer_within(draft)
    open_to_provider(draft, by=by, resting_on=consent_of(draft, case, by))
    share_documents(draft, by)
    places.hold(draft)
    clocks.start(draft, ANSWER_CLOCK, lasting=within)
    facts = {"service": draft.service_id, "provider": draft.provider_id, "basis": draft.consent_basis}
    under: dict[str, Any] = {"outside_map": outside, "map_version_id": map_version()}
    move(draft, steps.SEND, by=by, sent_at=now, answer_by=now + within, event_data=facts | under, **under)
    if outside:
        report_outside(draft, by=by)


@transaction.atomic
def send_drafts(drafts: Iterable[Referral], *, by: User) -> None:
    """Send the drafts of one sitting: all of them or none."""
    drafts = list(drafts)
    lock_places([draft.service for draft in drafts])
    for draft in drafts:
        send_draft(draft, by=by)


@transaction.atomic
def ask_another(draft: Referral, case: Case, *, by: User, service: Service) -> None:
    """Put a draft to another service for the same need; what was chosen and written stays. Consent is checked anew."""
    if service.need != draft.need:
        raise ValidationError({"services": _("“%(service)s” is not for this need.") % {"service": service}})
    refuse_unfit(case, service, draft.priority, by)
    beyond = refuse_unreasoned(draft, case, service, by)
    facts = {"service": service.pk, "instead_of": draft.service_id}
    changed: dict[str, Any] = {"service": service, "provider": service.organisation, "outside_map": beyond}
    move(draft, steps.ASK_ANOTHER, by=by, event_data=facts, **changed)


@transaction.atomic
def do_without_place(draft: Referral, *, by: User) -> None:
    """Ask a provider that has said it is full all the same: nothing is held."""
    move(draft, steps.DO_WITHOUT_PLACE, by=by, without_place=True)


@transaction.atomic
def discard_draft(draft: Referral, *, by: User) -> None:
    """Give up a draft; nobody else ever saw it."""
    move(draft, steps.DISCARD, by=by, ended_at=timezone.now())


def answer_within(referral: Referral) -> timedelta:
    """How long the provider has, by the need's own clock or the country's."""
    return countrypack.pack().answer_within(referral.need, referral.priority) or ANSWER_WITHIN


def begin(
    case: Case, service: Service, *, by: User, priority: str, batch: UUID, outside: WhyOutside = BY_THE_MAP
) -> Referral:
    """A draft record, seen by its sender and by whoever shares in the care of the case."""
    held = compartments_of(case, by)
    if not can_refer(by, case) or not held:
        raise NotPermitted(REFER, case)
    if not case.is_open:
        raise WrongState(REFER, case, stream.last(case.pk))
    refuse_unfit(case, service, priority, by)
    beyond = outside_map(case, service, by)
    if beyond:
        check_why(outside)
    referral = Referral(
        case=case,
        need=service.need,
        service=service,
        organisation=by.organisation,
        provider=service.organisation,
        sender=by,
        batch=batch,
        priority=priority,
        outside_map=beyond,
        outside_reason=outside.reason if beyond else "",
    )
    # Whoever cares for the case sees it through the case, and only while they do; anybody else is its author.
    own = grant_to(principals.user(by.pk), (*EVERYTHING, "consent"), basis=Basis.AUTHOR, purpose="referral", by=by)
    referral.id = begin_record("referral", owned_by=by.organisation, grants=[] if "care" in held else [own])
    inherit(case, "care", referral)
    referral.reference = next_reference("F")
    referral.save(force_insert=True)
    ReferralSlice(referral=referral).save(force_insert=True)
    if beyond and outside.note.strip():
        OutsideNote(referral=referral, note=outside.note.strip()).save(force_insert=True)
    return referral


def refuse_unreasoned(draft: Referral, case: Case, service: Service, by: User) -> list[str]:
    """What is outside the map that holds today; what was inside it when the draft was begun has no reason yet."""
    beyond = outside_map(case, service, by)
    if beyond and not draft.outside_reason:
        words = _("“%(service)s” is outside the referral map today. Discard the draft and begin again with a reason.")
        raise ValidationError({"services": words % {"service": service}})
    return beyond


def refuse_unfit(case: Case, service: Service, priority: str, by: User) -> None:
    """Only services that take this person, whose provider somebody answers for."""
    offered = {offering.service: offering for offering in offerings(case, service.need, by=by)}
    if service not in offered:
        raise ValidationError({"services": _("“%(service)s” is not for this person.") % {"service": service}})
    if not offered[service].answers:
        organisation = {"provider": service.organisation}
        raise ValidationError({"services": _("Nobody at %(provider)s answers in Samaan yet.") % organisation})
    if priority not in dict(countrypack.pack().choices("referral_priorities")):
        raise ValidationError({"priority": _("Choose how urgent it is.")})


def write_slice(referral: Referral, case: Case, by: User, share: Share) -> None:
    offered = slices.offers(case, by, referral.need)
    codes = share.codes if share.codes is None else set(share.codes)
    if codes is None:
        codes = set(slices.minimum(referral.need)) & {offer.code for offer in offered}
    typed = {offer.code: offer.earlier for offer in offered} | dict(share.typed)
    slice_ = referral.slice
    lines = slices.compose(offered, codes, typed)
    slice_.shared = sealed.seal(referral, lines, wanted=slices.SEALED in codes, by=by)
    slice_.documents = own_documents(case, share.documents)
    slice_.save(update_fields=["shared", "documents"])


def own_documents(case: Case, wanted: Iterable[UUID]) -> list[UUID]:
    """The chosen documents, all of this very case and in the sender's sight."""
    wanted = set(wanted)
    found = list(CaseDocument.objects.filter(case=case, pk__in=wanted).select_related("file"))
    own = [document.pk for document in found]
    if not all(document.file.is_open for document in found):
        raise ValidationError({"documents": CLOSED})
    if len(own) < len(wanted):
        raise ValidationError({"documents": _("A document you chose is not in this case any more. Choose again.")})
    return own


def write_consent(referral: Referral, case: Case, by: User, consent: ConsentGiven) -> None:
    entry = None
    if needs_consent(referral) or consent.entry or consent.basis in GIVEN:
        entry = consents.entry_for(consent, referral, case, by=by)
    basis = entry.basis if entry else consent.basis
    Consent.objects.filter(referral=referral).delete()
    kept = consent.details() | {"basis": basis}
    Consent(referral=referral, entry=entry, details=kept, recorded_by=by).save(force_insert=True)
    referral.consent_basis = basis
    referral.save(update_fields=["consent_basis"])


def needs_consent(referral: Referral) -> bool:
    return consents.is_needed(referral.need, referral.slice.shared, referral.slice.documents)


def consent_of(draft: Referral, case: Case, by: User) -> ConsentUse | None:
    """What the sharing rests on in the ledger, as both stand now; None where the law is the basis, or none is needed.

    What was chosen may have grown since consent was recorded, and consent may have been withdrawn.
    """
    kept = Consent.objects.filter(referral=draft).first()
    if kept is None or not (kept.entry_id or kept.details["basis"] in GIVEN):
        if needs_consent(draft):
            consents.check_law(ConsentGiven(**kept.details) if kept else ConsentGiven(), case, draft.need)
        return None
    asked, ledger = consents.asked_of(draft), Ledger.of(case.pk, is_child=case.is_child)
    chosen = [entry for entry in ledger.entries if entry.pk == kept.entry_id and ledger.allows(entry, asked)]
    entry = chosen[0] if chosen else ledger.covering(asked)
    if entry is None:
        raise ValidationError({"consent": consents.not_covered(asked)})
    return found_on(entry, draft.pk, asked, by=by)


def refuse_incomplete(draft: Referral) -> None:
    if draft.status != Status.DRAFT:
        return  # the step itself says what happened meanwhile
    if not draft.slice.shared:
        raise ValidationError({"share": _("Choose what the provider will see.")})
    if not draft.consent_basis and needs_consent(draft):
        raise ValidationError({"consent": _("Record consent, or why it may be shared without.")})


def refuse_stale(draft: Referral, by: User) -> Case:
    """A draft may be old: the case may have been closed since, or given to somebody else. The case is held."""
    case = Case.objects.visible_to(by).filter(pk=draft.case_id).first()
    if case is None:
        raise NotPermitted(steps.SEND, draft)
    lock(case)
    if not case.is_open:
        raise WrongState(REFER, case, stream.last(case.pk))
    return case


def share_documents(referral: Referral, by: User) -> None:
    """Copies under the referral's own key: the provider opens these, and nothing of the case."""
    slice_ = referral.slice
    for document in CaseDocument.objects.filter(pk__in=slice_.documents).select_related("file"):
        if not document.file.is_open:
            raise ValidationError({"documents": CLOSED})
        copy_document(document.file, referral, by=by)
