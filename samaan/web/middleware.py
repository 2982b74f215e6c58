"""A step refused is a page that says what happened, not a failure."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.http import Http404, HttpRequest, HttpResponse

from samaan.access import context, quota
from samaan.access.middleware import ContextMiddleware
from samaan.access.quota import LimitReached
from samaan.accounts.stepup import ask_for_proof
from samaan.transitions import NotPermitted, WrongState
from samaan.web.views import errors, gone


class ErrorPageMiddleware(ContextMiddleware):
    """Runs the view as `ContextMiddleware` does; after the rollback it answers for a refused step.

    It is that middleware, and not one around it, because Django turns whatever leaves a `process_view` into a 500
    and asks nobody's `process_exception`. Proof is asked for here too: allauth would lay what was typed in the session.
    """

    def process_view(self, request: HttpRequest, view_func: Callable, args: Any, kwargs: Any) -> HttpResponse | None:
        try:
            response = super().process_view(request, view_func, args, kwargs)
        except Http404:
            page = gone.page_of(request, kwargs.values())
            if page is None:
                note_missed(request, kwargs)
                raise
            return page
        except ImmediateHttpResponse as instead:
            return instead.response
        except ReauthenticationRequired:
            return ask_for_proof(request)
        except (NotPermitted, WrongState, LimitReached) as refused:
            if isinstance(refused, NotPermitted):
                note_missed(request, kwargs)
            return self.process_exception(request, refused)
        if response is not None and response.status_code in (403, 404):
            note_missed(request, kwargs)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotPermitted):
            return errors.forbidden(request, exception)
        if isinstance(exception, WrongState):
            return errors.wrong_state(request, exception)
        if isinstance(exception, LimitReached):
            return errors.limit_reached(request, exception)
        return None


def note_missed(request: HttpRequest, kwargs: Any) -> None:
    """A record that is not this person's, or is none: whoever tries many is seen. After the rollback, by itself."""
    if request.user.is_authenticated and any(map(is_id, kwargs.values())):
        with context.acting(context.of_user(request.user)):
            quota.note_missed(request.user)


def is_id(value: Any) -> bool:
    """Pages are called with an id, operations of the API with the text of one."""
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True
