"""Referrals: prepared, previewed, sent, answered, delivered; and the chat."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _
from ninja import File, Form, Router, Schema
from ninja import Status as Answer
from ninja.files import UploadedFile
from pydantic import AwareDatetime, Field, model_validator

from samaan.access.records import get_visible
from samaan.api.kit import (
    Done,
    Page,
    PageAsked,
    UserOut,
    Words,
    done,
    next_steps,
    of_list,
    page_of,
    refuse_unless,
)
from samaan.api.masks import SealedOut, sealed_out
from samaan.audit import stream
from samaan.cases.models import Case
from samaan.directory.models import Service
from samaan.referrals import mentions, offering, permissions, phrases, queries, workflow
from samaan.referrals import slice as slices
from samaan.referrals.consent import HOW, ConsentGiven
from samaan.referrals.models import Appointment, Feedback, Message, Referral, Status
from samaan.referrals.outside import WhyOutside
from samaan.referrals.workflow import REFER, STEPS
from samaan.referrals.workflow.steps import MESSAGE
from samaan.transitions import NotPermitted
from samaan.vault import files

router = Router()
Priority = Annotated[str, of_list("referral_priorities")]


class OrganisationOut(Schema):
    code: str
    name: str


class ServiceName(Schema):
    code: str
    name: str
    need: str


class ReferralLine(Schema):
    id: UUID
    reference: str
    status: str
    priority: str
    need: str
    service: ServiceName
    provider: OrganisationOut
    sender: UserOut
    sent_at: datetime | None
    answer_by: datetime | None
    information_by: datetime | None
    confirm_by: datetime | None
    is_late: bool
    changed_at: datetime
    unread: int = 0


class ReferralPage(Schema):
    items: list[ReferralLine]
    before: datetime | None


class Line(Schema):
    """One line of what is shared. Of a sealed one it says only that: `sealed` of the referral names the field."""

    code: str
    label: str
    words: str
    sealed: bool


class FileOut(Schema):
    id: UUID
    name: str
    content_type: str
    size: int
    compartment: str


class DeliveryOut(Schema):
    note: str
    began_on: date
    ended_on: date | None


class FeedbackOut(Schema):
    rating: int
    need_met: str
    comment: str
    given_at: datetime


class SentBackOut(Schema):
    done: str
    needed: str
    need: str
    recorded_at: datetime


class AppointmentOut(Schema):
    id: UUID
    starts_at: datetime
    minutes: int
    note: str
    status: str


class ReferralOut(ReferralLine):
    """`shared`: all the provider sees of the case, while it is open to the reader."""

    batch: UUID
    consent_basis: str
    decline_reason: str
    not_delivered_reason: str
    withdraw_reason: str
    suggested: ServiceName | None
    expected_on: date | None
    position: int | None
    remark: str
    outside_map: list[str]
    outside_reason: str
    case: UUID | None
    shared: list[Line]
    sealed: list[SealedOut]
    documents: list[FileOut]
    deliveries: list[DeliveryOut]
    sent_back: list[SentBackOut]
    appointments: list[AppointmentOut]
    feedback: list[FeedbackOut]
    steps: list[str]


class OfferOut(Schema):
    """A service that takes this person. `answers`: whether anybody there answers in Samaan.

    `outside`: what of it is not as the referral map says; referring there needs a reason.
    """

    service: ServiceName
    provider: OrganisationOut
    answers: bool
    reasons: list[str]
    cautions: list[str]
    outside: list[str]


class FieldOut(Schema):
    """A field that may be shared. `minimum`: chosen unless something else is."""

    code: str
    label: str
    words: str
    earlier: str
    minimum: bool


class ShareIn(Schema):
    """`fields`: the codes to share; left out: the least the provider needs. `typed`: words the case does not know."""

    fields: list[str] | None = None
    typed: dict[str, str] = {}
    documents: list[UUID] = []

    def share(self) -> workflow.Share:
        return workflow.Share(codes=self.fields, typed=self.typed, documents=self.documents)


class ConsentIn(Schema):
    """The consent on record (`entry`, or whichever covers it), or the reason to share without it.

    Where none covers it, `how`, `language` and `given_on` say that it was given for just this, and a line is added to
    the ledger.
    """

    basis: Annotated[str, of_list("lawful_bases")]
    how: Literal[HOW] | None = None  # type: ignore[valid-type]  # the ways that the check knows
    language: Annotated[str, of_list("languages")] | None = None
    given_on: date | None = None
    until: date | None = None
    limits: str = ""
    reason: str = ""
    guardian: str = ""
    relation: Annotated[str, of_list("relationships")] | None = None
    assent: Literal["yes", "no", "too_young"] | None = None
    entry: UUID | None = None

    def given(self) -> ConsentGiven:
        return ConsentGiven(**self.dict(exclude_none=True))


class Prepare(Schema):
    """`services`: codes of services. `outside_reason`, `outside_note`: why some are outside the referral map."""

    services: Annotated[list[str], Field(min_length=1, max_length=10)]
    priority: Priority = "normal"
    outside_reason: Annotated[str, of_list("outside_map_reasons")] | None = None
    outside_note: Annotated[str, Field(max_length=2000)] = ""

    def outside(self) -> WhyOutside:
        return WhyOutside(self.outside_reason or "", self.outside_note)


class Send(Prepare):
    share: ShareIn = ShareIn()
    consent: ConsentIn | None = None


class Decline(Schema):
    """`suggested`: the code of a service that could help instead."""

    reason: Annotated[str, of_list("referral_decline_reasons")]
    remark: str = ""
    suggested: str = ""


class Question(Schema):
    text: Words
    client_id: UUID = Field(default_factory=uuid4)


class Information(Schema):
    """`text`: left empty when it was written in the chat already."""

    text: Annotated[str, Field(max_length=4_000)] = ""
    client_id: UUID = Field(default_factory=uuid4)


class OnList(Schema):
    """`expected_on`: when the service may begin; `position`: the place on the list, if known."""

    expected_on: date
    position: Annotated[int, Field(ge=1, le=9999)] | None = None


class AskNext(Schema):
    """`service`: the code of the service to ask now."""

    service: str


class SendBack(Schema):
    """`need`: what kind of help the person still needs."""

    done: Words
    needed: Words
    need: Annotated[str, of_list("needs")]


class AppointmentIn(Schema):
    """`starts_at` with its offset. `note`: whom to ask for, what to bring; never where a shelter is."""

    starts_at: AwareDatetime
    minutes: Annotated[int, Field(ge=5, le=1440)] = 60
    note: Annotated[str, Field(max_length=2_000)] = ""


class Deliver(Schema):
    note: Words
    began_on: date
    ended_on: date | None = None
    sessions: int = Field(1, ge=0, le=500)


class NotDeliver(Schema):
    reason: Annotated[str, of_list("not_delivered_reasons")]
    remark: str = ""


class Withdraw(Schema):
    reason: Annotated[str, of_list("referral_withdraw_reasons")]
    remark: str = ""


class FeedbackIn(Schema):
    rating: int = Field(ge=1, le=5)
    need_met: Annotated[str, of_list("feedback_answers")]
    comment: str = ""


class Say(Schema):
    """`client_id`: chosen by the sender; sent twice it is one message. `phrase`: a standard answer instead of text."""

    text: Annotated[str, Field(max_length=20_000)] = ""
    phrase: str = ""
    client_id: UUID = Field(default_factory=uuid4)
    # Addresses of colleagues of either side who are told of it in particular.
    mentions: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def says_something(self) -> "Say":
        if self.phrase and self.phrase not in phrases.ALL:
            raise ValueError(f"phrase: one of {', '.join(phrases.ALL)}")
        return self


class MessageOut(Schema):
    id: UUID
    client_id: UUID
    mine: bool
    # None: a guest of the provider, who has no account; `writer` says so in words.
    sender: UserOut | None
    writer: str
    text: str
    sent_at: datetime
    # Taken back by its writer: the words are gone.
    deleted_at: datetime | None
    attachment: FileOut | None


class MessagePage(Schema):
    items: list[MessageOut]
    before: datetime | None


# ---- preparing and sending


@router.get("/cases/{pk}/services", response=list[OfferOut])
def services(request, pk: UUID, need: str = "", beyond: bool = False):
    """The services for this person: the agreed order first. `beyond`: those outside the referral map as well."""
    case = to_refer(request, pk)
    found = offering.offerings(case, need, by=request.user)
    return [offer_out(one) for one in found if beyond or not one.outside]


def to_refer(request, pk: UUID) -> Case:
    case = get_visible(Case.objects.select_related("organisation"), request.user, pk=pk)
    if not REFER.may(request.user, case):
        raise NotPermitted(REFER, case)
    return case


def offer_out(found) -> dict:
    offer, service = found.offer, found.service
    shown = {"service": service, "provider": service.organisation, "answers": found.answers}
    return shown | {"reasons": offer.reasons, "cautions": offer.cautions, "outside": found.outside}


@router.get("/cases/{pk}/shareable", response=list[FieldOut])
def shareable(request, pk: UUID, need: Annotated[str, of_list("needs")]):
    """What may be shared for this need, as the case knows it."""
    case = to_refer(request, pk)
    stream.opened(case, by=request.user, purpose="api")
    minimum = slices.minimum(need)
    return [
        {"code": o.code, "label": o.label, "words": o.words, "earlier": o.earlier, "minimum": o.code in minimum}
        for o in slices.offers(case, request.user, need)
    ]


def wanted(request, case: Case, codes: list[str]) -> list:
    found = offering.chosen(offering.offerings(case, by=request.user), codes)
    if {service.code for service in found} != set(codes):
        raise Http404
    return found


@router.post("/cases/{pk}/referrals", response={201: list[Done]})
def send(request, pk: UUID, sent: Send):
    """Refer to one or more services in one act."""
    case = to_refer(request, pk)
    made = workflow.send_referral(
        case,
        wanted(request, case, sent.services),
        by=request.user,
        priority=sent.priority,
        consent=sent.consent.given() if sent.consent else ConsentGiven(),
        share=sent.share.share(),
        outside=sent.outside(),
    )
    return Answer(201, [done(request, referral, STEPS) for referral in made])


@router.post("/cases/{pk}/referrals/drafts", response={201: list[Done]})
def prepare(request, pk: UUID, sent: Prepare):
    """Begin drafts, each with the least its provider needs to know."""
    case = to_refer(request, pk)
    chosen, outside = wanted(request, case, sent.services), sent.outside()
    drafts = workflow.prepare_referrals(case, chosen, by=request.user, priority=sent.priority, outside=outside)
    return Answer(201, [done(request, draft, STEPS) for draft in drafts])


@router.post("/referrals/{pk}/share", response=list[Line])
def choose(request, pk: UUID, sent: ShareIn):
    """Say for a draft what its provider will see; the answer is exactly that."""
    draft, case = draft_of(request, pk)
    workflow.choose_slice(draft, case, by=request.user, share=sent.share())
    return lines_of(draft)


@router.post("/referrals/{pk}/consent", response=Done)
def consent(request, pk: UUID, sent: ConsentIn):
    """Record on what basis a draft may be shared."""
    draft, case = draft_of(request, pk)
    workflow.record_consent(draft, case, by=request.user, consent=sent.given())
    return done(request, draft, STEPS)


@router.post("/referrals/{pk}/send", response=Done)
def send_draft(request, pk: UUID):
    draft, _case = draft_of(request, pk)
    workflow.send_draft(draft, by=request.user)
    return done(request, draft, STEPS)


@router.post("/referrals/{pk}/discard", response=Done)
def discard(request, pk: UUID):
    draft, _case = draft_of(request, pk)
    workflow.discard_draft(draft, by=request.user)
    return done(request, draft, STEPS)


def visible(request, pk: UUID) -> Referral:
    """A draft is its writer's own."""
    referral = get_visible(queries.visible(request.user), request.user, pk=pk)
    if referral.status == Status.DRAFT and referral.sender_id != request.user.pk:
        raise Http404
    return referral


