"""The web server's entry: pages run in threads that keep their database connection, live updates on the loop."""

import asyncio
import multiprocessing
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

from a2wsgi import WSGIMiddleware

from samaan.wsgi import application as pages_application  # isort: skip  # sets Django up for the imports below
from django.conf import settings
from django.db import Error, close_old_connections, connection

from samaan.alerts.live import application as live
from samaan.common import gathering, long_answers
from samaan.common.closing import watch_signals
from samaan.server.processes import follow_parent
from samaan.vault.uploads import PIECE_MOST
from samaan.web.too_large import too_large

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

# Above the most attachments with their form, so that the form says which file is too large and keeps every word;
# a reverse proxy should have the same limit.
LARGEST_BODY = (settings.ATTACHMENTS_MOST + 1) * settings.ATTACHMENT_MAX_BYTES

# The address that takes files in pieces, each small, however large the file.
PIECES = ("/uploads/", "/api/v1/uploads/")

# Any: its types tell apart every kind of message, ours are plain mappings.
pages: Any = WSGIMiddleware(cast(Any, pages_application), workers=settings.CONFIG.web_threads)


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Give each request to the part that answers it."""
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] != "http":
        await send({"type": "websocket.close", "code": 1000})
    elif announced_length(scope) > (PIECE_MOST if scope["path"].startswith(PIECES) else LARGEST_BODY):
        await answer(send, 413, too_large().encode())
    elif scope["method"] == "PATCH" and scope["path"].startswith(PIECES):
        await piece(scope, receive, send)
    elif scope["path"] == "/live":
        await live(scope, receive, send)
    elif scope["path"] == "/health":
        await health(send)
    else:
        await long_answers.answer(pages, scope, receive, send)


async def piece(scope: Message, receive: Receive, send: Send) -> None:
    """A piece of an upload: the pages see it once it is all here, or as much of it as came."""
    try:
        scope, receive = await gathering.gathered(scope, receive, PIECE_MOST)
    except gathering.TooMany:
        await answer(send, 503, b"busy\n")
    except gathering.TooLong:
        await answer(send, 413, too_large().encode())
    else:
        await pages(scope, receive, send)


async def lifespan(receive: Receive, send: Send) -> None:
    """Start and end with the server."""
    await receive()
    if threading.current_thread() is threading.main_thread():
        watch_signals()
    if multiprocessing.parent_process() is not None:
        follow_parent()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})


async def health(send: Send) -> None:
    """Whether this process can take requests: 200 when the database answers, else 503."""
    well = await asyncio.get_running_loop().run_in_executor(pages.executor, database_answers)
    await answer(send, 200 if well else 503, b"well\n" if well else b"no database\n")


def database_answers() -> bool:
    """Ask the database something, as a page would."""
    close_old_connections()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        connection.close()
        return False
    return True


def announced_length(scope: Message) -> int:
    """The size of the body as the header states it; without the header Django reads nothing."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


async def answer(send: Send, status: int, text: bytes) -> None:
    """Send a short text."""
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(text)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
