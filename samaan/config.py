"""Configuration from the environment: one table, read once, refused at start when wrong."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

DATABASE_ROLES = ("owner", "app", "job", "sealer", "auditor")


class BadConfiguration(Exception):
    """An environment variable holds something Samaan cannot use; the message names it."""


@dataclass(frozen=True)
class Config:
    data_dir: Path
    database_url: str
    database_role: str
    demo: bool
    debug: bool
    hosts: tuple[str, ...]
    base_url: str
    mail_url: str

    def database(self) -> dict:
        """Django's settings for the one database, as the role this process runs as."""
        url = urlsplit(self.database_url)
        user = f"samaan_{self.database_role}"
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.lstrip("/")),
            "HOST": url.hostname or "",
            "PORT": str(url.port or ""),
            "USER": user,
            "PASSWORD": self.role_passwords().get(user, ""),
        }

    def role_passwords(self) -> dict[str, str]:
        path = self.data_dir / "database-roles.json"
        return json.loads(path.read_text()) if path.exists() else {}


def read(env=os.environ) -> Config:
    data_dir = Path(env.get("SAMAAN_DATA_DIR", "var")).resolve()
    role = env.get("SAMAAN_DATABASE_ROLE", "app")
    if role not in DATABASE_ROLES:
        raise BadConfiguration(f"SAMAAN_DATABASE_ROLE: “{role}” is not one of {', '.join(DATABASE_ROLES)}.")
    return Config(
        data_dir=data_dir,
        database_url=env.get("SAMAAN_DATABASE_URL", "postgresql://127.0.0.1/samaan"),
        database_role=role,
        demo=env.get("SAMAAN_DEMO", "") == "1",
        debug=env.get("SAMAAN_DEBUG", "") == "1",
        hosts=tuple(h for h in env.get("SAMAAN_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h),
        base_url=env.get("SAMAAN_BASE_URL", "http://127.0.0.1:8000"),
        mail_url=env.get("SAMAAN_MAIL_URL", ""),
    )