def draft_of(request, pk: UUID) -> tuple[Referral, Case]:
    draft = visible(request, pk)
    return draft, get_visible(Case.objects, request.user, pk=draft.case_id)


def lines_of(referral: Referral) -> list[dict]:
    """The slice in the reader's language, nothing where it is closed to them."""
    found = queries.slice_of(referral)
    shared = found.shared if found else []
    words = slices.lines(shared)
    return [
        {
            "code": line["code"],
            "label": said.label,
            "words": "" if said.is_sealed else said.words,
            "sealed": said.is_sealed,
        }
        for line, said in zip(shared, words, strict=True)
    ]


# ---- reading


class OutsideOut(Schema):
    """A referral outside the referral map, as whoever keeps the map reads it."""

    id: UUID
    reference: str
    need: str
    provider: OrganisationOut
    sender: UserOut
    outside: list[str]
    reason: str
    status: str
    sent_at: datetime


class OutsidePage(Schema):
    items: list[OutsideOut]
    before: datetime | None


@router.get("/outside-map", response=OutsidePage)
def list_outside(request, asked: Page = PageAsked):
    """What was sent outside the referral map, the newest first."""
    refuse_unless(permissions.can_see_outside(request.user))
    return page_of(request, queries.outside_map(request.user), asked, "sent_at")


