"""One deal of a large office, from order to invoice: values only, and the rows that they become."""

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

from klantkluis.billing.models import Invoice, InvoiceLine, InvoiceSnapshot, InvoiceVat
from klantkluis.billing.rules import invoice_postings
from klantkluis.billing.snapshots import compose, salt_text
from klantkluis.billing.stored import SNAPSHOT
from klantkluis.catalogue.queries import ProductRow
from klantkluis.core.fiscal import seven_year_class
from klantkluis.core.names import display_name
from klantkluis.core.vat import HOME, PriceBasis, Totals, VatTreatment
from klantkluis.customers.commands.addresses import ADDRESS_FIELDS
from klantkluis.ledger.posting import Journal, NewEntry
from klantkluis.office.bench.sheet import Sheet
from klantkluis.office.demo.people import customer_fields
from klantkluis.sales.models import Delivery, DeliveryLine, Order, OrderLine
from klantkluis.sales.stored import DELIVERY, ORDER
from klantkluis.vault.formats import canonical
from klantkluis.vault.rows import PlainRow
from klantkluis.vault.sealing import commitment

BASIS = PriceBasis.GROSS.value
TERM = timedelta(days=14)
DELIVERED_BEFORE = timedelta(days=1)
ORDERED_BEFORE = timedelta(days=4)


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
    language: str = "nl"

    @property
    def fields(self) -> dict[str, Any]:
        """What lies sealed."""
        return fields_of(self.seed, self.index)


@dataclass(slots=True)
class Paper:
    """Id, uid and number of an order, a delivery note or an invoice; what was sealed for it."""

    pk: int
    uid: UUID = field(default_factory=uuid4)
    number: int = 0
    sealed: bytes = b""


@dataclass(slots=True)
class Line:
    """What is ordered, delivered and billed as a whole, so that it plays all three parts.

    `order_line`, `delivery_line` and `delivery` are what the snapshot of an invoice asks its
    lines for.
    """

    position: int
    product: ProductRow
    quantity: int
    ordered_as: int
    delivered_as: int
    delivery: Paper
    supplied_on: date
    rate_bp: int
    amount_cents: int = 0
    discount_bp: int = 0

    kind = OrderLine.Kind.PRODUCT.value
    treatment = VatTreatment.DOMESTIC.value
    rate_country = HOME
    prepays_id = None
    settles = None
    subscription_line = None

    @property
    def order_line(self) -> "Line":
        """The order line: this one."""
        return self

    @property
    def delivery_line(self) -> "Line":
        """The line of the delivery note: this one."""
        return self

    @property
    def unit(self) -> str:
        """In what the product is counted."""
        return self.product.unit

    @property
    def unit_price(self) -> Any:
        """The price of the product."""
        return self.product.unit_price

    @property
    def vat_category(self) -> str:
        """The kind of VAT rate."""
        return self.product.vat_category.value


@dataclass(slots=True)
class Deal:
    """One order with its delivery note and its invoice; `day` is that of the invoice."""

    day: date
    customer: Buyer
    fields: dict[str, Any]
    order: Paper
    delivery: Paper
    invoice: Paper
    lines: list[Line]
    result: Totals
    series: str = ""
    commitment: bytes = b""
    snapshot: Paper = field(default_factory=lambda: Paper(0))

    basis = BASIS
    discount_bp = 0

    @property
    def sent_on(self) -> date:
        """The day of the invoice."""
        return self.day

    @property
    def due_on(self) -> date:
        """When it is to be paid."""
        return self.day + TERM

    @property
    def label(self) -> str:
        """The number of the invoice as it stands on the paper."""
        return f"{self.series}-{self.invoice.number:04d}"

    def words(self) -> Iterator[tuple[Paper, PlainRow]]:
        """Give what is to be sealed of order and delivery note: where the goods go."""
        address = {name: self.fields[name] for name in ADDRESS_FIELDS if self.fields.get(name)}
        words = {"deliver_to": {**address, "name": display_name(self.fields)}}
        for stored, paper in ((ORDER, self.order), (DELIVERY, self.delivery)):
            yield paper, PlainRow(stored.table, paper.uid, self.customer.uid, 1, 1, words)

    def snapshot_words(self, company: int) -> tuple[Paper, PlainRow]:
        """Give what is to be sealed of the invoice, and commit the books to it."""
        says = compose(
            invoice=cast("Invoice", self), lines=cast("list[InvoiceLine]", self.lines),
            result=self.result, customer=self.fields, order_number=self.order.number, words={},
            company=company, evidence={},
        )  # fmt: skip
        salt = os.urandom(32)
        self.commitment = commitment(salt, canonical(says))
        fields = {"says": says, "salt": salt_text(salt)}
        cls = seven_year_class(self.day)
        return self.snapshot, PlainRow(SNAPSHOT.table, self.snapshot.uid, cls, 1, 1, fields)

    def entry(self) -> NewEntry:
        """Give the entry of the invoice in the books."""
        return NewEntry(
            journal=Journal.SALES,
            entry_date=self.day,
            description=self.label,
            source=f"invoice:{self.invoice.uid}",
            postings=invoice_postings(self.result, self.customer.uid),
            commitment=self.commitment,
        )

    def order_rows(self, sheet: Sheet) -> None:
        """Write the order down."""
        order = self.order
        sheet.add(
            Order, order.pk, order.uid, order.number, self.customer.pk, self.day - ORDERED_BEFORE,
            BASIS, order.sealed,
        )  # fmt: skip
        for line in self.lines:
            sheet.add(
                OrderLine, line.ordered_as, order.pk, line.position, line.kind, line.product.id,
                line.unit, line.quantity, line.unit_price, line.vat_category,
            )  # fmt: skip

    def delivery_rows(self, sheet: Sheet) -> None:
        """Write the delivery note down."""
        delivery = self.delivery
        sheet.add(
            Delivery, delivery.pk, delivery.uid, delivery.number, self.order.pk,
            self.day - DELIVERED_BEFORE, delivery.sealed,
        )  # fmt: skip
        for line in self.lines:
            sheet.add(DeliveryLine, line.delivered_as, delivery.pk, line.ordered_as, line.quantity)

    def draft_rows(self, sheet: Sheet) -> None:
        """Write the invoice down as a draft."""
        invoice = self.invoice
        sheet.add(
            Invoice, invoice.pk, invoice.uid, self.customer.pk, self.day, BASIS, *[None] * 8,
        )  # fmt: skip
        self._billed_rows(sheet)

    def invoice_rows(self, sheet: Sheet) -> None:
        """Write the sent invoice down, with its VAT and its snapshot."""
        invoice, result = self.invoice, self.result
        sheet.add(
            Invoice, invoice.pk, invoice.uid, self.customer.pk, self.day, BASIS,
            self.series, invoice.number, self.day, self.due_on,
            result.net_cents, result.vat_cents, result.gross_cents, self.commitment,
        )  # fmt: skip
        self._billed_rows(sheet)
        for each in result.vat:
            sheet.add(
                InvoiceVat, invoice.pk, each.category.value, each.rate_bp, each.net_cents,
                each.vat_cents,
            )  # fmt: skip
        cls = seven_year_class(self.day)
        sheet.add(InvoiceSnapshot, self.snapshot.uid, invoice.pk, cls, self.snapshot.sealed)

    def _billed_rows(self, sheet: Sheet) -> None:
        for line in self.lines:
            sheet.add(
                InvoiceLine, self.invoice.pk, line.position, line.ordered_as, line.delivered_as,
                line.supplied_on, line.quantity, line.unit_price, line.vat_category, line.rate_bp,
                line.amount_cents,
            )  # fmt: skip
