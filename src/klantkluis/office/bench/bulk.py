"""A large office in minutes: rows that are inserted in bulk, and as true as if a clerk made them.

Everything is sealed by the vault, numbered by the same series, added up by the same rules and
booked in the same chain; only the acts and their events are left out. All invariants hold.
"""

import heapq
import os
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import batched, groupby
from typing import Any
from uuid import UUID, uuid4

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max

from klantkluis.billing.models import (
    Allocation,
    Invoice,
    InvoiceLine,
    InvoiceSnapshot,
    OpenInvoice,
    Payment,
)
from klantkluis.billing.rules import payment_postings
from klantkluis.billing.snapshots import compose, salt_text
from klantkluis.billing.stored import SNAPSHOT
from klantkluis.catalogue.commands import add_products
from klantkluis.catalogue.models import Product
from klantkluis.catalogue.queries import product_rows, rate_table
from klantkluis.core.fiscal import book_year, seven_year_class
from klantkluis.core.roles import Channel, Role
from klantkluis.core.vat import PriceBasis, Priced, Totals, VatCategory, totals
from klantkluis.customers.commands import NewCustomer, register_customers
from klantkluis.customers.models import Customer
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.inserting import insert_many
from klantkluis.foundation.models import SealedModel
from klantkluis.foundation.numbers import next_numbers
from klantkluis.ledger.posting import Journal, NewEntry, write_entries
from klantkluis.office.bench.deals import (
    Buyer,
    Deal,
    day_of,
    entry_of,
    fields_of,
    vat_of,
    words_of,
)
from klantkluis.office.demo.goods import products
from klantkluis.sales.models import Delivery, DeliveryLine, OpenOrder, Order, OrderLine
from klantkluis.vault.client import VaultSession
from klantkluis.vault.formats import canonical
from klantkluis.vault.rows import PlainRow
from klantkluis.vault.sealing import commitment

Progress = Callable[[str, int, int], None]

YEARS = timedelta(days=3 * 365)
CUSTOMERS_AT_ONCE = 500
INVOICES_AT_ONCE = 500
NUMBERED = (Order, OrderLine, Delivery, DeliveryLine, Invoice, Payment)
STAFF = UUID(int=1)


def make_bulk(
    *,
    customers: int,
    invoices: int,
    seed: int,
    vault: VaultSession,
    progress: Progress,
    until: date | None = None,
) -> None:
    """Add customers and sent invoices, with all that comes before and after them.

    Each invoice has its order, delivery note, entry in the books and, mostly, its payment. One
    order in a hundred on top of them is still to be delivered, billed or sent. The days lie in
    the three years before `until` (today when left out).
    """
    chance = random.Random(seed)
    last_day = until or date.today()  # noqa: DTZ011 - a day of the office, not a moment
    actor = Actor(STAFF, frozenset({Role.OWNER}), Channel.COMMAND_LINE, vault)
    if not Product.objects.exists():
        add_products(products=list(products(chance)), actor=actor, today=last_day - YEARS)
    makers = _Maker(chance=chance, vault=vault, until=last_day, goods=_goods(last_day))
    makers.customers = list(_customers(customers, seed, actor, last_day, progress))
    days = sorted(chance.randrange(YEARS.days) for _ in range(invoices))
    done = 0
    for batch in batched(days, INVOICES_AT_ONCE, strict=False):
        with transaction.atomic():
            makers.make([last_day - YEARS + timedelta(days=1 + day) for day in batch])
        done += len(batch)
        progress("invoices", done, invoices)
    with transaction.atomic():
        makers.finish(invoices // 100)
        _reset_sequences()


def _customers(
    count: int, seed: int, actor: Actor, until: date, progress: Progress
) -> Iterator["Buyer"]:
    for batch in batched(range(count), CUSTOMERS_AT_ONCE, strict=False):
        fields = [fields_of(seed, index) for index in batch]
        ids = register_customers(
            customers=[NewCustomer(each) for each in fields], actor=actor, today=until - YEARS
        )
        rows = Customer.objects.in_bulk(ids)
        for index, pk in zip(batch, ids, strict=True):
            yield Buyer(rows[pk].pk, rows[pk].uid, rows[pk].number, seed, index)
        progress("customers", batch[-1] + 1, count)


def _goods(today: date) -> list[Product]:
    """Give products with their prices."""
    prices = {row.id: row.unit_price for row in product_rows(today=today, limit=200)}
    found = list(Product.objects.filter(pk__in=prices))
    for product in found:
        product.unit_price = prices[product.pk]  # type: ignore[attr-defined]
    return found


@dataclass(slots=True)
class _Sheet:
    """The rows of one batch, by kind, in the order in which the database takes them."""

    rows: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)

    def add(self, *rows: models.Model) -> None:
        for row in rows:
            self.rows.setdefault(type(row), []).append(row)

    def save(self) -> None:
        """Insert all; lines of an invoice before it, since it is final once it is there."""
        first: tuple[type[models.Model], ...] = (
            Order,
            OrderLine,
            Delivery,
            DeliveryLine,
            InvoiceLine,
            Invoice,
        )
        for kind in (*first, *(kind for kind in self.rows if kind not in first)):
            insert_many(self.rows.get(kind, []))


