"""A signed statement of what the log was at one moment: so many events, this root, after that checkpoint."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from samaan.audit.tree import Hash

# Nothing else is ever signed with this key, and should it be: not under this name.
TITLE = "samaan checkpoint 1"
BEGINNING = hashlib.sha256(b"").hexdigest()


class NotACheckpoint(ValueError):
    """Text that is no checkpoint."""


@dataclass(frozen=True)
class Signed:
    """One checkpoint; hashes, key and signature in hexadecimal.

    `size` counts all events sealed up to now, `previous` is the digest of the checkpoint before, and every
    transaction below `horizon` had ended and is sealed in this or an earlier one.
    """

    number: int
    size: int
    root: str
    previous: str
    sealed_at: str
    horizon: int
    key: str
    signature: str = ""

    def text(self) -> bytes:
        """What is signed."""
        facts = (self.number, self.size, self.root, self.previous, self.sealed_at, self.horizon, self.key)
        return "\n".join([TITLE, *map(str, facts), ""]).encode()

    def digest(self) -> str:
        return hashlib.sha256(self.text()).hexdigest()

    def root_hash(self) -> Hash:
        return bytes.fromhex(self.root)

    def line(self) -> str:
        """As one line, for a witness."""
        return json.dumps({"samaan": "checkpoint", **asdict(self)})

    def is_signed(self) -> bool:
        """Whether the key it names has signed it; whether that key is ours is another question."""
        try:
            key = Ed25519PublicKey.from_public_bytes(unhex(self.key))
            key.verify(unhex(self.signature), self.text())
        except (InvalidSignature, ValueError):
            return False
        return True


def sign(checkpoint: Signed, key: Ed25519PrivateKey) -> Signed:
    return replace(checkpoint, signature=key.sign(checkpoint.text()).hex())


def parse(line: str) -> Signed:
    """A checkpoint from its line; NotACheckpoint for anything else."""
    try:
        facts = json.loads(line)
        if facts.pop("samaan") != "checkpoint":
            raise NotACheckpoint(line)
        found = Signed(**facts)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise NotACheckpoint(line) from None
    texts = (found.root, found.previous, found.sealed_at, found.key, found.signature)
    numbers = (found.number, found.size, found.horizon)
    if not all(type(value) is int for value in numbers) or not all(isinstance(value, str) for value in texts):
        raise NotACheckpoint(line)
    return found


def read(text: str) -> list[Signed]:
    """Every checkpoint in a text: a witness file, or an e-mail as somebody saved it."""
    found = []
    for line in text.splitlines():
        try:
            found.append(parse(line.strip().lstrip("> ")))
        except NotACheckpoint:
            continue
    return found


def unhex(text: str) -> bytes:
    """Hexadecimal as we write it, so that one thing is written in one way only."""
    found = bytes.fromhex(text)
    if found.hex() != text:
        raise ValueError(text)
    return found


def moment(at: datetime) -> str:
    """A time as a checkpoint tells it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
