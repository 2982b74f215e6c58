"""Whoever watches is told that something changed on what they may see; what was missed is made up for."""

import asyncio
import json
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.test import Client

from samaan.access import context, principals, records
from samaan.access.models import Basis
from samaan.alerts import live
from samaan.audit import stream
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 5


class File:
    record_kind = "case"

    def __init__(self, user):
        own = records.grant_to(principals.user(user.pk), ["summary"], basis=Basis.TEAM, purpose="care", by=user)
        with context.acting(context.of_user(user)):
            self.record_id = records.begin_record("case", owned_by=user.organisation, grants=[own])


def change(file, user):
    with context.acting(context.of_user(user)):
        stream.append("case.changed", record=file, by=user)


def cookie_of(user, *, has_factor: bool = True) -> str:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
    session = client.session
    session["seen"], session["has_factor"] = int(time.time()), has_factor
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


class Watching:
    """A browser's EventSource, as far as it matters here."""

    def __init__(self, cookie: str, since: str = "", address: str = ""):
        headers = [(b"cookie", f"{settings.SESSION_COOKIE_NAME}={cookie}".encode())]
        if since:
            headers.append((b"last-event-id", since.encode()))
        asked = {"type": "http", "method": "GET", "headers": headers, "query_string": address.encode()}
        self.line = ApplicationCommunicator(live.application, asked)
        self.status = 0
        self.last_id = ""
        self.waiting: list[dict] = []

    async def __aenter__(self):
        await self.line.send_input({"type": "http.request"})
        self.status = (await self.line.receive_output(PATIENCE_SECONDS))["status"]
        if self.status == 200:
            assert await self.next() == {"hello": True}
        return self

    async def __aexit__(self, *problem):
        await self.line.send_input({"type": "http.disconnect"})
        await self.line.wait(PATIENCE_SECONDS)

    async def next(self) -> dict:
        while not self.waiting:
            self.take((await self.line.receive_output(PATIENCE_SECONDS))["body"].decode())
        return self.waiting.pop(0)

    def take(self, text: str) -> None:
        for field in text.splitlines():
            name, _, value = field.partition(": ")
            if name == "id":
                self.last_id = value
            if name == "data":
                self.waiting.append(json.loads(value))

    async def nothing_comes(self) -> bool:
        return not self.waiting and await self.line.receive_nothing(timeout=0.4)


def run(scene):
    """Play a scene on a loop of its own, with a hub of its own.

    In a thread of its own too: where a browser is open, this one has a running loop already.
    """

    async def play():
        try:
            return await asyncio.wait_for(scene(), 30)
        finally:
            hub = live.hubs.pop(asyncio.get_running_loop(), None)
            if hub and hub.task:
                hub.task.cancel()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, play()).result()


@pytest.fixture
def anna():
    return make_user("case_manager")


@pytest.fixture
def stranger():
    return make_user("case_manager")


def test_who_may_see_the_record_is_told_and_the_stranger_is_not(anna, stranger):
    file, mine, theirs = File(anna), cookie_of(anna), cookie_of(stranger)

    async def scene():
        async with Watching(mine) as watching, Watching(theirs) as other:
            await asyncio.to_thread(change, file, anna)
            assert await watching.next() == {"record": str(file.record_id), "kind": "case"}
            assert await other.nothing_comes()

    run(scene)


def test_what_happened_while_the_line_was_lost_comes_on_return(anna):
    file, mine = File(anna), cookie_of(anna)

    async def scene():
        async with Watching(mine) as watching:
            last_id = watching.last_id
        await asyncio.to_thread(change, file, anna)
        async with Watching(mine, since=last_id) as watching:
            assert await watching.next() == {"record": str(file.record_id), "kind": "case"}

    run(scene)


def test_what_happened_while_nobody_looked_comes_when_the_page_is_looked_at_again(anna):
    """A page that was hidden comes back with a line of its own: what was withdrawn meanwhile leaves the screen."""
    file, mine = File(anna), cookie_of(anna)

    async def scene():
        async with Watching(mine) as watching:
            last_id = watching.last_id
        await asyncio.to_thread(change, file, anna)
        async with Watching(mine, address=f"last={last_id}") as watching:
            assert await watching.next() == {"record": str(file.record_id), "kind": "case"}

    run(scene)


def test_a_change_that_commits_late_is_not_missed(anna):
    """It began before the last thing heard, and ended after: its number is lower, and still it comes."""
    slow, quick, mine = File(anna), File(anna), cookie_of(anna)

    async def scene():
        release, begun = asyncio.Event(), asyncio.Event()
        loop = asyncio.get_running_loop()

        def slowly():
            with context.acting(context.of_user(anna)):
                stream.append("case.changed", record=slow, by=anna)
                loop.call_soon_threadsafe(begun.set)
                asyncio.run_coroutine_threadsafe(release.wait(), loop).result(PATIENCE_SECONDS)

        writing = asyncio.create_task(asyncio.to_thread(slowly))
        await begun.wait()
        async with Watching(mine) as watching:
            await asyncio.to_thread(change, quick, anna)
            assert (await watching.next())["record"] == str(quick.record_id)
            last_id = watching.last_id
        release.set()
        await writing
        async with Watching(mine, since=last_id) as watching:
            came = {(await watching.next())["record"], (await watching.next())["record"]}
            assert str(slow.record_id) in came

    run(scene)


def test_when_the_database_restarts_everybody_looks_anew(anna, admin_connection):
    mine = cookie_of(anna)

    async def scene():
        async with Watching(mine) as watching:
            await asyncio.to_thread(end_listening, admin_connection)
            assert await watching.next() == {"resync": True}

    run(scene)


def end_listening(admin: psycopg.Connection) -> None:
    admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN samaan'")


@pytest.mark.parametrize("cookie", ["", "nonsense"])
def test_nobody_listens_without_a_session(cookie):
    async def scene():
        async with Watching(cookie) as watching:
            return watching.status

    assert run(scene) == 401


def test_nor_with_a_password_alone(anna):
    async def scene():
        async with Watching(cookie_of(anna, has_factor=False)) as watching:
            return watching.status

    assert run(scene) == 401


def test_an_idle_session_does_not_go_on_listening(anna):
    client = Client()
    client.force_login(anna, backend=settings.AUTHENTICATION_BACKENDS[1])
    session = client.session
    session["seen"] = int(time.time() - settings.SESSION_IDLE.total_seconds() - 1)
    session.save()

    async def scene():
        async with Watching(client.cookies[settings.SESSION_COOKIE_NAME].value) as watching:
            return watching.status

    assert run(scene) == 401


def test_a_slow_reader_is_told_once_to_look_at_everything(anna):
    listener = live.Listener(principals.of(anna))
    for number in range(live.WAITING + 1):
        listener.offer(str(number), {"record": str(number), "kind": "case"})
    assert (listener.queue.qsize(), listener.queue.get_nowait()) == (1, (str(live.WAITING), live.RESYNC))
