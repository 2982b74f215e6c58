"""Whole cases on their way to another organisation."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from ninja import Status as Answer

from samaan.access.records import get_visible
from samaan.accounts.models import Organisation
from samaan.api.kit import Done, UserOut, Words, colleague, done, next_steps, of_list
from samaan.api.referrals import Line, OrganisationOut
from samaan.audit import stream
from samaan.cases.models import Case
from samaan.referrals import slice as slices
from samaan.transfers import queries, words, workflow
from samaan.transfers.models import Transfer
from samaan.transfers.workflow import STEPS

router = Router()


class Propose(Schema):
    """`receiver`: an organisation's code. `basis`, with its reason: where consent on record does not cover it."""

    receiver: str
    reason: Annotated[str, of_list("reassign_reasons")]
    words: Words
    basis: str = ""
    basis_reason: Annotated[str, Field(max_length=2_000)] = ""


class Accept(Schema):
    """`to`: the address of whoever manages the case from now on; left out: the caller."""

    to: str = ""


class Decline(Schema):
    answer: Words


class TransferOut(Schema):
    """`told`: what is known of the person before the answer; `goes`: how much goes along."""

    id: UUID
    reference: str
    status: str
    organisation: OrganisationOut
    receiver: OrganisationOut
    proposed_by: UserOut
    proposed_at: datetime
    case_manager: UserOut | None
    reason: str
    words: str
    basis: str
    answer: str
    told: list[Line]
    goes: list[str]
    steps: list[str]


SAID = {"told", "goes", "steps"}


@router.post("/cases/{pk}/transfers", response={201: TransferOut})
def propose(request, pk: UUID, sent: Propose):
    """Offer the whole case to another organisation, which sees the summary and nothing of the case."""
    case = get_visible(Case.objects.select_related("organisation"), request.user, pk=pk)
    asked = sent.dict()
    receiver = Organisation.objects.filter(code=asked.pop("receiver")).first()
    if receiver is None:
        raise ValidationError({"receiver": _("There is no such organisation.")})
    return Answer(201, shown(workflow.propose_transfer(case, by=request.user, receiver=receiver, **asked), request))


@router.get("/transfers", response=list[TransferOut])
def to_answer(request):
    """What is offered to the caller's organisation."""
    found = queries.to_answer(request.user)
    for transfer in found:
        stream.opened(transfer, by=request.user, purpose="api")
    return [shown(transfer, request) for transfer in found]


@router.get("/transfers/{pk}", response=TransferOut)
def read(request, pk: UUID):
    transfer = visible(request, pk)
    stream.opened(transfer, by=request.user, purpose="api")
    return shown(transfer, request)


@router.post("/transfers/{pk}/accept", response=Done)
def accept(request, pk: UUID, sent: Accept):
    """Take the case over, with its open referrals."""
    transfer = visible(request, pk)
    to = colleague(sent.to) if sent.to else request.user
    workflow.accept_transfer(transfer, by=request.user, to=to)
    return done(request, transfer, STEPS)


@router.post("/transfers/{pk}/decline", response=Done)
def decline(request, pk: UUID, sent: Decline):
    transfer = visible(request, pk)
    workflow.decline_transfer(transfer, by=request.user, answer=sent.answer)
    return done(request, transfer, STEPS)


@router.post("/transfers/{pk}/take-back", response=Done)
def take_back(request, pk: UUID):
    transfer = visible(request, pk)
    workflow.withdraw_transfer(transfer, by=request.user)
    return done(request, transfer, STEPS)


def visible(request, pk: UUID) -> Transfer:
    return get_visible(queries.visible(request.user), request.user, pk=pk)


def shown(transfer: Transfer, request) -> dict:
    told = [
        {"code": line["code"], "label": said.label, "words": said.words, "sealed": said.is_sealed}
        for line, said in zip(transfer.summary, slices.lines(transfer.summary), strict=True)
    ]
    known = {name: getattr(transfer, name) for name in TransferOut.model_fields if name not in SAID}
    return known | {
        "told": told,
        "goes": words.contents(transfer.contents),
        "steps": next_steps(request.user, transfer, STEPS),
    }