@dataclass(slots=True)
class _Maker:
    chance: random.Random
    vault: VaultSession
    until: date
    goods: Sequence[Product]
    customers: list[Buyer] = field(default_factory=list)
    _payments: list[tuple[date, int, Payment, Invoice]] = field(default_factory=list)
    _ids: dict[type[models.Model], int] = field(default_factory=dict)
    _rates: dict[VatCategory, int] = field(default_factory=dict)

    def make(self, days: Sequence[date]) -> None:
        """Make one sent invoice for each day, with all that belongs to it; days go up."""
        sheet = _Sheet()
        deals = [self._deal(day) for day in days]
        for series, group in groupby(deals, key=lambda deal: str(book_year(day_of(deal)))):
            of_year = list(group)
            numbers = next_numbers(f"invoice {series}", len(of_year))
            for deal, number in zip(of_year, numbers, strict=True):
                deal.invoice.series, deal.invoice.number = series, number
        self._number(deals, delivered=True)
        snapshots = [self._say(deal) for deal in deals]
        sealed = [(SNAPSHOT, row, row.cls, fields) for row, fields in snapshots]
        self._seal([*sealed, *(each for deal in deals for each in words_of(deal))])
        entries: list[NewEntry] = []
        for deal, (snapshot, _fields) in zip(deals, snapshots, strict=True):
            entries += self._pay(day_of(deal), sheet)
            entries.append(entry_of(deal))
            self._plan_payment(deal, sheet)
            sheet.add(deal.order, deal.delivery, deal.invoice, snapshot)
            sheet.add(*deal.lines, *deal.delivered, *deal.billed, *vat_of(deal))
        sheet.save()
        write_entries(entries)

    def finish(self, unfinished: int) -> None:
        """Receive what is still to be received, and leave some orders half-way."""
        sheet = _Sheet()
        entries = self._pay(date.max, sheet)
        deals = [self._deal(self.until) for _ in range(unfinished)]
        stages = [index % 3 for index in range(unfinished)]
        self._number(deals, delivered=False)
        under_way = [deal for deal, stage in zip(deals, stages, strict=True) if stage]
        numbers = next_numbers("delivery note", len(under_way)) if under_way else ()
        for deal, number in zip(under_way, numbers, strict=True):
            deal.delivery.number = number
        self._seal([each for deal in deals for each in words_of(deal)])
        for deal, stage in zip(deals, stages, strict=True):
            sheet.add(deal.order, *deal.lines)
            if stage:
                sheet.add(deal.delivery, *deal.delivered)
            if stage == 2:
                deal.invoice.sent_on = deal.invoice.due_on = None
                sheet.add(deal.invoice, *deal.billed)
            else:
                sheet.add(OpenOrder(order=deal.order, to_deliver=not stage, to_bill=bool(stage)))
        sheet.save()
        if entries:
            write_entries(entries)

    def _deal(self, sent_on: date) -> Deal:
        buyer = self.chance.choice(self.customers)
        fields = buyer.fields
        order = Order(
            pk=self._next(Order), uid=uuid4(), customer_id=buyer.pk, basis=PriceBasis.GROSS,
            ordered_on=sent_on - timedelta(days=4),
        )  # fmt: skip
        lines = [
            self._line(order, position) for position in range(1, self.chance.choice((1, 1, 2)) + 1)
        ]
        delivery = Delivery(
            pk=self._next(Delivery), uid=uuid4(), order=order,
            delivered_on=sent_on - timedelta(days=1),
        )  # fmt: skip
        delivered = [
            DeliveryLine(
                pk=self._next(DeliveryLine), delivery=delivery, order_line=line,
                quantity=line.quantity,
            )
            for line in lines
        ]  # fmt: skip
        invoice = Invoice(
            pk=self._next(Invoice), uid=uuid4(), customer_id=buyer.pk, drafted_on=sent_on,
            basis=order.basis, sent_on=sent_on, due_on=sent_on + timedelta(days=14),
        )  # fmt: skip
        billed, result = self._billed(invoice, delivery, delivered)
        return Deal(buyer, fields, order, lines, delivery, delivered, invoice, billed, result)

    def _line(self, order: Order, position: int) -> OrderLine:
        product = self.chance.choice(self.goods)
        return OrderLine(
            pk=self._next(OrderLine), order=order, position=position, product=product,
            kind=OrderLine.Kind.PRODUCT, unit=product.unit, vat_category=product.vat_category,
            quantity=Decimal(self.chance.choice((1, 1, 2, 4))),
            unit_price=product.unit_price,  # type: ignore[attr-defined]
        )  # fmt: skip

    def _billed(
        self, invoice: Invoice, delivery: Delivery, delivered: Sequence[DeliveryLine]
    ) -> tuple[list[InvoiceLine], Totals]:
        rates = self._rates or rate_table().on(delivery.delivered_on)
        self._rates = rates
        lines = [
            InvoiceLine(
                invoice=invoice, position=position, order_line=each.order_line,
                delivery_line=each, supplied_on=delivery.delivered_on, quantity=each.quantity,
                unit_price=each.order_line.unit_price, vat_category=each.order_line.vat_category,
                rate_bp=rates[VatCategory(each.order_line.vat_category)],
            )
            for position, each in enumerate(delivered, start=1)
        ]  # fmt: skip
        result = totals(
            [
                Priced(x.quantity, x.unit_price, 0, VatCategory(x.vat_category), x.rate_bp)
                for x in lines
            ],
            basis=PriceBasis.GROSS,
        )
        for line, cents in zip(lines, result.line_cents, strict=True):
            line.amount_cents = cents
        return lines, result

    def _number(self, deals: Sequence[Deal], *, delivered: bool) -> None:
        if not deals:
            return
        for deal, number in zip(deals, next_numbers("order", len(deals)), strict=True):
            deal.order.number = number
        if delivered:
            for deal, number in zip(deals, next_numbers("delivery note", len(deals)), strict=True):
                deal.delivery.number = number

    def _say(self, deal: Deal) -> tuple[InvoiceSnapshot, dict[str, Any]]:
        """Make the snapshot of an invoice, with its commitment and its sums."""
        invoice, result = deal.invoice, deal.result
        invoice.customer = Customer(pk=deal.buyer.pk, uid=deal.buyer.uid, number=deal.buyer.number)
        says = compose(
            invoice=invoice, lines=deal.billed, result=result, customer=deal.fields,
            order_number=deal.order.number, words={},
        )  # fmt: skip
        salt = os.urandom(32)
        invoice.commitment = commitment(salt, canonical(says))
        invoice.net_cents, invoice.vat_cents = result.net_cents, result.vat_cents
        invoice.gross_cents = result.gross_cents
        snapshot = InvoiceSnapshot(invoice=invoice, cls=seven_year_class(day_of(deal)))
        return snapshot, {"says": says, "salt": salt_text(salt)}

    def _seal(self, rows: Sequence[tuple[Any, SealedModel, UUID | str, dict[str, Any]]]) -> None:
        results = self.vault.seal(
            [
                PlainRow(stored.table, row.uid, owner, row.rev, row.schema, fields)
                for stored, row, owner, fields in rows
            ]
        )
        for (_stored, row, _owner, _fields), result in zip(rows, results, strict=True):
            row.sealed = result.sealed

    def _plan_payment(self, deal: Deal, sheet: _Sheet) -> None:
        """Most pay the whole within five weeks, some the half, some nothing."""
        fate = self.chance.random()
        gross = deal.result.gross_cents
        day = day_of(deal) + timedelta(days=self.chance.randrange(1, 36))
        cents = 0 if day > self.until or fate > 0.98 else gross // 2 if fate > 0.96 else gross
        if cents < gross:
            invoice = deal.invoice
            assert invoice.due_on is not None
            sheet.add(
                OpenInvoice(
                    invoice=invoice, open_cents=gross - cents, due_on=invoice.due_on,
                    sent_on=day_of(deal),
                )
            )  # fmt: skip
        if cents:
            payment = Payment(
                pk=self._next(Payment), uid=uuid4(), customer=deal.invoice.customer,
                received_on=day, method=Payment.Method.BANK, amount_cents=cents,
            )  # fmt: skip
            heapq.heappush(self._payments, (day, payment.pk, payment, deal.invoice))

    def _pay(self, until: date, sheet: _Sheet) -> list[NewEntry]:
        """Receive what comes in up to a day, in the order of the days."""
        entries = []
        while self._payments and self._payments[0][0] <= until:
            day, _, payment, invoice = heapq.heappop(self._payments)
            sheet.add(
                payment,
                Allocation(
                    payment=payment, invoice=invoice, amount_cents=payment.amount_cents,
                    allocated_on=day,
                ),
            )  # fmt: skip
            postings = payment_postings(payment.amount_cents, "bank", payment.customer.uid)
            entries.append(
                NewEntry(Journal.BANK, day, invoice.label, f"payment:{payment.uid}", postings)
            )
        return entries

    def _next(self, kind: type[models.Model]) -> int:
        if kind not in self._ids:
            last = kind._default_manager.aggregate(last=Max("pk"))["last"]
            self._ids[kind] = last or 0
        self._ids[kind] += 1
        return self._ids[kind]


def _reset_sequences() -> None:
    """Let the database go on counting after the ids that were given here."""
    statements = connection.ops.sequence_reset_sql(no_style(), list(NUMBERED))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