@router.post("/outside-map/{pk}/note", response=Done)
def note_outside(request, pk: UUID):
    """Whoever keeps the map has seen it."""
    report = get_visible(queries.outside_map(request.user), request.user, pk=pk)
    workflow.note_outside(report, by=request.user)
    return done(request, report, [])


@router.get("/referrals", response=ReferralPage)
def list_referrals(request, box: Literal["received", "sent"] = "received", status: str = "", asked: Page = PageAsked):
    """Those received by one's organisation, or sent; the latest changed first."""
    refuse_unless(permissions.can_list(request.user))
    found = queries.received(request.user) if box == "received" else queries.sent(request.user)
    if status:
        found = found.filter(status=status)
    return with_unread(request, page_of(request, found, asked, "changed_at"))


def with_unread(request, page: dict[str, Any]) -> dict[str, Any]:
    """The page with how many messages of the other side wait in each."""
    counts = queries.unread_counts(request.user, [referral.pk for referral in page["items"]])
    for referral in page["items"]:
        referral.unread = counts.get(referral.pk, 0)
    return page


@router.get("/cases/{pk}/referrals", response=ReferralPage)
def of_case(request, pk: UUID, asked: Page = PageAsked):
    """The referrals of a case, the newest first. A draft is its writer's own."""
    refuse_unless(permissions.can_list(request.user))
    case = get_visible(Case.objects, request.user, pk=pk)
    found = queries.visible(request.user).filter(~Q(status=Status.DRAFT) | Q(sender=request.user), case=case)
    return with_unread(request, page_of(request, found, asked, "created_at"))


