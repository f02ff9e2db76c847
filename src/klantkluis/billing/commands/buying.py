"""What can be done with an invoice that somebody sent us: keep it, book it, reject it."""

import hashlib
import hmac
import os
from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from klantkluis.billing.einvoice.detaching import detached, is_pdf
from klantkluis.billing.einvoice.model import Invoice
from klantkluis.billing.einvoice.reading import read_invoice
from klantkluis.billing.masking import masked
from klantkluis.billing.purchase_rows import (
    Purchase,
    PurchaseBooking,
    PurchaseFile,
    PurchaseKey,
    PurchaseRejection,
    PurchaseVat,
)
from klantkluis.billing.purchase_rules import (
    Side,
    Sums,
    VatPart,
    amounts_of,
    is_reversed,
    purchase_postings,
    sums_of,
    vat_country_of,
)
from klantkluis.billing.snapshots import salt_bytes, salt_text
from klantkluis.billing.stored import PAPER, PURCHASE, PURCHASE_KEY, REJECTION
from klantkluis.core.fiscal import seven_year_class
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.foundation.company import taxed_how
from klantkluis.foundation.files import seal_contents
from klantkluis.foundation.inserting import insert, insert_many
from klantkluis.ledger.posting import Journal, write_entry
from klantkluis.ledger.purchases import is_bookable
from klantkluis.vault.purposes import Purpose

KEEPERS = (Role.SALES, Role.BOOKKEEPER)
TAG_LENGTH = 32


class PurchaseKnown(Refusal):
    """This invoice of this supplier was kept before."""


class PurchaseUnknown(Refusal):
    """There is no such purchase."""


class PurchaseDecided(Refusal):
    """It was booked or rejected before."""


class AccountWrong(Refusal):
    """A purchase is not booked on this account."""


class ReasonMissing(Refusal):
    """Whoever rejects says why."""


@command("purchase.kept", *KEEPERS)
def keep_purchase(*, contents: bytes, actor: Actor, today: date) -> int:
    """Keep an invoice that came in as a draft of a purchase; give its id.

    The file is sealed byte for byte. Supplier and number are sealed, with anything that looks like
    a bank account left out; a file of the same supplier and number is refused.

    Raises:
        EInvoiceRefused: it is no e-invoice that can be read.
        PurchaseOdd: not in euros, or it does not add up.
        PurchaseKnown: it was kept before.
        VaultLocked: the vault is not open to the actor.
    """
    pdf = is_pdf(contents)
    invoice = read_invoice(detached(contents) if pdf else contents)
    sums, key = sums_of(invoice), _key(actor)
    supplier = _tag(key, _supplier_of(invoice))
    row = Purchase(
        supplier_tag=supplier,
        document_tag=_tag(key, supplier, invoice.number),
        is_credit=invoice.is_credit_note,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        kept_on=today,
        net_cents=sums.net_cents,
        vat_cents=sums.vat_cents,
        gross_cents=sums.gross_cents,
        rounding_cents=sums.rounding_cents,
        seller_country=invoice.seller.address.country[:2],
        vat_country=vat_country_of(invoice.seller.vat_id),
        cls=seven_year_class(invoice.issued_on),
        staff_id=actor.staff_id,
    )
    _save(row, _words(invoice), sums, actor)
    kind, name = ("application/pdf", "purchase.pdf") if pdf else ("application/xml", "purchase.xml")
    fields, sealed = seal_contents(contents, name=name, media_type=kind)
    file = PurchaseFile(purchase=row, cls=row.cls, contents=sealed)
    PAPER.seal_new(actor.vault, [(file, fields)])
    insert(file)
    return row.pk


