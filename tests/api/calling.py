"""Calling the API as a program does."""

from datetime import timedelta
from typing import Any

from django.test import Client

from samaan.accounts.models import ApiToken, User


class Program:
    """A program that works with a person's token, or with none."""

    def __init__(self, user: User | None = None):
        self.user = user
        self.client = Client()
        token = ApiToken.issue(user, lasting=timedelta(days=1)) if user else ""
        self.headers = {"authorization": f"Bearer {token}"} if user else {}

    def call(self, method: str, path: str, sent: Any = None, *, expect: int = 200) -> Any:
        """Call an address and return what came back; anything but the expected status shows its body."""
        given = {"data": sent, "content_type": "application/json"} if sent is not None else {}
        return self.answer(getattr(self.client, method)(f"/api/v1{path}", headers=self.headers, **given), expect)

    def get(self, path: str, *, expect: int = 200) -> Any:
        return self.call("get", path, expect=expect)

    def post(self, path: str, sent: Any = None, *, expect: int = 200) -> Any:
        return self.call("post", path, {} if sent is None else sent, expect=expect)

    def put(self, path: str, sent: Any, *, expect: int = 200) -> Any:
        return self.call("put", path, sent, expect=expect)

    def upload(self, path: str, sent: dict, *, expect: int = 201) -> Any:
        """Multipart, as a browser sends files."""
        return self.answer(self.client.post(f"/api/v1{path}", sent, headers=self.headers), expect)

    @staticmethod
    def answer(response, expect: int) -> Any:
        if response.streaming:
            return b"".join(response.streaming_content)
        assert response.status_code == expect, response.content.decode()
        return response.json() if response.content else None
