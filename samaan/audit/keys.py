"""The key that signs checkpoints, and the public keys by which they are known."""

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from samaan import keyfiles
from samaan.config import Config


@dataclass(frozen=True)
class Signer:
    """The key in use, and the public keys of all checkpoints there may be."""

    key: Ed25519PrivateKey
    known: tuple[str, ...]

    @property
    def public(self) -> str:
        return public(self.key)


def signer(config: Config) -> Signer:
    """With the key of `seal.key`; the first time its public half is noted in `seal.pub`.

    Raises keyfiles.KeyFileError when it is not the key this log was signed with.
    """
    key = Ed25519PrivateKey.from_private_bytes(config.seal_key())
    path = config.seal_public_file()
    keyfiles.write_new(path, public(key))
    known = read_public(path)
    if public(key) != known[-1]:
        raise keyfiles.KeyFileError(
            f"{config.data_dir / 'seal.key'} is not the key that {path} names. Put the right one back from your"
            " safe copy, or, when it is lost for ever: `samaan events new-key`."
        )
    return Signer(key, tuple(known))


def public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def read_public(path: Path) -> list[str]:
    """The public keys in a file, one a line, the newest last."""
    try:
        lines = path.read_text(encoding="ascii").split()
    except (FileNotFoundError, UnicodeDecodeError):
        lines = []
    if not lines or not all(is_public_key(line) for line in lines):
        raise keyfiles.KeyFileError(f"{path} holds no public key. The sealer writes it when it first starts.")
    return lines


def is_public_key(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def short(key: str) -> str:
    """The beginning of a public key, for people to compare."""
    return " ".join(key[start : start + 4] for start in range(0, 16, 4))


def replace(config: Config) -> str:
    """Make a new signing key; the old one's public half stays known. Returns the new public key."""
    known = read_public(config.seal_public_file())
    key = Ed25519PrivateKey.generate()
    keyfiles.replace_private(config.data_dir / "seal.key", key.private_bytes_raw().hex())
    keyfiles.replace_private(config.seal_public_file(), "\n".join([*known, public(key)]))
    return public(key)