LATER = {
    "unread",
    "case",
    "shared",
    "sealed",
    "documents",
    "deliveries",
    "sent_back",
    "appointments",
    "feedback",
    "steps",
}


@router.get("/referrals/{pk}", response=ReferralOut)
def read(request, pk: UUID):
    """All that is open to the reader. The provider's first look is an act of its own; every look is an event."""
    referral = visible(request, pk)
    workflow.mark_viewed(referral, by=request.user)
    stream.opened(referral, by=request.user, purpose="api")
    own = Case.objects.visible_to(request.user).filter(pk=referral.case_id).exists()
    shown: dict[str, Any] = {name: getattr(referral, name) for name in ReferralOut.model_fields if name not in LATER}
    return shown | {
        "unread": queries.unread_counts(request.user, [referral.pk]).get(referral.pk, 0),
        "case": referral.case_id if own else None,
        "shared": lines_of(referral),
        "sealed": sealed_out(referral, request.user),
        "documents": files.of_record(referral.pk, ["slice"]),
        "deliveries": list(referral.deliveries.all()),
        "sent_back": list(referral.sendings_back.all()),
        "appointments": queries.appointments_of(referral),
        "feedback": list(referral.feedback.all()),
        "steps": next_steps(request.user, referral, [*STEPS, MESSAGE]),
    }


# ---- the provider's steps


@router.post("/referrals/{pk}/accept", response=Done)
def accept(request, pk: UUID):
    referral = visible(request, pk)
    workflow.accept_referral(referral, by=request.user)
    return done(request, referral, STEPS)


@router.post("/referrals/{pk}/decline", response=Done)
def decline(request, pk: UUID, sent: Decline):
    referral = visible(request, pk)
    suggested = offering.others_for(referral).filter(code=sent.suggested).first()
    if sent.suggested and suggested is None:
        raise ValidationError({"suggested": _("There is no such service.")})
    workflow.decline_referral(referral, by=request.user, **sent.dict() | {"suggested": suggested})
    return done(request, referral, STEPS)


@router.post("/referrals/{pk}/ask", response={201: MessageOut})
def ask(request, pk: UUID, sent: Question):
    """Ask the sender something before answering; the clock stops until they have answered."""
    referral = visible(request, pk)
    message = workflow.ask_information(referral, by=request.user, question=sent.text, client_id=sent.client_id)
    return Answer(201, message_out(message, request.user))


