"""Wrapping data keys and blinding what is looked up: what opens with what, and what never does."""

from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag

from samaan.access import context
from samaan.masterkey import MasterKey
from samaan.vault import keyring, master
from samaan.vault.fields import EncryptedText
from samaan.vault.models import DataKey
from tests.access.test_row_security import begin_file
from tests.factories.accounts import make_user

ONE, TWO, THREE = (MasterKey(number, bytes([number]) * 32) for number in (1, 2, 3))
KEY = b"k" * 32


@pytest.fixture
def two_versions(monkeypatch):
    monkeypatch.setattr(master, "versions", lambda: [ONE, TWO])


def test_the_newest_wraps_and_either_opens_what_it_wrapped(two_versions):
    assert master.newest() == TWO
    assert master.unwrap(master.wrap(KEY, "a record"), "a record", [TWO]) == KEY
    assert master.unwrap(master.wrap(KEY, "a record", ONE), "a record", [ONE]) == KEY
    for version in (ONE, TWO):
        assert master.unwrap(master.wrap(KEY, "a record", version), "a record") == KEY


def test_nothing_opens_for_another_record_or_by_another_version(two_versions):
    wrapped = master.wrap(KEY, "a record")
    for bound_to, by in (("another", None), ("a record", [ONE]), ("a record", [])):
        with pytest.raises(InvalidTag):
            master.unwrap(wrapped, bound_to, by)
    with pytest.raises(InvalidTag):
        master.unwrap(master.wrap(KEY, "a record", THREE), "a record")


def test_the_same_key_never_looks_the_same_twice(two_versions):
    one, other = master.wrap(KEY, "a record"), master.wrap(KEY, "a record")
    assert one != other
    assert one[: master.NONCE_BYTES] != other[: master.NONCE_BYTES]
    assert KEY not in one


def test_wrapped_anew_it_opens_by_the_new_version_alone(two_versions):
    anew = master.rewrapped(master.wrap(KEY, "a record", ONE), "a record", TWO)
    assert master.unwrap(anew, "a record", [TWO]) == KEY
    with pytest.raises(InvalidTag):
        master.unwrap(anew, "a record", [ONE])


def test_it_is_wrapped_by_the_version_that_is_named_not_by_the_newest(two_versions):
    back = master.rewrapped(master.wrap(KEY, "a record", TWO), "a record", ONE)
    assert master.unwrap(back, "a record", [ONE]) == KEY


def test_what_is_wrapped_by_it_already_or_opens_by_none_is_left_alone(two_versions):
    assert master.rewrapped(master.wrap(KEY, "a record", TWO), "a record", TWO) is None
    assert master.rewrapped(master.wrap(KEY, "a record", THREE), "a record", TWO) is None
    assert master.rewrapped(master.wrap(KEY, "a record", ONE), "another", TWO) is None


def test_a_token_is_the_same_for_the_same_words_purpose_and_key(two_versions):
    token = master.blind("Marisol", "name", ONE)
    assert token == master.blind("Marisol", "name", ONE)
    others = [("Marisela", "name", ONE), ("Marisol", "phone", ONE), ("Marisol", "name", TWO)]
    assert token not in [master.blind(*other) for other in others]
    assert -(1 << 63) <= token < 1 << 63
    assert any(master.blind(str(number), "name") < 0 for number in range(20)), "signed, as bigint is"


def test_the_newest_blinds_unless_another_is_named(two_versions):
    assert master.blind("Marisol", "name") == master.blind("Marisol", "name", TWO)


def test_what_was_handed_out_is_looked_up_by_the_first_key(two_versions, monkeypatch):
    monkeypatch.setattr(master, "_lasting", lambda purpose: b"kept" + purpose.encode())
    assert master._blinding("receipt", TWO) == b"keptreceipt"
    assert master._blinding("receipt", ONE) == master.first_blinding(ONE, "receipt")
    assert master._blinding("name", TWO) == master.first_blinding(TWO, "name")


def test_wrapping_and_blinding_use_different_keys(two_versions):
    keys = {master.first_blinding(ONE, purpose) for purpose in ("name", "receipt", "wrap")}
    assert len(keys | {master._derived(ONE.key, "wrap"), ONE.key}) == 5
    assert {len(key) for key in keys} == {32}


def test_a_wrapped_key_is_bound_to_record_class_and_version():
    record = uuid4()
    bound = [
        keyring.bound_to(record, 1), keyring.bound_to(record, 2), keyring.bound_to(uuid4(), 1),
        keyring.bound_to(record, 1, "safe_contact"), keyring.bound_to(record, 2, "safe_contact"),
        keyring.bound_to(record, 1, "informant"),
    ]  # fmt: skip
    assert len(set(bound)) == 6
    assert bound[0] == f"{record}|1"
    assert bound[3] == f"{record}|safe_contact|1"


@pytest.mark.django_db
def test_the_key_of_a_sealed_value_is_not_the_records_and_in_no_ring():
    anna, nonce = make_user("case_manager"), bytes(12)
    with context.acting(context.of_user(anna)), keyring.fresh():
        record = begin_file(anna).record_id
        made = keyring.make_sealed(record, "safe_contact", 3)
        of_record = keyring.key_of(record)
        assert (of_record.version, made.version) == (1, 3)
        with pytest.raises(InvalidTag):
            of_record.cipher.decrypt(nonce, made.cipher.encrypt(nonce, b"Ring twice", None), None)
        with pytest.raises(keyring.KeyUnavailable, match="no key for record"):
            keyring.key_of(uuid4())


def test_out_of_a_request_no_key_is_remembered():
    assert keyring._ring() == {}
    keyring._ring()[uuid4()] = "a key"
    assert keyring._ring() == {}
    with keyring.fresh():
        keyring._ring()["a record"] = "a key"
        with keyring.fresh():
            assert keyring._ring() == {}
        assert keyring._ring() == {"a record": "a key"}


def test_an_encrypted_field_can_be_edited_and_has_a_name():
    assert EncryptedText("where they sleep").verbose_name == "where they sleep"
    assert EncryptedText().editable
    assert not EncryptedText(editable=False).editable
    assert EncryptedText(null=True).get_default() is None
    assert EncryptedText().get_default() == ""
    assert EncryptedText(default="none").get_default() == "none"
    assert DataKey._meta.db_table == "vault_datakey"
