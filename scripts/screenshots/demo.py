"""A demo to draw: its address and its accounts."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

REPORTS = "60"
START_SECONDS = 300


@dataclass(frozen=True)
class Stage:
    address: str
    # By e-mail: role, name, password, totp_secret.
    accounts: dict[str, dict]


def read(folder: Path) -> Stage:
    """The demo that runs on this data folder."""
    address = json.loads((folder / "samaan.json").read_text())["address"]
    accounts = json.loads((folder / "demo-accounts.json").read_text())
    return Stage(address, {account["email"]: account for account in accounts})


@contextmanager
def started() -> Iterator[Stage]:
    """A demo with a small caseload, in a folder that is removed afterwards."""
    with TemporaryDirectory(prefix="samaan-screenshots-") as name:
        # As root PostgreSQL runs as another user, who must be able to enter.
        folder = Path(name)
        folder.chmod(0o755)
        samaan = str(Path(sys.executable).with_name("samaan"))
        process = subprocess.Popen([samaan, "demo", "--reports", REPORTS, "--data-dir", name])
        try:
            wait_for(folder / "samaan.json", process)
            yield read(folder)
        finally:
            process.terminate()
            process.wait(60)


def wait_for(path: Path, process: subprocess.Popen) -> None:
    until = time.monotonic() + START_SECONDS
    while not path.exists():
        if process.poll() is not None or time.monotonic() > until:
            raise SystemExit("The demo did not start.")
        time.sleep(0.5)