@router.post("/referrals/{pk}/put-on-list", response=Done)
def put_on_list(request, pk: UUID, sent: OnList):
    """Not now, but then."""
    referral = visible(request, pk)
    workflow.put_on_waiting_list(referral, by=request.user, **sent.dict())
    return done(request, referral, STEPS)


@router.post("/referrals/{pk}/confirm-list", response=Done)
def confirm_list(request, pk: UUID, sent: OnList):
    """Still on the list, as it stands now."""
    referral = visible(request, pk)
    workflow.confirm_waiting_list(referral, by=request.user, **sent.dict())
    return done(request, referral, STEPS)


@router.post("/referrals/{pk}/start", response=Done)
def start(request, pk: UUID):
    referral = visible(request, pk)
    workflow.start_referral(referral, by=request.user)
    return done(request, referral, STEPS)


@router.post("/referrals/{pk}/deliver", response=Done)
def deliver(request, pk: UUID, sent: Deliver):
    referral = visible(request, pk)
    workflow.deliver_referral(referral, by=request.user, **sent.dict())
    return done(request, referral, STEPS)


@router.post("/referrals/{pk}/not-deliver", response=Done)
def not_deliver(request, pk: UUID, sent: NotDeliver):
    referral = visible(request, pk)
    workflow.not_deliver_referral(referral, by=request.user, **sent.dict())
    return done(request, referral, STEPS)


@router.post("/referrals/{pk}/feedback", response={201: FeedbackOut})
def feedback(request, pk: UUID, sent: FeedbackIn):
    referral = visible(request, pk)
    workflow.give_feedback(referral, by=request.user, **sent.dict())
    return Answer(201, Feedback.objects.filter(referral=referral).order_by("-given_at").first())


@router.post("/referrals/{pk}/send-back", response=Done)
def send_back(request, pk: UUID, sent: SendBack):
    """The provider's part is done and something is still needed: a task of the case manager."""
    referral = visible(request, pk)
    workflow.send_back(referral, by=request.user, **sent.dict())
    return done(request, referral, STEPS)


# ---- when the person is seen: either side


@router.post("/referrals/{pk}/appointments", response={201: AppointmentOut})
def make_appointment(request, pk: UUID, sent: AppointmentIn):
    """Agree on a time; the other side is told, and both a day before."""
    return Answer(201, workflow.make_appointment(visible(request, pk), by=request.user, **sent.dict()))


@router.put("/referrals/{pk}/appointments/{appointment_pk}", response=AppointmentOut)
def change_appointment(request, pk: UUID, appointment_pk: UUID, sent: AppointmentIn):
    appointment = one_appointment(request, pk, appointment_pk)
    workflow.change_appointment(appointment, by=request.user, **sent.dict())
    return appointment


@router.post("/referrals/{pk}/appointments/{appointment_pk}/{how}", response=AppointmentOut)
def end_appointment(request, pk: UUID, appointment_pk: UUID, how: Literal["cancel", "came", "missed"]):
    """Cancelled; or, once its time has come, whether the person came."""
    appointment = one_appointment(request, pk, appointment_pk)
    ENDINGS[how](appointment, by=request.user)
    return appointment


ENDINGS = {"cancel": workflow.cancel_appointment, "came": workflow.note_attended, "missed": workflow.note_missed}


def one_appointment(request, pk: UUID, appointment_pk: UUID) -> Appointment:
    referral = visible(request, pk)
    return get_visible(
        Appointment.objects.select_related("referral"), request.user, pk=appointment_pk, referral=referral
    )


# ---- the sender's steps


@router.post("/referrals/{pk}/inform", response=Done)
def inform(request, pk: UUID, sent: Information):
    """Answer what the provider asked: its clock goes on."""
    referral = visible(request, pk)
    workflow.give_information(referral, by=request.user, answer=sent.text, client_id=sent.client_id)
    return done(request, referral, STEPS)


@router.get("/referrals/{pk}/to-ask", response=list[OfferOut])
def to_ask(request, pk: UUID):
    """Once the provider says no or does not answer: whom it suggests, then whom the referral map asks next."""
    referral = visible(request, pk)
    case = to_refer(request, referral.case_id)
    return [offer_out(found) for found in offering.to_ask_instead(referral, case)]


