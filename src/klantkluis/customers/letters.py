"""Letters to customers: their paper, and questions about those that were written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from klantkluis.core.names import display_name
from klantkluis.core.refusals import Refusal
from klantkluis.customers.models import Customer, Letter
from klantkluis.customers.stored import CUSTOMER, LETTER
from klantkluis.foundation.company import company
from klantkluis.foundation.files import open_contents
from klantkluis.foundation.letterhead import address_lines, branding_of, seller_of
from klantkluis.foundation.paper import LetterPaper, render_letter
from klantkluis.foundation.paper.values import Language, Party, Seller
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

MOST = 50


class LetterEmpty(Refusal):
    """A letter is about something, and says something."""


class LetterWithoutAddress(Refusal):
    """A letter goes somewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWords:
    """What a letter says; a text of several paragraphs has empty lines between them."""

    subject: str
    salutation: str
    text: str
    farewell: str = ""
    signatory: str = ""
    enclosures: str = ""

    def __repr__(self) -> str:
        """Show nothing of what it says: a repr may end up in a log."""
        return "LetterWords()"


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter in a list. What it is about is empty while the vault is locked."""

    id: int
    written_on: date
    staff_id: UUID
    subject: str = field(default="", repr=False)


def letters_to(*, customer_id: int, vault: VaultSession) -> list[LetterRow]:
    """Give the newest letters to a customer, in one query and one call to the vault."""
    rows = list(
        Letter.objects.filter(customer=customer_id)
        .select_related("customer")
        .defer("contents")
        .order_by("-pk")[:MOST]
    )
    opened = LETTER.open_all(vault, Purpose.CONTACT, rows) if vault.is_open and rows else []
    subjects = {row.pk: each.get("subject", "") for row, each in zip(rows, opened, strict=False)}
    return [
        LetterRow(row.pk, row.written_on, row.staff_id, subjects.get(row.pk, "")) for row in rows
    ]


def letter_paper(*, customer_id: int, letter_id: int, vault: VaultSession) -> bytes | None:
    """Give the PDF of a letter as it was written, or None when there is no such letter.

    Raises:
        VaultLocked: the vault is not open to the actor.
    """
    row = (
        Letter.objects.filter(customer=customer_id, pk=letter_id).select_related("customer").first()
    )
    if row is None:
        return None
    return open_contents(LETTER.open_one(vault, Purpose.CONTACT, row), bytes(row.contents))


def letter_pdf(
    *,
    customer_id: int,
    words: LetterWords,
    vault: VaultSession,
    today: date,
    made_at: datetime,
) -> bytes | None:
    """Give the PDF of a letter to look at before it is written; None without such a customer.

    Raises:
        LetterEmpty: subject or text is missing.
        LetterWithoutAddress: nobody knows where it should go.
        VaultLocked: the vault is not open to the actor.
    """
    customer = Customer.objects.filter(pk=customer_id, state=Customer.State.ACTIVE).first()
    if customer is None:
        return None
    return printed(customer=customer, words=words, vault=vault, today=today, made_at=made_at)


def printed(
    *,
    customer: Customer,
    words: LetterWords,
    vault: VaultSession,
    today: date,
    made_at: datetime,
) -> bytes:
    """Make the PDF of a letter without keeping it.

    Raises:
        LetterEmpty: subject or text is missing.
        LetterWithoutAddress: nobody knows where it should go.
        VaultLocked: the vault is not open to the actor.
    """
    if not words.subject.strip():
        raise LetterEmpty(_("Say what the letter is about."), field="subject")
    if not words.text.strip():
        raise LetterEmpty(_("Write the letter."), field="text")
    fields = CUSTOMER.open_one(vault, Purpose.CONTACT, customer)
    ours = company()
    paper = _paper(customer, fields, words, seller_of(ours), today)
    return render_letter(paper, branding_of(ours, language=customer.language), made_at=made_at)


def _paper(
    customer: Customer,
    fields: Mapping[str, Any],
    words: LetterWords,
    seller: Seller,
    today: date,
) -> LetterPaper:
    lines = address_lines(fields)
    if not lines:
        raise LetterWithoutAddress(_("This customer has no address. Enter it first."))
    return LetterPaper(
        language=Language(customer.language),
        seller=seller,
        recipient=Party(name=display_name(fields), address=lines, number=str(customer.number)),
        written_on=today,
        subject=words.subject.strip(),
        salutation=words.salutation.strip(),
        paragraphs=(words.text.strip(),),
        farewell=words.farewell.strip(),
        signatory=words.signatory.strip(),
        enclosures=tuple(line.strip() for line in words.enclosures.splitlines() if line.strip()),
    )
