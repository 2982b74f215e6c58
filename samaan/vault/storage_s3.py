"""Encrypted files in an S3-compatible store."""

import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Any, BinaryIO, cast
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

# One part at a time: little memory, whatever the file's size; and in this thread, for what is read here is decrypted
# with keys that only this thread's transaction may see.
PIECEWISE = TransferConfig(multipart_threshold=8 * 1024**2, multipart_chunksize=8 * 1024**2, use_threads=False)
PATIENCE = Config(connect_timeout=5, read_timeout=60, retries={"max_attempts": 4, "mode": "standard"})
MISSING = ("NoSuchKey", "404")


class Bucket:
    """Files in one bucket, below a folder of it."""

    def __init__(self, client: Any, name: str, folder: str):
        self.client, self.bucket, self.folder = client, name, folder

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        source = io.BufferedReader(Pieces(pieces), 1024**2)
        self.client.upload_fileobj(source, self.bucket, self.folder + name, Config=PIECEWISE)

    def open(self, name: str, offset: int = 0) -> BinaryIO:
        wanted = {"Range": f"bytes={offset}-"} if offset else {}
        try:
            answer = self.client.get_object(Bucket=self.bucket, Key=self.folder + name, **wanted)
        except ClientError as refused:
            if refused.response["Error"]["Code"] in MISSING:
                raise FileNotFoundError(name) from None
            raise
        return cast(BinaryIO, answer["Body"])

    def remove(self, name: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=self.folder + name)

    def remove_all(self, folder: str) -> None:
        for name, _ in self.names(f"{folder}/"):
            self.remove(name)

    def names(self, folder: str = "") -> Iterator[tuple[str, datetime]]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.folder + folder)
        for page in pages:
            for found in page.get("Contents", []):
                yield found["Key"].removeprefix(self.folder), found["LastModified"]


class Pieces(io.RawIOBase):
    """Pieces that are made as they are read, as one stream."""

    def __init__(self, pieces: Iterable[bytes]):
        self.pieces, self.rest = iter(pieces), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.rest:
            found = next(self.pieces, None)
            if found is None:
                return 0
            self.rest = found
        taken = self.rest[: len(buffer)]
        self.rest = self.rest[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)


@cache
def bucket(address: str) -> Bucket:
    split = urlsplit(address)
    query = parse_qs(split.query)
    host = f"{split.hostname}:{split.port}" if split.port else split.hostname
    name, _, folder = split.path.strip("/").partition("/")
    client = boto3.client(
        "s3",
        endpoint_url=f"{'http' if query.get('tls') == ['0'] else 'https'}://{host}",
        region_name=query.get("region", ["us-east-1"])[0],
        # Without a key in the address the machine's own role counts.
        aws_access_key_id=unquote(split.username) if split.username else None,
        aws_secret_access_key=unquote(split.password) if split.password else None,
        config=PATIENCE,
    )
    return Bucket(client, name, f"{folder}/" if folder else "")
