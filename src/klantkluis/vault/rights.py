"""What staff ask of the vault for the rights of people: erasure, access, and who saw what."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from klantkluis.vault.client import TokenSession


@dataclass(frozen=True, slots=True)
class Look:
    """One look at somebody: when, for what purpose, and for which kind of job, if it was one."""

    at: datetime
    purpose: str
    job: str


@dataclass(frozen=True, slots=True)
class SeenFor:
    """Who looked at somebody, for what purpose, and how often."""

    staff: str
    purpose: str
    count: int


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody who was looked at in a period."""

    uid: UUID
    looks: tuple[SeenFor, ...]


class RightsSession(TokenSession):
    """A session with the verbs of erasure and of looking back, most of them for owners."""

    def shred(self, uid: UUID, *, reason: str, grant: str) -> None:
        """Destroy the key of a subject for good. `reason` is a short code, never a name.

        The tombstone stays pending until `finish_shred`, so that the rest can be resumed.
        """
        self._call("SHRED", uid=uid.hex, reason=reason, grant=grant)

    def finish_shred(self, uid: UUID) -> None:
        """Tell that rows, files and copies of a shredded subject are gone as well."""
        self._call("FINISH_SHRED", uid=uid.hex)

    def plan_shred(
        self, uids: Collection[UUID], *, reason: str, grant: str, not_before: datetime | None = None
    ) -> int:
        """Decide that subjects are to be erased, from a moment on; give how many are planned.

        `Upkeep.shred_due` carries it out. The grant is that of `shred`; `reason` is a short code.
        """
        moment = not_before.isoformat() if not_before else ""
        said = self._call(
            "PLAN_SHRED",
            uids=[uid.hex for uid in uids],
            reason=reason,
            not_before=moment,
            grant=grant,
        )
        return int(said["planned"])

    def undo_shred(self, uids: Collection[UUID]) -> set[UUID]:
        """Take back plans that are not carried out yet; give those that were taken back."""
        said = self._call("UNDO_SHRED", uids=[uid.hex for uid in uids])
        return {UUID(hex=uid) for uid in said["undone"]}

    def looks(self, uids: Collection[UUID]) -> tuple[Look, ...]:
        """Give when somebody was looked at and for what purpose, oldest first; never by whom.

        Raises:
            NotAllowed: only who answers requests may ask.
        """
        said = self._call("LOOKS", uids=[uid.hex for uid in uids])["looks"]
        return tuple(Look(datetime.fromisoformat(at), purpose, job) for at, purpose, job in said)

    def seen_by(self, *, since: datetime, until: datetime, staff: str = "") -> Iterator[Seen]:
        """Give whom a member, or anybody, looked at in a period; for the register of breaches."""
        after = ""
        while True:
            said = self._call(
                "SEEN_BY",
                staff=staff,
                since=since.isoformat(),
                until=until.isoformat(),
                after=after,
            )
            for uid, looks in said["seen"]:
                yield Seen(UUID(hex=uid), tuple(SeenFor(*each) for each in looks))
            after = said["next"]
            if not after:
                return

    def backup_identity(self, *, grant: str) -> str:
        """Give the secret with which backups of this office are read again."""
        return str(self._call("BACKUP_IDENTITY", grant=grant)["identity"])

    def destroy_class(self, name: str, *, grant: str = "") -> None:
        """Destroy the key of a document class whose term is over; `T-…` needs no grant."""
        self._call("DESTROY_CLASS", name=name, grant=grant)
