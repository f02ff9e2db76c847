"""Questions about purchases."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from klantkluis.billing.einvoice.detaching import detached, is_pdf
from klantkluis.billing.einvoice.model import Invoice
from klantkluis.billing.einvoice.reading import read_invoice
from klantkluis.billing.purchase_rows import (
    Purchase,
    PurchaseBooking,
    PurchaseFile,
    PurchaseRejection,
    PurchaseVat,
)
from klantkluis.billing.purchase_rules import VatPart
from klantkluis.billing.stored import PAPER, PURCHASE, REJECTION
from klantkluis.foundation.files import open_contents
from klantkluis.ledger.purchases import largest_account
from klantkluis.ledger.queries import entry_number
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose


class PurchaseState(StrEnum):
    """What became of a purchase."""

    DRAFT = "draft"
    BOOKED = "booked"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """A purchase in a list. Supplier and number are empty while the vault is locked."""

    id: int
    uid: UUID
    state: PurchaseState
    is_credit: bool
    issued_on: date
    due_on: date | None
    gross_cents: int
    supplier: str = field(default="", repr=False)
    number: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PurchaseCard:
    """A purchase with its VAT, and what became of it."""

    row: PurchaseRow
    net_cents: int
    vat_cents: int
    parts: tuple[VatPart, ...]
    booked_on: date | None
    entry: int | None
    rejected_on: date | None
    usual: str
    vat_id: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)


def purchase_rows(
    *,
    vault: VaultSession,
    state: PurchaseState | None = None,
    below: int | None = None,
    limit: int = 50,
) -> list[PurchaseRow]:
    """Give a page of purchases, the newest first."""
    rows = Purchase.objects.order_by("-pk")
    booked, rejected = PurchaseBooking.objects.values("pk"), _rejected()
    match state:
        case PurchaseState.DRAFT:
            rows = rows.exclude(pk__in=booked).exclude(pk__in=rejected)
        case PurchaseState.BOOKED:
            rows = rows.filter(pk__in=booked)
        case PurchaseState.REJECTED:
            rows = rows.filter(pk__in=rejected)
    if below is not None:
        rows = rows.filter(pk__lt=below)
    return _rows(list(rows[:limit]), vault)


def unbooked() -> QuerySet[Purchase]:
    """Give the drafts."""
    rows = Purchase.objects.exclude(pk__in=PurchaseBooking.objects.values("pk"))
    return rows.exclude(pk__in=_rejected())


def purchase_of(*, uid: UUID) -> int | None:
    """Give the id of the purchase with a uid, or None: for who comes from the books."""
    return Purchase.objects.filter(uid=uid).values_list("pk", flat=True).first()


def purchase_card(*, purchase_id: int, vault: VaultSession) -> PurchaseCard | None:
    """Give one purchase, or None."""
    purchase = Purchase.objects.filter(pk=purchase_id).first()
    if purchase is None:
        return None
    booking = PurchaseBooking.objects.filter(pk=purchase_id).first()
    rejection = PurchaseRejection.objects.filter(purchase=purchase).first()
    words = PURCHASE.open_one(vault, Purpose.INVOICE, purchase) if vault.is_open else {}
    why = REJECTION.open_one(vault, Purpose.INVOICE, rejection) if words and rejection else {}
    parts = PurchaseVat.objects.filter(purchase=purchase).order_by("pk")
    return PurchaseCard(
        row=_row(purchase, words, booked=booking is not None, rejected=rejection is not None),
        net_cents=purchase.net_cents,
        vat_cents=purchase.vat_cents,
        parts=tuple(VatPart(p.category, p.rate_bp, p.net_cents, p.vat_cents) for p in parts),
        booked_on=booking.booked_on if booking else None,
        entry=entry_number(source=f"purchase:{purchase.uid}"),
        rejected_on=rejection.rejected_on if rejection else None,
        usual=_usual(purchase),
        vat_id=str(words.get("vat_id", "")),
        reason=str(why.get("reason", "")),
    )


def purchase_file(*, purchase_id: int, vault: VaultSession) -> tuple[bytes, str] | None:
    """Give the file as it was received with its media type, or None when its term is over.

    Raises:
        VaultLocked: the vault is not open to the actor.
    """
    row = PurchaseFile.objects.filter(purchase=purchase_id).first()
    if row is None or not row.sealed:
        return None
    fields = PAPER.open_one(vault, Purpose.INVOICE, row)
    return open_contents(fields, bytes(row.contents)), str(fields["media_type"])


def purchase_invoice(*, purchase_id: int, vault: VaultSession) -> Invoice | None:
    """Read the e-invoice out of the file that was kept, or None."""
    found = purchase_file(purchase_id=purchase_id, vault=vault)
    if found is None:
        return None
    return read_invoice(detached(found[0]) if is_pdf(found[0]) else found[0])


def _usual(purchase: Purchase) -> str:
    """Give the account on which most of this supplier's last invoice was booked, or nothing."""
    before = Purchase.objects.filter(
        supplier_tag=purchase.supplier_tag, pk__in=PurchaseBooking.objects.values("pk")
    ).exclude(pk=purchase.pk)
    last = before.order_by("-pk").values_list("uid", flat=True).first()
    return largest_account(source=f"purchase:{last}") if last else ""


def _rejected() -> QuerySet[PurchaseRejection, Any]:
    return PurchaseRejection.objects.values("purchase")


def _rows(purchases: Sequence[Purchase], vault: VaultSession) -> list[PurchaseRow]:
    ids = [each.pk for each in purchases]
    booked = set(PurchaseBooking.objects.filter(pk__in=ids).values_list("pk", flat=True))
    rejected = set(
        PurchaseRejection.objects.filter(purchase__in=ids).values_list("purchase", flat=True)
    )
    words = PURCHASE.open_all(vault, Purpose.INVOICE, purchases) if vault.is_open else []
    empty: list[dict[str, str]] = [{}] * len(purchases)
    return [
        _row(each, said, booked=each.pk in booked, rejected=each.pk in rejected)
        for each, said in zip(purchases, words or empty, strict=True)
    ]


def _row(purchase: Purchase, words: dict[str, str], *, booked: bool, rejected: bool) -> PurchaseRow:
    state = PurchaseState.BOOKED if booked else PurchaseState.DRAFT
    return PurchaseRow(
        id=purchase.pk,
        uid=purchase.uid,
        state=PurchaseState.REJECTED if rejected else state,
        is_credit=purchase.is_credit,
        issued_on=purchase.issued_on,
        due_on=purchase.due_on,
        gross_cents=-purchase.gross_cents if purchase.is_credit else purchase.gross_cents,
        supplier=str(words.get("supplier", "")),
        number=str(words.get("number", "")),
    )
