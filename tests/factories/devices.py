"""Telephones: added by the function the page calls, and a client that speaks OpenRosa as ODK Collect does."""

import base64
import hashlib
import http.client
import itertools
import re
import socket
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import uuid4
from xml.etree import ElementTree

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from samaan.accounts.models import User
from samaan.devices import workflow
from samaan.devices.models import Arrival, DeviceToken
from samaan.devices.workflow.tokens import Added
from tests.factories.cases import acting
from tests.factories.forms import FEARS

LIST = {"f": "http://openrosa.org/xforms/xformsList", "m": "http://openrosa.org/xforms/xformsManifest"}
MESSAGE = "{http://openrosa.org/http/response}message"


def make_device(user: User, name: str = "Blue phone") -> Added:
    with acting(user):
        added = workflow.add_device(name, by=user)
    return Added(DeviceToken.objects.get(pk=added.token.pk), added.secret)


def instance(
    inside: str = "",
    *,
    instance_id: str = "",
    form: str = "needs",
    version: str = "1",
    meta: str = "",
    fears: str = FEARS,
) -> bytes:
    """A filled-in form as a telephone writes it."""
    instance_id = instance_id or f"uuid:{uuid4()}"
    inside = inside or (
        f"<safety><fears>{fears}</fears><risk>low</risk><nights>3</nights></safety><health><illness/></health>"
        "<family><child><name>Kerlinda-Ann</name></child><children>1</children></family>"
    )
    return (
        f'<?xml version=\'1.0\' ?><data id="needs" version="{version}" xmlns:orx="http://openrosa.org/xforms">'
        f"{inside}<orx:meta><orx:instanceID>{instance_id}</orx:instanceID>{meta}</orx:meta></data>"
    ).encode()


@dataclass
class Phone:
    """As ODK Collect speaks: it asks, is told to sign in, and answers with what it was asked for."""

    username: str
    secret: str
    scheme: str = "Digest"
    secure: bool = True
    client: Client = field(default_factory=Client)
    counter: itertools.count = field(default_factory=lambda: itertools.count(1))

    def get(self, address: str) -> HttpResponse:
        return self.ask("GET", address)

    def head(self) -> HttpResponse:
        return self.ask("HEAD", "/odk/submission?deviceID=collect%3Aq1w2")

    def send(self, data: bytes, *files: SimpleUploadedFile, to: str = "/odk/submission") -> HttpResponse:
        """A POST as multipart, each file under its own name."""
        parts = {"xml_submission_file": SimpleUploadedFile("form.xml", data, "text/xml")}
        parts |= {str(file.name): file for file in files}
        return self.ask("POST", to, parts)

    def ask(self, method: str, address: str, parts: dict | None = None) -> HttpResponse:
        challenge = self.once(method, address, parts)
        if challenge.status_code != 401:
            return challenge
        for file in (parts or {}).values():
            file.seek(0)
        return self.once(method, address, parts, {"Authorization": self.proof(method, address, challenge)})

    def once(self, method: str, address: str, parts: dict | None = None, headers: dict | None = None) -> HttpResponse:
        headers = {"X-OpenRosa-Version": "1.0", "Date": "Mon, 30 Nov 2026 22:00:00 GMT", **(headers or {})}
        ask = getattr(self.client, method.lower())
        return ask(address, parts, secure=self.secure, headers=headers)

    def proof(self, method: str, address: str, challenge: HttpResponse) -> str:
        if self.scheme == "Basic":
            return "Basic " + base64.b64encode(f"{self.username}:{self.secret}".encode()).decode()
        offered = [words for name, words in challenge.items() if name == "WWW-Authenticate"]
        digest = next(words for words in offered if words.startswith("Digest"))
        asked = dict(re.findall(r'(\w+)="([^"]*)"', digest))
        nc, cnonce = f"{next(self.counter):08x}", "7ffe1c"
        one = md5(f"{self.username}:{asked['realm']}:{self.secret}")
        two = md5(f"{method}:{address}")
        response = md5(f"{one}:{asked['nonce']}:{nc}:{cnonce}:auth:{two}")
        return (
            f'Digest username="{self.username}", realm="{asked["realm"]}", nonce="{asked["nonce"]}", uri="{address}",'
            f' qop=auth, nc={nc}, cnonce="{cnonce}", response="{response}", algorithm=MD5'
        )


@dataclass
class Wire:
    """Bytes on a socket to the server: cut wherever a test cuts them."""

    port: int
    added: Added
    more: str = ""

    def request(self, data: bytes) -> bytes:
        boundary = uuid4().hex
        body = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="form.xml"\r\n'
            "Content-Type: text/xml\r\n\r\n"
        ).encode() + data + f"\r\n--{boundary}--\r\n".encode()  # fmt: skip
        proof = base64.b64encode(f"{self.added.token.username}:{self.added.secret}".encode()).decode()
        head = (
            f"POST /odk/submission HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAuthorization: Basic {proof}\r\n"
            f"X-OpenRosa-Version: 1.0\r\nContent-Type: multipart/form-data; boundary={boundary}\r\n"
            f"Content-Length: {len(body)}\r\n{self.more}Connection: close\r\n\r\n"
        )
        return head.encode() + body

    def send(self, sent: bytes) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        connection.sendall(sent)
        return connection

    def answer(self, sent: bytes) -> int:
        connection = self.send(sent)
        try:
            response = http.client.HTTPResponse(connection)
            response.begin()
            return response.status
        finally:
            connection.close()


def phone_of(user: User, **more) -> Phone:
    added = make_device(user)
    return Phone(added.token.username, added.secret, **more)


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def path_of(address: str) -> str:
    return urlsplit(address).path


def message(response: HttpResponse) -> str:
    return ElementTree.fromstring(response.content).findtext(MESSAGE) or ""


def arrivals_of(user: User) -> list[Arrival]:
    with acting(user):
        return list(Arrival.objects.order_by("arrived_at"))
