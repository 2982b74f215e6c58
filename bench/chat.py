"""The chat with many people connected: how long a message takes from pressing “Send” to the other side's page.

    python -m bench.chat [--people 500] [--messages 100]

Everybody is a person with a session and an open line to the real `samaan serve`, on loopback. Both sides of each of
the demo's conversations are among them. One after another writes; the time ends when the other side was told on its
line and has fetched the conversation, as its page does. Target: 300 ms at p95.
"""

import argparse
import asyncio
import json
import time
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

from bench.installation import installed, quantile, web_process
from bench.pages import REPORTS, TOKEN
from bench.sessions import cookie_of

SETTLE_SECONDS, PAUSE_SECONDS = 3, 0.2
TARGET_MS = 300


class Side(NamedTuple):
    """One side of a conversation: the cookie, and what is told on the line of its page."""

    cookie: str
    heard: asyncio.Queue


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--messages", type=int, default=100)
    asked = parser.parse_args()
    with installed():
        import samaan.demo

        samaan.demo.load(reports=REPORTS)
        talks = conversations()
        others = [cookie_of(user) for user in strangers(asked.people - 2 * len(talks))]
        with web_process() as (address, _pid):
            port = int(address.rpartition(":")[2])
            times = asyncio.run(measure(port, talks, others, asked.messages))
    print("| people connected | conversations | messages | p50 | p95 | most |")
    print("|---|---|---|---|---|---|")
    figures = (quantile(times, 0.5), quantile(times, 0.95), max(times))
    cells = " | ".join(f"{figure * 1e3:.0f} ms" for figure in figures)
    print(f"| {asked.people} | {len(talks)} | {len(times)} | {cells} |")
    print(f"\n{'within' if figures[1] * 1e3 <= TARGET_MS else 'over'} {TARGET_MS} ms at p95")


def conversations() -> list[tuple[str, str, str]]:
    """Referrals under way, each with the sender's cookie and that of somebody who answers for the provider."""
    from samaan.access import context
    from samaan.referrals.models import Referral
    from samaan.server.connection import acting_as

    with acting_as("job"), context.acting(context.of_job("bench")):
        found = list(Referral.objects.filter(status__in=("accepted", "in_progress")).select_related("sender"))
        sides = [(str(one.pk), one.sender, one.focal_points().first()) for one in found]
    return [(pk, cookie_of(sender), cookie_of(answers)) for pk, sender, answers in sides if answers]


def strangers(count: int) -> list:
    """Colleagues who are connected and have nothing to do with these conversations."""
    from samaan.accounts.models import Organisation, Role, User
    from samaan.staff import code_of_conduct

    unit, role = Organisation.objects.get(code="iom"), Role.objects.get(code="case_manager")
    version = code_of_conduct.version()
    return [
        User.objects.create(
            email=f"connected{number}@iom.example",
            full_name=f"Connected {number}",
            organisation=unit,
            role=role,
            conduct_version=version,
        )
        for number in range(max(0, count))
    ]


async def measure(port: int, talks: list[tuple[str, str, str]], others: list[str], messages: int) -> list[float]:
    gate = asyncio.Semaphore(20)
    sides = [(pk, Side(one, asyncio.Queue()), Side(other, asyncio.Queue())) for pk, one, other in talks]
    everybody = [side for _pk, *both in sides for side in both] + [Side(cookie, asyncio.Queue()) for cookie in others]
    lines = [asyncio.create_task(listen(port, side, gate)) for side in everybody]
    for side in everybody:
        await asyncio.wait_for(side.heard.get(), 120)
    await asyncio.sleep(SETTLE_SECONDS)
    times = []
    for number in range(messages):
        pk, one, other = sides[number % len(sides)]
        writer, reader = (one, other) if number // len(sides) % 2 == 0 else (other, one)
        times.append(await say(port, pk, writer, reader))
        await asyncio.sleep(PAUSE_SECONDS)
    for line in lines:
        line.cancel()
    return times


async def say(port: int, pk: str, writer: Side, reader: Side) -> float:
    """One message, from pressing “Send” to the other side's page showing it."""
    words = f"On my way. {uuid4()}"
    while not reader.heard.empty():
        reader.heard.get_nowait()
    began = time.perf_counter()
    body = urlencode({"csrfmiddlewaretoken": TOKEN, "text": words, "nonce": str(uuid4())})
    sending = asyncio.create_task(ask(port, "POST", f"/referrals/{pk}/message/", writer.cookie, body))
    while True:
        if await asyncio.wait_for(reader.heard.get(), 30) != pk:
            continue
        if words in await ask(port, "GET", f"/referrals/{pk}/chat/", reader.cookie):
            break
    taken = time.perf_counter() - began
    await sending
    return taken


async def ask(port: int, method: str, path: str, cookie: str, body: str = "") -> str:
    """One request on a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nHX-Request: true\r\n"
    head += f"Cookie: {cookie}; csrftoken={TOKEN}\r\n"
    if body:
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    writer.write(f"{head}\r\n{body}".encode())
    answer = (await reader.read()).decode(errors="replace")
    writer.close()
    if answer.split(" ", 2)[1] not in ("200", "204", "302"):
        raise SystemExit(f"{method} {path}: {answer[:300]}")
    return answer


async def listen(port: int, side: Side, gate: asyncio.Semaphore) -> None:
    async with gate:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {side.cookie}\r\n\r\n"
        writer.write(head.encode())
        while (line := await reader.readline()) and not line.startswith(b"data:"):
            if line.startswith(b"HTTP/1.1") and b"200" not in line:
                raise SystemExit(f"refused: {line!r}")
        side.heard.put_nowait("")
    while line := await reader.readline():
        if line.startswith(b"data:"):
            side.heard.put_nowait(json.loads(line[5:]).get("record", ""))


if __name__ == "__main__":
    main()
