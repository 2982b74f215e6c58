"""What an archive says of itself: at its beginning how to read it, at its end what must have come, signed."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from samaan.server.backup import BackupError

FORMAT = 1
HEADER, MANIFEST = "samaan-backup.json", "manifest.json"
# Checkpoints are signed with the same key: under another title, so that neither passes for the other.
TITLE = b"samaan backup manifest 1\n"


@dataclass(frozen=True)
class Header:
    """The first member. `masters` tells which master keys open the records: version and mark, never a key."""

    version: str
    made_at: str
    migrations: list[list[str]]
    columns: dict[str, list[str]]
    masters: dict[str, str]
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self)).encode()


@dataclass
class Part:
    """The rows of a table, or all documents: how many, how long, and their SHA-256."""

    count: int = 0
    size: int = 0
    sha256: str = ""
    _hash: Any = field(default_factory=hashlib.sha256, repr=False, compare=False)

    def take(self, content: bytes) -> None:
        self.size += len(content)
        self._hash.update(content)

    def closed(self) -> "Part":
        self.sha256 = self._hash.hexdigest()
        return self

    def facts(self) -> dict[str, Any]:
        return {"count": self.count, "size": self.size, "sha256": self.sha256}


@dataclass(frozen=True)
class Manifest:
    """The last member. `checkpoint` is the newest of the sealed log, as a witness would keep it."""

    header: str
    tables: dict[str, Part]
    files: Part
    sequences: dict[str, int]
    checkpoint: str
    missing: list[str]

    def text(self) -> str:
        facts = {
            "header": self.header,
            "tables": {name: part.facts() for name, part in self.tables.items()},
            "files": self.files.facts(),
            "sequences": self.sequences,
            "checkpoint": self.checkpoint,
            "missing": self.missing,
        }
        return json.dumps(facts)


@dataclass(frozen=True)
class SignedManifest:
    """A manifest with the key that signed it; whether that key is ours is another question."""

    manifest: Manifest
    key: str


def sign(manifest: Manifest, key: Ed25519PrivateKey) -> bytes:
    text = manifest.text()
    signed = {
        "manifest": text,
        "key": key.public_key().public_bytes_raw().hex(),
        "signature": key.sign(TITLE + text.encode()).hex(),
    }
    return json.dumps(signed).encode()


def read_header(content: bytes) -> Header:
    try:
        header = Header(**json.loads(content))
    except (ValueError, TypeError):
        raise BackupError("This is no backup of Samaan: it does not begin with a readable description.") from None
    if header.format != FORMAT:
        raise BackupError(f"This archive has format {header.format}; this version of Samaan reads {FORMAT}.")
    return header


def read_signed(content: bytes) -> SignedManifest:
    try:
        signed = json.loads(content)
        text = signed["manifest"]
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signed["key"]))
        key.verify(bytes.fromhex(signed["signature"]), TITLE + text.encode())
        facts = json.loads(text)
        facts["tables"] = {name: Part(**part) for name, part in facts["tables"].items()}
        facts["files"] = Part(**facts["files"])
        return SignedManifest(Manifest(**facts), signed["key"])
    except (InvalidSignature, ValueError, TypeError, KeyError, AttributeError):
        raise BackupError("The archive's manifest is damaged, or its signature is not genuine.") from None


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
