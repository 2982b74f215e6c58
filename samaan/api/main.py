"""The API: the same functions as the pages, for programs that hold a person's token."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError

from samaan import __version__
from samaan.transitions import NotPermitted, WrongState


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


def problem(request: HttpRequest, answer: int, code: str, message: str, **more) -> HttpResponse:
    return api.create_response(request, {"error": code, "message": message} | more, status=answer)


@api.exception_handler(Http404)
def not_found(request, error):
    return problem(request, 404, "not_found", _("There is nothing here, or it is not open to you."))


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
