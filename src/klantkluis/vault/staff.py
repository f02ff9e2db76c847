"""What staff and the office ask of the vault besides looking and sealing."""

import contextlib
import hashlib
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from klantkluis.core.roles import Role
from klantkluis.vault import protocol
from klantkluis.vault.client import TokenSession
from klantkluis.vault.connection import Connection
from klantkluis.vault.machine import Disk, Swap
from klantkluis.vault.protocol import Message
from klantkluis.vault.purposes import JobKind, Purpose
from klantkluis.vault.refusals import VaultUnavailable
from klantkluis.vault.rights import RightsSession
from klantkluis.vault.rows import SealedRow
from klantkluis.vault.upkeep import Upkeep, hash_of, portions

# After a lock the vault's process starts anew; who unlocks at once waits for it.
_RESTART_PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6)
_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Status:
    """How the vault stands; holds nothing personal and needs no token.

    `index` and `rotation` are mappings with `state`, `done` and `total`; `alarms` counts what no
    owner has looked at yet, and `alarm_kinds` says of each kind `what`, `count` and `last`;
    `ignored` names keystore rows whose authentication code is wrong. `disk` is about the vault's
    own files. `copies` says of the copies of the keystore `places`, `number`, `oldest`, `newest`
    and `problem`; `backup` whether the keys of backups are `ready`, and for how many `sheets`.
    `erasures_per_day` is how many an owner lets go each day without a look; 0 while it is locked.
    """

    is_running: bool
    is_installed: bool = False
    is_open: bool = False
    mode: str = ""
    sheets_confirmed: bool = False
    people: int = 0
    leases: int = 0
    index: Mapping[str, Any] = field(default_factory=dict)
    rotation: Mapping[str, Any] = field(default_factory=dict)
    audit: Mapping[str, Any] = field(default_factory=dict)
    alarms: int = 0
    alarm_kinds: Sequence[Mapping[str, Any]] = ()
    opened_at: str = ""
    disk: Disk = Disk.UNKNOWN
    swap: Swap = Swap.UNKNOWN
    ignored: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    generation: int = 0
    copies: Mapping[str, Any] = field(default_factory=dict)
    backup: Mapping[str, Any] = field(default_factory=dict)
    erasures_per_day: int = 0


