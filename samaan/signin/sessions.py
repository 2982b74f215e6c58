"""Where sessions lie: in the database, so that they end at once; of no use to whoever steals it.

The database holds the SHA-256 of each browser's key and the content sealed with the master key, bound to that key.
"""

import base64
import hashlib
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as InClear
from django.utils import timezone

from samaan.signin.models import Session
from samaan.vault import master

__all__ = ["SessionStore", "UpdateError", "hidden"]


def hidden(session_key: str) -> str:
    """What the database knows a browser's key by."""
    return hashlib.sha256(session_key.encode()).hexdigest()


class SessionStore(InClear):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        row = None
        if self.session_key:
            live = Session.objects.filter(session_key=hidden(self.session_key), expire_date__gt=timezone.now())
            row = live.first()
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(session_key=hidden(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        session_key = session_key or self.session_key
        if session_key:
            Session.objects.filter(session_key=hidden(session_key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        browser, system = data.get("device") or ("", "")
        return Session(
            session_key=hidden(self.session_key or ""),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            user_id=data.get(SESSION_KEY),
            browser=browser,
            system=system,
            started_at=moment(data.get("started")),
            seen_at=moment(data.get("seen")),
        )

    def encode(self, session_dict: dict[str, Any]) -> str:
        content = self.serializer().dumps(session_dict)
        return base64.b64encode(master.wrap(content, self.bound_to())).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        try:
            return self.serializer().loads(master.unwrap(base64.b64decode(session_data), self.bound_to()))
        except (InvalidTag, ValueError):
            return {}

    def bound_to(self) -> str:
        return bound_to(hidden(self.session_key or ""))


def bound_to(hidden_key: str) -> str:
    return f"session|{hidden_key}"


def moment(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
