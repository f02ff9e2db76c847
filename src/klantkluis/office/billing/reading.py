"""What the pages of invoices read: found by number or by name, with everything around them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import segno
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from klantkluis.billing.closed import is_closed, kept_until
from klantkluis.billing.credit import customer_credit
from klantkluis.billing.queries import (
    BEFORE_ALL,
    InvoiceCard,
    InvoiceNarrowing,
    InvoiceRow,
    InvoiceState,
    allocations,
    invoice_rows,
    payment_rows,
)
from klantkluis.billing.queries.credits import credit_note_rows
from klantkluis.core.epc import CreditTransfer, EpcRefused, write_epc
from klantkluis.core.roles import Role
from klantkluis.customers.queries import (
    CustomerCard,
    customer_by_number,
    customer_card,
    customer_rows,
)
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.company import CompanyUnknown, company
from klantkluis.foundation.mail.queries import mails_about
from klantkluis.foundation.mail.server import mail_is_on
from klantkluis.foundation.mail.wording import MailKind
from klantkluis.foundation.pages import Sort, every
from klantkluis.ledger.queries import entry_number
from klantkluis.office.billing import e_invoices
from klantkluis.office.customers.reading import like, with_merged
from klantkluis.office.periods import NAME as PERIOD
from klantkluis.office.periods import days_of
from klantkluis.office.staying import kept_words
from klantkluis.office.tables import ListState, cursor
from klantkluis.vault.client import LockedVault

PAGE = 50
BOOKS = (Role.BOOKKEEPER, Role.FISCAL)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked of the list. `blind`: a name was typed while the vault is locked."""

    narrowing: InvoiceNarrowing
    sort: Sort
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page of invoices, and the cursor of the next."""

    rows: Sequence[InvoiceRow]
    next: str


def wanted(state: ListState, actor: Actor, today: date) -> Wanted:
    """Read what was typed: an invoice number, `#` with a customer number, or parts of a name."""
    chosen, terms = state.filters.get("state", ""), state.terms
    narrowing = InvoiceNarrowing(
        state=InvoiceState(chosen) if chosen else None,
        days=days_of(state.filters.get(PERIOD, ""), today),
    )
    if terms.replace("-", "").isdecimal():
        return Wanted(replace(narrowing, label=terms), state.order)
    if not terms:
        return Wanted(narrowing, state.order)
    if terms.startswith("#"):
        ids = _numbered(terms.removeprefix("#"))
    else:
        ids = like(terms, actor) if actor.vault.is_open else ()
    blind = not terms.startswith("#") and not actor.vault.is_open
    return Wanted(replace(narrowing, customer_ids=ids), state.order, blind)


def _numbered(number: str) -> tuple[int, ...]:
    if not (number.isdecimal() and len(number) < 10):
        return ()
    row = customer_by_number(number=int(number), vault=LockedVault())
    return with_merged([row.id]) if row else ()


def invoices_page(
    what: Wanted, *, after: tuple[Any, int] | None, today: date, limit: int = PAGE
) -> Page:
    """Give one page, by key."""
    rows = invoice_rows(
        today=today, narrowing=what.narrowing, sort=what.sort, after=after, limit=limit + 1
    )
    more = len(rows) > limit
    return Page(rows[:limit], cursor(*key_of_row(rows[limit - 1], what.sort)) if more else "")


def every_invoice(what: Wanted, *, today: date) -> Iterator[InvoiceRow]:
    """Give all that was asked for, page by page: for a file."""
    page = partial(invoice_rows, today=today, narrowing=what.narrowing, sort=what.sort)
    return every(page, lambda row: key_of_row(row, what.sort))


def key_of_row(row: InvoiceRow, sort: Sort) -> tuple[Any, int]:
    """Give the place of an invoice in its list."""
    if sort.by == "sent_on":
        return row.sent_on or row.drafted_on, row.id
    return (getattr(row, sort.by) if row.label else BEFORE_ALL[sort.by]), row.id


def around(card: InvoiceCard, actor: Actor) -> dict[str, Any]:
    """Gather what the card of an invoice shows besides the invoice itself."""
    rows = customer_rows(vault=actor.vault, ids=[card.customer_id])
    customer = rows[card.customer_id]
    sent = bool(card.label)
    closed = sent and is_closed(card.customer_id)
    return {
        "card": card,
        "customer": customer,
        "closed": closed,
        "words_gone": sent and actor.vault.is_open and not (closed or card.says),
        "archive": reverse("billing:archive", args=[card.id]),
        "kept": kept_words(kept_until(invoice_id=card.id)) if sent else {},
        "foretold": [] if sent else e_invoices.ahead(card.id, card.customer_id, actor),
        "credit_cents": customer_credit([card.customer_id]) if card.open_cents else 0,
        "entry": entry_number(source=f"invoice:{card.uid}") if sent and actor.may(*BOOKS) else None,
        "payment_code": payment_code(card) if card.open_cents else "",
        "credit_notes": credit_note_rows(invoice_id=card.id) if sent else [],
        "mails": mails_about(kind=MailKind.INVOICE, about_id=card.id, now=timezone.now()),
        "mail_is_on": sent and mail_is_on(),
        "e_invoice": e_invoices.around(
            card.says, customer_id=card.customer_id, actor=actor, invoice_id=card.id
        ),
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
