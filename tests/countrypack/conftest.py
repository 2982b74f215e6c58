import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from samaan.countrypack.content import Pack
from samaan.countrypack.reading import read

TT = Path(__file__).resolve().parents[2] / "packs" / "tt"


@pytest.fixture
def tt() -> Pack:
    """Trinidad and Tobago's pack as it stands in the repository, without a database."""
    return Pack(read(TT).content)


@pytest.fixture
def folder(tmp_path) -> Path:
    """A copy of the pack, to change."""
    return shutil.copytree(TT, tmp_path / "tt")


@pytest.fixture
def change(folder) -> Callable[[str, str, str], None]:
    """`change("roles.yaml", old, new)`: the first `old` in a file of the copy becomes `new`."""

    def change(file: str, old: str, new: str) -> None:
        path = folder / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    return change
