"""status and doctor: how the installation is."""

import json
import os
from typing import Any

import click

from samaan.cli.base import read_config
from samaan.cli.console import say


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON object.")
def status(as_json: bool) -> None:
    """Say where Samaan answers and whether all of it is well. Ends with 1 when it is not."""
    from samaan.server import state

    found = state.status(read_config())
    if as_json:
        say(json.dumps(found, indent=2))
    else:
        plain(found)
    if not found["healthy"]:
        raise SystemExit(1)


def plain(found: dict[str, Any]) -> None:
    """The same for people."""
    words = {True: "yes", False: "no"}
    parts = {f"  {part}": well for part, well in found["parts"].items()}
    for name, value in {**found, **parts}.items():
        if name != "parts":
            say(f"{name.replace('_', ' '):12}{words[value] if isinstance(value, bool) else value}")


@click.command()
def doctor() -> None:
    """Look for what is wrong with this installation and say what to do about it."""
    from samaan.server import doctor as practice

    # With a wrong variable there is nothing to examine yet; all of them are told at once.
    findings = practice.variables(os.environ)
    if all(finding.well for finding in findings):
        findings += practice.examine(read_config())
    for finding in findings:
        mark = click.style("well ", fg="green") if finding.well else click.style("WRONG", fg="red")
        say(f"{mark}  {finding.what}")
        if finding.remedy:
            say(f"       {finding.remedy}")
    wrong = sum(not finding.well for finding in findings)
    if wrong:
        raise click.ClickException(f"{wrong} of {len(findings)} checks failed.")
    say("Nothing is wrong.")
