"""A large office in minutes: rows that are inserted in bulk, and as true as if a clerk made them.

Everything is sealed by the vault, numbered by the same series, added up by the same rules and
booked in the same chain; only the acts and their events are left out. All invariants hold.
"""

import heapq
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import batched, groupby
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import transaction

from klantkluis.billing.models import Allocation, Invoice, OpenInvoice, Payment
from klantkluis.billing.rules import payment_postings
from klantkluis.catalogue.commands import add_products
from klantkluis.catalogue.models import Product
from klantkluis.catalogue.queries import ProductRow, product_rows, rate_table
from klantkluis.core.fiscal import book_year
from klantkluis.core.roles import Channel, Role
from klantkluis.core.vat import PriceBasis, Priced, Totals, VatCategory, totals
from klantkluis.customers.commands import NewCustomer, register_customers
from klantkluis.customers.models import Customer
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.company import company_version
from klantkluis.foundation.numbers import next_numbers
from klantkluis.ledger.posting import Journal, NewEntry, write_entries
from klantkluis.office.bench.deals import DELIVERED_BEFORE, Buyer, Deal, Line, Paper, fields_of
from klantkluis.office.bench.sheet import Ids, Sheet, reset_sequences
from klantkluis.office.demo.goods import products
from klantkluis.sales.models import Delivery, DeliveryLine, OpenOrder, Order, OrderLine
from klantkluis.vault.client import VaultSession
from klantkluis.vault.rows import PlainRow

Progress = Callable[[str, int, int], None]

