"""One deal of a large office: who buys, and the rows from order to invoice."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from klantkluis.billing.models import (
    Invoice,
    InvoiceLine,
    InvoiceVat,
)
from klantkluis.billing.rules import invoice_postings
from klantkluis.core.names import display_name
from klantkluis.core.vat import Totals
from klantkluis.customers.commands.addresses import ADDRESS_FIELDS
from klantkluis.foundation.models import SealedModel
from klantkluis.ledger.posting import Journal, NewEntry
from klantkluis.office.demo.people import customer_fields
from klantkluis.sales.models import Delivery, DeliveryLine, Order, OrderLine
from klantkluis.sales.stored import DELIVERY, ORDER


def fields_of(seed: int, index: int) -> dict[str, Any]:
    """Give the same customer again; cheaper than keeping all of them in memory."""
    return customer_fields(random.Random(seed * 10_000_019 + index))


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer of which no more is kept in memory than is needed to make it again."""

    pk: int
    uid: UUID
    number: int
    seed: int
    index: int

    @property
    def fields(self) -> dict[str, Any]:
        """What lies sealed."""
        return fields_of(self.seed, self.index)


@dataclass(slots=True)
class Deal:
    """One order with its delivery and its invoice."""

    buyer: Buyer
    fields: dict[str, Any]
    order: Order
    lines: list[OrderLine]
    delivery: Delivery
    delivered: list[DeliveryLine]
    invoice: Invoice
    billed: list[InvoiceLine]
    result: Totals


def day_of(deal: Deal) -> date:
    """Give the day on which the invoice was sent."""
    assert deal.invoice.sent_on is not None
    return deal.invoice.sent_on


def words_of(deal: Deal) -> Iterator[tuple[Any, SealedModel, UUID, dict[str, Any]]]:
    """Give what is to be sealed of an order and its delivery note: where the goods go."""
    address = {name: deal.fields[name] for name in ADDRESS_FIELDS if deal.fields.get(name)}
    words = {"deliver_to": {**address, "name": display_name(deal.fields)}}
    yield ORDER, deal.order, deal.buyer.uid, words
    yield DELIVERY, deal.delivery, deal.buyer.uid, words


def entry_of(deal: Deal) -> NewEntry:
    """Give the entry of the invoice in the books."""
    return NewEntry(
        journal=Journal.SALES,
        entry_date=day_of(deal),
        description=deal.invoice.label,
        source=f"invoice:{deal.invoice.uid}",
        postings=invoice_postings(deal.result, deal.buyer.uid),
        commitment=bytes(deal.invoice.commitment or b""),
    )


def vat_of(deal: Deal) -> list[InvoiceVat]:
    """Give the rows of VAT of the invoice."""
    return [
        InvoiceVat(
            invoice=deal.invoice,
            vat_category=each.category,
            rate_bp=each.rate_bp,
            net_cents=each.net_cents,
            vat_cents=each.vat_cents,
        )
        for each in deal.result.vat
    ]
