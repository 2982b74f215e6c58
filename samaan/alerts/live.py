"""Live updates: server-sent events fed by LISTEN/NOTIFY, saying only "something changed here".

An event's id is a transaction horizon: everything below it had ended when it was sent. Whoever comes back
with it as Last-Event-ID is told of every event at or above it; a few may be told twice, none is lost.
"""

import asyncio
import json
import time
from http.cookies import SimpleCookie
from importlib import import_module
from urllib.parse import parse_qs

import psycopg
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db import close_old_connections, connection
from django.utils.crypto import constant_time_compare

from samaan.access import context, principals, session_clock
from samaan.accounts.models import User
from samaan.common.closing import closing

HEARTBEAT_SECONDS = 20
# Then the browser comes back by itself and proves anew who it is.
CONNECTION_SECONDS = 300
WAITING = 100
REPLAY = 500
RESYNC = {"resync": True}
# What is no record and open to every colleague, by the name that pages listen for; contexts above append theirs.
TOPICS: list[str] = []


class Listener:
    """One open page of one person."""

    def __init__(self, acting_as):
        self.acting_as = frozenset(acting_as)
        self.queue: asyncio.Queue = asyncio.Queue(WAITING)
        self.over = False

    def offer(self, horizon: str, message: dict) -> None:
        try:
            self.queue.put_nowait((horizon, message))
        except asyncio.QueueFull:
            # Too slow to be told each thing: told once to look at everything.
            while not self.queue.empty():
                self.queue.get_nowait()
            self.queue.put_nowait((horizon, RESYNC))

    def end(self) -> None:
        """Tell nothing more: what these principals were let in for is over. The browser proves anew who it is."""
        self.over = True
        self.offer("", RESYNC)


class Hub:
    """One LISTEN connection for all listeners of this process."""

    def __init__(self):
        self.by_principal: dict[int, set[Listener]] = {}
        self.task: asyncio.Task | None = None
        self.listening = asyncio.Event()

    def join(self, listener: Listener) -> None:
        for principal in listener.acting_as:
            self.by_principal.setdefault(principal, set()).add(listener)
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self.run())

    def leave(self, listener: Listener) -> None:
        for principal in listener.acting_as:
            self.by_principal[principal].discard(listener)

    async def run(self) -> None:
        """Listen for ever; after a lost connection everybody is told to look anew."""
        pause = 0.2
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**database(), autocommit=True) as listening:
                    await listening.execute("LISTEN samaan")
                    pause = 0.2
                    if self.listening.is_set():
                        self.everybody(RESYNC)
                    self.listening.set()
                    async for notice in listening.notifies():
                        self.deliver(json.loads(notice.payload))
            except psycopg.Error:
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5)

    def deliver(self, change: dict) -> None:
        if "gone" in change:
            for listener in list(self.by_principal.get(change["gone"], ())):
                listener.end()
            return
        if "topic" in change:
            self.everybody(told_of(change["topic"]))
            return
        barred = set(change["barred"])
        told: set[Listener] = set()
        for principal in change["acl"]:
            told |= self.by_principal.get(principal, set())
        for listener in told:
            if not listener.acting_as & barred:
                listener.offer(change["horizon"], {"record": change["record"], "kind": change["kind"]})

    def everybody(self, message: dict) -> None:
        for listener in set().union(*self.by_principal.values()):
            listener.offer("", message)


hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub() -> Hub:
    return hubs.setdefault(asyncio.get_running_loop(), Hub())


def database() -> dict:
    """How to connect, as the role this process runs as."""
    chosen = connection.settings_dict
    return {
        "host": chosen["HOST"],
        "port": chosen["PORT"],
        "dbname": chosen["NAME"],
        "user": chosen["USER"],
        "password": chosen["PASSWORD"],
    }


