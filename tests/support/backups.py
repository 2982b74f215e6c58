"""Making and bringing back backups with real processes."""

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.support.running import ROOT, clean_environment, samaan

CASELOAD = [sys.executable, "-m", "tests.support.run_caseload"]


def caseload(*words: str, environment: dict[str, str]) -> dict:
    done = subprocess.run([*CASELOAD, *words], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def well(*words: str, environment: dict[str, str]) -> str:
    done = samaan(*words, environment=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def public_of(identity: Path) -> str:
    return identity.read_text().split()[3]


def archive_of(printed: str) -> Path:
    return Path(re.search(r"^(/\S+\.age)  ", printed, re.M)[1])


def back_up(folder: Path, identity: Path, environment: dict[str, str], *more: str) -> Path:
    folder.mkdir(exist_ok=True)
    printed = well("backup", "--to", str(folder), "--recipient", public_of(identity), *more, environment=environment)
    return archive_of(printed)


def bring_keys(old: Path, new: Path) -> dict[str, str]:
    """What the key holder brings to a new machine, by hand."""
    new.mkdir(mode=0o700)
    (new / "witness").mkdir()
    for name in ("master.key", "seal.key", "seal.pub", "witness/checkpoints.jsonl"):
        (new / name).write_bytes((old / name).read_bytes())
        (new / name).chmod(0o600)
    return clean_environment(SAMAAN_DATA_DIR=str(new), SAMAAN_DEMO="1")
