"""Organisations and accounts, to read: for those who look after them."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from ninja import Field, Router, Schema

from samaan.api.kit import refuse_unless
from samaan.staff import queries, training_state
from samaan.staff.permissions import can_list

router = Router()


class AccountOut(Schema):
    id: int
    email: str
    name: str = Field(alias="full_name")
    role: str = Field(alias="role_id")
    organisation: str = Field(alias="organisation.code")
    status: str
    last_login: datetime | None


class InvitationOut(Schema):
    """Never the link."""

    id: UUID
    email: str
    role: str = Field(alias="role_id")
    organisation: str = Field(alias="organisation.code")
    status: str
    invited_at: datetime
    expires_at: datetime | None


class ProposalOut(Schema):
    id: UUID
    name: str
    kind: str
    status: str
    proposed_at: datetime
    decided_at: datetime | None


class ReviewOut(Schema):
    id: UUID
    organisation: str = Field(alias="organisation.code")
    status: str
    due_at: datetime
    undecided: int

    @staticmethod
    def resolve_undecided(review) -> int:
        return sum(1 for line in review.lines.all() if not line.decision)


class CountOut(Schema):
    """How many people are trained and registered on a day."""

    day: date
    people: int


@router.get("/accounts", response=list[AccountOut])
def accounts(request, q: str = "", organisation: str = "", ended: bool = False):
    """The accounts one looks after."""
    refuse_unless(can_list(request.user))
    return queries.accounts(request.user, words=q, organisation=organisation, ended=ended)


@router.get("/accounts/trained", response=CountOut)
def trained(request, day: date | None = None):
    """The figure of the indicator; a number, and nobody's name."""
    refuse_unless(can_list(request.user) or request.user.can("statistics.view"))
    found = training_state.trained_and_registered(on=day)
    return {"day": day or timezone.localdate(), "people": found}


@router.get("/invitations", response=list[InvitationOut])
def invitations(request):
    """Pending ones, and those answered in the last thirty days."""
    refuse_unless(can_list(request.user))
    return queries.invitations(request.user)


@router.get("/organisations/proposals", response=list[ProposalOut])
def proposals(request):
    refuse_unless(can_list(request.user))
    return queries.proposals(request.user)


@router.get("/reviews", response=list[ReviewOut])
def reviews(request):
    """Reviews of accounts, open ones first."""
    refuse_unless(can_list(request.user))
    return queries.reviews(request.user)
