"""The referral map as it holds today, and terms of reference with the acts of both sides."""

from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from ninja import Router, Schema
from ninja import Status as Answer

from samaan import countrypack
from samaan.accounts.models import Organisation
from samaan.api.kit import Done, Words, done, refuse_unless
from samaan.directory import permissions, terms, workflow
from samaan.directory.models import TermsOfReference
from samaan.directory.workflow.steps import STEPS
from samaan.mechanism import permissions as of_map

router = Router()


class WayOut(Schema):
    """One need. `minutes`: the time to answer, by priority; `commits_to`: by provider, in the reader's language."""

    need: str
    who_may_refer: list[str]
    for_whom: str
    sexes: list[str]
    providers: list[str]
    for_children: list[str]
    minimum: list[str]
    consent: str
    minutes: dict[str, int]
    commits_to: dict[str, str]
    note: str


class MapOut(Schema):
    """`version`: the pack at work; `coming`: the day from which the newest map holds, when it does not yet."""

    version: str
    coming: date | None
    needs: list[WayOut]


class TermsLine(Schema):
    id: UUID
    provider: str
    number: int
    status: str
    ends_on: date
    is_in_force: bool


class TermsOut(TermsLine):
    """`texts`: Markdown by language."""

    texts: dict[str, str]
    remark: str
    accepted_at: datetime | None
    approved_at: datetime | None


class DrawUp(Schema):
    texts: dict[str, Words]
    ends_on: date


class Remark(Schema):
    remark: Words


@router.get("/referral-map", response=MapOut)
def referral_map(request):
    """Who is asked for what, in which order, with what: the map that holds today."""
    refuse_unless(of_map.can_read(request.user))
    pack = countrypack.pack()
    return {
        "version": pack.version,
        "coming": pack.map_holds_from if pack.map_is_coming else None,
        "needs": [way_out(route, pack) for route in pack.routes.values()],
    }


def way_out(route, pack) -> dict:
    shown = {name: getattr(route, name) for name in WayOut.model_fields if hasattr(route, name)}
    within = {code: pack.answer_within(route.need, code) for code, _label in pack.choices("referral_priorities")}
    return shown | {
        "minutes": {code: round(time.total_seconds() / 60) for code, time in within.items() if time},
        "commits_to": {code: said for code in route.all_providers if (said := route.commits_to(code))},
    }


@router.get("/terms", response=list[TermsLine])
def list_terms(request):
    """The terms this person may read that have not ended, by provider."""
    refuse_unless(permissions.can_find(request.user))
    found = [one for standing in terms.standings(request.user) for one in (standing.agreed, standing.making) if one]
    return [line_of(one) for one in found]


def line_of(one: TermsOfReference) -> dict:
    shown = {name: getattr(one, name) for name in ("id", "number", "status", "ends_on", "is_in_force")}
    return shown | {"provider": one.provider.code}


def seen(request, pk: UUID) -> TermsOfReference:
    one = TermsOfReference.objects.select_related(*terms.WITH).filter(pk=pk).first()
    if one is None or not permissions.can_read_terms(request.user, one):
        raise Http404
    return one


@router.get("/terms/{pk}", response=TermsOut)
def read_terms(request, pk: UUID):
    one = seen(request, pk)
    kept = {name: getattr(one, name) for name in ("texts", "remark", "accepted_at", "approved_at")}
    return line_of(one) | kept


@router.post("/organisations/{code}/terms", response={201: Done})
def draw_up(request, code: str, sent: DrawUp):
    """Begin new terms with a provider."""
    refuse_unless(permissions.can_draw_up(request.user, None))
    provider = Organisation.objects.filter(code=code, is_active=True).first()
    if provider is None:
        raise Http404
    made = workflow.draw_up_terms(provider, by=request.user, **sent.dict())
    return Answer(201, done(request, made, STEPS))


@router.post("/terms/{pk}/write", response=Done)
def write(request, pk: UUID, sent: DrawUp):
    """Change the text of a draft."""
    one = seen(request, pk)
    workflow.write_terms(one, by=request.user, **sent.dict())
    return done(request, one, STEPS)


@router.post("/terms/{pk}/offer", response=Done)
def offer(request, pk: UUID):
    """Send them to the provider. Accepting and approving take fresh proof, which a program never has: on pages only."""
    one = seen(request, pk)
    workflow.offer_terms(one, by=request.user)
    return done(request, one, STEPS)


@router.post("/terms/{pk}/return", response=Done)
def give_back(request, pk: UUID, sent: Remark):
    """Either side wants something else."""
    one = seen(request, pk)
    workflow.return_terms(one, by=request.user, remark=sent.remark)
    return done(request, one, STEPS)