async def application(scope, receive, send) -> None:
    """The ASGI application behind /live."""
    headers = dict(scope["headers"])
    cookie = headers.get(b"cookie", b"").decode()
    user = await sync_to_async(in_thread, thread_sensitive=False)(signed_in, cookie)
    if user is None:
        await refuse(send)
        return
    listener = Listener(principals.of(user))
    mine = hub()
    mine.join(listener)
    try:
        await mine.listening.wait()
        # Whoever left before this listened was not told to go.
        if not await sync_to_async(in_thread, thread_sensitive=False)(signed_in, cookie):
            await refuse(send)
            return
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [
                    (b"content-type", b"text/event-stream; charset=utf-8"),
                    (b"cache-control", b"no-store"),
                    (b"x-accel-buffering", b"no"),
                ],
            }
        )
        since = headers.get(b"last-event-id", b"").decode() or last_told(scope)
        horizon, missed = await sync_to_async(in_thread, thread_sensitive=False)(changes_since, user, since)
        await write(send, "retry: 2000\n" + line(horizon, {"hello": True}) + "".join(line(horizon, m) for m in missed))
        await stream(listener, receive, send)
    finally:
        mine.leave(listener)


def last_told(scope) -> str:
    """What a page says that let its line go while nobody looked: a browser repeats the header on its own lines only."""
    return parse_qs(scope.get("query_string", b"").decode("latin-1")).get("last", [""])[0]


async def refuse(send) -> None:
    """Nobody is signed in."""
    await send({"type": "http.response.start", "status": 401, "headers": [(b"cache-control", b"no-store")]})
    await send({"type": "http.response.body", "body": b""})


async def stream(listener: Listener, receive, send) -> None:
    """Pass on what comes until the browser leaves, the time is up, or this server ends."""
    gone = asyncio.create_task(left(receive))
    ending = asyncio.create_task(closing().wait())
    until = time.monotonic() + CONNECTION_SECONDS
    try:
        while not gone.done() and not ending.done() and not listener.over and time.monotonic() < until:
            coming = asyncio.create_task(listener.queue.get())
            await asyncio.wait({gone, ending, coming}, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if listener.over:
                coming.cancel()
            elif coming.done():
                await write(send, line(*coming.result()))
            else:
                coming.cancel()
                await write(send, ": \n\n")
        await send({"type": "http.response.body", "body": b""})
    except (OSError, asyncio.CancelledError):
        return
    finally:
        gone.cancel()
        ending.cancel()


async def left(receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def write(send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


def line(horizon: str, message: dict) -> str:
    kind = "resync" if message.get("resync") else "hello" if message.get("hello") else "change"
    return (f"id: {horizon}\n" if horizon else "") + f"event: {kind}\ndata: {json.dumps(message)}\n\n"


def in_thread(function, *args):
    """Run database work in a pool thread and leave no stale connection behind."""
    close_old_connections()
    try:
        return function(*args)
    finally:
        connection.close()


def signed_in(cookie_header: str) -> User | None:
    """The person whose live session this is. Listening does not count as being active."""
    cookie = SimpleCookie(cookie_header).get(settings.SESSION_COOKIE_NAME)
    if cookie is None:
        return None
    session = import_module(settings.SESSION_ENGINE).SessionStore(cookie.value)
    if "seen" not in session or session_clock.is_over(session, int(time.time())):
        return None
    at_work = User.objects.filter(is_active=True, organisation__is_active=True).select_related("role")
    user = at_work.filter(pk=session.get(SESSION_KEY)).first()
    if user is None or not constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()):
        return None
    # A password alone opens nothing: the first page notes in the session that there is a second factor.
    if user.role.needs_factor and not session.get("has_factor"):
        return None
    return user


def changes_since(user: User, horizon: str) -> tuple[str, list[dict]]:
    """The present horizon, and which visible records changed at or above an earlier one."""
    with context.acting(context.of_user(user)), connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
        (now,) = cursor.fetchone()
        if not horizon.isdigit() or int(horizon) >= 1 << 63:
            return now, []
        cursor.execute(
            "SELECT DISTINCT record_id, record_kind FROM audit_event"
            " WHERE xid >= %s AND kind NOT IN ('record.opened', 'record.found', 'file.opened') LIMIT %s",
            [int(horizon), REPLAY + 1],
        )
        rows = cursor.fetchall()
    if len(rows) > REPLAY:
        return now, [RESYNC]
    changes = [{"record": str(record), "kind": kind} for record, kind in rows if record]
    # Nobody keeps when a topic was last told of: whoever shows it looks again.
    return now, changes + [told_of(topic) for topic in TOPICS]


def told_of(topic: str) -> dict:
    return {"record": topic, "kind": "topic"}
