"""The master key on paper, in an envelope, under a passphrase, from systemd."""

import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from samaan import config, keyshares, masterkey
from samaan.cli import samaan as command
from samaan.keyshares import ShareError
from samaan.server.unlocking import unlock
from tests.support.backups import caseload, public_of, well
from tests.support.running import ROOT, SAMAAN, clean_environment, samaan, web

PASSPHRASE = "correct horse battery staple"


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A data folder with keys and nothing else."""
    made = tmp_path / "data"
    config.read({"SAMAAN_DATA_DIR": str(made)}).create_keys()
    (made / "database-roles.json").write_text("{}")
    (made / "seal.pub").write_text("ab" * 32 + "\n")
    monkeypatch.setenv("SAMAAN_DATA_DIR", str(made))
    monkeypatch.delenv("SAMAAN_MASTER_KEY_FROM", raising=False)
    monkeypatch.delenv("SAMAAN_UNLOCKED", raising=False)
    return made


def run(*words: str, typed: str = ""):
    return CliRunner().invoke(command, words, input=typed)


def shares(printed: str) -> list[str]:
    """The words of each share, numbers and all, as somebody types them off the sheet."""
    return [" ".join(part.splitlines()[1:9]) for part in printed.split("\nSHARE ")[1:]]


@pytest.mark.parametrize(("first", "second"), [(0, 1), (0, 2), (2, 1)])
def test_any_two_shares_make_the_key_again(folder, first, second):
    before = (folder / "master.key").read_text()
    printed = shares(run("keys", "split").output)
    assert len(printed) == 3
    (folder / "master.key").unlink()
    result = run("keys", "recover", typed=f"{printed[first]}\n{printed[second]}\n")
    assert result.exit_code == 0, result.output
    assert (folder / "master.key").read_text() == before
    assert (folder / "master.key").stat().st_mode & 0o077 == 0


def test_a_share_is_named_when_it_is_the_wrong_one(folder):
    mine, other = keyshares.split(masterkey.made(3)), keyshares.split(masterkey.made(3))
    with pytest.raises(ShareError, match=f"of set {mine[0].set_number}, the second of set {other[1].set_number}"):
        keyshares.combine(mine[0], other[1])
    with pytest.raises(ShareError, match="Both are share 2"):
        keyshares.combine(mine[1], mine[1])


def test_a_slip_in_a_share_is_named(folder):
    words = list(keyshares.split(masterkey.made(1))[0].words)
    with pytest.raises(ShareError, match="Word 7, “xylofone”, is in no share"):
        keyshares.sheet(" ".join([*words[:6], "xylofone", *words[7:]]))
    exchanged = [*words[:9], words[10], words[9], *words[11:]]
    with pytest.raises(ShareError, match="checksum does not fit"):
        keyshares.sheet(" ".join(exchanged if exchanged != words else words[:-1]))
    with pytest.raises(ShareError, match="checksum does not fit"):
        keyshares.sheet(" ".join(words[:-1]))


def test_no_share_writes_over_a_key(folder):
    result = run("keys", "recover", typed="\n")
    assert result.exit_code == 1 and "Move it away first" in result.output


def test_an_envelope_to_its_holders_key_and_back(folder, identity):
    before = {name: (folder / name).read_text() for name in ("master.key", "seal.key", "seal.pub", "context.key")}
    path = folder.parent / "envelope"
    assert run("keys", "export", "--to", str(path), "--recipient", public_of(identity)).exit_code == 0
    assert not [name for name, text in before.items() if text.strip().encode() in path.read_bytes()]
    for name in before:
        (folder / name).unlink()
    result = run("keys", "import", "--from", str(path), "--identity", str(identity))
    assert result.exit_code == 0, result.output
    assert {name: (folder / name).read_text() for name in before} == before


def test_an_envelope_under_a_passphrase(folder):
    path, key = folder.parent / "envelope", (folder / "master.key").read_text()
    assert run("keys", "export", "--to", str(path), typed=f"{PASSPHRASE}\n{PASSPHRASE}\n").exit_code == 0
    (folder / "master.key").unlink()
    wrong = run("keys", "import", "--from", str(path), typed="something else\n")
    assert "does not open with this key or passphrase" in str(wrong.exception)
    assert run("keys", "import", "--from", str(path), typed=f"{PASSPHRASE}\n").exit_code == 0
    assert (folder / "master.key").read_text() == key


def test_an_envelope_never_writes_over_another_key(folder, identity):
    path = folder.parent / "envelope"
    run("keys", "export", "--to", str(path), "--recipient", public_of(identity))
    masterkey.keep(folder / "master.key", [masterkey.made(1)])
    (folder / "seal.key").unlink()
    result = run("keys", "import", "--from", str(path), "--identity", str(identity))
    assert "holds another key" in str(result.exception)
    assert not (folder / "seal.key").exists()


def test_a_short_passphrase_is_refused(folder):
    result = run("keys", "lock", typed="short\nshort\n")
    assert result.exit_code == 1 and "too short" in result.output
    assert (folder / "master.key").exists()


def test_a_locked_key_does_not_open_without_its_passphrase(folder):
    keys = [masterkey.made(1), masterkey.made(2)]
    path = folder / masterkey.LOCKED_NAME
    masterkey.lock(path, keys, PASSPHRASE)
    assert masterkey.unlock(path, masterkey.opener_of(path, PASSPHRASE)) == keys
    with pytest.raises(masterkey.WrongPassphrase):
        masterkey.unlock(path, masterkey.opener_of(path, PASSPHRASE + " "))
    assert not [key for key in keys if key.key.hex() in path.read_text()]


def test_a_key_file_is_read_as_it_always_was(folder):
    assert [key.version for key in masterkey.parse("ab" * 32)] == [1]
    two = [masterkey.made(1), masterkey.made(2)]
    assert masterkey.parse(masterkey.text_of(two)) == two
    for damaged in ("", "xyz", "ab" * 31, "0 " + "ab" * 32, f"1 {'ab' * 32}\n{'ab' * 32}"):
        with pytest.raises(ValueError):
            masterkey.parse(damaged)


def with_passphrase(words: list[str], environment: dict[str, str], passphrase: str) -> subprocess.CompletedProcess[str]:
    """A command that reads the passphrase from a descriptor of its own."""
    read, write = os.pipe()
    os.write(write, passphrase.encode() + b"\n")
    os.close(write)
    environment = environment | {"SAMAAN_PASSPHRASE_FD": str(read)}
    try:
        return subprocess.run(
            [*SAMAAN, *words], env=environment, cwd=ROOT, capture_output=True, text=True, pass_fds=[read], timeout=90
        )
    finally:
        os.close(read)


def test_a_whole_installation_under_a_passphrase(own_database, tmp_path, monkeypatch):
    environment = own_database.environment()
    caseload("fill", "1", environment=environment)
    locked = own_database.server.data_dir / masterkey.LOCKED_NAME
    clear = own_database.server.data_dir / masterkey.NAME
    old = clear.read_text().strip()
    masterkey.lock(locked, masterkey.parse(old), PASSPHRASE)
    clear.unlink()
    environment["SAMAAN_MASTER_KEY_FROM"] = "passphrase"

    # A service without it says so and ends.
    for words in (["serve", "--port", "1"], ["work"], ["keys", "status"]):
        refused = samaan(*words, environment=environment)
        assert refused.returncode == 2 and "neither a terminal" in refused.stderr
    wrong = with_passphrase(["keys", "status"], environment, "something else")
    assert wrong.returncode == 2 and "does not open" in wrong.stderr

    told = with_passphrase(["keys", "status"], environment, PASSPHRASE)
    assert told.returncode == 0, told.stderr
    assert old not in told.stdout + told.stderr and "wraps 2 data keys" in told.stdout
    rotated = with_passphrase(["keys", "rotate"], environment, PASSPHRASE)
    assert rotated.returncode == 0, rotated.stderr
    assert [key.version for key in masterkey.unlock(locked, masterkey.opener_of(locked, PASSPHRASE))] == [2]


def test_what_was_unlocked_is_there_for_the_children_and_in_no_environment(folder, monkeypatch):
    keys = config.read().master_keys()
    masterkey.lock(folder / masterkey.LOCKED_NAME, keys, PASSPHRASE)
    (folder / masterkey.NAME).unlink()
    read, write = os.pipe()
    os.write(write, PASSPHRASE.encode() + b"\n")
    os.close(write)
    monkeypatch.setenv("SAMAAN_UNLOCKED", "")
    monkeypatch.setenv("SAMAAN_MASTER_KEY_FROM", "passphrase")
    monkeypatch.setenv("SAMAAN_PASSPHRASE_FD", str(read))
    unlock(config.read())
    asking = "from samaan import config; print(config.read().master_keys()[0].mark)"
    child = subprocess.run([SAMAAN[0], "-c", asking], capture_output=True, text=True, cwd=ROOT)
    assert child.stdout.strip() == keys[0].mark, child.stderr
    assert not [value for value in os.environ.values() if PASSPHRASE in value or keys[0].key.hex() in value]


def test_web_processes_of_a_locked_installation_open_records(own_database, tmp_path):
    environment = own_database.environment()
    locked = own_database.server.data_dir / masterkey.LOCKED_NAME
    clear = own_database.server.data_dir / masterkey.NAME
    masterkey.lock(locked, masterkey.parse(clear.read_text()), PASSPHRASE)
    clear.unlink()
    pipe = tmp_path / "passphrase"
    os.mkfifo(pipe)
    descriptor = os.open(pipe, os.O_RDWR)
    os.write(descriptor, PASSPHRASE.encode() + b"\n")
    starter = tmp_path / "start.sh"
    starter.write_text(f'exec "$@" 9<{pipe}\n')
    environment |= {"SAMAAN_MASTER_KEY_FROM": "passphrase", "SAMAAN_PASSPHRASE_FD": "9"}
    with web(environment, log=tmp_path / "log", before=["sh", str(starter)]) as server:
        assert server.status("/report/") == 200
    os.close(descriptor)


def test_a_key_from_systemd(folder, tmp_path, monkeypatch):
    key = (folder / "master.key").read_text()
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / "master.key").write_text(key)
    # As systemd shows it: its access list looks like rights of the group.
    (credentials / "master.key").chmod(0o440)
    (folder / "master.key").unlink()
    environment = {"SAMAAN_DATA_DIR": str(folder), "SAMAAN_MASTER_KEY_FROM": "credential"}
    found = config.read(environment)
    with pytest.raises(config.BadConfiguration, match="is missing"):
        found.master_keys()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    assert masterkey.text_of(found.master_keys()) == key.strip()
    with pytest.raises(config.BadConfiguration, match="hands the master key over when a service starts"):
        found.keep_master_keys([masterkey.made(2)])


def test_a_public_key_is_printed_and_the_secret_one_kept_to_its_owner(tmp_path):
    path = tmp_path / "identity.txt"
    public = well("backup", "key", "-o", str(path), environment=clean_environment()).strip()
    assert public.startswith("age1") and path.stat().st_mode & 0o077 == 0
    assert public_of(path) == public
