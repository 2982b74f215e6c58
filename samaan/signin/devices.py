"""A device in words: which browser on which system, and no more than that."""

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The first that occurs in what the browser calls itself; most call themselves several names.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def device_of(request: HttpRequest) -> tuple[str, str]:
    """Browser and system, each empty when they do not say."""
    called = request.headers.get("User-Agent", "")
    return first(BROWSERS, called), first(SYSTEMS, called)


def first(known: tuple[tuple[str, str], ...], called: str) -> str:
    return next((name for sign, name in known if sign in called), "")


def in_words(browser: str, system: str) -> str | Promise:
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A browser that does not say which")
