"""Live updates: memory per open listener, and how long a change takes to reach all of them.

    python -m bench.listeners [--listeners 1000] [--changes 50]

A listener is a real HTTP connection to the real web process on loopback, signed in as one of fifty people.
A change is an event committed by another process; its delivery time ends when the listener has read it.
"""

import argparse
import asyncio
import json
import time

from bench.installation import installed, memory_of, quantile, web_process

PEOPLE = 50
PAUSE_SECONDS = 0.2
SETTLE_SECONDS = 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--listeners", type=int, default=1000)
    parser.add_argument("--changes", type=int, default=50)
    asked = parser.parse_args()
    with installed():
        cookies, record = make_people()
        with web_process() as (address, pid):
            port = int(address.rpartition(":")[2])
            print_table(*asyncio.run(measure(port, pid, cookies, record, asked.listeners, asked.changes)))


def make_people() -> tuple[list[str], "Watched"]:
    """People of one organisation, each signed in, and one record all of them see."""
    from bench.sessions import cookie_of
    from samaan.access import context, principals, records
    from samaan.access.models import Basis
    from samaan.accounts.models import Organisation, Role, User
    from samaan.staff import code_of_conduct

    unit = Organisation.objects.get(code="ctu")
    role = Role.objects.get(code="case_manager")
    cookies = []
    for number in range(PEOPLE):
        user = User.objects.create_user(
            f"listener{number}@ctu.example",
            full_name=f"Listener {number}",
            organisation=unit,
            role=role,
            conduct_version=code_of_conduct.version(),
        )
        cookies.append(cookie_of(user))
    everybody = records.grant_to(
        principals.organisation(unit.pk), ["summary"], basis=Basis.TEAM, purpose="care", by=user
    )
    with context.acting(context.of_user(user)):
        return cookies, Watched(user, records.begin_record("case", owned_by=unit, grants=[everybody]))


class Watched:
    record_kind = "case"

    def __init__(self, user, record_id):
        self.user, self.record_id = user, record_id

    def change(self) -> float:
        """Commit one event; returns when it was committed."""
        from samaan.access import context
        from samaan.audit import stream

        with context.acting(context.of_user(self.user)):
            stream.append("case.changed", record=self, by=self.user)
        return time.perf_counter()


async def measure(port, pid, cookies, record, listeners, changes):
    before = memory_of(pid)
    heard: list[asyncio.Queue] = [asyncio.Queue() for _ in range(listeners)]
    gate = asyncio.Semaphore(20)
    open_lines = [
        asyncio.create_task(listen(port, cookies[n % len(cookies)], heard[n], gate)) for n in range(listeners)
    ]
    for queue in heard:
        await asyncio.wait_for(queue.get(), 120)
    await asyncio.sleep(SETTLE_SECONDS)
    each = (memory_of(pid) - before) / listeners
    times = []
    for _ in range(changes):
        committed = await asyncio.to_thread(record.change)
        arrivals = await asyncio.gather(*(asyncio.wait_for(queue.get(), 30) for queue in heard))
        times += [max(0.0, arrived - committed) for arrived in arrivals]
        await asyncio.sleep(PAUSE_SECONDS)
    for line in open_lines:
        line.cancel()
    return listeners, before, each, times


async def listen(port: int, cookie: str, heard: asyncio.Queue, gate: asyncio.Semaphore) -> None:
    async with gate:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode())
        while (line := await reader.readline()) and not line.startswith(b"data:"):
            if line.startswith(b"HTTP/1.1") and b"200" not in line:
                raise SystemExit(f"refused: {line!r}")
        heard.put_nowait(0.0)
    while line := await reader.readline():
        if line.startswith(b"data:") and "record" in json.loads(line[5:]):
            heard.put_nowait(time.perf_counter())


def print_table(listeners: int, before: int, each: float, times: list[float]) -> None:
    print("| open listeners | web process without any | memory per listener | delivery p50 | p95 | most |")
    print("|---|---|---|---|---|---|")
    print(
        f"| {listeners} | {before / 1e6:.0f} MB | {each / 1e3:.1f} kB | {quantile(times, 0.5) * 1e3:.0f} ms"
        f" | {quantile(times, 0.95) * 1e3:.0f} ms | {max(times) * 1e3:.0f} ms |"
    )


if __name__ == "__main__":
    main()
