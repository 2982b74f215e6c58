"""The pages for what went wrong: calm, the same for everybody, without a word about any record or person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from samaan.access import context, quota
from samaan.access.quota import LimitReached
from samaan.transitions import WrongState
from samaan.watching.words import counted
from samaan.web.happened import line_of
from samaan.web.typed import words_typed


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "web/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 403)


def forbidden_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "web/errors/403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Byte for byte the same for what does not exist and for what is not yours."""
    return answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without the request, because whatever failed may fail again."""
    return HttpResponse(render_to_string("web/errors/500.html"), status=500)


def answer(request: HttpRequest, status: int, context: dict | None = None) -> HttpResponse:
    """The error as a page, or as a notice on the page that asked when htmx asked."""
    part = "notice_" if request.headers.get("HX-Request") else ""
    response = render(request, f"web/errors/{part}{status}.html", context, status=status)
    if part:
        response["HX-Retarget"] = "#notices"
        response["HX-Reswap"] = "innerHTML show:top"
    return response


def wrong_state(request: HttpRequest, refused: WrongState) -> HttpResponse:
    """Somebody was faster: which step, where the record is now, what was done, by whom and when, and what was typed."""
    record, event = refused.record, refused.last_event
    context = {
        "yourself": bool(event and event.actor_id == request.user.pk),
        "typed": words_typed(request.POST),
        "step": refused.transition.label,
        "status": record.get_status_display() if hasattr(record, "get_status_display") else record.status,
        "happened": line_of(event) if event else None,
        "url": record.get_absolute_url() if hasattr(record, "get_absolute_url") else "",
    }
    return answer(request, 409, context)


def limit_reached(request: HttpRequest, reached: LimitReached) -> HttpResponse:
    """How many, until when, and how to ask for more; noted now that the page was undone."""
    with context.acting(context.of_user(reached.user)):
        quota.note_reached(reached)
        shown = {"what": counted(reached.what), "kind": reached.what, "limit": reached.limit, "until": reached.until}
        return answer(request, 429, shown)
