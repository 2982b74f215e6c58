"""The API: the same functions as the pages, for programs that hold a person's token."""

import re
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as NotReadable

from samaan import __version__
from samaan.access import quota
from samaan.access.quota import LimitReached
from samaan.api import (
    alerts,
    cases,
    conferences,
    configuration,
    consent,
    directory,
    exports,
    forms,
    intake,
    me,
    mechanism,
    people,
    phones,
    public,
    referrals,
    retention,
    screening,
    sealed,
    staff,
    transfers,
    uploads,
    walls,
    watching,
)
from samaan.api.kit import in_one_piece
from samaan.api.sealed import NotForThisToken
from samaan.cases.closing import StillOpen
from samaan.cases.workflow import AlreadyKnown
from samaan.devices.workflow import CannotFile
from samaan.exports.workflow import NotThere
from samaan.intake.screening_workflow import NotScreened
from samaan.intake.workflow import CannotAssign, CannotKeepOut, CannotLift, CannotMerge, CannotName, NotTriaged
from samaan.people.asking import NobodyToAsk, TooManyAsks
from samaan.people.merging import CannotMerge as CannotMergePersons
from samaan.people.searching import TooManySearches
from samaan.questionnaires.workflow import AlreadyBegun
from samaan.retention import queries
from samaan.sealed.workflow import NeedsSecondPerson
from samaan.transitions import NotPermitted, WrongState
from samaan.walls.workflow.emergency import NotAllowed
from samaan.xforms.faults import Refused, TooMuch

AN_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def token_holder(request: HttpRequest):
    """`Authorization: Bearer …`: the middleware found whose it is; the token's user has all and only their rights."""
    return request.user if request.user.is_authenticated else None


api = NinjaAPI(
    title="Samaan",
    version=__version__,
    description="Every step of the journey. Each call acts as the token's user and is on the record like a page.",
    urls_namespace="api",
    docs_url=None,
    auth=token_holder,
)
api.add_decorator(in_one_piece)
for name, context in {
    "public": public,
    "intake": intake,
    "screening": screening,
    "cases": cases,
    "consent": consent,
    "forms": forms,
    "phones": phones,
    "referrals": referrals,
    "transfers": transfers,
    "conferences": conferences,
    "people": people,
    "sealed": sealed,
    "alerts": alerts,
    "directory": directory,
    "mechanism": mechanism,
    "walls": walls,
    "staff": staff,
    "watching": watching,
    "exports": exports,
    "retention": retention,
    "configuration": configuration,
    "me": me,
    "uploads": uploads,
}.items():
    api.add_router("", context.router, tags=[name])


def problem(request: HttpRequest, answer: int, code: str, message: str, **more) -> HttpResponse:
    return api.create_response(request, {"error": code, "message": message} | more, status=answer)


@api.exception_handler(AuthenticationError)
def nobody(request, error):
    return problem(request, 401, "no_token", _("Send a valid token: Authorization: Bearer …"))


@api.exception_handler(Http404)
def not_found(request, error):
    """Where a file stood that was destroyed, whoever could see it is told so; to everybody else it never was."""
    for record_id in ids_in(request):
        gone = queries.gone(request.user, record_id)
        if gone:
            words = _("This file was destroyed.")
            return problem(request, 410, "destroyed", words, certificate=gone.number, on=gone.disposed_at.isoformat())
    return problem(request, 404, "not_found", _("There is nothing here, or it is not open to you."))


def ids_in(request: HttpRequest) -> list[UUID]:
    """The ids in an address; nobody's for whoever is not signed in."""
    written = request.resolver_match.kwargs.values() if request.resolver_match else ()
    found = [UUID(str(each)) for each in written if AN_ID.fullmatch(str(each))]
    return found if request.user.is_authenticated else []


@api.exception_handler(NotPermitted)
def not_permitted(request, error):
    return problem(request, 403, "not_permitted", _("Your role may not take this step."), step=error.transition.kind)


@api.exception_handler(PermissionDenied)
def denied(request, error):
    return problem(request, 403, "not_permitted", _("Your role may not do this."))


@api.exception_handler(WrongState)
def wrong_state(request, error):
    event = error.last_event
    happened = {"kind": event.kind, "at": event.recorded_at.isoformat(), "by": event.actor_id} if event else None
    return problem(
        request,
        409,
        "wrong_state",
        _("Somebody was faster: the record is no longer where this step starts."),
        status=error.record.status,
        last_event=happened,
    )


@api.exception_handler(ValidationError)
def invalid(request, error):
    details = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    return problem(request, 422, "invalid", _("Something in it is not right."), fields=details)