YEARS = timedelta(days=3 * 365)
CUSTOMERS_AT_ONCE = 1000
INVOICES_AT_ONCE = 1000
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
    goods = product_rows(today=last_day, limit=200)
    maker = _Maker(chance, vault, last_day, goods, company_version())
    maker.customers = list(_customers(customers, seed, actor, last_day, progress))
    days = sorted(chance.randrange(YEARS.days) for _ in range(invoices))
    done = 0
    for batch in batched(days, INVOICES_AT_ONCE, strict=False):
        with transaction.atomic():
            maker.make([last_day - YEARS + timedelta(days=1 + day) for day in batch])
        done += len(batch)
        progress("invoices", done, invoices)
    with transaction.atomic():
        maker.finish(invoices // 100)
        reset_sequences()


def _customers(
    count: int, seed: int, actor: Actor, until: date, progress: Progress
) -> Iterator[Buyer]:
    for batch in batched(range(count), CUSTOMERS_AT_ONCE, strict=False):
        fields = [fields_of(seed, index) for index in batch]
        ids = register_customers(
            customers=[NewCustomer(each) for each in fields], actor=actor, today=until - YEARS
        )
        rows = Customer.objects.filter(pk__in=ids).values_list("pk", "uid", "number")
        found = {pk: (uid, number) for pk, uid, number in rows}
        for index, pk in zip(batch, ids, strict=True):
            yield Buyer(pk, *found[pk], seed, index)
        progress("customers", batch[-1] + 1, count)


class _Due(NamedTuple):
    """A payment that will come in; the first of them is the one of the earliest day."""

    day: date
    pk: int
    cents: int
    invoice: int
    label: str
    buyer: Buyer


@dataclass(slots=True)
class _Maker:
    chance: random.Random
    vault: VaultSession
    until: date
    goods: Sequence[ProductRow]
    company: int
    customers: list[Buyer] = field(default_factory=list)
    _payments: list[_Due] = field(default_factory=list)
    _ids: Ids = field(default_factory=Ids)
    _rates: dict[date, dict[VatCategory, int]] = field(default_factory=dict)
    _totals: dict[tuple[tuple[int, int, int], ...], Totals] = field(default_factory=dict)

    def make(self, days: Sequence[date]) -> None:
        """Make one sent invoice for each day, with all that belongs to it; days go up."""
        deals = [self._deal(day) for day in days]
        for series, group in groupby(deals, key=lambda deal: str(book_year(deal.day))):
            of_year = list(group)
            numbers = next_numbers(f"invoice {series}", len(of_year))
            for deal, number in zip(of_year, numbers, strict=True):
                deal.series, deal.invoice.number = series, number
        _number("order", [deal.order for deal in deals])
        _number("delivery note", [deal.delivery for deal in deals])
        snapshots = [deal.snapshot_words(self.company) for deal in deals]
        self._seal([*snapshots, *(each for deal in deals for each in deal.words())])
        sheet, entries = Sheet(), list[NewEntry]()
        for deal in deals:
            entries += self._pay(deal.day, sheet)
            entries.append(deal.entry())
            self._plan_payment(deal, sheet)
            deal.order_rows(sheet)
            deal.delivery_rows(sheet)
            deal.invoice_rows(sheet)
        sheet.save()
        write_entries(entries)

    def finish(self, unfinished: int) -> None:
        """Receive what is still to be received, and leave some orders half-way."""
        sheet = Sheet()
        entries = list(self._pay(date.max, sheet))
        deals = [self._deal(self.until) for _ in range(unfinished)]
        stages = [index % 3 for index in range(unfinished)]
        _number("order", [deal.order for deal in deals])
        under_way = [deal for deal, stage in zip(deals, stages, strict=True) if stage]
        _number("delivery note", [deal.delivery for deal in under_way])
        self._seal([each for deal in deals for each in deal.words()])
        for deal, stage in zip(deals, stages, strict=True):
            deal.order_rows(sheet)
            if stage:
                deal.delivery_rows(sheet)
            if stage == 2:
                deal.draft_rows(sheet)
            else:
                sheet.add(OpenOrder, deal.order.pk, not stage, bool(stage))
        sheet.save()
        if entries:
            write_entries(entries)

    def _deal(self, day: date) -> Deal:
        buyer, ids = self.chance.choice(self.customers), self._ids
        supplied_on, delivery = day - DELIVERED_BEFORE, Paper(ids.next(Delivery))
        rates = self._rates_on(supplied_on)
        lines = []
        for position in range(1, self.chance.choice((1, 1, 2)) + 1):
            product = self.chance.choice(self.goods)
            lines.append(
                Line(
                    position=position, product=product, quantity=self.chance.choice((1, 1, 2, 4)),
                    ordered_as=ids.next(OrderLine), delivered_as=ids.next(DeliveryLine),
                    delivery=delivery, supplied_on=supplied_on,
                    rate_bp=rates[product.vat_category],
                )
            )  # fmt: skip
        result = self._added_up(lines)
        for line, cents in zip(lines, result.line_cents, strict=True):
            line.amount_cents = cents
        return Deal(
            day=day, customer=buyer, fields=buyer.fields, order=Paper(ids.next(Order)),
            delivery=delivery, invoice=Paper(ids.next(Invoice)), lines=lines, result=result,
        )  # fmt: skip

    def _rates_on(self, day: date) -> dict[VatCategory, int]:
        if day not in self._rates:
            self._rates[day] = rate_table().on(day)
        return self._rates[day]

    def _added_up(self, lines: Sequence[Line]) -> Totals:
        """Add up as every document is; the same goods make the same sums."""
        key = tuple((line.product.id, line.quantity, line.rate_bp) for line in lines)
        if key not in self._totals:
            priced = [
                Priced(
                    Decimal(x.quantity), x.unit_price, 0, x.product.vat_category, x.rate_bp
                )
                for x in lines
            ]  # fmt: skip
            self._totals[key] = totals(priced, basis=PriceBasis.GROSS)
        return self._totals[key]

    def _seal(self, words: Sequence[tuple[Paper, PlainRow]]) -> None:
        results = self.vault.seal([row for _paper, row in words])
        for (paper, _row), result in zip(words, results, strict=True):
            paper.sealed = result.sealed

    def _plan_payment(self, deal: Deal, sheet: Sheet) -> None:
        """Most pay the whole within five weeks, some the half, some nothing."""
        fate = self.chance.random()
        gross = deal.result.gross_cents
        day = deal.day + timedelta(days=self.chance.randrange(1, 36))
        cents = 0 if day > self.until or fate > 0.98 else gross // 2 if fate > 0.96 else gross
        if cents < gross:
            sheet.add(OpenInvoice, deal.invoice.pk, gross - cents, deal.due_on, deal.day)
        if cents:
            due = _Due(
                day, self._ids.next(Payment), cents, deal.invoice.pk, deal.label, deal.customer
            )
            heapq.heappush(self._payments, due)

    def _pay(self, until: date, sheet: Sheet) -> Iterator[NewEntry]:
        """Receive what comes in up to a day, in the order of the days."""
        while self._payments and self._payments[0].day <= until:
            due, uid = heapq.heappop(self._payments), uuid4()
            bank = Payment.Method.BANK.value
            sheet.add(Payment, due.pk, uid, due.buyer.pk, due.day, bank, due.cents)
            sheet.add(Allocation, due.pk, due.invoice, due.cents, due.day)
            postings = payment_postings(due.cents, bank, due.buyer.uid)
            yield NewEntry(Journal.BANK, due.day, due.label, f"payment:{uid}", postings)


def _number(series: str, papers: Sequence[Paper]) -> None:
    """Give papers the next numbers of their series."""
    if papers:
        for paper, number in zip(papers, next_numbers(series, len(papers)), strict=True):
            paper.number = number