@router.post("/referrals/{pk}/ask-next", response={201: ReferralLine})
def ask_next(request, pk: UUID, sent: AskNext):
    """A draft for another service with the same slice; nothing is sent by it."""
    referral = visible(request, pk)
    service = Service.objects.filter(code=sent.service).first()
    if service is None:
        raise ValidationError({"service": _("There is no such service.")})
    return Answer(201, workflow.prepare_again(referral, service, by=request.user))


@router.post("/referrals/{pk}/withdraw", response=Done)
def withdraw(request, pk: UUID, sent: Withdraw):
    """Take it back: the provider sees nothing of it as of its next request."""
    referral = visible(request, pk)
    workflow.withdraw_referral(referral, by=request.user, **sent.dict())
    return done(request, referral, STEPS)


@router.post("/referrals/{pk}/give-up", response=Done)
def give_up(request, pk: UUID):
    referral = visible(request, pk)
    workflow.give_up_referral(referral, by=request.user)
    return done(request, referral, STEPS)


@router.post("/referrals/{pk}/close", response=Done)
def close(request, pk: UUID):
    referral = visible(request, pk)
    workflow.close_referral(referral, by=request.user)
    return done(request, referral, STEPS)


# ---- the chat


@router.get("/referrals/{pk}/messages", response=MessagePage)
def messages(request, pk: UUID, asked: Page = PageAsked):
    """The latest first. Reading them is not yet marking them read."""
    referral = visible(request, pk)
    stream.opened(referral, by=request.user, purpose="api")
    found = Message.objects.visible_to(request.user).filter(referral=referral)
    page = page_of(request, found.select_related("sender", "attachment", "referral__provider"), asked, "sent_at")
    return page | {"items": [message_out(message, request.user) for message in page["items"]]}


def message_out(message: Message, user) -> dict:
    return {
        "id": message.pk,
        "client_id": message.client_id,
        "mine": message.sender_id == user.pk,
        "sender": message.sender,
        "writer": message.writer,
        "deleted_at": message.deleted_at,
        "text": str(phrases.words(message.phrase)) if message.phrase else message.text,
        "sent_at": message.sent_at,
        "attachment": message.attachment,
    }


@router.post("/referrals/{pk}/messages", response={201: MessageOut})
def say(request, pk: UUID, sent: Say):
    """Say something to the other side."""
    if not (sent.text.strip() or sent.phrase):
        refuse_empty()
    referral = visible(request, pk)
    return Answer(
        201, message_out(workflow.send_message(referral, by=request.user, **said(sent, referral)), request.user)
    )


def said(sent: Say, referral: Referral) -> dict[str, Any]:
    """What is said, with the ids of those it names; an address that cannot be named here names nobody."""
    known = {user.email: user.pk for user in mentions.people(referral)} if sent.mentions else {}
    return sent.dict() | {"mentions": [known[email] for email in sent.mentions if email in known]}


@router.post("/referrals/{pk}/keep-conversation", response={204: None})
def keep_conversation(request, pk: UUID):
    """File what was said so far as a document of the case."""
    workflow.keep_conversation(visible(request, pk), by=request.user)
    return Answer(204, None)


@router.delete("/referrals/{pk}/messages/{uuid:message_pk}", response=MessageOut)
def take_back(request, pk: UUID, message_pk: UUID):
    """Take back what one wrote, while the pack allows it: the words are destroyed, the trace stays."""
    referral = visible(request, pk)
    message = get_visible(Message.objects.filter(referral=referral), request.user, pk=message_pk)
    workflow.delete_message(message, by=request.user)
    return message_out(message, request.user)


@router.post("/referrals/{pk}/messages/file", response={201: MessageOut})
def say_with_file(request, pk: UUID, sent: Form[Say], file: File[UploadedFile]):
    """The same with a file: multipart."""
    referral = visible(request, pk)
    message = workflow.send_message(referral, by=request.user, file=file, **said(sent, referral))
    return Answer(201, message_out(message, request.user))


def refuse_empty() -> None:
    raise ValidationError({"text": _("Write something, or send a file.")})


@router.post("/referrals/{pk}/messages/read", response={204: None})
def mark_read(request, pk: UUID):
    """Everything up to now was read."""
    workflow.mark_read(visible(request, pk), by=request.user)
    return Answer(204, None)
