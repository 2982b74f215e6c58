from urllib.parse import urlsplit

from django.http import HttpRequest

from samaan.accounts.models import User


class SignedInRequest(HttpRequest):
    """What a view behind `login_required` is given."""

    user: User
    # Where the page belongs in the menu, when its own address does not say it.
    stands_at: str


def page_of(request: HttpRequest) -> str:
    """The page somebody is on: what was asked for, or the page that a form or a part of a page stands on."""
    is_page = request.method == "GET" and not request.headers.get("HX-Request")
    sent_from = urlsplit(request.headers.get("Referer", ""))
    if is_page or sent_from.netloc != request.get_host() or sent_from.path.startswith("/accounts/"):
        return request.path
    return sent_from.path
