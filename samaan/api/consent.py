"""The consent ledger of a case: read, added to, and taken back."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja import Status as Answer
from pydantic import Field

from samaan.access.consent import Ledger
from samaan.access.models import Answer as Kind
from samaan.access.models import ConsentEntry, ConsentUse
from samaan.access.records import compartments_of, get_visible
from samaan.accounts.models import Organisation
from samaan.api.kit import UserOut, of_list, refuse_unless
from samaan.audit import stream
from samaan.cases import workflow
from samaan.cases.compartments import ALL
from samaan.cases.consent import Assent, Explained, Form, NoGuardian, Terms, Who
from samaan.cases.models import Case
from samaan.cases.workflow.consent import Withdrawal

router = Router()
Part = Annotated[str, of_list("compartments", among=ALL)]
Purpose = Annotated[str, of_list("need_groups")]
KindOf = Annotated[str, of_list("organisation_kinds")]
Short = Annotated[str, Field(max_length=200)]
Long = Annotated[str, Field(max_length=2000)]


class ScopeIn(Schema):
    """`organisations`: codes. `kinds`: every organisation of a kind. `purposes`: groups of needs."""

    compartments: list[Part] = []
    organisations: list[str] = []
    kinds: list[KindOf] = []


class EntryIn(ScopeIn):
    """What was asked and answered. In a refusal (`answer`: refused) an empty list means all."""

    answer: Literal["given", "refused"] = "given"
    basis: Who
    purposes: list[Purpose] = []
    given_on: date
    ends_on: date | None = None
    form: Form
    explained: list[Explained]
    language: Annotated[str, of_list("languages")]
    words: Long = ""
    limits: Long = ""
    taken_by: Short = ""
    guardian: Short = ""
    relation: Annotated[str, of_list("relationships")] | None = None
    assent: Assent | None = None
    no_guardian: NoGuardian | None = None
    determined_by: Short = ""
    reasons: Long = ""
    replaces: UUID | None = None
    client_id: UUID | None = None

    def terms(self) -> Terms:
        given = self.dict(exclude_none=True, exclude={"answer", "replaces", "client_id"})
        return Terms(**given | {"organisations": organisations(self.organisations)})


class WithdrawalIn(ScopeIn):
    """Empty lists: all of it is withdrawn."""

    basis: Who
    given_on: date
    form: Form
    words: Long = ""

    def withdrawal(self) -> Withdrawal:
        return Withdrawal(**self.dict() | {"organisations": organisations(self.organisations)})


class UseOut(Schema):
    """What rests on an entry: whom the case is shared with, for what, in which record."""

    receiver: str
    purpose: str
    record: UUID = Field(alias="target_id")
    founded_at: datetime
    ended_at: datetime | None
    end_reason: str

    @staticmethod
    def resolve_receiver(use: ConsentUse) -> str:
        return use.receiver.code


class EntryOut(Schema):
    """A line of the ledger. `state`: what it is worth today; `changes`: the line it replaces or withdraws."""

    id: UUID
    number: int
    answer: str
    state: str
    basis: str
    compartments: list[str]
    organisations: list[str]
    kinds: list[str]
    purposes: list[str]
    given_on: date
    ends_on: date | None
    details: dict
    changes: UUID | None
    scan: UUID | None
    recorded_at: datetime
    recorded_by: UserOut
    uses: list[UseOut]


def organisations(codes: list[str]) -> list[Organisation]:
    """Organisations by their codes; each must be there."""
    found = list(Organisation.objects.filter(code__in=codes, is_active=True))
    if {organisation.code for organisation in found} != set(codes):
        raise ValidationError({"organisations": _("Choose from the list.")})
    return found


def case_of(request, pk: UUID) -> Case:
    """The case, for somebody who holds its identity."""
    case = get_visible(Case.objects.select_related("organisation"), request.user, pk=pk)
    refuse_unless(ConsentEntry.compartment in compartments_of(case, request.user))
    return case


def given_in(case: Case, request, pk: UUID) -> ConsentEntry:
    return get_visible(ConsentEntry.objects, request.user, pk=pk, case_id=case.pk, answer=Kind.GIVEN)


AS_THEY_ARE = (
    "id", "number", "answer", "basis", "compartments", "kinds", "purposes", "given_on", "ends_on", "details",
    "recorded_at", "recorded_by",
)  # fmt: skip


def out(ledger: Ledger, entry: ConsentEntry, uses: list[ConsentUse], codes: dict[int, str]) -> dict:
    return {name: getattr(entry, name) for name in AS_THEY_ARE} | {
        "state": ledger.state(entry),
        "organisations": [codes.get(pk, "") for pk in entry.organisations],
        "changes": entry.changes_id,
        "scan": entry.scan_id,
        "uses": [use for use in uses if use.entry_id == entry.pk],
    }


def all_out(case: Case) -> list[dict]:
    ledger = Ledger.of(case.pk, is_child=case.is_child)
    uses = list(ConsentUse.objects.filter(case_id=case.pk).select_related("receiver"))
    codes = dict(Organisation.objects.values_list("pk", "code"))
    return [out(ledger, entry, uses, codes) for entry in ledger.entries]


@router.get("/cases/{pk}/consent", response=list[EntryOut])
def read(request, pk: UUID):
    """The whole ledger, the oldest line first."""
    case = case_of(request, pk)
    stream.opened(case, by=request.user)
    return all_out(case)


@router.post("/cases/{pk}/consent", response={201: EntryOut})
def record(request, pk: UUID, sent: EntryIn):
    """Write down what was agreed, or refused. The same `client_id` again is the same line."""
    case = case_of(request, pk)
    if sent.answer == Kind.GIVEN:
        replaces = given_in(case, request, sent.replaces) if sent.replaces else None
        entry = workflow.record_consent(case, sent.terms(), by=request.user, replaces=replaces, nonce=sent.client_id)
    else:
        entry = workflow.refuse_consent(case, sent.terms(), by=request.user, nonce=sent.client_id)
    return Answer(201, line_of(case, entry.pk))


@router.post("/cases/{pk}/consent/{entry_pk}/withdraw", response=EntryOut)
def withdraw(request, pk: UUID, entry_pk: UUID, sent: WithdrawalIn):
    """Take an agreement back, whole or in part; the answer is the agreement as it stands then."""
    case = case_of(request, pk)
    workflow.withdraw_consent(case, given_in(case, request, entry_pk), sent.withdrawal(), by=request.user)
    return line_of(case, entry_pk)


def line_of(case: Case, pk: UUID) -> dict:
    return next(line for line in all_out(case) if line["id"] == pk)
