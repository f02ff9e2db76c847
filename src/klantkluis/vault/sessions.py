"""Who is in the vault: tokens of staff, leases of jobs, and how much each has looked at."""

import hashlib
import hmac
import secrets
import threading
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from klantkluis.core.roles import Role
from klantkluis.vault.purposes import (
    JobKind,
    Purpose,
    purposes_of,
    purposes_of_job,
    tables_written_by,
    tables_written_by_job,
)
from klantkluis.vault.refusals import LimitReached, NotAllowed, PasswordNeeded, SessionEnded

TEN_MINUTES = 600.0
DAY = 86_400.0
GRANT_SECONDS = 300.0


@dataclass(slots=True)
class Holder:
    """Somebody behind a token: a member of staff, or a job on behalf of one."""

    staff: str
    session: str
    purposes: frozenset[Purpose]
    tables: frozenset[str]
    until: float
    idle_seconds: float
    used: float
    roles: frozenset[Role] = frozenset()
    job: UUID | None = None
    job_kind: str = ""
    subjects_left: int = 0
    seen: set[UUID] = field(default_factory=set)
    grants: dict[str, tuple[str, float]] = field(default_factory=dict)

    def is_over(self, now: float) -> bool:
        """Say whether it ended by age or idleness."""
        return now >= self.until or (self.job is None and now >= self.used + self.idle_seconds)

    def require(self, role: Role) -> None:
        """Refuse who does not have a role."""
        if role not in self.roles:
            raise NotAllowed


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


class Sessions:
    """All tokens and leases. Tokens themselves are not kept, only their hashes."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._holders: dict[bytes, Holder] = {}
        self._leases: dict[UUID, Holder] = {}
        self._lock = threading.Lock()

    def admit(
        self, staff: str, session: str, roles: Collection[Role], *, idle: float, absolute: float
    ) -> str:
        """Give a new token to a member of staff; times in seconds."""
        now = self._monotonic()
        rights = frozenset(roles)
        holder = Holder(
            staff, session, purposes_of(rights), tables_written_by(rights), now + absolute,
            idle, now, rights,
        )  # fmt: skip
        return self._admit(holder)

    def _admit(self, holder: Holder) -> str:
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._holders[_hash(token)] = holder
        return token

    def holder(self, token: str, session: str, *, touch: bool = True) -> Holder:
        """Give who is behind a token; `touch` counts as activity.

        Raises:
            SessionEnded: unknown, over, or of another web session.
        """
        now = self._monotonic()
        with self._lock:
            holder = self._holders.get(_hash(token))
            if holder is None or not hmac.compare_digest(holder.session, session):
                raise SessionEnded
            if holder.is_over(now):
                del self._holders[_hash(token)]
                raise SessionEnded
            if touch:
                holder.used = now
        return holder

    def lease(self, by: Holder, job: UUID, kind: JobKind, *, subjects: int, seconds: float) -> None:
        """Let a job look and seal as this kind of job does, on behalf of `by`.

        Raises:
            NotAllowed: the person may not do it themselves.
        """
        purposes, tables = purposes_of_job(kind), tables_written_by_job(kind)
        if not (purposes <= by.purposes and tables <= by.tables):
            raise NotAllowed
        now = self._monotonic()
        holder = Holder(
            by.staff, "", purposes, tables, now + seconds, 0, now,
            job=job, job_kind=kind, subjects_left=subjects,
        )  # fmt: skip
        with self._lock:
            self._leases[job] = holder

    def export(self, by: Holder, purpose: Purpose, *, subjects: int, seconds: float) -> str:
        """Give a token that may open more subjects than a person at a screen."""
        now = self._monotonic()
        holder = Holder(
            by.staff, by.session, frozenset({purpose}), frozenset(), now + seconds, seconds, now,
            job=UUID(int=0), job_kind=JobKind.EXPORT, subjects_left=subjects,
        )  # fmt: skip
        return self._admit(holder)

    def claim(self, job: UUID) -> tuple[str, Holder]:
        """Give the token of a lease; an earlier token of the same lease ends.

        Raises:
            SessionEnded: there is no lease, or it is over.
        """
        with self._lock:
            holder = self._leases.get(job)
            if holder is None or holder.is_over(self._monotonic()):
                raise SessionEnded("There is no lease for this job. It waits for the vault.")
            self._drop(lambda other: other is holder)
        return self._admit(holder), holder

    def has_lease(self, job: UUID) -> bool:
        """Say whether a job could be claimed now."""
        with self._lock:
            holder = self._leases.get(job)
        return holder is not None and not holder.is_over(self._monotonic())

    def end_lease(self, job: UUID, *, staff: str | None = None) -> None:
        """End the lease of a job, if it is this member's (or anybody's)."""
        with self._lock:
            holder = self._leases.get(job)
            if holder is not None and staff in {None, holder.staff}:
                del self._leases[job]
                self._drop(lambda other: other is holder)

    def _drop(self, which: Callable[[Holder], bool]) -> None:
        for key in [key for key, holder in self._holders.items() if which(holder)]:
            del self._holders[key]

    def end_token(self, token: str) -> None:
        """End one token."""
        with self._lock:
            self._holders.pop(_hash(token), None)

    def end_staff(self, staff: str, *, leases: bool = False) -> None:
        """End all tokens of a member, and their leases too if they leave."""
        with self._lock:
            if leases:
                for job in [job for job, lease in self._leases.items() if lease.staff == staff]:
                    del self._leases[job]
            self._drop(lambda holder: holder.staff == staff and (leases or not holder.job))

    def change_roles(self, staff: str, roles: Collection[Role]) -> None:
        """Give the open sessions of a member other rights at once; their leases end."""
        rights = frozenset(roles)
        with self._lock:
            for holder in self._holders.values():
                if holder.staff == staff and holder.job is None:
                    holder.roles, holder.purposes = rights, purposes_of(rights)
                    holder.tables = tables_written_by(rights)
            for job in [job for job, lease in self._leases.items() if lease.staff == staff]:
                lease = self._leases.pop(job)
                self._drop(lambda holder, lease=lease: holder is lease)  # type: ignore[misc]

    def counts(self) -> tuple[int, int]:
        """Give the number of staff tokens and of leases that are not over."""
        now = self._monotonic()
        with self._lock:
            people = sum(
                holder.job is None and not holder.is_over(now) for holder in self._holders.values()
            )
            leases = sum(not lease.is_over(now) for lease in self._leases.values())
        return people, leases

    def sweep(self) -> None:
        """Forget what is over."""
        now = self._monotonic()
        with self._lock:
            self._drop(lambda holder: holder.is_over(now))
            for job in [job for job, lease in self._leases.items() if lease.is_over(now)]:
                del self._leases[job]

    def grant(self, holder: Holder, action: str) -> str:
        """Give a grant for one action within five minutes, after the password was typed again."""
        grant = secrets.token_urlsafe(16)
        until = self._monotonic() + GRANT_SECONDS
        with self._lock:
            holder.grants[hashlib.sha256(grant.encode()).hexdigest()] = (action, until)
        return grant

    def use_grant(self, holder: Holder, action: str, grant: str) -> None:
        """Use up a grant.

        Raises:
            PasswordNeeded: none, used, over, or for another action.
        """
        with self._lock:
            found = holder.grants.pop(hashlib.sha256(grant.encode()).hexdigest(), None)
        if found is None or found[0] != action or self._monotonic() >= found[1]:
            raise PasswordNeeded


class _Window:
    """How many of something one member had in the last so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._entries: deque[tuple[float, UUID | None, int]] = deque()
        self._distinct: Counter[UUID] = Counter()
        self._sum = 0

    def forget(self, now: float) -> None:
        while self._entries and self._entries[0][0] <= now - self._seconds:
            _, uid, count = self._entries.popleft()
            self._sum -= count
            if uid is not None:
                self._distinct[uid] -= 1
                if not self._distinct[uid]:
                    del self._distinct[uid]

    def new_among(self, uids: Collection[UUID]) -> Iterator[UUID]:
        return (uid for uid in uids if uid not in self._distinct)

    @property
    def distinct(self) -> int:
        return len(self._distinct)

    @property
    def sum(self) -> int:
        return self._sum

    def add(self, at: float, uid: UUID | None, count: int = 1) -> None:
        self._entries.append((at, uid, count))
        self._sum += count
        if uid is not None:
            self._distinct[uid] += 1


