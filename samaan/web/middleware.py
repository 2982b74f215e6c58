"""A step refused is a page that says what happened, not a failure."""

from collections.abc import Callable
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.http import Http404, HttpRequest, HttpResponse

from samaan.access.middleware import ContextMiddleware
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
            return super().process_view(request, view_func, args, kwargs)
        except ImmediateHttpResponse as instead:
            return instead.response
        except ReauthenticationRequired:
            return ask_for_proof(request)
        except (NotPermitted, WrongState) as refused:
            return self.process_exception(request, refused)
        except Http404:
            page = gone.page_of(request, kwargs.values())
            if page is None:
                raise
            return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotPermitted):
            return errors.forbidden(request, exception)
        if isinstance(exception, WrongState):
            return errors.wrong_state(request, exception)
        return None
