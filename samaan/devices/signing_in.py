"""How a telephone says whose it is: HTTP Basic or Digest with a device token. No cookie counts, no other key."""

import base64
import binascii
import secrets as random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import parse_http_list, parse_keqv_list

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from samaan.access import context
from samaan.access.middleware import OUTSIDE_CONTEXT
from samaan.common.throttle import Throttle
from samaan.devices.answers import said
from samaan.devices.models import DeviceToken
from samaan.devices.proof import REALM, is_response, is_secret
from samaan.devices.workflow.tokens import touch
from samaan.staff import code_of_conduct

# Nobody guesses a hundred random bits; nobody shall be able to try all day either.
wrong_secrets = Throttle(most=10)
wrong_anywhere = Throttle(most=200)
NONCE_SECONDS = 300
DIGEST_PARTS = {"username", "realm", "nonce", "uri", "qop", "nc", "cnonce", "response"}
LOOPBACK = ("127.0.0.1", "::1")
LONGEST_HEADER = 2000


class Challenge(HttpResponse):
    """Who are you? Both ways are offered, each in a header of its own, as telephones look for them."""

    def __init__(self, *, stale: bool = False):
        said_in = said(_("Sign in with the user name and the password of this phone."))
        super().__init__(said_in, status=401, content_type="text/xml; charset=utf-8")
        words = f'Digest realm="{REALM}", qop="auth", nonce="{new_nonce()}", algorithm=MD5'
        self.ways = [words + (", stale=true" if stale else ""), f'Basic realm="{REALM}", charset="UTF-8"']
        self.headers["WWW-Authenticate"] = self.ways[0]

    def items(self) -> Any:
        return [*super().items(), ("WWW-Authenticate", self.ways[1])]


def device_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view is given the token; it works as the person whose telephone it is (`as_holder`)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_safe(request):
            return answer(said(_("Only over https://. Correct the server’s address in the settings.")), 403)
        if is_browser(request):
            return answer(said(_("This address is for ODK Collect and KoboCollect.")), 403)
        found = token_of(request)
        if isinstance(found, HttpResponse):
            return finished(found)
        translation.activate(found.user.language)
        if not code_of_conduct.is_accepted(found.user):
            return answer(said(_("Sign in to the pages and accept the code of conduct first.")), 403)
        touch(found)
        return finished(view(request, found, *args, **kwargs))

    setattr(guarded, OUTSIDE_CONTEXT, True)
    return guarded


def as_holder(token: DeviceToken) -> AbstractContextManager[None]:
    """A transaction that acts as whose telephone it is."""
    return context.acting(context.of_user(token.user))


def is_safe(request: HttpRequest) -> bool:
    """Over TLS; without it only invented data, on one's own machine."""
    own_machine = request.META.get("REMOTE_ADDR") in LOOPBACK
    return request.is_secure() or ((settings.DEMO or settings.DEBUG) and own_machine)


def is_browser(request: HttpRequest) -> bool:
    """Browsers say where a request comes from. They add passwords they remember to what other sites make them send."""
    return any(name in request.headers for name in ("Origin", "Sec-Fetch-Mode"))


def answer(content: str, status: int) -> HttpResponse:
    return finished(HttpResponse(content, status=status, content_type="text/xml; charset=utf-8"))


def finished(response: HttpResponse) -> HttpResponse:
    """What OpenRosa wants of every answer, beside the date that the server writes; and nothing between keeps it."""
    response.headers["X-OpenRosa-Version"] = "1.0"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
    return response


def token_of(request: HttpRequest) -> DeviceToken | HttpResponse:
    """The live token whose holder asks; else the answer they get, the same whatever was wrong."""
    scheme, _space, given = request.headers.get("Authorization", "")[:LONGEST_HEADER].partition(" ")
    read = {"basic": read_basic, "digest": read_digest}.get(scheme.lower())
    if read is None:
        return Challenge()
    try:
        username, proves = read(given, request)
    except SignatureExpired:
        return Challenge(stale=True)
    except (BadSignature, ValueError, KeyError):
        return Challenge()
    if wrong_secrets.is_closed(request, username) or wrong_anywhere.is_closed(request):
        return answer(said(_("Too many wrong passwords. Try again in ten minutes.")), 429)
    token = live_token(username)
    if token is None or not proves(token):
        wrong_secrets.count(request, username)
        wrong_anywhere.count(request)
        return Challenge()
    return token


Read = tuple[str, Callable[[DeviceToken], bool]]


def live_token(username: str) -> DeviceToken | None:
    found = DeviceToken.objects.live().select_related("user__role", "user__organisation", "user__unit")
    return found.filter(username=username, user__is_active=True, user__organisation__is_active=True).first()


def read_basic(given: str, request: HttpRequest) -> Read:
    """Raises ValueError when it is not Base64 of two words."""
    try:
        username, _colon, secret = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise ValueError("not readable") from None
    return username, lambda token: is_secret(token, secret)


def read_digest(given: str, request: HttpRequest) -> Read:
    """Raises KeyError, ValueError or BadSignature when it is not an answer to our own question about this address."""
    found = parse_keqv_list(list(pairs(given)))
    if not found.keys() >= DIGEST_PARTS or found["realm"] != REALM or found["qop"] != "auth":
        raise ValueError("not ours")
    asked = urlsplit(found["uri"])
    if unquote(asked.path) != request.path or asked.query != request.META.get("QUERY_STRING", ""):
        raise ValueError("of another address")
    nonces().unsign(found["nonce"], max_age=NONCE_SECONDS)
    return found["username"], lambda token: is_response(token, found, request.method or "")


def pairs(given: str) -> Iterator[str]:
    """What is no `name=value` would not be read at all."""
    return (part for part in parse_http_list(given) if "=" in part)


def new_nonce() -> str:
    return nonces().sign(random.token_urlsafe(12))


def nonces() -> TimestampSigner:
    return TimestampSigner(sep=".", salt="samaan.devices.nonce")
