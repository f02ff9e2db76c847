"""What the pages of invoices read: found by number or by name, with everything around them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe

from klantkluis.billing.commands.paying import customer_credit
from klantkluis.billing.queries import (
    InvoiceCard,
    InvoiceRow,
    InvoiceState,
    allocations,
    invoice_rows,
    payment_rows,
)
from klantkluis.core.epc import CreditTransfer, EpcRefused, write_epc
from klantkluis.core.roles import Role
from klantkluis.customers.queries import (
    CustomerCard,
    customer_by_number,
    customer_card,
    customer_rows,
    merged_ids,
)
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.company import CompanyUnknown, company
from klantkluis.ledger.queries import entry_number
from klantkluis.office.tables import ListState
from klantkluis.vault.client import LockedVault

PAGE = 50
CHUNK = 500
MOST_CUSTOMERS = 200
BOOKS = (Role.BOOKKEEPER, Role.FISCAL)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked of the list, as the room understands it.

    `customer_ids` is None when all customers are meant. `blind` says that a name was typed while
    the vault is locked.
    """

    state: InvoiceState | None
    label: str = ""
    customer_ids: tuple[int, ...] | None = field(default=None, repr=False)
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page of invoices, and the cursor of the next."""

    rows: Sequence[InvoiceRow]
    next: str


def wanted(state: ListState, actor: Actor) -> Wanted:
    """Read what was typed: an invoice number, `#` with a customer number, or parts of a name."""
    chosen = state.filters.get("state", "")
    only = InvoiceState(chosen) if chosen else None
    terms = state.terms
    if not terms:
        return Wanted(only)
    if terms.replace("-", "").isdecimal():
        return Wanted(only, label=terms)
    if terms.startswith("#"):
        return Wanted(only, customer_ids=_numbered(terms.removeprefix("#")))
    if not actor.vault.is_open:
        return Wanted(only, customer_ids=(), blind=True)
    hits = actor.vault.search(terms, limit=MOST_CUSTOMERS).hits
    found = customer_rows(vault=LockedVault(), uids=[card.uid for card in hits]) if hits else {}
    return Wanted(only, customer_ids=_with_merged(found))


def _numbered(number: str) -> tuple[int, ...]:
    if not (number.isdecimal() and len(number) < 10):
        return ()
    row = customer_by_number(number=int(number), vault=LockedVault())
    return _with_merged([row.id]) if row else ()


def _with_merged(ids: Sequence[int] | dict[int, Any]) -> tuple[int, ...]:
    """Add the customers that were merged into these: their invoices bear the old row."""
    return (*ids, *merged_ids(ids=list(ids)))


def invoices_page(what: Wanted, *, after: str, today: date, limit: int = PAGE) -> Page:
    """Give one page, by key."""
    if what.customer_ids == ():
        return Page((), "")
    rows = invoice_rows(
        today=today,
        state=what.state,
        customer_ids=what.customer_ids,
        label=what.label,
        after=_key(after),
        limit=limit + 1,
    )
    return Page(rows[:limit], _cursor(rows[limit - 1]) if len(rows) > limit else "")


def every_invoice(what: Wanted, *, today: date) -> Iterator[InvoiceRow]:
    """Give all that was asked for, page by page: for a file."""
    after = ""
    while True:
        page = invoices_page(what, after=after, today=today, limit=CHUNK)
        yield from page.rows
        after = page.next
        if not after:
            return


def _cursor(row: InvoiceRow) -> str:
    return f"{row.sent_on or row.drafted_on}.{row.id}"


def _key(after: str) -> tuple[date, int] | None:
    """Read a cursor; one that is none leads to the first page."""
    day, _dot, pk = after.partition(".")
    try:
        return date.fromisoformat(day), int(pk)
    except ValueError:
        return None


def around(card: InvoiceCard, actor: Actor) -> dict[str, Any]:
    """Gather what the card of an invoice shows besides the invoice itself."""
    rows = customer_rows(vault=actor.vault, ids=[card.customer_id])
    customer = rows[card.customer_id]
    sent = bool(card.label)
    return {
        "card": card,
        "customer": customer,
        "credit_cents": customer_credit([card.customer_id]) if card.open_cents else 0,
        "entry": entry_number(source=f"invoice:{card.uid}") if sent and actor.may(*BOOKS) else None,
        "payment_code": payment_code(card) if card.open_cents else "",
    }


def payment_code(card: InvoiceCard) -> SafeString | str:
    """Draw the EPC QR code with which what is open can be paid; nothing without our own account.

    It holds our own name and account, the amount and the number: nothing about the customer.
    """
    try:
        ours = company()
        payload = write_epc(
            CreditTransfer(
                name=ours.name[:70],
                iban=ours.iban,
                bic=ours.bic,
                amount_cents=card.open_cents,
                text=card.label,
            )
        )
    except (CompanyUnknown, EpcRefused):
        return ""
    drawn = segno.make(payload, error="m", micro=False)
    return mark_safe(drawn.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None))  # noqa: S308 - drawn by us


def money_of(customer_id: int, actor: Actor) -> dict[str, Any] | None:
    """Gather what a customer paid, on which invoices, and what is left over; None if unknown."""
    card: CustomerCard | None = customer_card(customer_id=customer_id, vault=LockedVault())
    if card is None:
        return None
    payments = payment_rows(vault=actor.vault, customer_ids=card.all_ids)
    return {
        "customer": customer_rows(vault=actor.vault, ids=[customer_id])[customer_id],
        "payments": payments,
        "allocations": allocations(payment_ids=[each.id for each in payments]),
        "credit_cents": customer_credit(list(card.all_ids)),
    }
