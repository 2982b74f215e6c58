"""A field that shows a mask wherever it is shown. Only the act that reveals it has the key.

AES-256-GCM under a key of the value's own: made when the value is written, forgotten at once, and read back only
through `sec.open_sealed_key`, which asks for a reveal in the same transaction (docs/adr/0017). The additional data
binds table, column, record, row, class and key version. A model with such a field says `sealed_class` and `version`.
"""

import os
from typing import Any

from django.db.models.query_utils import DeferredAttribute
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samaan.vault import keyring
from samaan.vault.fields import NONCE_BYTES, Ciphertext, EncryptedAttribute, EncryptedJSON
from samaan.vault.keyring import OpenKey

VERSION_BYTES = 2
WORD: str | Promise = _("Sealed")


class Mask:
    """Stands where a sealed value is: whatever shows, sends, logs or prints it shows the mask."""

    __slots__ = ("_kept",)

    def __init__(self, kept: Any):
        self._kept = kept

    def __str__(self) -> str:
        return str(WORD)

    def __repr__(self) -> str:
        return "<sealed>"

    def __bool__(self) -> bool:
        return True

    def __reduce__(self) -> Any:
        raise TypeError("a sealed value is not copied out of the process")


class SealedAttribute(EncryptedAttribute):
    """Reading gives the mask, also before the value was saved; writing takes a new value."""

    field: "SealedJSON"

    def __get__(self, instance, cls=None):
        value = DeferredAttribute.__get__(self, instance, cls)
        if instance is None or value is None or isinstance(value, Mask):
            return value
        value = instance.__dict__[self.field.attname] = Mask(value)
        return value

    def __set__(self, instance, value):
        kept = value if value is None or isinstance(value, Mask) else Mask(value)
        instance.__dict__[self.field.attname] = kept


class SealedJSON(EncryptedJSON):
    """Any JSON value, sealed whole."""

    descriptor_class = SealedAttribute

    def pre_save(self, model_instance, add):
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, Mask):
            value = value._kept
        if value is not None and not isinstance(value, Ciphertext):
            value = self.encrypt(model_instance, value)
            # What was written in clear leaves memory with the statement that stored it.
            model_instance.__dict__[self.attname] = Mask(value)
        return value

    def get_prep_value(self, value):
        return super().get_prep_value(value._kept if isinstance(value, Mask) else value)

    def encrypt(self, instance, value) -> Ciphertext:
        key = keyring.make_sealed(instance.record_id, instance.sealed_class, instance.version)
        nonce = os.urandom(NONCE_BYTES)
        sealed = key.cipher.encrypt(nonce, self.encode(value), self.bound_to(instance, key.version))
        return Ciphertext(key.version.to_bytes(VERSION_BYTES) + nonce + sealed)

    def decrypt(self, instance, ciphertext: bytes):
        raise TypeError(f"{self} is sealed: only revealing it opens it")

    def open(self, instance, key: OpenKey) -> Any:
        """The value, with the key that the reveal was given.

        Raises cryptography.exceptions.InvalidTag when the bytes were changed or moved.
        """
        kept = getattr(instance, self.attname)._kept
        if not isinstance(kept, Ciphertext):
            raise TypeError("not saved yet")
        version, rest = int.from_bytes(kept[:VERSION_BYTES]), kept[VERSION_BYTES:]
        nonce, sealed = rest[:NONCE_BYTES], rest[NONCE_BYTES:]
        return self.decode(key.cipher.decrypt(nonce, sealed, self.bound_to(instance, version)))

    def bound_to(self, instance, version: int) -> bytes:
        table = instance._meta.db_table
        place = f"{table}|{self.column}|{instance.record_id}|{instance.pk}"
        return f"{place}|{instance.sealed_class}|{version}".encode()
