"""Model fields whose column holds only ciphertext.

AES-256-GCM under the data key of `instance.record_id`. The additional data binds table, column, record,
row and key version: a ciphertext moved anywhere else does not open.
"""

import json
import os
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from samaan.vault import keyring

NONCE_BYTES = 12


class Ciphertext(bytes):
    """What came from the database and nobody has looked at yet."""


class EncryptedAttribute(DeferredAttribute):
    field: "EncryptedText"

    def __get__(self, instance, cls=None):
        value = super().__get__(instance, cls)
        if isinstance(value, Ciphertext):
            value = self.field.decrypt(instance, value)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


class EncryptedText(models.BinaryField):
    """Text of any length; `str` in Python."""

    # What the type checker takes an attribute of this kind for.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    descriptor_class = EncryptedAttribute
    empty_strings_allowed = True

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def encode(self, value) -> bytes:
        return str(value).encode()

    def decode(self, data: bytes):
        return data.decode()

    def get_default(self):
        return super().get_default() if self.has_default() else (None if self.null else "")

    def to_python(self, value):
        return value

    def value_to_string(self, obj):
        raise TypeError(f"{self} is encrypted and is not serialised")

    def from_db_value(self, value, expression, connection):
        return None if value is None else Ciphertext(value)

    def pre_save(self, model_instance, add):
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Ciphertext):
            return value
        return self.encrypt(model_instance, value)

    def get_prep_value(self, value):
        if value is None or isinstance(value, Ciphertext):
            return value
        raise TypeError(f"{self} is encrypted: save the instance, do not filter or update by its value")

    def encrypt(self, instance, value) -> Ciphertext:
        key = keyring.key_of(instance.record_id)
        nonce = os.urandom(NONCE_BYTES)
        sealed = key.cipher.encrypt(nonce, self.encode(value), self.bound_to(instance, key.version))
        return Ciphertext(bytes([key.version]) + nonce + sealed)

    def decrypt(self, instance, ciphertext: bytes):
        """Raises cryptography.exceptions.InvalidTag when the bytes were changed or moved."""
        key = keyring.key_of(instance.record_id)
        version, nonce, sealed = ciphertext[0], ciphertext[1 : 1 + NONCE_BYTES], ciphertext[1 + NONCE_BYTES :]
        return self.decode(key.cipher.decrypt(nonce, sealed, self.bound_to(instance, version)))

    def bound_to(self, instance, version: int) -> bytes:
        table = instance._meta.db_table
        return f"{table}|{self.column}|{instance.record_id}|{instance.pk}|{version}".encode()


class EncryptedJSON(EncryptedText):
    """Any JSON value, encrypted whole. Assign a new value to change it: edits in place are not seen."""

    def encode(self, value) -> bytes:
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).encode()

    def decode(self, data: bytes):
        return json.loads(data)

    def get_default(self):
        return super().get_default() if self.has_default() else None


class EncryptedBytes(EncryptedText):
    """Bytes, encrypted whole: what is small enough to be held in memory."""

    def encode(self, value) -> bytes:
        return bytes(value)

    def decode(self, data: bytes):
        return data
