"""Long answers: a download over a slow line keeps no page's thread waiting.

The pages run in a few threads. A view that answers with a `LongAnswer` is done when its head is: the pieces are made
one by one in threads of their own, each only while the line takes it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.http import StreamingHttpResponse

Message = MutableMapping[str, Any]
makers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="long-answers")
NAME = "samaan.long_answer"


class LongAnswer(StreamingHttpResponse):
    """Like any streaming response for whoever reads it as one."""


def set_aside(response: Any, scope: Message | None) -> Iterable[bytes]:
    """What the pages' thread sends of a response: of a long answer nothing but its head."""
    if scope is None or not isinstance(response, LongAnswer):
        return response
    scope[NAME] = response
    return []


async def answer(
    pages: Callable[..., Awaitable[None]],
    scope: Message,
    receive: Callable[[], Awaitable[Message]],
    send: Callable[[Message], Awaitable[None]],
) -> None:
    """Let the pages answer; then send what they set aside, until it ends or whoever asked has gone."""

    async def send_now(message: Message) -> None:
        if NAME not in scope or message["type"] == "http.response.start":
            await send(message)

    await pages(scope, receive, send_now)
    if NAME in scope:
        await send_pieces(scope[NAME], receive, send)


async def send_pieces(response: LongAnswer, receive: Callable, send: Callable) -> None:
    loop = asyncio.get_running_loop()
    pieces = iter(response)
    gone = asyncio.ensure_future(until_gone(receive))
    try:
        while not gone.done():
            piece = await loop.run_in_executor(makers, next_of, pieces)
            if piece is None:
                await send({"type": "http.response.body", "body": b""})
                return
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    finally:
        gone.cancel()
        await loop.run_in_executor(makers, response.close)


def next_of(pieces: Iterator[bytes]) -> bytes | None:
    return next(pieces, None)


async def until_gone(receive: Callable[[], Awaitable[Message]]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
