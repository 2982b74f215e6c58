"""scripts/quietly: what installing says stays in a file until something goes wrong."""

import subprocess

from tests.support.running import ROOT


def quietly(log, *command):
    return subprocess.run(
        [ROOT / "scripts" / "quietly", log, "Installing", *command], capture_output=True, text=True, timeout=60
    )


def test_what_goes_well_is_one_line(tmp_path):
    done = quietly(tmp_path / "new" / "log", "sh", "-c", "echo Collecting; echo WARNING >&2; sleep 3")
    assert done.returncode == 0
    assert done.stdout.startswith("Installing …. ") and done.stdout.count("\n") == 1
    assert done.stderr == ""
    assert (tmp_path / "new" / "log").read_text() == "Collecting\nWARNING\n"


def test_what_fails_is_shown_with_its_code(tmp_path):
    done = quietly(tmp_path / "log", "sh", "-c", "echo no such package; exit 7")
    assert done.returncode == 7
    assert done.stdout == f"Installing … failed.\nno such package\nAll of it is in {tmp_path / 'log'}.\n"
