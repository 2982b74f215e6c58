"""A piece of an upload is gathered before a page's thread is asked: over a slow line it comes for minutes."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
# Each holds at most one piece in memory.
AT_ONCE = 256
ABOUT_LENGTH = (b"content-length", b"transfer-encoding")
gathering = 0


class TooMany(Exception):
    """So many pieces are on the way that this one has to be sent again later."""


class TooLong(Exception):
    """The body goes on after the longest piece."""


async def gathered(scope: Message, receive: Receive, most: int) -> tuple[Message, Receive]:
    """The request with its body as far as it came: what arrived before the line broke is not sent twice."""
    global gathering
    if gathering >= AT_ONCE:
        raise TooMany
    gathering += 1
    try:
        body = await body_of(receive, most)
    finally:
        gathering -= 1
    headers = [
        (name, value) for name, value in scope["headers"] if name not in (b"content-length", b"transfer-encoding")
    ]
    headers.append((b"content-length", str(len(body)).encode()))

    async def again() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return {**scope, "headers": headers}, again


async def body_of(receive: Receive, most: int) -> bytes:
    body = bytearray()
    while (message := await receive())["type"] == "http.request":
        body += message.get("body", b"")
        if len(body) > most:
            raise TooLong
        if not message.get("more_body"):
            break
    return bytes(body)
