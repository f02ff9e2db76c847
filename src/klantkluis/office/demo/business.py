"""Three years of business, day by day, through the same commands that a clerk uses."""

import heapq
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import count
from uuid import UUID

from klantkluis.billing.commands import (
    PaymentMethod,
    draft_invoice,
    file_paper,
    receive_payment,
    send_invoice,
)
from klantkluis.billing.queries import open_of
from klantkluis.billing.rules import BillFrom
from klantkluis.catalogue.queries import ProductRow
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.foundation.actors import Actor
from klantkluis.office.demo.moments import noon
from klantkluis.sales.commands import LineKind, NewLine, NewOrder, deliver, take_order
from klantkluis.sales.lines import sold_lines

Step = Callable[[date], None]


@dataclass(slots=True)
class Business:
    """The state of the play: what is still to happen, the earliest first.

    Deterministic: the same chance and the same customers give the same three years.
    """

    actor: Actor
    chance: random.Random
    products: Sequence[ProductRow]
    until: date
    papers_since: date
    _agenda: list[tuple[date, int, Step]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)

    def plan_orders(self, customers: Sequence[tuple[int, date]], orders: int) -> None:
        """Let `orders` orders come in, each of a customer who was there by then.

        A third of the customers buys most: they come back, as they do in real shops.
        """
        regulars = customers[: max(1, len(customers) // 3)]
        for _ in range(orders):
            pool = regulars if self.chance.random() < 0.7 else customers
            customer_id, known_on = self.chance.choice(pool)
            days = (self.until - known_on).days
            day = known_on + timedelta(days=int(days * self.chance.random() ** 0.8))
            self._at(day, partial(self._order_comes_in, customer_id))

    def plan(self, day: date, step: Step) -> None:
        """Let something else happen on a day."""
        self._at(day, step)

    def next_steps(self, most: int) -> int:
        """Do the next steps, at most so many; give how many were done, 0 at the end."""
        done = 0
        while self._agenda and done < most:
            day, _, step = heapq.heappop(self._agenda)
            if day <= self.until:
                step(day)
            done += 1
        return done

    def _at(self, day: date, step: Step) -> None:
        heapq.heappush(self._agenda, (day, next(self._order), step))

    def _later(self, day: date, low: int, high: int, step: Step) -> None:
        self._at(day + timedelta(days=self.chance.randrange(low, high)), step)

    def _order_comes_in(self, customer_id: int, on: date) -> None:
        lines = [self._line() for _ in range(self.chance.choice((1, 1, 2, 2, 3, 4, 6)))]
        goods = len(lines)
        if self.chance.random() < 0.4:
            lines.append(_extra(LineKind.SHIPPING, "14.95"))
        if self.chance.random() < 0.05:
            lines.append(_extra(LineKind.DISCOUNT, "-10.00"))
        order_id = take_order(
            customer_id=customer_id,
            order=NewOrder(
                lines=lines,
                basis=PriceBasis.GROSS,
                ordered_on=on,
                discount_bp=self.chance.choice((0, 0, 0, 0, 0, 500, 1000)),
                reference=f"INK-{self.chance.randrange(1000, 9999)}"
                if self.chance.random() < 0.2
                else "",
                uid=UUID(int=self.chance.getrandbits(128), version=4),
            ),
            actor=self.actor,
        )
        self._later(on, 1, 9, lambda day: self._delivered(order_id, goods, day))

    def _line(self) -> NewLine:
        product = self.chance.choice(self.products)
        assert product.unit_price is not None
        return NewLine(
            kind=LineKind.PRODUCT,
            product_id=product.id,
            unit=product.unit,
            quantity=Decimal(self.chance.choice((1, 1, 1, 2, 2, 4, 6))),
            unit_price=product.unit_price,
            vat_category=product.vat_category,
        )

    def _delivered(self, order_id: int, goods: int, on: date) -> None:
        """Deliver: now and then one line stays behind and follows weeks later."""
        quantities = None
        if goods > 2 and self.chance.random() < 0.15:
            first = sold_lines([order_id], {})[order_id][0]
            quantities = {first.id: first.quantity}
            self._later(on, 7, 30, lambda day: self._delivered(order_id, 1, day))
        deliver(
            order_id=order_id,
            actor=self.actor,
            delivered_on=on,
            quantities=quantities,
            track_and_trace=f"3S{self.chance.randrange(10**11):011d}",
        )
        self._later(on, 0, 3, lambda day: self._billed(order_id, day))

    def _billed(self, order_id: int, on: date) -> None:
        """Bill: of the last days a few drafts are still waiting to be sent."""
        invoice_id = draft_invoice(
            order_id=order_id, what=BillFrom.DELIVERIES, actor=self.actor, today=on
        )
        if (self.until - on).days < 4 and self.chance.random() < 0.5:
            return
        send_invoice(invoice_id=invoice_id, actor=self.actor, today=on)
        if on >= self.papers_since:
            file_paper(invoice_id=invoice_id, actor=self.actor, made_at=noon(on))
        if self.chance.random() < 0.97:
            self._later(on, 1, 35, lambda day: self._paid(invoice_id, day))

    def _paid(self, invoice_id: int, on: date) -> None:
        """Pay: mostly the whole, sometimes in two parts, rarely a bit too much."""
        cents = open_of(invoice_id=invoice_id)
        fate = self.chance.random()
        if fate < 0.04 and cents > 2:
            cents //= 2
            self._later(on, 5, 25, lambda day: self._paid(invoice_id, day))
        elif fate < 0.05:
            cents += 1000
        cash = self.chance.random() < 0.03
        receive_payment(
            invoice_id=invoice_id,
            amount_cents=cents,
            received_on=on,
            method=PaymentMethod.CASH if cash else PaymentMethod.BANK,
            actor=self.actor,
        )


def _extra(kind: LineKind, price: str) -> NewLine:
    return NewLine(
        kind=kind,
        quantity=Decimal(1),
        unit_price=Decimal(price),
        vat_category=VatCategory.STANDARD,
    )
