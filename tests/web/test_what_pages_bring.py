"""What stands in templates and what lies beside them keeps to the policy; no page is asked for."""

import hashlib
import re
from pathlib import Path

import pytest

import samaan

SOURCE = Path(samaan.__file__).parent
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-3:]))
def test_no_page_brings_what_the_policy_forbids(path):
    html = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", html)
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"""(?:src|href|action)="(?:https?:)?//""", html)


def test_vendored_files_are_what_they_say():
    folder = SOURCE / "web" / "static" / "vendor"
    rows = re.findall(r"\| `([^`]+)` \|.*`([0-9a-f]{64})`", (folder / "README.md").read_text())
    assert {name for name, _ in rows} == {path.name for path in folder.glob("*.js")}
    for name, digest in rows:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