@api.exception_handler(HttpError)
def refused(request, error):
    return problem(request, error.status_code, "refused", str(error))


@api.exception_handler(NotReadable)
def not_readable(request, error):
    """What does not fit the description: the message of each field by its name."""
    fields: dict[str, list[str]] = {}
    for each in error.errors:
        path = [str(part) for part in each["loc"] if part not in ("body", "form", "query", "path", "sent")]
        fields.setdefault(".".join(path), []).append(each["msg"].removeprefix("Value error, "))
    return problem(request, 422, "invalid", _("Something in it is not right."), fields=fields)


@api.exception_handler(CannotAssign)
def cannot_assign(request, error):
    return problem(request, 422, "invalid", str(error), fields={"to": [str(error)]})


@api.exception_handler(CannotKeepOut)
def cannot_keep_out(request, error):
    return problem(request, 422, "invalid", str(error), fields={"about": [str(error)]})


@api.exception_handler(CannotLift)
def cannot_lift(request, error):
    return problem(request, 422, "invalid", str(error), fields={"reason": [str(error)]})


@api.exception_handler(NotAllowed)
def not_allowed(request, error):
    return problem(request, 409, "not_allowed", _("It is not for you, or somebody has done it already."))


@api.exception_handler(CannotMerge)
def cannot_merge(request, error):
    return problem(request, 422, "invalid", str(error), fields={"into": [str(error)]})


@api.exception_handler(CannotName)
def cannot_name(request, error):
    return problem(request, 422, "invalid", str(error), fields={"same": [str(error)]})


@api.exception_handler(NotTriaged)
def not_triaged(request, error):
    words = _("Say first how urgent the report is.")
    return problem(request, 422, "invalid", words, fields={"urgency": [words]})


@api.exception_handler(NotScreened)
def not_screened(request, error):
    words = _("Only a possible victim is screened.")
    return problem(request, 422, "invalid", words, fields={"person": [words]})


@api.exception_handler(NeedsSecondPerson)
def needs_second_person(request, error):
    words = _("A second person must approve it first: ask.")
    return problem(request, 409, "needs_second_person", words, beyond_limit=error.beyond_limit)


@api.exception_handler(NotForThisToken)
def not_for_this_token(request, error):
    return problem(request, 403, "not_for_this_token", _("This token was not issued for opening sealed fields."))


@api.exception_handler(AlreadyBegun)
def already_begun(request, error):
    return problem(request, 409, "already_begun", str(error), form=str(error.submission.pk))


@api.exception_handler(CannotFile)
def cannot_file(request, error):
    return problem(request, 409, "cannot_file", str(error))


@api.exception_handler(Refused)
def form_refuses(request, error):
    """A form that has no such question, or takes no answer there."""
    return problem(request, 422, "invalid", str(error), fields={"answers": [str(error)]})


@api.exception_handler(TooMuch)
def too_much(request, error):
    return problem(request, 422, "too_much", _("This form asks for more work than one answer may cost."))


@api.exception_handler(AlreadyKnown)
def already_known(request, error):
    case = str(error.case.pk) if error.case else None
    return problem(request, 409, "already_known", _("This person has a case."), case=case)


@api.exception_handler(StillOpen)
def still_open(request, error):
    return problem(request, 409, "still_open", _("Something is still open."), reasons=error.reasons)


@api.exception_handler(CannotMergePersons)
def cannot_merge_persons(request, error):
    return problem(request, 409, "cannot_merge", str(error))


@api.exception_handler(NobodyToAsk)
def nobody_to_ask(request, error):
    return problem(request, 422, "nobody_to_ask", _("Nobody out of your sight is surely enough this person."))


@api.exception_handler(TooManySearches)
@api.exception_handler(TooManyAsks)
def too_many(request, error):
    return problem(request, 429, "too_many", _("You have searched or asked too often. Try again later."))


@api.exception_handler(LimitReached)
def limit_reached(request, error):
    """What was begun is undone already; that the limit was reached stays on the record."""
    quota.note_reached(error)
    words = _("You have reached what one person may open in a day. Somebody else can allow more, for today.")
    until = error.until.isoformat()
    more = {"what": error.what, "limit": error.limit, "until": until, "ask": "/api/v1/limits/more"}
    return problem(request, 429, "limit_reached", words, **more)


@api.exception_handler(NotThere)
def not_there(request, error):
    words = _("The file is not there any more, or something in it is no longer open to you.")
    return problem(request, 410, "not_there", words)
