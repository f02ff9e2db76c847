"""A clerk who does anything in any order, and what must be true after each act.

The sizes are small enough for every day. To soak: CLERK_EXAMPLES=500 CLERK_STEPS=60; to find the
shortest story that breaks something: CLERK_SHRINK=1.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import transaction
from django.test import TestCase
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pypdf import PdfReader

from klantkluis.billing import commands as billing
from klantkluis.billing.commands.paying import customer_credit
from klantkluis.billing.models import Invoice, InvoiceLine, InvoiceSnapshot, InvoiceVat
from klantkluis.billing.period_rules import PeriodUnit
from klantkluis.billing.periodic import make_due
from klantkluis.billing.queries import money_open, open_of, paper_of
from klantkluis.billing.return_rows import CreditDraftLine
from klantkluis.billing.rules import BillFrom
from klantkluis.billing.stored import SNAPSHOT
from klantkluis.billing.subscription_rows import SubscriptionLine
from klantkluis.catalogue import commands as catalogue
from klantkluis.catalogue.models import StockLevel
from klantkluis.catalogue.stock import commands as stock
from klantkluis.catalogue.stock.moving import Reason
from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Channel, Role
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.customers import commands as customers
from klantkluis.customers.models import Customer
from klantkluis.customers.queries import customer_card
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.models import Company
from klantkluis.foundation.sealing import RowChanged
from klantkluis.ledger.queries import trial_balance
from klantkluis.sales import commands as sales
from klantkluis.sales.backorders import reserved
from klantkluis.sales.models import (
    DeliveryLine,
    OpenOrder,
    OpenQuote,
    Order,
    OrderLine,
    QuoteVersion,
    ReturnLine,
)
from klantkluis.vault.inprocess import InProcessVault
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.refusals import VaultLocked
from office_fixtures import NO_LIMITS, _rows
from rooms.story import all_broken
from stateful.shop import (
    Back,
    Bill,
    Billed,
    Client,
    Line,
    Offer,
    OrderKept,
    Part,
    Shop,
    Subscribed,
)
from support.reckoning import Reckoned, half_up

EXAMPLES = int(os.environ.get("CLERK_EXAMPLES", "5"))
STEPS = int(os.environ.get("CLERK_STEPS", "20"))
PHASES = (Phase.generate, Phase.shrink) if "CLERK_SHRINK" in os.environ else (Phase.generate,)

picks = st.integers(0, 10_000)
quantities = st.sampled_from(["1", "2", "3", "10", "0.1", "0.3", "0.7", "1.125", "0.333"])
prices = st.sampled_from(["379", "5", "0.0125", "19.99", "1250", "0.05", "33.3333"])
discounts = st.sampled_from([0, 0, 0, 250, 1000, 3333])
categories = st.sampled_from(VatCategory)
texts = st.sampled_from(["Berg", "Jansen", "de Vries", "Ó Súilleabháin", "Øst"])
lines_drawn = st.lists(
    st.tuples(
        st.sampled_from(["product", "product", "product", "text", "shipping", "discount"]),
        picks, quantities, prices, discounts, categories,
    ),
    min_size=1, max_size=4,
)  # fmt: skip


def everything() -> dict[str, list[Any]]:
    """Give every row of every room, to see that a refusal changed nothing."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model.__module__.startswith("klantkluis.") and model._meta.app_label != "office"
    }


@dataclass(frozen=True)
class Work:
    """One thing that a clerk does: how often, when it can be done, and what is drawn for it.

    Not rules of their own: Hypothesis leaves out rules at random, and then nobody sends anything.
    """

    name: str
    times: int
    when: Callable[[Any], Any]
    draws: dict[str, st.SearchStrategy[Any]]


WORK: list[Work] = []