class Limits:
    """How much each member looked at. A limit of 0 is none (development and demo only)."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._short: dict[str, _Window] = {}
        self._long: dict[str, _Window] = {}
        self._cards: dict[str, _Window] = {}

    def count_subjects(
        self, staff: str, uids: Collection[UUID], *, short: int, long: int, ago: float | None = None
    ) -> None:
        """Count opened subjects; each counts once within a window.

        Args:
            short: limit in ten minutes. long: limit in a day.
            ago: seconds since it happened, when the count is rebuilt from the log; never refused.

        Raises:
            LimitReached: this would be too many; nothing is counted.
        """
        now = self._monotonic() - (ago or 0)
        plan = ((self._short, TEN_MINUTES, short), (self._long, DAY, long))
        with self._lock:
            windows = [
                (book.setdefault(staff, _Window(seconds)), limit)
                for book, seconds, limit in plan
                if limit
            ]
            for window, limit in windows:
                window.forget(now)
                fresh = sum(1 for _ in window.new_among(uids))
                if ago is None and window.distinct + fresh > limit:
                    raise LimitReached
            for window, _ in windows:
                for uid in tuple(window.new_among(uids)):
                    window.add(now, uid)

    def count_cards(self, staff: str, cards: int, *, limit: int) -> None:
        """Count list cards shown.

        Raises:
            LimitReached: this would be too many.
        """
        now = self._monotonic()
        if not limit:
            return
        with self._lock:
            window = self._cards.setdefault(staff, _Window(TEN_MINUTES))
            window.forget(now)
            if window.sum + cards > limit:
                raise LimitReached
            window.add(now, None, cards)

    def start_anew(self, staff: str) -> None:
        """Forget what a member looked at, after their password was typed again."""
        with self._lock:
            for book in (self._short, self._long, self._cards):
                book.pop(staff, None)
