"""Where a site keeps its things, under which names it answers, and in which mode it runs."""

import os
import secrets
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from klantkluis.core.made_once import made_once


class Mode(StrEnum):
    """How strict the site is. Demo and development allow plain HTTP on this machine."""

    PRODUCTION = "production"
    DEVELOPMENT = "development"
    DEMO = "demo"


LOOPBACK = frozenset({"127.0.0.1", "[::1]", "localhost"})
"""Names of this machine, which nobody elsewhere can reach."""
PLAYING = frozenset({Mode.DEVELOPMENT, Mode.DEMO})


@dataclass(frozen=True, slots=True)
class SitePlace:
    """The directory of one site and the database it uses."""

    root: Path
    mode: Mode
    database_url: str

    @classmethod
    def from_environment(cls) -> "SitePlace":
        """Read it from KLANTKLUIS_SITE_DIR, KLANTKLUIS_SITE_MODE and
        KLANTKLUIS_SITE_DATABASE_URL."""
        root = Path(os.environ.get("KLANTKLUIS_SITE_DIR", ".data/site")).resolve()
        return cls(
            root=root,
            mode=Mode(os.environ.get("KLANTKLUIS_SITE_MODE", Mode.DEVELOPMENT)),
            database_url=os.environ.get(
                "KLANTKLUIS_SITE_DATABASE_URL", f"sqlite:///{root}/site.sqlite3"
            ),
        )

    @property
    def plays(self) -> bool:
        """Whether nothing here is real."""
        return self.mode in PLAYING

    @property
    def identity(self) -> Path:
        """The file with the id and the signing key of the site."""
        return self.root / "identity.json"

    def prepare(self) -> None:
        """Make the directory, readable by its owner only."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)

    def hosts(self) -> list[str]:
        """Give the names under which the site answers: loopback, and KLANTKLUIS_SITE_HOSTS."""
        extra = [name for name in os.environ.get("KLANTKLUIS_SITE_HOSTS", "").split(",") if name]
        return ["localhost", "127.0.0.1", "[::1]", *extra]

    def secret_key(self) -> str:
        """Give Django's secret, made at first use. It signs forms, and protects nobody's data."""
        path = self.root / "secret.key"
        made_once(path, lambda: secrets.token_urlsafe(48).encode())
        return path.read_text()


@cache
def here() -> SitePlace:
    """Give the place of this process."""
    return SitePlace.from_environment()


def database_settings(url: str) -> dict[str, object]:
    """Turn a database URL into Django's settings.

    SQLite: nothing is left of what was deleted (`secure_delete`), sorting stays in memory, and
    each commit is on the disk before it is answered.

    Raises:
        ValueError: the scheme is neither `sqlite` nor `postgresql`.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        memory = parts.path == "/:memory:"
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ":memory:" if memory else unquote(parts.path.removeprefix("/")),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                " PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728;"
                " PRAGMA secure_delete=ON;",
            },
            "CONN_MAX_AGE": None,
        }
    if parts.scheme in {"postgresql", "postgres"}:
        query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.removeprefix("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(query.get("host", parts.hostname or "")),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ValueError(f"KLANTKLUIS_SITE_DATABASE_URL: unknown kind of database {parts.scheme!r}")
