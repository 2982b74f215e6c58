"""Key files: made once, for their owner only, never replaced in passing."""

import os
import stat
import subprocess
from pathlib import Path

import pytest

from samaan import config, keyfiles
from samaan.config import BadConfiguration


@pytest.fixture
def read(tmp_path: Path) -> config.Config:
    return config.read({"SAMAAN_DATA_DIR": str(tmp_path / "data")})


def test_keys_are_made_for_their_owner_only(read):
    read.create_keys()
    for name in keyfiles.NAMES:
        assert stat.S_IMODE((read.data_dir / name).stat().st_mode) == 0o600
    assert len(read.master_key()) == len(read.context_key()) == 32
    assert read.master_key() != read.context_key()


def test_keys_that_exist_stay(read):
    read.create_keys()
    before = read.master_key()
    read.create_keys()
    assert read.master_key() == before


def test_the_master_key_is_never_made_in_passing(read):
    with pytest.raises(BadConfiguration, match=r"master\.key is missing"):
        read.master_key()
    assert not (read.data_dir / "master.key").exists()


def test_the_secret_key_is(read):
    assert read.secret_key() == read.secret_key()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_key_that_others_can_read_is_refused(read, mode):
    read.create_keys()
    (read.data_dir / "master.key").chmod(mode)
    with pytest.raises(BadConfiguration, match="chmod 600"):
        read.master_key()


@pytest.mark.parametrize(("content", "word"), [("", "empty"), ("not hexadecimal", "damaged")])
def test_a_spoilt_key_is_refused(read, content, word):
    read.create_keys()
    (read.data_dir / "master.key").write_text(content)
    with pytest.raises(BadConfiguration, match=word):
        read.master_key()


def test_nothing_is_left_of_making_them(read):
    read.create_keys()
    assert sorted(path.name for path in read.data_dir.iterdir()) == sorted(keyfiles.NAMES)


def test_a_log_that_was_signed_wants_its_own_key_back(read):
    read.create_keys()
    (read.data_dir / "seal.pub").write_text("ab" * 32)
    (read.data_dir / "seal.key").unlink()
    read.create_keys()
    with pytest.raises(BadConfiguration, match=r"seal\.key is missing"):
        read.seal_key()


def test_no_draft_of_a_killed_process_keeps_a_secret(tmp_path: Path):
    gone = subprocess.Popen(["true"])
    gone.wait()
    dead, living = tmp_path / f".master.key.{gone.pid}.0a1b", tmp_path / f".master.key.{os.getppid()}.0a1b"
    for path in (dead, living, tmp_path / "master.key"):
        path.write_text("old\n")
    keyfiles.replace_private(tmp_path / "master.key", "new")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"master.key": "new\n", living.name: "old\n"}
