"""The usual password hash, which counts how often it is worked out."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class CountingHasher(Argon2PasswordHasher):
    worked = 0

    def encode(self, password, salt):
        CountingHasher.worked += 1
        return super().encode(password, salt)

    def verify(self, password, encoded):
        CountingHasher.worked += 1
        return super().verify(password, encoded)