def work(
    times: int, *, when: Callable[[Any], Any] = lambda _clerk: True, **draws: st.SearchStrategy[Any]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a method one of the things that a clerk does."""

    def note_it(method: Callable[..., None]) -> Callable[..., None]:
        WORK.append(Work(method.__name__, times, when, draws))
        return method

    return note_it


class Clerk(RuleBasedStateMachine):
    """Does what a clerk can do, at random, and keeps the same books in plain Python."""

    vault: InProcessVault

    def __init__(self) -> None:
        super().__init__()
        self.shop = Shop()
        self.today = date(2018, 12, 18)
        self.locked = False
        self.locks = 0
        self.issued: dict[int, Any] = {}
        self.papers = 0
        self._world = transaction.atomic()
        self._world.__enter__()
        Company.objects.create(
            name="Voorbeeld BV", street="Marktstraat", house_number="1", postcode="3511 AB",
            town="Utrecht",
        )  # fmt: skip
        self.actor = Actor(uuid4(), frozenset({Role.OWNER}), Channel.OFFICE, self.vault.owner())

    def teardown(self) -> None:
        if self.locked:
            self._unlock()
        try:
            self._issued_documents_say_what_they_said()
        finally:
            transaction.set_rollback(True)
            self._world.__exit__(None, None, None)

    @contextmanager
    def refused(self, *kinds: type[Refusal]) -> Iterator[None]:
        """Expect a refusal that leaves every row as it was."""
        before = everything()
        with pytest.raises(kinds):
            yield
        assert everything() == before

    def act(
        self, verb: Callable[..., Any], *, no: type[Refusal] | None = None, seals: bool, **said: Any
    ) -> Any:
        """Do an act, or see it refused: for its own reason `no`, or because the vault is locked.

        Gives None when it was refused.
        """
        expected = [kind for kind in (no, VaultLocked if self.locked and seals else None) if kind]
        if expected:
            with self.refused(*expected):
                verb(actor=self.actor, **said)
            return None
        with TestCase.captureOnCommitCallbacks(execute=True):
            return verb(actor=self.actor, **said)

    def one(self, pick: int, among: Any) -> Any:
        listed = list(among)
        return listed[pick % len(listed)]

    def likely(self, pick: int, able: list[OrderKept]) -> OrderKept:
        """Give an order that an act can be done on, mostly."""
        every = list(self.shop.orders.values())
        return self.one(pick, every if pick % 5 == 4 else able or every)

    # Customers.

    @rule(data=st.data())
    def works(self, data: st.DataObject) -> None:
        """Do one act of those that can be done now, the daily ones more often."""
        able = [each for each in WORK if each.when(self) for _ in range(each.times)]
        # Hypothesis likes small numbers, and then only the first acts are done.
        chosen = data.draw(st.randoms(use_true_random=True), label="chance").choice(able)
        note(chosen.name)
        said = {name: data.draw(each, label=name) for name, each in chosen.draws.items()}
        getattr(self, chosen.name)(**said)

    @initialize(surname=texts, price=prices)
    def opens_shop(self, surname: str, price: str) -> None:
        self.registers(surname=surname, company=False)
        for category, basis in ((VatCategory.STANDARD, "gross"), (VatCategory.REDUCED, "net")):
            self.adds_product(price=price, category=category, basis=PriceBasis(basis))

    @work(1, surname=texts, company=st.booleans())
    def registers(self, surname: str, company: bool) -> None:
        fields = {"surname": surname, "street": "Dorpsstraat", "house_number": "1", "town": "Ons"}
        if company:
            fields = {"company": f"{surname} BV", "town": "Ons Dorp", "street": "Kade"}
        found = self.act(
            customers.register_customer, fields=fields, today=self.today, seals=True
        )  # fmt: skip
        if found:
            kind = {"kind": "company" if company else "person"}
            self.shop.clients[found] = Client(found, {**fields, **kind})

    @work(1, pick=picks, surname=texts, stale=st.booleans())
    def changes(self, pick: int, surname: str, stale: bool) -> None:
        client = self.shop.clients[self.one(pick, self.shop.active())]
        rev = Customer.objects.get(pk=client.id).rev
        done = self.act(
            customers.change_customer, customer_id=client.id, rev=rev - stale, seals=True,
            fields={"surname": surname, "remarks": f"{self.today}"}, language="en",
            payment_term_days=8, no=RowChanged if stale else None,
        )  # fmt: skip
        if done is None and not stale and not self.locked:
            client.fields |= {"surname": surname, "remarks": f"{self.today}"}

    @work(1, pick=picks)
    def knows_more(self, pick: int) -> None:
        client = self.shop.clients[self.one(pick, self.shop.active())]
        address = {"street": "Haven", "house_number": "3", "town": "Elders"}
        if self.act(
            customers.add_address, customer_id=client.id, fields=address, seals=True
        ):  # fmt: skip
            client.addresses += 1
        if self.act(
            customers.note_contact, customer_id=client.id, text="Belde over de levering",
            means="phone", direction="in", seals=True,
        ):  # fmt: skip
            client.notes += 1
        at = datetime(self.today.year, self.today.month, self.today.day, tzinfo=UTC)
        if self.act(
            customers.give_consent, customer_id=client.id, evidence="Formulier", at=at,
            channel=Channel.OFFICE, today=self.today, seals=True,
        ):  # fmt: skip
            client.consents += 1

    @work(1, first=picks, second=picks)
    def merges(self, first: int, second: int) -> None:
        keep, gone = self.one(first, self.shop.clients), self.one(second, self.shop.clients)
        no: type[Refusal] | None = None
        if keep == gone:
            no = customers.SameCustomer
        elif {keep, gone} - set(self.shop.active()):
            no = customers.CustomerUnknown
        self.act(
            customers.merge_customers, keep_id=keep, duplicate_id=gone, no=no, seals=True
        )  # fmt: skip
        if no or self.locked:
            return
        ours, theirs = self.shop.clients[keep], self.shop.clients[gone]
        ours.fields = {**theirs.fields, **ours.fields}
        ours.fields["kind"] = "company" if ours.fields.get("company") else "person"
        for count in ("addresses", "notes", "consents"):
            setattr(ours, count, getattr(ours, count) + getattr(theirs, count))
            setattr(theirs, count, 0)
        for each in self.shop.clients.values():
            if gone in {each.id, each.merged_into}:
                each.merged_into = keep

    # Products and orders.

    @work(1, price=prices, category=categories, basis=st.sampled_from(PriceBasis))
    def adds_product(self, price: str, category: VatCategory, basis: PriceBasis) -> None:
        fields = catalogue.ProductFields(
            sku=f"SKU-{len(self.shop.products)}", name_nl="Artikel", vat_category=category,
            unit_price=Decimal(price), basis=basis,
        )  # fmt: skip
        self.shop.products.append(
            self.act(catalogue.add_product, fields=fields, today=self.today, seals=False)
        )

    def an_order(self, drawn: list[Any], basis: PriceBasis, discount_bp: int) -> sales.NewOrder:
        return sales.NewOrder(
            basis=basis, ordered_on=self.today, discount_bp=discount_bp, reference="Kenmerk",
            lines=[
                sales.NewLine(
                    kind=OrderLine.Kind(kind),
                    product_id=self.one(pick, self.shop.products) if kind == "product" else None,
                    quantity=Decimal(quantity),
                    unit_price=-Decimal(price) if kind == "discount" else Decimal(price),
                    vat_category=category, discount_bp=less,
                    text="Maatwerk" if kind == "text" else "",
                )
                for kind, pick, quantity, price, less, category in drawn
            ],
        )  # fmt: skip

    def lines_of(self, order_id: int) -> list[Line]:
        return [
            Line(
                row.pk, row.kind in {"product", "text"}, row.vat_category, row.quantity,
                row.unit_price, row.discount_bp, row.product_id,
            )
            for row in OrderLine.objects.filter(order=order_id).order_by("position")
        ]  # fmt: skip

    @work(4, pick=picks, drawn=lines_drawn, basis=st.sampled_from(PriceBasis), less=discounts)
    def takes_order(self, pick: int, drawn: list[Any], basis: PriceBasis, less: int) -> None:
        client, order = self.one(pick, self.shop.clients), self.an_order(drawn, basis, less)
        no = None if client in self.shop.active() else customers.CustomerUnknown
        said = {"customer_id": client, "order": order, "no": no}
        found = self.act(sales.take_order, seals=True, **said)
        if found:
            assert self.act(sales.take_order, seals=False, **said) == found
            assert [line.quantity for line in self.lines_of(found)] == [
                x.quantity for x in order.lines
            ]
            self.shop.orders[found] = OrderKept(
                found, client, basis is PriceBasis.GROSS, less, self.lines_of(found)
            )

    @work(
        1,
        when=lambda self: self.shop.orders,
        pick=picks,
        drawn=lines_drawn,
        less=discounts,
        stale=st.booleans(),
    )
    def changes_order(self, pick: int, drawn: list[Any], less: int, stale: bool) -> None:
        kept = self.shop.orders[self.one(pick, self.shop.orders)]
        no = RowChanged if stale else sales.OrderInUse if kept.touched else None
        self.act(
            sales.change_order, order_id=kept.id, order=self.an_order(drawn, PriceBasis.NET, less),
            rev=Order.objects.get(pk=kept.id).rev - stale, no=no, seals=True,
        )  # fmt: skip
        if not no and not self.locked:
            kept.gross, kept.discount_bp, kept.lines = False, less, self.lines_of(kept.id)

    @work(1, when=lambda self: self.shop.orders, pick=picks)
    def cancels(self, pick: int) -> None:
        kept = self.shop.orders[self.one(pick, self.shop.orders)]
        no = sales.OrderInUse if kept.cancelled else None
        self.act(sales.cancel_order, order_id=kept.id, today=self.today, no=no, seals=False)
        kept.cancelled = True

    @work(
        5,
        when=lambda self: self.shop.orders,
        pick=picks,
        parts=st.lists(st.sampled_from([1, 1, 3, 0, 5]), min_size=4, max_size=4),
    )
    def delivers(self, pick: int, parts: list[int]) -> None:
        kept = self.likely(pick, [o for o in self.shop.orders.values() if o.to_deliver])
        goes = {
            line.id: line.rest if part == 1 else round(line.rest / part, 3) if part else Decimal(0)
            for line, part in zip(kept.lines, parts, strict=False)
            if line.goods
        }
        no: type[Refusal] | None = None
        if kept.cancelled:
            no = sales.OrderInUse
        elif not any(goes.values()):
            no = sales.DeliveryEmpty
        found = self.act(
            sales.deliver, order_id=kept.id, delivered_on=self.today, quantities=goes, no=no,
            seals=True,
        )  # fmt: skip
        if found:
            rows = DeliveryLine.objects.filter(delivery=found)
            parts_of = dict(rows.values_list("order_line", "pk"))
            for line in kept.lines:
                if quantity := goes.get(line.id):
                    line.parts.append(Part(self.today, quantity, found, id=parts_of[line.id]))
                    self.shop.moves(line.product, -quantity)

    @work(
        1,
        when=lambda self: any(each.to_deliver for each in self.shop.orders.values()),
        pick=picks,
        more=st.sampled_from(["0.001", "1"]),
    )
    def cannot_deliver_too_much(self, pick: int, more: str) -> None:
        kept = self.one(pick, [each for each in self.shop.orders.values() if each.to_deliver])
        line = self.one(pick, [line for line in kept.lines if line.goods])
        self.act(
            sales.deliver, order_id=kept.id, delivered_on=self.today, no=sales.DeliveryTooLarge,
            quantities={line.id: line.rest + Decimal(more)}, seals=False,
        )  # fmt: skip

    # Stock and returns.

    @work(2, pick=picks, keeps=st.sampled_from([True, True, False]))
    def sets_up_stock(self, pick: int, keeps: bool) -> None:
        product = self.one(pick, self.shop.products)
        self.act(
            stock.set_up_stock, product_id=product, settings=stock.StockSettings(keeps),
            seals=False,
        )  # fmt: skip
        self.shop.keeping = (self.shop.keeping - {product}) | ({product} if keeps else set())
        if keeps:
            self.shop.stock.setdefault(product, Decimal(0))

    @work(2, pick=picks, quantity=quantities)
    def receives_goods(self, pick: int, quantity: str) -> None:
        product = self.one(pick, self.shop.products)
        no = None if product in self.shop.keeping else stock.StockWrong
        self.act(
            stock.receive_stock, quantities={product: Decimal(quantity)}, received_on=self.today,
            note="", no=no, seals=False,
        )  # fmt: skip
        self.shop.moves(product, Decimal(quantity))

    @work(1, pick=picks, quantity=quantities, more=st.booleans(), note=st.sampled_from(["", "x"]))
    def corrects_stock(self, pick: int, quantity: str, more: bool, note: str) -> None:
        product = self.one(pick, self.shop.products)
        change = Decimal(quantity) if more else -Decimal(quantity)
        no = None if product in self.shop.keeping else stock.StockWrong
        one = stock.NewCorrection(product, change, Reason.FOUND if more else Reason.LOST, note)
        if self.act(
            stock.correct_stock, correction=one, corrected_on=self.today, no=no, seals=bool(note)
        ):
            self.shop.moves(product, change)

    @work(1, pick=picks, quantity=quantities, stale=st.booleans())
    def counts_stock(self, pick: int, quantity: str, stale: bool) -> None:
        product = self.one(pick, self.shop.products)
        no: type[Refusal] | None = stock.StockMoved if stale else None
        if product not in self.shop.keeping:
            no = stock.StockWrong
        level = StockLevel.objects.filter(pk=product).first()
        seen = -1 if stale else level.last_movement_id if level else None
        self.act(
            stock.count_stock, counted={product: stock.Counted(Decimal(quantity), seen)},
            counted_on=self.today, no=no, seals=False,
        )  # fmt: skip
        if not no:
            self.shop.stock[product] = Decimal(quantity)

    def sent_out(self) -> list[tuple[OrderKept, Line, Part]]:
        orders = self.shop.orders.values()
        return [(o, line, part) for o in orders for line in o.lines for part in line.parts]

    @work(3, when=lambda self: self.sent_out(), pick=picks, part=st.sampled_from([1, 2, 3, 0]))
    def announces_return(self, pick: int, part: int) -> None:
        order, line, out = self.one(pick, self.sent_out())
        left = out.quantity - out.claimed
        quantity = round(out.quantity / part, 3) if part else out.quantity + Decimal("0.001")
        no: type[Refusal] | None = sales.ReturnTooLarge if quantity > left else None
        if not quantity:
            no = sales.ReturnEmpty
        wanted = sales.NewReturn({out.id: quantity}, sales.ReturnReason.FAULTY, "Poot los")
        said = {"order_id": order.id, "returned": wanted, "announced_on": self.today, "no": no}
        found = self.act(sales.announce_return, seals=True, **said)
        if found:
            assert self.act(sales.announce_return, seals=False, **said) == found
            out.claimed += quantity
            self.shop.returns[found] = Back(found, order, line, out, quantity)

    @work(
        3,
        when=lambda self: self.shop.returns,
        pick=picks,
        part=st.sampled_from([1, 1, 2]),
        off=st.booleans(),
        again=st.sampled_from([False, False, True]),
    )
    def takes_back(self, pick: int, part: int, off: bool, again: bool) -> None:
        back = self.shop.returns[self.one(pick, self.shop.returns)]
        came, out = round(back.quantity / part, 3), back.part
        bills = back.order.billable(whole=False)
        free = sum((each.quantity for each in bills if each.part is out), Decimal(0))
        unbilled = Decimal(0) if again else min(came, free)
        credited = [] if again else self.shop.credits(back, came - unbilled)
        rest = came - unbilled - sum((taken for _line, taken in credited), Decimal(0))
        no: type[Refusal] | None = None
        if back.ended:
            no = sales.ReturnEnded
        elif again and back.order.cancelled:
            no = sales.OrderInUse
        elif not came:
            no = sales.ReturnEmpty
        elif not again and rest and self.shop.unsent(back):
            no = billing.ReturnOnDraft
        row = ReturnLine.objects.get(returned=back.id).pk
        lines = {row: (Decimal(0), came) if off else (came, Decimal(0))}
        self.act(
            billing.take_back, return_id=back.id, received=billing.Received(lines, again),
            received_on=self.today, no=no, seals=False,
        )  # fmt: skip
        if no:
            return
        back.ended = True
        out.claimed += came - back.quantity
        out.replaced += came if again else Decimal(0)
        out.unbilled += unbilled
        for each, taken in credited:
            each.to_credit += taken
        if not off:
            self.shop.moves(back.line.product, came)

    @work(1, when=lambda self: self.shop.returns, pick=picks)
    def calls_off_return(self, pick: int) -> None:
        back = self.shop.returns[self.one(pick, self.shop.returns)]
        no = sales.ReturnEnded if back.ended else None
        self.act(sales.cancel_return, return_id=back.id, today=self.today, no=no, seals=False)
        if not no:
            back.ended, back.part.claimed = True, back.part.claimed - back.quantity

    @invariant()
    def the_stock_is_what_the_clerk_expects(self) -> None:
        assert dict(StockLevel.objects.values_list("pk", "on_hand")) == self.shop.stock
        asked: dict[int, Decimal] = {}
        for order in self.shop.orders.values():
            for line in order.lines if not order.cancelled else ():
                if line.product in self.shop.keeping and line.rest:
                    asked[line.product] = asked.get(line.product, Decimal(0)) + line.rest
        assert reserved() == asked

    @invariant()
    def what_is_to_be_credited_is_what_the_clerk_expects(self) -> None:
        bills = self.shop.sent()
        expected = sum((each.to_credit for bill in bills for each in bill.lines), Decimal(0))
        prepared = CreditDraftLine.objects.values_list("quantity", flat=True)
        assert sum(prepared, Decimal(0)) == expected

    # Quotes.

    def a_quote(self, order: sales.NewOrder, optional: set[int], days: int) -> sales.NewQuote:
        return sales.NewQuote(
            order=order, optional=frozenset(optional), valid_until=self.today + timedelta(days),
            follow_up_on=self.today, introduction="Dank u.",
        )  # fmt: skip

    def issues(self, offer: Offer) -> None:
        rev = QuoteVersion.objects.get(quote=offer.id, version=offer.version).rev
        for _twice in range(2):
            assert self.act(
                sales.issue_quote, quote_id=offer.id, rev=rev, issued_on=self.today, seals=False
            )

    @work(
        2,
        pick=picks,
        drawn=lines_drawn,
        basis=st.sampled_from(PriceBasis),
        less=discounts,
        optional=st.sets(st.integers(2, 4)),
        days=st.sampled_from([0, 5, 400]),
    )
    def writes_quote(
        self,
        pick: int,
        drawn: list[Any],
        basis: PriceBasis,
        less: int,
        optional: set[int],
        days: int,
    ) -> None:
        client, order = self.one(pick, self.shop.clients), self.an_order(drawn, basis, less)
        options = {n for n in optional if n <= len(drawn)}
        no = None if client in self.shop.active() else customers.CustomerUnknown
        quote = self.a_quote(order, options, days)
        said = {"customer_id": client, "quote": quote, "no": no}
        found = self.act(sales.write_quote, seals=True, **said)
        if found:
            assert self.act(sales.write_quote, seals=False, **said) == found
            offer = Offer(
                found, client, basis is PriceBasis.GROSS, less,
                [line.quantity for line in order.lines], options, quote.valid_until,
            )  # fmt: skip
            self.issues(offer)
            self.shop.offers[found] = offer

    @work(1, when=lambda self: self.shop.offers, pick=picks, drawn=lines_drawn)
    def revises_quote(self, pick: int, drawn: list[Any]) -> None:
        offer = self.shop.offers[self.one(pick, self.shop.offers)]
        order = self.an_order(drawn, PriceBasis.NET, 0)
        quote = self.a_quote(order, set(), 30)
        done = self.act(
            sales.revise_quote, quote_id=offer.id, version=offer.version, quote=quote,
            no=sales.QuoteAnswered if offer.answered else None, seals=True,
        )  # fmt: skip
        if done:
            offer.version, offer.until, offer.gross, offer.discount_bp = (
                offer.version + 1, quote.valid_until, False, 0,
            )  # fmt: skip
            offer.quantities, offer.optional = [line.quantity for line in order.lines], set()
            self.issues(offer)

    @work(
        3,
        when=lambda self: self.shop.offers,
        pick=picks,
        chosen=st.sets(st.integers(2, 4)),
        holds=st.booleans(),
    )
    def makes_order_of_quote(self, pick: int, chosen: set[int], holds: bool) -> None:
        offer = self.shop.offers[self.one(pick, self.shop.offers)]
        chosen &= offer.optional
        yes = sales.NewAcceptance(
            version=offer.version, accepted_on=self.today, how=sales.AcceptedHow.PHONE,
            name="Els", options=frozenset(chosen), though_expired=holds,
        )  # fmt: skip
        no: type[Refusal] | None = None
        if offer.answered:
            no = sales.QuoteAnswered
        elif self.today > offer.until and not holds:
            no = sales.QuoteExpired
        said = {"quote_id": offer.id, "ordered_on": self.today, "acceptance": yes, "no": no}
        found = self.act(sales.order_from_quote, seals=True, **said)
        if found:
            assert self.act(sales.order_from_quote, seals=False, **said) == found
            lines = self.lines_of(found)
            assert [line.quantity for line in lines] == offer.agreed(chosen)
            offer.answered = True
            client = self.shop.kept(offer.client)
            self.shop.orders[found] = OrderKept(
                found, client, offer.gross, offer.discount_bp, lines
            )

    @work(1, when=lambda self: self.shop.offers, pick=picks, ask=st.booleans())
    def hears_no_or_asks(self, pick: int, ask: bool) -> None:
        offer = self.shop.offers[self.one(pick, self.shop.offers)]
        no = sales.QuoteAnswered if offer.answered else None
        if ask:
            later = self.today + timedelta(3)
            self.act(
                sales.follow_up_quote, quote_id=offer.id, followed_up_on=self.today, no=no,
                next_on=later, seals=False,
            )  # fmt: skip
        elif self.act(
            sales.refuse_quote, quote_id=offer.id, refused_on=self.today, reason="Te duur",
            no=no, seals=True,
        ):  # fmt: skip
            offer.answered = True

    @invariant()
    def what_waits_for_an_answer_is_what_was_not_answered(self) -> None:
        waiting = set(OpenQuote.objects.values_list("pk", flat=True))
        assert waiting == {each.id for each in self.shop.offers.values() if not each.answered}

    # Invoices.

    @work(5, when=lambda self: self.shop.orders, pick=picks, what=st.sampled_from(BillFrom))
    def drafts(self, pick: int, what: BillFrom) -> None:
        whole = what is BillFrom.ORDER
        kept = self.likely(pick, [o for o in self.shop.orders.values() if o.billable(whole=whole)])
        lines = kept.billable(whole=whole)
        found = self.act(
            billing.draft_invoice, order_id=kept.id, what=what, today=self.today, seals=False,
            no=None if lines else billing.NothingToBill,
        )  # fmt: skip
        if found:
            for each in lines:
                each.put(1)
            bill = self.shop.bills[found] = Bill(found, kept, kept.client, lines)
            self._takes_off(bill)

    def _takes_off(self, bill: Bill) -> None:
        """See what a draft takes off of what was paid ahead: no more than is left of it."""
        ahead = bill.order.ahead
        for line in InvoiceLine.objects.filter(invoice=bill.id, settles__isnull=False):
            vat = -(line.vat_cents or 0)
            net = -line.amount_cents - (vat if bill.order.gross else 0)
            rate = (line.vat_category, line.rate_bp)
            bill.amounts.append(line.amount_cents)
            before = bill.taken_off.get(rate, (0, 0))
            bill.taken_off[rate] = (before[0] + net, before[1] + vat)
            left = ahead[rate]
            ahead[rate] = (left[0] - net, left[1] - vat)
            assert sum(ahead[rate]) >= 0

    @work(4, when=lambda self: self.shop.orders, pick=picks, share_bp=st.sampled_from([3000, 5000]))
    def asks_ahead(self, pick: int, share_bp: int) -> None:
        able = [o for o in self.shop.orders.values() if o.unbilled and not o.cancelled]
        kept = self.likely(pick, able)
        whole = Bill(0, kept, kept.client, [
            Billed(line, None, line.quantity, kept.id) for line in kept.lines
        ]).reckon(self.today).gross  # fmt: skip
        asked = sum(net + vat for net, vat in kept.ahead.values())
        no: type[Refusal] | None = None
        if kept.cancelled or not kept.unbilled:
            no = billing.PrepaymentTooLate
        elif asked or half_up(Fraction(whole * share_bp, 10_000)) <= 0:
            return
        found = self.act(
            billing.draft_prepayment, order_id=kept.id, share_bp=share_bp, today=self.today,
            no=no, seals=False,
        )  # fmt: skip
        label = found and self.act(
            billing.send_invoice, invoice_id=found, today=self.today, seals=True
        )
        if found and not label:
            self.act(billing.delete_draft, invoice_id=found, today=self.today, seals=False)
        if label:
            rows = InvoiceVat.objects.filter(invoice=found)
            sums = {(row.vat_category, row.rate_bp): (row.net_cents, row.vat_cents) for row in rows}
            gross = sum(net + vat for net, vat in sums.values())
            assert gross == half_up(Fraction(whole * share_bp, 10_000))
            kept.ahead = dict(sums)
            bill = Bill(found, kept, self.shop.kept(kept.client), [], label, open_cents=gross)
            self.shop.bills[found] = bill
            self.shop.book_ahead(sums)
            self.issued[found] = self._says(found)

    @work(3, when=lambda self: self.shop.orders, pick=picks)
    def drafts_together(self, pick: int) -> None:
        business = dict(Order.objects.values_list("pk", "to_business"))
        groups: dict[Any, list[OrderKept]] = {}
        for kept in self.shop.orders.values():
            if any(each.part for each in kept.billable(whole=False)):
                same = (self.shop.kept(kept.client), kept.gross, kept.discount_bp)
                alone = kept.id if kept.ahead else 0
                groups.setdefault((*same, business[kept.id], alone), []).append(kept)
        if not groups:
            return
        (client, gross, less, *_rest), orders = self.one(pick, groups.items())
        lines = [each for kept in orders for each in kept.billable(whole=False)]
        notes = {each.part.note for each in lines if each.part}
        found = self.act(
            billing.draft_collective_invoice, delivery_ids=notes, today=self.today, seals=False
        )
        for each in lines:
            each.put(1)
        together = OrderKept(0, client, gross, less, [x for kept in orders for x in kept.lines])
        if len(orders) == 1:
            together = orders[0]
        bill = self.shop.bills[found] = Bill(found, together, client, lines, together=True)
        self._takes_off(bill)

    # Subscriptions.

    @work(1, pick=picks, drawn=lines_drawn, basis=st.sampled_from(PriceBasis), less=discounts)
    def subscribes(self, pick: int, drawn: list[Any], basis: PriceBasis, less: int) -> None:
        client = self.one(pick, self.shop.active())
        order = self.an_order(drawn, basis, less)
        found = self.act(
            billing.write_subscription, customer_id=client, seals=True,
            subscription=billing.NewSubscription(order=order, unit=PeriodUnit.MONTH),
        )  # fmt: skip
        if found:
            rows = SubscriptionLine.objects.filter(version__subscription=found).order_by("position")
            lines = [
                Line(row.pk, False, row.vat_category, row.quantity, row.unit_price, row.discount_bp)
                for row in rows
            ]
            self.shop.subscriptions[found] = Subscribed(
                found, client, basis is PriceBasis.GROSS, less, lines, self.today
            )

    @work(2, when=lambda self: self.shop.subscriptions)
    def bills_periods(self) -> None:
        expected = [
            (each, day)
            for _pk, each in sorted(self.shop.subscriptions.items())
            for day in each.due(self.today)
        ]
        made = make_due(today=self.today, actor=self.actor)
        assert made.refused == []
        assert len(made.drafts) == len(expected)
        for found, (each, day) in zip(made.drafts, expected, strict=True):
            each.made += 1
            kept = OrderKept(0, each.client, each.gross, each.discount_bp, each.lines)
            lines = [Billed(line, Part(day, line.quantity), line.quantity) for line in each.lines]
            client = self.shop.kept(each.client)
            self.shop.bills[found] = Bill(found, kept, client, lines, periodic=True)
        assert make_due(today=self.today, actor=self.actor).drafts == []

    @work(1, when=lambda self: self.shop.bills, pick=picks)
    def deletes_draft(self, pick: int) -> None:
        bill = self.shop.bills[self.one(pick, self.shop.bills)]
        no = billing.InvoiceUnknown if bill.label else None
        verb = billing.skip_period if bill.periodic else billing.delete_draft
        self.act(verb, invoice_id=bill.id, today=self.today, no=no, seals=False)
        if not no:
            for each in bill.lines:
                each.put(-1)
            for rate, (net, vat) in bill.taken_off.items():
                left = bill.order.ahead[rate]
                bill.order.ahead[rate] = (left[0] + net, left[1] + vat)
            del self.shop.bills[bill.id]

    @work(5, when=lambda self: self.shop.bills, pick=picks)
    def sends(self, pick: int) -> None:
        drafts = [each for each in self.shop.bills.values() if not each.label]
        bill = self.one(pick, drafts or self.shop.bills.values())
        total = bill.reckon(self.today) if bill.lines else Reckoned((), {})
        no: type[Refusal] | None = None
        if bill.label:
            no = billing.InvoiceAlreadySent
        elif total.gross < 0 or not (total.gross or bill.amounts):
            no = billing.InvoiceBelowZero
        label = self.act(
            billing.send_invoice, invoice_id=bill.id, today=self.today, no=no, seals=True
        )  # fmt: skip
        if label:
            bill.label, bill.total, bill.open_cents = label, total, total.gross
            bill.client = self.shop.kept(bill.client)
            self.shop.book_bill(total, bill.taken_off)
            self._keep_issued(bill)

    def _keep_issued(self, bill: Bill) -> None:
        says = self._says(bill.id)
        fields = self.shop.clients[bill.client].fields
        assert bill.total is not None
        assert says["buyer"]["name"] == fields.get("company", fields.get("surname"))
        amounts = [bill.total.lines[index] for index in self._paper_order(bill)]
        assert [line["amount_cents"] for line in says["lines"]] == [*amounts, *bill.amounts]
        assert (says["net_cents"], says.get("vat_cents", 0), says["gross_cents"]) == (
            bill.total.net, bill.total.vat, bill.total.gross,
        )  # fmt: skip
        self.issued[bill.id] = says

    def _paper_order(self, bill: Bill) -> list[int]:
        """Give the lines of a bill in the order of the order's lines."""
        places = {id(line): place for place, line in enumerate(bill.order.lines)}
        if bill.together:

            def by_delivery(i: int) -> tuple[int, bool, int, int]:
                each = bill.lines[i]
                note = each.part.note if each.part else 0
                return each.of, each.part is None, note, places[id(each.line)]

            return sorted(range(len(bill.lines)), key=by_delivery)
        return sorted(range(len(bill.lines)), key=lambda i: (places[id(bill.lines[i].line)], i))

    def _says(self, invoice_id: int) -> Any:
        row = InvoiceSnapshot.objects.get(invoice=invoice_id)
        return SNAPSHOT.open_one(self.actor.vault, Purpose.INVOICE, row)["says"]

    def _issued_documents_say_what_they_said(self) -> None:
        for invoice_id, said in self.issued.items():
            assert self._says(invoice_id) == said

    @work(1, when=lambda self: self.shop.sent() and not self.locked and self.papers < 2, pick=picks)
    def files_paper(self, pick: int) -> None:
        bill = self.one(pick, self.shop.sent())
        noon = datetime(2019, 1, 1, 12, tzinfo=UTC)
        said = {"invoice_id": bill.id, "made_at": noon, "seals": True}
        assert self.act(billing.file_paper, **said) == self.act(billing.file_paper, **said)
        pdf = paper_of(invoice_id=bill.id, vault=self.actor.vault)
        assert pdf is not None
        words = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
        assert bill.label in words
        self.papers += 1

    # Money.

    @work(4,
        when=lambda self: self.shop.bills,

        pick=picks, how=st.sampled_from(["part", "exact", "exact", "over"]), cash=st.booleans(),
        twice=st.booleans(),
    )  # fmt: skip
    def receives(self, pick: int, how: str, cash: bool, twice: bool) -> None:
        bill = self.shop.bills[self.one(pick, self.shop.bills)]
        cents = {
            "part": bill.open_cents // 2 or 1,
            "exact": bill.open_cents or 1,
            "over": bill.open_cents + 777,
        }[how]
        said: dict[str, Any] = {
            "invoice_id": bill.id, "amount_cents": cents, "received_on": self.today, "uid": uuid4(),
            "method": billing.PaymentMethod.CASH if cash else billing.PaymentMethod.BANK,
            "no": None if bill.open_cents else billing.InvoiceNotOpen, "seals": False,
        }  # fmt: skip
        found = self.act(billing.receive_payment, **said)
        if found and twice:
            assert self.act(billing.receive_payment, **said) == found
        if found:
            used = min(cents, bill.open_cents)
            bill.open_cents -= used
            self.shop.credit[bill.client] = self.shop.credit.get(bill.client, 0) + cents - used
            self.shop.book("1000" if cash else "1100", cents)
            self.shop.book("1300", -cents)

    @work(3, when=lambda self: self.shop.bills, pick=picks)
    def settles(self, pick: int) -> None:
        bill = self.shop.bills[self.one(pick, self.shop.bills)]
        credit = self.shop.credit_of(bill.client)
        no: type[Refusal] | None = None
        if not bill.open_cents:
            no = billing.InvoiceNotOpen
        elif not credit:
            no = billing.NoCredit
        used = self.act(
            billing.settle_with_credit, invoice_id=bill.id, today=self.today, no=no, seals=False
        )  # fmt: skip
        if used:
            assert used == min(credit, bill.open_cents)
            bill.open_cents -= used
            self.shop.credit[bill.client] = self.shop.credit.get(bill.client, 0) - used

    @work(1, pick=picks, more=st.sampled_from([0, 0, 1]))
    def pays_back(self, pick: int, more: int) -> None:
        client = self.one(pick, self.shop.clients)
        cents = self.shop.credit_of(client) + more
        no = billing.NoCredit if more else None if cents else billing.AmountWrong
        found = self.act(
            billing.pay_back, customer_id=client, amount_cents=cents, paid_on=self.today,
            method=billing.PaymentMethod.BANK, no=no, seals=False,
        )  # fmt: skip
        if found:
            self.shop.credit[client] = self.shop.credit.get(client, 0) - cents
            self.shop.book("1100", -cents)
            self.shop.book("1300", cents)

    # The day, and the vault.

    @work(2, days=st.sampled_from([1, 3, 14, 40]))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)

    @work(
        1,
        when=lambda self: not self.locked and self.locks < 1,
    )
    def locks_the_vault(self) -> None:
        self.vault.owner().lock()
        self.locked = True
        self.locks += 1

    @work(
        2,
        when=lambda self: self.locked,
    )
    def unlocks(self) -> None:
        self._unlock()

    def _unlock(self) -> None:
        self.actor = Actor(
            self.actor.staff_id, self.actor.roles, self.actor.channel, self.vault.owner()
        )
        self.locked = False

    # What is true after each act.

    @invariant()
    def nothing_is_broken(self) -> None:
        assert all_broken() == []

    @invariant()
    def the_books_are_what_the_clerk_expects(self) -> None:
        balances = {each.code: each.balance_cents for each in trial_balance(until=self.today)}
        expected = {code: cents for code, cents in self.shop.accounts.items() if cents}
        assert {code: cents for code, cents in balances.items() if cents} == expected
        assert sum(balances.values()) == 0
        owed = sum(bill.open_cents for bill in self.shop.sent())
        assert balances.get("1300", 0) == owed - sum(self.shop.credit.values())

    @invariant()
    def what_is_open_is_what_the_clerk_expects(self) -> None:
        bills = self.shop.bills
        assert {pk: open_of(invoice_id=pk) for pk in bills} == {
            pk: bill.open_cents for pk, bill in bills.items()
        }
        money = money_open(today=self.today)
        assert money.open_cents == sum(bill.open_cents for bill in bills.values())
        assert money.drafts == len(bills) - len(self.shop.sent())
        for client in self.shop.active():
            rows = [each for each in self.shop.clients if self.shop.kept(each) == client]
            assert customer_credit(rows) == self.shop.credit_of(client)

    @invariant()
    def the_numbers_of_invoices_have_no_gap(self) -> None:
        sent = Invoice.objects.filter(number__isnull=False)
        series: dict[str, list[int]] = {}
        for name, number in sent.order_by("number").values_list("series", "number"):
            series.setdefault(str(name), []).append(number)
        assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in series.values())
        assert sum(map(len, series.values())) == len(self.shop.sent())

    @invariant()
    def the_marks_say_what_is_to_be_done(self) -> None:
        marked = set(OpenOrder.objects.filter(to_deliver=True).values_list("pk", flat=True))
        assert marked == {each.id for each in self.shop.orders.values() if each.to_deliver}
        to_bill = set(OpenOrder.objects.filter(to_bill=True).values_list("pk", flat=True))
        assert to_bill >= {
            each.id for each in self.shop.orders.values() if each.billable(whole=False)
        }

    @precondition(lambda self: not self.locked)
    @invariant()
    def the_customers_are_who_the_clerk_knows(self) -> None:
        client = self.shop.clients[self.shop.active()[-1]] if self.shop.active() else None
        if client is None:
            return
        card = customer_card(customer_id=client.id, vault=self.actor.vault)
        assert card is not None
        assert dict(card.fields) == client.fields
        assert (len(card.addresses), len(card.notes), len(card.consents)) == (
            client.addresses, client.notes, client.consents,
        )  # fmt: skip


@pytest.mark.django_db
def test_whatever_a_clerk_does_the_books_add_up(tmp_path: Path) -> None:
    Clerk.vault = InProcessVault(tmp_path, source=_rows, settings=NO_LIMITS)
    run_state_machine_as_test(
        Clerk,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None,
            phases=PHASES, print_blob=False,
            suppress_health_check=list(HealthCheck), database=None,
        ),
    )  # fmt: skip