@dataclass(frozen=True, slots=True)
class Installed:
    """The first token, and the two recovery sheets (four lines each) to print and type back."""

    token: str = field(repr=False)
    sheets: tuple[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff as the vault knows them; `has_slot` = they have a working password."""

    staff: str
    roles: frozenset[Role]
    has_slot: bool
    invited: bool


class StaffVault(RightsSession):
    """The session of a member of staff who has unlocked the vault.

    A `grant` comes from `confirm(action, password)`: good for that one action within 5 minutes.
    """

    def confirm(self, action: str, password: str) -> str:
        """Type the vault password again for one action; give the grant for it.

        The actions are the names of the methods that take a grant.

        Raises:
            PasswordRefused: wrong, or too many tries.
        """
        return str(self._call("CONFIRM", action=action, password=password)["grant"])

    def go_on(self, password: str) -> None:
        """Start the counts of opened subjects anew after LimitReached; the owner is told."""
        self._call("GO_ON", password=password)

    def remaining_seconds(self) -> tuple[int, int]:
        """Give the seconds until the session ends by idleness, and at the latest."""
        said = self._call("CHECK")
        return said["idle_seconds"], said["absolute_seconds"]

    def close(self, staff: str = "") -> None:
        """Leave the vault, or (owners) let another member leave. The last to leave locks it."""
        self._call("CLOSE", staff=staff)

    def lock(self) -> None:
        """Lock the vault for everybody: the process of the vault ends."""
        try:
            self._call("LOCK")
        except VaultUnavailable:
            return

    def confirm_sheet(self, number: int, code: str) -> bool:
        """Check what was typed back from sheet 1 or 2; true when both are now confirmed.

        Raises:
            SheetRefused: `details["line"]` is the first wrong line, 1 to 4.
        """
        return bool(self._call("CONFIRM_SHEET", number=number, code=code)["complete"])

    def new_sheets(self, *, grant: str) -> tuple[str, str]:
        """Make two new recovery sheets; the old ones end when both new ones are confirmed."""
        first, second = self._call("NEW_SHEETS", grant=grant)["sheets"]
        return first, second

    def change_password(self, old: str, new: str, *, leaked: bool = False) -> None:
        """Change one's own vault password. If the old one may have leaked, keys rotate too."""
        self._call("CHANGE_PASSWORD", old=old, new=new, leaked=leaked)

    def enrol(self, staff: str, roles: Collection[Role], *, grant: str) -> str:
        """Invite a member, or give one who forgot the password a new start.

        Returns:
            A code, good once and for 24 hours, with which they choose their own password.
        """
        said = self._call("ENROL", staff=staff, roles=sorted(roles), grant=grant)
        return str(said["code"])

    def set_roles(self, staff: str, roles: Collection[Role], *, grant: str) -> None:
        """Give a member other roles; their open sessions follow at once."""
        self._call("SET_ROLES", staff=staff, roles=sorted(roles), grant=grant)

    def remove_staff(self, staff: str, *, grant: str) -> None:
        """End a member's slot, roles and sessions, and rotate the keys."""
        self._call("REMOVE_STAFF", staff=staff, grant=grant)

    def staff(self) -> tuple[Member, ...]:
        """List the members whom the vault knows."""
        return tuple(
            Member(
                row["staff"],
                frozenset(Role(role) for role in row["roles"]),
                row["has_slot"],
                row["invited"],
            )
            for row in self._call("STAFF")["members"]
        )

    def rotate(self, *, grant: str) -> None:
        """Make a new vault key and wrap all keys again, in the background."""
        self._call("ROTATE", grant=grant)

    def export(
        self, purpose: Purpose, *, subjects: int, grant: str, minutes: int = 30
    ) -> TokenSession:
        """Give a session that may open up to `subjects` subjects for an export."""
        said = self._call(
            "EXPORT", purpose=purpose, subjects=subjects, minutes=minutes, grant=grant
        )
        return TokenSession(self._connection, said["token"], self._keys["session"])

    def lease(self, job: UUID, kind: JobKind, *, subjects: int, minutes: int) -> None:
        """Let a job look and seal without a person at the screen.

        The worker claims it with `Vault.claim(job)`. `subjects` limits what it may open.
        """
        self._call("LEASE", job=job.hex, kind=kind, subjects=subjects, minutes=minutes)

    def settings(self) -> dict[str, Any]:
        """Give the limits and times that hold now."""
        return dict(self._call("SETTINGS")["settings"])

    def setting_bounds(self) -> dict[str, tuple[int, int]]:
        """Give the least and the most that each number of the settings may be."""
        found = self._call("SETTINGS")["bounds"]
        return {name: (least, most) for name, (least, most) in found.items()}

    def unknown_accounts(self, accounts: Collection[str]) -> int:
        """Count the IBANs of the business itself that the vault does not know as such."""
        return int(self._call("SETTINGS", accounts=list(accounts))["unknown_accounts"])

    def seen_alarms(self) -> None:
        """Tell that an owner has looked at the alarms; counting begins anew."""
        self._call("SEEN_ALARMS")

    def change_settings(self, changes: Mapping[str, Any], *, grant: str) -> None:
        """Change limits, times, decoys or the own bank accounts; see docs/KEYS.md."""
        self._call("CHANGE_SETTINGS", changes=dict(changes), grant=grant)

    def accept_books(self, *, grant: str) -> None:
        """Say that the books are right as they are now, after a backup of them was put back."""
        self._call("ACCEPT_BOOKS", grant=grant)

    def audit_events(
        self, *, after: int = 0, uid: UUID | None = None, limit: int = 200
    ) -> list[Message]:
        """Read the log from event number `after` on, or the newest that concern one uid."""
        hidden = uid.hex if uid else None
        return list(self._call("AUDIT", after=after, uid=hidden, limit=limit)["events"])

    def verify_audit(self) -> Message:
        """Check the whole log: chain, signatures, generation; give `ok`, `n` and `problems`."""
        return self._call("VERIFY_AUDIT")

    def check_rows(self, rows: Sequence[SealedRow]) -> tuple[UUID, ...]:
        """Give the uids of rows that are not the ones that were last sealed and saved."""
        wrong: list[UUID] = []
        items = [(row.table, row.uid, row.rev, hash_of(row.sealed)) for row in rows]
        for portion in portions(items):
            wrong += [UUID(hex=uid) for uid in self._call("CHECK_ROWS", rows=portion)["wrong"]]
        return tuple(wrong)


class Vault:
    """The vault seen from the office, with nobody in it yet.

    `session` is always the key of the person's web session; only its hash leaves the process.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def status(self) -> Status:
        """Say how the vault stands; `is_running` is false when nobody answers."""
        try:
            said = self._call("STATUS")
        except VaultUnavailable:
            return Status(is_running=False)
        said["ignored"], said["pending"] = tuple(said["ignored"]), tuple(said["pending"])
        said["disk"], said["swap"] = Disk(said["disk"]), Swap(said["swap"])
        return Status(is_running=True, **said)

    def knock(self, request: Message) -> Message:
        """Carry a raw request of somebody who has no part in it, and give the raw reply.

        For the proof that such a request gets nothing.
        """
        return self._connection.call(request)

    def setup(
        self, *, staff: str, password: str, session: str, settings: Mapping[str, Any] = _NOTHING
    ) -> Installed:
        """Make the keys of a new vault, with `staff` as its first owner, and open it.

        Raises:
            AlreadyDone: this vault has keys. PasswordTooWeak.
        """
        said = self._call(
            "SETUP",
            staff=staff,
            password=password,
            session=fingerprint(session),
            settings=dict(settings),
        )
        return Installed(said["token"], (said["sheets"][0], said["sheets"][1]))

    def unlock(self, *, staff: str, password: str, session: str) -> str:
        """Open the vault for a member of staff and give the token for the cookie.

        Raises:
            PasswordRefused: wrong, unknown or too many tries; `retry_after` is in seconds.
        """
        keys = {"staff": staff, "password": password, "session": fingerprint(session)}
        for pause in _RESTART_PAUSES:
            with contextlib.suppress(VaultUnavailable):
                return str(self._call("OPEN_VAULT", **keys)["token"])
            time.sleep(pause)
        return str(self._call("OPEN_VAULT", **keys)["token"])

    def session(self, *, token: str, session: str) -> StaffVault:
        """Give the session behind a token; nothing is asked of the server yet."""
        return StaffVault(self._connection, token, fingerprint(session))

    def claim(self, job: UUID) -> TokenSession:
        """Take up the lease of a job, in the worker.

        Raises:
            VaultLocked: there is no lease (any more).
        """
        said = self._call("CLAIM", job=job.hex)
        return TokenSession(self._connection, said["token"], "")

    def has_lease(self, job: UUID) -> bool:
        """Say whether a job could start now."""
        return bool(self._call("HAS_LEASE", job=job.hex)["lease"])

    def upkeep(self) -> Upkeep:
        """Give what housekeeping may ask of the vault while it is open, for nobody's sake."""
        return Upkeep(self._connection)

    def password_opens(self, *, staff: str, password: str) -> bool:
        """Say whether this would open the vault: a log-in password must not.

        Raises:
            PasswordRefused: too many wrong unlocks; try later.
        """
        return bool(self._call("PASSWORD_OPENS", staff=staff, password=password)["opens"])

    def join(self, *, staff: str, code: str, password: str, session: str) -> str:
        """Choose one's first vault password with the code of an owner; give the token.

        Raises:
            PasswordRefused: the code is wrong, used or over 24 hours old. PasswordTooWeak.
            VaultLocked: an owner must have the vault open.
        """
        said = self._call(
            "JOIN", staff=staff, code=code, password=password, session=fingerprint(session)
        )
        return str(said["token"])

    def recover(self, *, sheet: str, staff: str, password: str, session: str) -> Installed:
        """Open the vault with a recovery sheet and make `staff` an owner with a new password.

        On a new machine this makes a new server key; other staff then enrol again. Two new
        sheets come with it; the old ones end when both new ones are confirmed.

        Raises:
            SheetRefused: a line has an error, or the sheet belongs to another vault.
        """
        said = self._call(
            "RECOVER", code=sheet, staff=staff, password=password, session=fingerprint(session)
        )
        return Installed(said["token"], (said["sheets"][0], said["sheets"][1]))

    def _call(self, verb: str, **parts: Any) -> Message:
        return protocol.answer_of(self._connection.call({"verb": verb, **parts}))


def fingerprint(session: str) -> str:
    """Give what the vault knows of a web session: the hash of its key."""
    return hashlib.sha256(session.encode()).hexdigest()


def stamp(event: Mapping[str, Any]) -> datetime:
    """Give the moment of an event of the log, in UTC."""
    return datetime.fromisoformat(event["at"])
