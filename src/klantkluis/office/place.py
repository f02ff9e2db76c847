"""Where an office keeps its things, and in which mode it runs."""

import os
import secrets
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote, urlsplit

from klantkluis.core.made_once import made_once
from klantkluis.office.ownership import give_to_folder


class Mode(StrEnum):
    """How strict the office is.

    Production gives each process a user of its own. Single is one person's computer: all
    processes are of one user, so whoever is that user can look into the open vault; all else is
    as strict. Demo and development allow keys that protect nothing.
    """

    PRODUCTION = "production"
    SINGLE = "single"
    DEVELOPMENT = "development"
    DEMO = "demo"


PLAYING = frozenset({Mode.DEVELOPMENT, Mode.DEMO})


@dataclass(frozen=True, slots=True)
class Place:
    """The directory of one office, and the database it uses.

    A packaged install spreads these over the system (see `deploy/`); each part can be pointed
    elsewhere with an environment variable.
    """

    root: Path
    mode: Mode
    database_url: str

    @classmethod
    def from_environment(cls) -> "Place":
        """Read the place from KLANTKLUIS_DIR, KLANTKLUIS_MODE and KLANTKLUIS_DATABASE_URL."""
        root = Path(os.environ.get("KLANTKLUIS_DIR", ".data/development")).resolve()
        return cls(
            root=root,
            mode=Mode(os.environ.get("KLANTKLUIS_MODE", Mode.DEVELOPMENT)),
            database_url=os.environ.get(
                "KLANTKLUIS_DATABASE_URL", f"sqlite:///{root}/office.sqlite3"
            ),
        )

    def part(self, name: str, default: str) -> Path:
        """Give the path of one part, which `KLANTKLUIS_<NAME>` may point elsewhere."""
        return Path(os.environ.get(f"KLANTKLUIS_{name}", self.root / default))

    @property
    def keystore(self) -> Path:
        """The keystore file of the vault."""
        return self.part("KEYSTORE", "keys/keystore.sqlite3")

    @property
    def copies(self) -> tuple[Path, ...]:
        """The folders for copies of the keystore, in KLANTKLUIS_KEYSTORE_COPIES with colons."""
        named = os.environ.get("KLANTKLUIS_KEYSTORE_COPIES", str(self.root / "keystore-copies"))
        return tuple(Path(name) for name in named.split(os.pathsep) if name)

    @property
    def audit(self) -> Path:
        """The audit file of the vault."""
        return self.part("AUDIT", "audit/audit.sqlite3")

    @property
    def server_key(self) -> Path:
        """The 32 bytes without which no vault password opens anything."""
        return self.part("SERVER_KEY", "server.key")

    @property
    def vault_socket(self) -> Path:
        """The socket on which the vault process listens."""
        return self.part("VAULT_SOCKET", "run/vaultd.sock")

    @property
    def link(self) -> Path:
        """The folder with the secrets of the link with the site."""
        return self.part("LINK", "link")

    @property
    def backup_facts(self) -> Path:
        """The file that says when a backup and a rehearsal last went well."""
        return self.part("BACKUP_FACTS", "backup-facts")

    def hosts(self) -> list[str]:
        """Give the host names under which the office answers: loopback, and KLANTKLUIS_HOSTS."""
        extra = [name for name in os.environ.get("KLANTKLUIS_HOSTS", "").split(",") if name]
        return ["localhost", "127.0.0.1", "[::1]", *extra]

    def prepare(self) -> None:
        """Make the directories, readable by their owner only."""
        for path in (self.keystore, self.audit, self.server_key, self.vault_socket):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)

    def secret_key(self) -> str:
        """Give Django's secret, made at first use. It protects nothing of the vault.

        When root is the first, in a restore, it is made for whom the folder is.
        """
        path = self.part("SECRET_KEY_FILE", "secret.key")
        if made_once(path, lambda: secrets.token_urlsafe(48).encode()):
            give_to_folder(path)
        return path.read_text()


def database_settings(url: str) -> dict[str, object]:
    """Turn a database URL into Django's settings.

    SQLite: write-ahead log, IMMEDIATE transactions (a reader never becomes a writer half-way),
    sorting in memory only, foreign keys on (Django does that), and a full sync at each commit so
    that nothing acknowledged is lost in a power cut.

    Raises:
        ValueError: the scheme is neither `sqlite` nor `postgresql`.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path.removeprefix("/"))
            if parts.path != "/:memory:"
            else ":memory:",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                " PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000; PRAGMA mmap_size=134217728;"
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
            "OPTIONS": {"server_side_binding": True, "prepare_threshold": 3},
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ValueError(f"KLANTKLUIS_DATABASE_URL: unknown kind of database {parts.scheme!r}")
