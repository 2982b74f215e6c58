"""`make mutants`: change one thing at a time and ask the tests whether they notice.

mutmut copies the code, makes every change it knows in the named modules, and runs for each the tests that pass through
the changed function. What survives is a rule that no test holds.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

ENOUGH = 90
ALL = ("access", "vault", "audit")
DONE = re.compile(r"🎉 (\d+).*?🙁 (\d+)", re.DOTALL)


def main() -> int:
    """Run mutmut for the contexts asked for; 1 when fewer than nine in ten changes were noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="such as 'samaan.audit.tree*'; all of access, vault and audit if none")
    asked = parser.parse_args().names or [f"samaan.{context}*" for context in ALL]
    mutmut = Path(sys.executable).with_name("mutmut")
    run = subprocess.run([mutmut, "run", *asked], text=True, stdout=subprocess.PIPE, check=False)
    found = DONE.findall(run.stdout)
    if not found:
        sys.stdout.write(run.stdout[-4000:])
        return 1
    killed, survived = map(int, found[-1])
    share = 100 * killed / max(killed + survived, 1)
    sys.stdout.write(f"{killed} of {killed + survived} changes were noticed: {share:.1f} %\n")
    subprocess.run([mutmut, "results"], check=False)
    return 0 if share >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())
