"""The real application with one page more: an empty view, the floor that every page is measured against."""

import os
import sys
import types

os.environ["DJANGO_SETTINGS_MODULE"] = "samaan.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402  # Django must be set up first
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import include, path  # noqa: E402


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urls = types.ModuleType("bench_urls")
urls.urlpatterns = [path("empty/", empty), path("", include("samaan.urls"))]  # type: ignore[attr-defined]
sys.modules["bench_urls"] = urls
settings.ROOT_URLCONF = "bench_urls"

from samaan.asgi import application  # noqa: E402, F401
