"""A vault that seals nothing, as the pages see it; and the passwords of the tests."""

from dataclasses import dataclass, field

from klantkluis.vault.refusals import PasswordRefused, VaultLocked
from klantkluis.vault.staff import Installed, Status

PASSWORD = "klaproos-dijk-9"
VAULT_PASSWORD = "kast fiets wolk brood tafel"


@dataclass
class DoorOfGlass:
    """What the office sees of a vault that seals nothing: for pages, not for secrets."""

    rows: object
    installed: bool = True
    confirmed: bool = True
    passwords: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def status(self) -> Status:
        return Status(
            is_running=True, is_installed=self.installed, is_open=bool(self.tokens),
            mode="development", sheets_confirmed=self.confirmed, people=len(self.tokens),
            index={"state": "ready", "done": 0, "total": 0}, audit={"writable": True, "n": 1},
        )  # fmt: skip

    def unlock(self, *, staff: str, password: str, session: str) -> str:
        if self.passwords.get(staff) != password:
            raise PasswordRefused
        token = f"token-{len(self.tokens)}"
        self.tokens[token] = session
        return token

    def setup(self, *, staff: str, password: str, session: str, settings=None) -> Installed:
        self.installed, self.confirmed = True, False
        self.passwords[staff] = password
        sheet = "\n".join(["ABCDE FGHJK MNPQ"] * 4)
        return Installed(
            self.unlock(staff=staff, password=password, session=session), (sheet, sheet)
        )

    def password_opens(self, *, staff: str, password: str) -> bool:
        return self.passwords.get(staff) == password

    def session(self, *, token: str, session: str) -> "GlassSession":
        return GlassSession(self, token, session)


@dataclass
class GlassSession:
    """A person's part in it."""

    door: DoorOfGlass
    token: str
    key: str

    @property
    def is_open(self) -> bool:
        return self.door.tokens.get(self.token) == self.key

    def remaining_seconds(self) -> tuple[int, int]:
        if not self.is_open:
            raise VaultLocked
        return 600, 28_000

    def close(self, staff: str = "") -> None:
        self.door.tokens.pop(self.token, None)

    def lock(self) -> None:
        self.door.tokens.clear()

    def confirm_sheet(self, number: int, code: str) -> bool:
        self.door.confirmed = number == 2
        return self.door.confirmed

    def staff(self):
        return ()

    def __getattr__(self, name):
        return getattr(self.door.rows, name)
