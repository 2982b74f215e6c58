"""The finder with 5,000 services, beside an empty view of the same server.

    python -m bench.finder [--services 5000] [--times 60]

The services are invented: spread over the needs, regions, ages, sexes and languages of the pack, a third of them with
beds or slots. `one need`: every tenth service is for the need asked for. `every need`: all of them are judged.
"""

import argparse
import os
import subprocess
import sys
from random import Random
from urllib.parse import urlencode

import psycopg

from bench.installation import installed, quantile, wait_until_well
from bench.pages import BARE, EMPTY, SERVER, WARM_UP, Browser, milliseconds
from bench.people import user_called
from bench.sessions import cookie_of

# Only for its accounts.
REPORTS = 2
COMMON = 10
MOST_MS, MOST_TIMES = 100, 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--services", type=int, default=5000)
    parser.add_argument("--times", type=int, default=60)
    asked = parser.parse_args()
    with installed() as database:
        import samaan.demo

        samaan.demo.load(reports=REPORTS)
        need = fill(asked.services)
        with psycopg.connect(database.dsn("samaan"), autocommit=True) as admin:
            admin.execute("VACUUM ANALYZE directory_service, directory_capacity")
        print_table(measure(cookie_of(user_called("case.manager")), need, asked.times))


def fill(count: int) -> str:
    """Invent services until there are so many; says which need every tenth is for."""
    from samaan import countrypack
    from samaan.access import context
    from samaan.accounts.models import Organisation
    from samaan.directory.models import Capacity, Service

    chance = Random(1868)  # chance for invented services, not for secrets
    pack = countrypack.pack()
    needs = [code for code, _label in pack.choices("needs")]
    regions = [code for code, _label in pack.choices("regions")]
    providers = list(Organisation.objects.all())
    made = [
        Service(
            code=f"invented_{number}",
            organisation=chance.choice(providers),
            need=needs[0] if number % COMMON == 0 else chance.choice(needs),
            names={"en": f"Invented service {number}", "es": f"Servicio inventado {number}"},
            min_age=chance.choice((None, None, 0, 12, 18)),
            max_age=chance.choice((None, None, None, 24, 64)),
            sexes=chance.choice(([], [], ["female"], ["male"])),
            languages=chance.choice((["en"], ["en", "es"], ["es"])),
            regions=chance.choice(([], chance.sample(regions, 3))),
            always_open=chance.random() < 0.4,
            phone="+18685550100",
            answer_hours=chance.choice((None, 4, 24, 72)),
        )
        for number in range(count - Service.objects.count())
    ]
    with context.acting(context.of_job("bench")):
        Service.objects.bulk_create(made, batch_size=1000)
        rooms = [
            Capacity(service=service, kind=chance.choice(("beds", "slots")), contracted=8, free=chance.randint(0, 4))
            for service in made[::3]
        ]
        Capacity.objects.bulk_create(rooms, batch_size=1000)
    return needs[0]


def measure(cookie: str, need: str, times: int) -> dict[str, list[float]]:
    """How long a browser waits for each, all of them in turn."""
    from samaan.server.postgres import free_port

    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "bench.server:application", "--port", str(port), *SERVER]
    process = subprocess.Popen(command, env=os.environ)
    try:
        wait_until_well(f"http://127.0.0.1:{port}")
        browser = Browser(port, cookie)
        acts = {name: lambda path=path: browser.get(path) for name, path in paths(need).items()}
        taken: dict[str, list[float]] = {name: [] for name in acts}
        for turn in range(times + WARM_UP):
            for name, act in acts.items():
                spent = milliseconds(act)
                if turn >= WARM_UP:
                    taken[name].append(spent)
        return taken
    finally:
        process.terminate()
        process.wait(20)


def paths(need: str) -> dict[str, str]:
    def asked(*people: str, **more: str) -> str:
        return "/directory/?" + urlencode([("p", one) for one in people] + list(more.items()))

    both = ("female:16", "female:40")
    return {
        BARE: "/bare/",
        EMPTY: "/empty/",
        "one need, a girl of 16 and her mother": asked(*both, need=need),
        "the same, a region and a language": asked(*both, need=need, region="TT-ARI", language="es"),
        "every need, a woman": asked("female:30"),
        "the board of free places": "/directory/board/",
    }


def print_table(taken: dict[str, list[float]]) -> None:
    floor = quantile(taken[BARE], 0.5)
    print("| page | p50 | p95 | × Django's |\n|---|---|---|---|")
    for name, values in taken.items():
        middle = quantile(values, 0.5)
        print(f"| {name} | {middle:.1f} ms | {quantile(values, 0.95):.1f} ms | {middle / floor:.1f} |")
    slowest = quantile(taken["one need, a girl of 16 and her mother"], 0.5)
    print(f"\nTarget: {MOST_MS} ms and {MOST_TIMES} times: {slowest:.1f} ms, {slowest / floor:.1f} times.")


if __name__ == "__main__":
    main()
