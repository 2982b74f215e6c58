"""What leaves as a file: encrypted, and silent about the names of what is inside."""

import hashlib
import io
import re
import zipfile

import py7zr
import pyrage
import pytest

from samaan.common import envelope

FILES = {"dayanara.txt": "Dayanara, detrás de la panadería".encode(), "document-01.pdf": b"%PDF-1.7" * 1000}


def test_only_the_recipients_key_opens_it():
    mine, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    sealed = envelope.to_key(FILES, str(mine.to_public()))
    assert b"dayanara" not in sealed and sealed.startswith(b"age-encryption.org/v1")
    assert envelope.unpacked(pyrage.decrypt(sealed, [mine])) == FILES
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed, [other])


def test_under_a_password_even_the_names_are_hidden(tmp_path):
    password = envelope.new_password()
    sealed = envelope.by_password(FILES, password)
    assert sealed.startswith(b"7z\xbc\xaf\x27\x1c")
    assert b"dayanara" not in sealed and "dayanara".encode("utf-16-le") not in sealed
    with py7zr.SevenZipFile(io.BytesIO(sealed), password=password) as archive:
        assert sorted(archive.getnames()) == sorted(FILES)
        archive.extractall(tmp_path)
    assert {name: (tmp_path / name).read_bytes() for name in FILES} == FILES


@pytest.mark.parametrize("wrong", [None, "", "abcd-efgh-jkmn-pqrs-tuvw"])
def test_without_the_password_not_even_a_name_comes_out(wrong):
    sealed = envelope.by_password(FILES, envelope.new_password())
    # What comes out is noise; the library stumbles over it in one of these ways.
    stumbles = (py7zr.PasswordRequired, py7zr.Bad7zFile, TypeError)
    with pytest.raises(stumbles), py7zr.SevenZipFile(io.BytesIO(sealed), password=wrong) as archive:
        archive.getnames()


def test_a_password_is_readable_aloud_and_never_the_same():
    made = {envelope.new_password() for _number in range(500)}
    assert len(made) == 500
    assert all(re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){4}[a-hjkmnp-z2-9]{4}", password) for password in made)


@pytest.mark.parametrize("key", ["", "age1", "AGE-SECRET-KEY-1QQ", "ssh-ed25519 AAAA", "age1" + "q" * 58])
def test_what_is_no_key_is_refused(key):
    with pytest.raises(envelope.NoSuchKey):
        envelope.to_key(FILES, key)
    with pytest.raises(envelope.NoSuchKey):
        envelope.fingerprint(key)


def test_a_fingerprint_is_the_keys_own():
    first, second = (str(pyrage.x25519.Identity.generate().to_public()) for _number in range(2))
    assert envelope.fingerprint(first) == envelope.fingerprint(f"  {first}\n") != envelope.fingerprint(second)
    assert re.fullmatch(r"([0-9a-f]{4} ){4}[0-9a-f]{4}", envelope.fingerprint(first))
    # As docs/exports.md tells the recipient to compute it.
    assert envelope.fingerprint(first).replace(" ", "") == hashlib.sha256(first.encode()).hexdigest()[:20]


def test_the_container_says_nothing_of_when():
    with zipfile.ZipFile(io.BytesIO(envelope.packed(FILES))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
