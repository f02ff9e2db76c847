"""Opening sealed messages and reading them strictly; one that is wrong stops none of the others."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from klantkluis.customers.rules import check_customer
from klantkluis.foundation.actors import Actor
from klantkluis.messages import letters
from klantkluis.messages.letters import Address, Letter, LetterUnreadable, Person
from klantkluis.messages.outbox import Kind, binding
from klantkluis.shop.days import day_of
from klantkluis.shop.models import IntakeMessage
from klantkluis.vault.client import VaultSession
from klantkluis.vault.rows import SealedMessage

ADDRESS = (
    "street", "house_number", "house_number_addition", "address_line_2", "postcode", "town",
    "region", "country",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Around:
    """In whose name something is taken in, when, and from which site."""

    actor: Actor
    now: datetime
    site_id: UUID


@dataclass(frozen=True, slots=True)
class Came:
    """A message with the letter that was in it."""

    row_id: int
    seq: int
    kind: Kind
    uid: UUID
    letter: Any = field(repr=False)

    @property
    def day(self) -> date:
        """The day on which it was written, by the clock on our wall."""
        return day_of(self.letter.at)


def open_rows(
    vault: VaultSession, rows: Sequence[IntakeMessage]
) -> tuple[list[Came], list[IntakeMessage]]:
    """Open and read messages; give those that are letters, and the rows of those that are not.

    Raises:
        VaultLocked: the vault is not open.
    """
    plain = vault.open_intake(
        [
            SealedMessage(
                row.seq,
                row.key_id,
                binding(row.site_id, row.kind, row.seq, row.key_id),
                bytes(row.sealed),
            )
            for row in rows
        ]
    )
    came, wrong = [], []
    for row, text in zip(rows, plain, strict=True):
        letter = _read(row, text)
        if letter is None:
            wrong.append(row)
        else:
            came.append(Came(row.pk, row.seq, Kind(row.kind), row.uid, letter))
    return came, wrong


def _read(row: IntakeMessage, text: bytes | None) -> Letter | None:
    """Give the letter of a message; its uid is the one that stands outside."""
    if text is None:
        return None
    try:
        letter = letters.read(row.kind, text)
    except LetterUnreadable:
        return None
    return letter if letter.uid == row.uid and letter.at.tzinfo is not None else None


def fields_of(who: Person, address: Address | None) -> dict[str, str]:
    """Give what somebody says of themselves as the fields of a customer, as we write them."""
    said = {
        "company": who.company,
        "first_name": who.first_name,
        "surname_prefix": who.surname_prefix,
        "surname": who.surname,
        "email": who.email,
        "phone": who.phone,
        "vat_number": who.vat_number,
        "coc_number": who.coc_number,
    }
    if address is not None:
        said |= {name: getattr(address, name) for name in ADDRESS}
    values = check_customer({name: text for name, text in said.items() if text}).values
    return {name: text for name, text in values.items() if text}


def words_of(letter: Any) -> str:
    """Give in words how somebody agreed to the newsletter: the evidence (GDPR art. 7(1))."""
    consent = letter.newsletter if hasattr(letter, "newsletter") else letter.consent
    confirmed = consent.confirmed_at
    said = [f"“{consent.text}”", f"asked at {consent.asked_at.isoformat(timespec='seconds')}"]
    if confirmed is not None:
        said.append(f"confirmed by mail at {confirmed.isoformat(timespec='seconds')}")
    return ", ".join(said)