@command("purchase.booked", Role.BOOKKEEPER)
def book_purchase(
    *,
    purchase_id: int,
    invoice: Invoice,
    accounts: Sequence[str],
    booked_on: date,
    reversed_bp: int,
    actor: Actor,
) -> int:
    """Write a purchase in the books; give the number of the entry.

    Args:
        invoice: as it was read from the file that was kept.
        accounts: the account of each line and adjustment, in their order.
        reversed_bp: the Dutch rate over what is reverse-charged to us.

    Raises:
        PurchaseUnknown, PurchaseDecided: there is none, or it was booked or rejected.
        AccountWrong: not one account for each line, or one that nothing is bought on.
    """
    row = _held(purchase_id)
    amounts = amounts_of(invoice)
    if len(accounts) != len(amounts) or not all(map(is_bookable, set(accounts))):
        raise AccountWrong(_("Choose an account of costs, stock or equipment for each line."))
    parts = tuple(
        VatPart(*each)
        for each in PurchaseVat.objects.filter(purchase=row).values_list(
            "category", "rate_bp", "net_cents", "vat_cents"
        )
    )
    sums = Sums(row.net_cents, row.vat_cents, row.gross_cents, row.rounding_cents, parts)
    side = Side(row.seller_country, row.vat_country, taxed_how().small_business, row.is_credit)
    booked = [(code, cents) for code, (_n, cents) in zip(accounts, amounts, strict=True)]
    rate = reversed_bp if is_reversed(parts) else 0
    insert(PurchaseBooking(purchase=row, booked_on=booked_on, staff_id=actor.staff_id))
    return write_entry(
        journal=Journal.PURCHASE,
        entry_date=booked_on,
        description=f"purchase {row.pk}",
        source=f"purchase:{row.uid}",
        postings=purchase_postings(sums, side, booked, rate),
    )


@command("purchase.rejected", Role.BOOKKEEPER)
def reject_purchase(*, purchase_id: int, reason: str, actor: Actor, today: date) -> None:
    """Say that a purchase is not ours to pay, and why. It stays as it came.

    Raises:
        PurchaseUnknown, PurchaseDecided: there is none, or it was booked or rejected.
        ReasonMissing: no reason was given.
    """
    row = _held(purchase_id)
    if not reason.strip():
        raise ReasonMissing(_("Say why this invoice is rejected."), field="reason")
    rejection = PurchaseRejection(
        purchase=row, rejected_on=today, cls=row.cls, staff_id=actor.staff_id
    )
    REJECTION.seal_new(actor.vault, [(rejection, {"reason": reason.strip()})])
    insert(rejection)


def _held(purchase_id: int) -> Purchase:
    row = Purchase.objects.select_for_update().filter(pk=purchase_id).first()
    if row is None:
        raise PurchaseUnknown(_("There is no such purchase."))
    decided = (PurchaseBooking, PurchaseRejection)
    if any(kind._default_manager.filter(purchase=row).exists() for kind in decided):
        raise PurchaseDecided(_("This purchase was booked or rejected before."))
    return row


def _save(row: Purchase, words: dict[str, str], sums: Sums, actor: Actor) -> None:
    known = PurchaseKnown(_("This invoice of this supplier was kept before."), field="file")
    if Purchase.objects.filter(document_tag=row.document_tag).exists():
        raise known
    PURCHASE.seal_new(actor.vault, [(row, words)])
    try:
        with transaction.atomic():
            insert(row)
    except IntegrityError:  # somebody else kept it this very moment
        raise known from None
    insert_many(
        PurchaseVat(
            purchase=row,
            category=each.category[:2],
            rate_bp=each.rate_bp,
            net_cents=each.net_cents,
            vat_cents=each.vat_cents,
        )
        for each in sums.parts
    )


def _words(invoice: Invoice) -> dict[str, str]:
    """Give what is kept of it in words: no bank account and no citizen number among them."""
    words = {
        "supplier": invoice.seller.name or invoice.seller.trading_name,
        "vat_id": invoice.seller.vat_id,
        "number": invoice.number,
    }
    return {name: masked(text)[:200] for name, text in words.items() if text}


def _supplier_of(invoice: Invoice) -> str:
    """Give what a supplier is known by again: its VAT number, else its register, else its name."""
    seller = invoice.seller
    legal = seller.legal_id.value if seller.legal_id else ""
    text = seller.vat_id or legal or seller.name
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _key(actor: Actor) -> bytes:
    """Give the key of the tags; made when the first purchase is kept."""
    row = PurchaseKey.objects.select_for_update().first()
    if row is None:
        row = PurchaseKey(pk=1)
        fresh = os.urandom(32)
        PURCHASE_KEY.seal_new(actor.vault, [(row, {"key": salt_text(fresh)})])
        insert(row)
        return fresh
    return salt_bytes(str(PURCHASE_KEY.open_one(actor.vault, Purpose.INVOICE, row)["key"]))


def _tag(key: bytes, *parts: str) -> str:
    text = "\x1f".join(part.strip().casefold() for part in parts)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:TAG_LENGTH]
