"""The real application with two pages more: the empty views that every page is measured against.

`/bare/` is an empty view of Django alone: the same server, process and threads, and no middleware. `/empty/` is an
empty view of Samaan: every middleware, the session, the person, the signed context of the database.
"""

import os
import sys
import types
from collections.abc import Callable, Iterable
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "samaan.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402  # Django must be set up first
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import override_settings  # noqa: E402
from django.urls import include, path  # noqa: E402


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urls = types.ModuleType("bench_urls")
urls.urlpatterns = [path("bare/", empty), path("empty/", empty), path("", include("samaan.urls"))]  # type: ignore[attr-defined]
sys.modules["bench_urls"] = urls
settings.ROOT_URLCONF = "bench_urls"

from samaan import asgi  # noqa: E402

samaan_pages = asgi.pages.app
# A handler reads the list of middleware once, when it is made.
with override_settings(MIDDLEWARE=[]):
    bare_django = WSGIHandler()


def pages(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    return (bare_django if environ["PATH_INFO"] == "/bare/" else samaan_pages)(environ, start_response)


asgi.pages.app = pages
application = asgi.application
