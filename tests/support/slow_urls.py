"""Pages for trying the web server: one that writes and waits, one that tells its connection, one that reads a form."""

import os
import time
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt


def write_and_wait(request: HttpRequest) -> HttpResponse:
    gate = Path(os.environ["SLOW_PAGE_GATE"])
    ContentType.objects.create(app_label="page", model="written")
    gate.with_name("entered").touch()
    while gate.exists():
        time.sleep(0.05)
    return HttpResponse("written")


def which_connection(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return HttpResponse(str(cursor.fetchone()[0]))


@csrf_exempt
def keep(request: HttpRequest) -> HttpResponse:
    ContentType.objects.create(app_label="kept", model=str(len(request.POST["words"])))
    return HttpResponse("kept")


def scheme(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.scheme)


urlpatterns = [
    path("write-and-wait", write_and_wait),
    path("which-connection", which_connection),
    path("keep", keep),
    path("scheme", scheme),
]
handler400 = handler403 = handler404 = handler500 = lambda request, *args, **kwargs: HttpResponse("error", status=500)
