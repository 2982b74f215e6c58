"""Every benchmark, one after the other: `python -m bench`."""

import subprocess
import sys

print("## Pages\n")
subprocess.run([sys.executable, "-m", "bench.pages"], check=True)
print("\n## Live updates\n")
subprocess.run([sys.executable, "-m", "bench.listeners"], check=True)
print("\n## The sealed log\n")
subprocess.run([sys.executable, "-m", "bench.sealing"], check=True)
print("\n## Finding people whose names are encrypted\n")
subprocess.run([sys.executable, "-m", "bench.names", "--persons", "100000"], check=True)
print("\n## Keys and backups\n")
subprocess.run([sys.executable, "-m", "bench.keys"], check=True)
print("\n## Limits of a day\n")
subprocess.run([sys.executable, "-m", "bench.limits"], check=True)
print("\n## Finding a service\n")
subprocess.run([sys.executable, "-m", "bench.finder"], check=True)
print("\n## Forms\n")
subprocess.run([sys.executable, "-m", "bench.xforms"], check=True)
subprocess.run([sys.executable, "-m", "bench.forms"], check=True)
