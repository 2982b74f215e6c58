"""`make mutants`: change one thing at a time and ask the tests whether they notice.

mutmut copies the code, makes every change it knows in the named modules, and runs for each the tests that pass through
the changed function, all of them on one database server. What survives is a rule that no test holds.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ENOUGH = 90
ALL = ("access", "vault", "audit")
FOUND = Path("mutants/mutmut-cicd-stats.json")


def main() -> int:
    """Run mutmut for the modules asked for; 1 when fewer than nine in ten changes were noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="such as 'samaan.audit.tree*'; all of access, vault and audit if none")
    asked = parser.parse_args().names or [f"samaan.{context}*" for context in ALL]
    mutmut = Path(sys.executable).with_name("mutmut")
    with one_server() as environment:
        run = subprocess.run([mutmut, "run", "--max-children", "1", *asked], env=environment, check=False)
    if run.returncode:
        return run.returncode
    subprocess.run([mutmut, "export-cicd-stats"], check=True)
    told = json.loads(FOUND.read_text())
    noticed, unnoticed = told["killed"] + told["timeout"], told["survived"] + told["no_tests"]
    share = 100 * noticed / max(noticed + unnoticed, 1)
    sys.stdout.write(f"{noticed} of {noticed + unnoticed} changes were noticed: {share:.1f} %\n")
    subprocess.run([mutmut, "results"], check=False)
    return 0 if share >= ENOUGH else 1


@contextmanager
def one_server() -> Iterator[dict[str, str]]:
    """The environment of test processes that find a server running; a second for each change would be lost else."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "samaan.settings"
    from tests.support import template  # reads the settings named above

    folder = template.new_run_folder()
    os.environ["SAMAAN_TEST_RUN_FOLDER"] = os.environ["SAMAAN_DATA_DIR"] = str(folder)
    import django  # with that folder as the data folder

    django.setup()
    server = template.start(folder)
    try:
        yield dict(os.environ)
    finally:
        if server:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
