"""Noting what is handed over, before it leaves."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import batched
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.disclosures.models import DisclosedSubject, Disclosure, DisclosureFile
from klantkluis.disclosures.rules import UNNAMED, HandOver, What, fits
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.inserting import insert
from klantkluis.foundation.pouring import pour

_AT_ONCE: Final = 5_000


class GroundWrong(Refusal):
    """This kind of recipient cannot be given anything on this ground."""


class RecipientUnnamed(Refusal):
    """Who got personal data is known by name (GDPR art. 15(1)(c); CJEU C-154/21)."""


@command("disclosure.noted", *Role)
def disclose(
    *,
    what: What,
    to: HandOver,
    categories: Sequence[str],
    subjects: Collection[UUID],
    actor: Actor,
    at: datetime,
    left_out: int = 0,
) -> int:
    """Note that personal data are handed over, before they leave; give the id.

    Args:
        categories: of the data, as terms of the W3C Data Privacy Vocabulary.
        subjects: the uids of the people whom it is about, each once or more.
        left_out: how many were kept out because their data may not be used (GDPR art. 18).

    Raises:
        GroundWrong: this recipient cannot be given anything on this ground.
        RecipientUnnamed: the name of the organisation is missing.
    """
    return write_disclosure(
        what, to, categories=categories, subjects=subjects, actor=actor, at=at, left_out=left_out
    )


def write_disclosure(
    what: What,
    to: HandOver,
    *,
    categories: Sequence[str],
    subjects: Collection[UUID],
    actor: Actor,
    at: datetime,
    left_out: int = 0,
) -> int:
    """Note a hand-over within an act; see `disclose`.

    Memory stays the same however many people it is about, but for the uids themselves.

    Raises:
        GroundWrong, RecipientUnnamed: see `disclose`.
    """
    assert categories, "what holds nothing personal is no disclosure"
    name = " ".join(to.name.split())
    if not fits(to.recipient, to.ground):
        raise GroundWrong(
            _("This recipient cannot be given personal data on this ground. Choose another."),
            field="ground",
        )
    if to.recipient not in UNNAMED and not name:
        raise RecipientUnnamed(
            _("Write which organisation gets it. Customers may ask who got their data."),
            field="name",
        )
    uids = set(subjects)
    row = Disclosure(
        at=at,
        staff_id=actor.staff_id,
        what=what.value,
        recipient=to.recipient,
        recipient_name="" if to.recipient in UNNAMED else name,
        ground=to.ground.value,
        why=to.why.value,
        categories=list(categories),
        subjects=len(uids),
        left_out=left_out,
    )
    insert(row)
    for part in batched(uids, _AT_ONCE, strict=False):
        pour(DisclosedSubject, ("disclosure_id", "subject"), [(row.pk, uid) for uid in part])
    return row.pk


@command("disclosure.file_noted", *Role)
def note_file(
    *,
    disclosure_id: int,
    sha256: bytes,
    size: int,
    actor: Actor,
    at: datetime,
    rows: int | None = None,
    whole: bool = True,
) -> None:
    """Note which file left with a hand-over, and whether all of it did."""
    write_file(disclosure_id, sha256=sha256, size=size, at=at, rows=rows, whole=whole)


def write_file(
    disclosure_id: int, *, sha256: bytes, size: int, at: datetime, rows: int | None, whole: bool
) -> None:
    """Note the file of a hand-over within an act; see `note_file`."""
    outcome = DisclosureFile.Outcome.WHOLE if whole else DisclosureFile.Outcome.BROKEN
    insert(
        DisclosureFile(
            disclosure_id=disclosure_id, at=at, outcome=outcome, sha256=sha256, size=size, rows=rows
        )
    )
