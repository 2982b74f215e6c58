"""The pages, as one WSGI application."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from samaan.common.long_answers import set_aside

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samaan.settings")

INCOMPLETE = "the request ended before its body was complete"

pages = get_wsgi_application()


class WholeBody:
    """A request body that says so when the line broke, where a plain stream would simply end.

    Without it half a narrative would be taken for a whole one.
    """

    def __init__(self, stream: Any, length: int) -> None:
        self.stream = stream
        self.missing = length

    def read(self, size: int = -1) -> bytes:
        wanted = self._at_most(size)
        data = self.stream.read(wanted) if wanted else b""
        if len(data) < wanted:
            raise ConnectionResetError(INCOMPLETE)
        self.missing -= len(data)
        return data

    def readline(self, size: int = -1) -> bytes:
        wanted = self._at_most(size)
        line = self.stream.readline(wanted) if wanted else b""
        if len(line) < wanted and not line.endswith(b"\n"):
            raise ConnectionResetError(INCOMPLETE)
        self.missing -= len(line)
        return line

    def _at_most(self, size: int) -> int:
        return self.missing if size < 0 else min(size, self.missing)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django, reading only bodies that arrive whole."""
    length = environ.get("CONTENT_LENGTH", "")
    if length.isdigit() and int(length):
        environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(length))
    return set_aside(pages(environ, start_response), environ.get("asgi.scope"))
