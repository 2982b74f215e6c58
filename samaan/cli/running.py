"""demo, serve, work, seal: the processes."""

import os
from contextlib import suppress

import click

from samaan.cli.base import administering, database, key_unlocked, read_config
from samaan.cli.console import Progress, say, step, table

REPORTS = 120


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the web server (default: 8000 or the next free).")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--reports",
    type=click.IntRange(0),
    default=REPORTS,
    show_default=True,
    help="Size of the caseload; 2,000 take about a quarter of an hour.",
)
@click.option("--reset", is_flag=True, help="Remove the demo's data first and begin anew.")
def demo(port: int | None, host: str, reports: int, reset: bool) -> None:
    """Run everything on this machine, with invented people.

    Starts PostgreSQL, makes the tables, loads the country pack and an invented caseload, starts the web server and the
    worker, and prints the address and the accounts. Started again it keeps its data. Ctrl-C stops all of it.
    """
    from samaan.server import demo as demonstration
    from samaan.server.supervisor import stop_on_signals

    config = demonstration.read_config()
    stop_on_signals()

    def on_ready(address: str) -> None:
        say(f"\nSamaan runs at {address}\n")
        accounts = demonstration.accounts(config.data_dir)
        if accounts:
            heads = ("role", "e-mail", "password", "TOTP secret")
            keys = ("role", "email", "password", "totp_secret")
            table(heads, [[str(account.get(key) or "–") for key in keys] for account in accounts])
        say(f"\nData folder: {config.data_dir}\nAll people in it are invented. Ctrl-C stops everything.")

    wish = demonstration.Wish(host=host, port=port, reports=reports, reset=reset)
    demonstration.run(config, wish, say=say, on_ready=on_ready)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Number of web processes.")
@click.option("--quiet", is_flag=True, hidden=True, help="Started by the demo, which speaks for it.")
def serve(host: str, port: int, workers: int, quiet: bool) -> None:
    """Serve the pages, the API and live updates.

    Put a reverse proxy with TLS in front of it (deploy/nginx.conf). No request is written to any log.
    """
    from samaan.server import state, web

    key_unlocked()
    with database("app") as config:
        from samaan.vault.rewrapping import refuse_other_key

        refuse_other_key()
        if quiet:
            web.run(config, host=host, port=port, processes=workers)
            return
        from samaan.server.static import collect

        collect()
        state.write(config.data_dir, address=f"http://{host}:{port}")
        say(f"Samaan serves at http://{host}:{port}")
        try:
            web.run(config, host=host, port=port, processes=workers)
        finally:
            state.forget(config.data_dir)


@click.command()
def work() -> None:
    """Do the jobs: e-mail, clocks and escalations, whatever a page left to be done after it.

    Jobs wait in the database. Several workers may run; the jobs of one that died are taken up by another.
    """
    key_unlocked()
    with database("job"):
        from samaan.server import worker
        from samaan.vault.rewrapping import note_marks, refuse_other_key

        note_marks()
        refuse_other_key()
        worker.run()


@click.command()
def seal() -> None:
    """Seal the event stream: each second, whatever was written since.

    Adds the new events to the tree, signs a checkpoint with seal.key, and hands it to the witnesses
    (SAMAAN_WITNESS_FILE, SAMAAN_WITNESS_MAIL). One sealer works at a time; a second one waits for the first to end.
    """
    with database("sealer") as config:
        from samaan.server import sealer

        sealer.run(config)


@click.command(name="prepare-demo", hidden=True)
@click.option("--reports", type=int, default=REPORTS)
def prepare_demo(reports: int) -> None:
    """Tables, country pack and caseload of the demo; started by `samaan demo`."""
    from dataclasses import replace

    import psycopg

    from samaan.server import prepared
    from samaan.server.roles import OWNER, role_dsn

    os.environ["SAMAAN_DEMO"] = "1"
    config = read_config()
    with psycopg.connect(role_dsn(config, OWNER), autocommit=True) as owner:
        with step("Starting the program"):
            from samaan.cli.base import django_ready

            django_ready("app")
        from samaan.server.migrating import migrate

        done = prepared.read(owner)
        with step("Making the tables"):
            migrate(verbosity=0)
        with step("Loading the country pack"):
            from samaan.countrypack.faults import OlderVersion
            from samaan.countrypack.loading import load

            # What somebody published in the browser since is newer than the folder, and stays.
            with administering(), suppress(OlderVersion):
                load(config.pack_dir(), dry_run=False, by=None)
        if not done.reports:
            prepared.note(owner, replace(done, begun=True))
            import samaan.demo as caseload

            say(f"Inventing people and {reports:,} reports …")
            progress = Progress("reports")
            caseload.load(reports=reports, progress=progress)
            progress.finish(reports)
        fingerprint = prepared.fingerprint(config.pack_dir())
        prepared.note(owner, prepared.Prepared(fingerprint, begun=True, reports=done.reports or reports or 1))
