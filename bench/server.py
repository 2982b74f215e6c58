"""The real application with one page more: an empty view, the floor that every page is measured against."""

import os
import sys
import types

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samaan.settings")

from django.http import HttpResponse  # after the settings are named
from django.urls import include, path


def empty(request):
    return HttpResponse("")


urls = types.ModuleType("bench_urls")
urls.urlpatterns = [path("empty/", empty), path("", include("samaan.urls"))]  # type: ignore[attr-defined]
sys.modules["bench_urls"] = urls

from django.conf import settings  # noqa: E402

settings.ROOT_URLCONF = "bench_urls"

from samaan.asgi import application  # noqa: E402, F401
