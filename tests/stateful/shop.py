"""What the clerk expects: the same business in plain Python, without a database."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from support.reckoning import Reckoned, reckon

RATES = {
    "standard": [(date(2012, 10, 1), 2100)],
    "reduced": [(date(1992, 1, 1), 600), (date(2019, 1, 1), 900)],
    "zero": [(date(1992, 1, 1), 0)],
    "exempt": [(date(1992, 1, 1), 0)],
}
REVENUE = {"standard": "8000", "reduced": "8010", "zero": "8030", "exempt": "8070"}
VAT = {"standard": "1600", "reduced": "1610"}
PREPAID = "1520"
NOTHING = Decimal(0)

type Rate = tuple[str, int]
type Sums = tuple[int, int]
"""Net and VAT in cents."""


def rate_on(category: str, day: date) -> int:
    return [rate for since, rate in RATES[category] if since <= day][-1]


@dataclass
class Client:
    """A customer as the clerk knows it."""

    id: int
    fields: dict[str, str]
    merged_into: int | None = None
    addresses: int = 0
    notes: int = 0
    consents: int = 0


@dataclass
class Part:
    """What went out of a line with one delivery, and how much of it names an invoice.

    Of what came back, `replaced` goes out once more, and `unbilled` is never billed.
    """

    day: date
    quantity: Decimal
    note: int = 0
    billed: Decimal = NOTHING
    id: int = 0
    replaced: Decimal = NOTHING
    unbilled: Decimal = NOTHING
    claimed: Decimal = NOTHING

    @property
    def to_bill(self) -> Decimal:
        return self.quantity - self.replaced - self.unbilled


@dataclass
class Line:
    """A line of an order. `ahead` is billed without naming a delivery."""

    id: int
    goods: bool
    category: str
    quantity: Decimal
    price: Decimal
    discount_bp: int
    product: int | None = None
    parts: list[Part] = field(default_factory=list)
    ahead: Decimal = NOTHING

    @property
    def delivered(self) -> Decimal:
        return sum((part.quantity - part.replaced for part in self.parts), NOTHING)

    @property
    def to_bill(self) -> Decimal:
        """Give how much belongs on invoices in the end."""
        return self.quantity - sum((part.unbilled for part in self.parts), NOTHING)

    @property
    def surplus(self) -> Decimal:
        """Give how much invoices name of what came back and goes out once more."""
        return sum((max(part.billed - part.to_bill, NOTHING) for part in self.parts), NOTHING)

    @property
    def billed(self) -> Decimal:
        return self.ahead + sum((part.billed for part in self.parts), NOTHING)

    @property
    def rest(self) -> Decimal:
        return self.quantity - self.delivered if self.goods else NOTHING


@dataclass
class OrderKept:
    """An order as the clerk knows it."""

    id: int
    client: int
    gross: bool
    discount_bp: int
    lines: list[Line]
    cancelled: bool = False
    ahead: "dict[Rate, Sums]" = field(default_factory=dict)

    @property
    def unbilled(self) -> bool:
        """Whether nothing of it is on an invoice, so that a part of it can be asked ahead."""
        return not any(line.billed for line in self.lines)

    @property
    def touched(self) -> bool:
        return self.cancelled or any(line.parts or line.billed for line in self.lines)

    @property
    def to_deliver(self) -> bool:
        return not self.cancelled and any(line.rest for line in self.lines)

    def billable(self, *, whole: bool) -> "list[Billed]":
        """Give what a draft would hold: deliveries first, then what is billed ahead."""
        goods = [each for line in self.lines if line.goods for each in self._goods(line, whole)]
        any_goods = any(line.goods for line in self.lines)
        if not whole and not goods and any_goods:
            return []
        others = [
            Billed(line, None, line.quantity - line.billed, self.id)
            for line in self.lines
            if not line.goods and line.quantity > line.billed and (goods or not self.cancelled)
        ]
        return goods + others

    def _goods(self, line: Line, whole: bool) -> "Iterator[Billed]":
        ahead, found = line.ahead + line.surplus, NOTHING
        for part in line.parts:
            free = max(part.to_bill - part.billed, NOTHING)
            covered = min(ahead, free)
            ahead -= covered
            if free > covered:
                found += free - covered
                yield Billed(line, part, free - covered, self.id)
        left = line.to_bill - line.billed - found
        gone = sum((part.to_bill for part in line.parts), NOTHING)
        undelivered_and_unbilled = min(left, line.to_bill - gone)
        if whole and not self.cancelled and undelivered_and_unbilled > 0:
            yield Billed(line, None, undelivered_and_unbilled, self.id)


@dataclass
class Offer:
    """An issued quote as the clerk knows it."""

    id: int
    client: int
    gross: bool
    discount_bp: int
    quantities: list[Decimal]
    optional: set[int]
    until: date
    version: int = 1
    answered: bool = False

    def agreed(self, chosen: set[int]) -> list[Decimal]:
        """Give the quantities of what an order from it would hold."""
        left_out = self.optional - chosen
        return [q for n, q in enumerate(self.quantities, start=1) if n not in left_out]


@dataclass
class Billed:
    """How much of a line stands on an invoice, from which delivery."""

    line: Line
    part: Part | None
    quantity: Decimal
    of: int = 0
    to_credit: Decimal = NOTHING

    def put(self, sign: int) -> None:
        """Count it as billed, or take it back."""
        if self.part is None:
            self.line.ahead += sign * self.quantity
        else:
            self.part.billed += sign * self.quantity


@dataclass
class Bill:
    """An invoice as the clerk knows it; a draft until it has a label."""

    id: int
    order: OrderKept
    client: int
    lines: list[Billed]
    label: str = ""
    total: Reckoned | None = None
    open_cents: int = 0
    name: str = ""
    periodic: bool = False
    together: bool = False
    taken_off: "dict[Rate, Sums]" = field(default_factory=dict)
    """What was paid ahead and goes off this bill, above zero."""
    amounts: list[int] = field(default_factory=list)
    """The lines that take it off, below zero."""

    def reckon(self, today: date) -> Reckoned:
        """Add up at the rates of the days of supply; what is billed ahead is supplied last."""
        last: dict[int, date] = {}
        for each in self.lines:
            if each.part:
                last[each.of] = max(last.get(each.of, date.min), each.part.day)
        whole = reckon(
            [
                (
                    each.quantity, each.line.price, each.line.discount_bp, each.line.category,
                    rate_on(
                        each.line.category,
                        each.part.day if each.part else last.get(each.of, today),
                    ),
                )
                for each in self.lines
            ],
            gross=self.order.gross,
            discount_bp=self.order.discount_bp,
        )  # fmt: skip
        per_rate = dict(whole.per_rate)
        for rate, (net, vat) in self.taken_off.items():
            before = per_rate.get(rate, (0, 0))
            per_rate[rate] = (before[0] - net, before[1] - vat)
        return Reckoned((*whole.lines, *self.amounts), per_rate)


@dataclass
class Subscribed:
    """A subscription as the clerk knows it: monthly, in advance."""

    id: int
    client: int
    gross: bool
    discount_bp: int
    lines: list[Line]
    starts_on: date
    made: int = 0

    def first_day(self, number: int) -> date:
        """Give the first day of a period: the day it began, or the last of a shorter month."""
        months = self.starts_on.month - 1 + number - 1
        year, month = self.starts_on.year + months // 12, months % 12 + 1
        following = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, min(self.starts_on.day, (following - timedelta(1)).day))

    def due(self, today: date) -> list[date]:
        """Give the first days of the periods that are to be billed."""
        found = []
        while (day := self.first_day(self.made + len(found) + 1)) <= today:
            found.append(day)
        return found


@dataclass
class Back:
    """A return as the clerk knows it."""

    id: int
    order: OrderKept
    line: Line
    part: Part
    quantity: Decimal
    ended: bool = False


@dataclass
class Shop:
    """Everything that the clerk remembers."""

    clients: dict[int, Client] = field(default_factory=dict)
    products: list[int] = field(default_factory=list)
    offers: dict[int, Offer] = field(default_factory=dict)
    orders: dict[int, OrderKept] = field(default_factory=dict)
    bills: dict[int, Bill] = field(default_factory=dict)
    subscriptions: dict[int, Subscribed] = field(default_factory=dict)
    credit: dict[int, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    stock: dict[int, Decimal] = field(default_factory=dict)
    keeping: set[int] = field(default_factory=set)
    returns: dict[int, Back] = field(default_factory=dict)

    def moves(self, product: int | None, quantity: Decimal) -> None:
        """Move the stock of a product, when it keeps any."""
        if product in self.keeping:
            self.stock[product] += quantity

    def unsent(self, back: Back) -> bool:
        """Tell whether a draft holds something of the line that comes back."""
        return any(not bill.label for bill, _each in self._billed(back))

    def credits(self, back: Back, quantity: Decimal) -> list[tuple[Billed, Decimal]]:
        """Give what is to be credited of which line of which sent invoice, deliveries first."""
        found = []
        for bill, each in sorted(self._billed(back), key=lambda pair: pair[1].part is None):
            taken = min(quantity, each.quantity - each.to_credit) if bill.label else NOTHING
            if taken:
                found.append((each, taken))
                quantity -= taken
        return found

    def _billed(self, back: Back) -> list[tuple[Bill, Billed]]:
        return [
            (bill, each)
            for bill in sorted(self.bills.values(), key=lambda bill: bill.id)
            for each in bill.lines
            if each.line is back.line and (each.part is None or each.part is back.part)
        ]

    def kept(self, client: int) -> int:
        """Give who is left of a customer after merges."""
        return self.clients[client].merged_into or client

    def active(self) -> list[int]:
        return [each.id for each in self.clients.values() if each.merged_into is None]

    def sent(self) -> list[Bill]:
        return [bill for bill in self.bills.values() if bill.label]

    def credit_of(self, client: int) -> int:
        kept = self.kept(client)
        return sum(cents for owner, cents in self.credit.items() if self.kept(owner) == kept)

    def book(self, account: str, cents: int) -> None:
        self.accounts[account] = self.accounts.get(account, 0) + cents

    def book_bill(self, total: Reckoned, taken_off: "dict[Rate, Sums]") -> None:
        """Book an invoice: the customer owes the whole, turnover and VAT per category.

        What was paid ahead was no turnover before, and is now.
        """
        self.book("1300", total.gross)
        for (category, rate), (net, vat) in total.per_rate.items():
            ahead = taken_off.get((category, rate), (0, 0))[0]
            self.book(REVENUE[category], -net - ahead)
            self.book(PREPAID, ahead)
            if vat:
                self.book(VAT[category], -vat)

    def book_ahead(self, sums: "dict[Rate, Sums]") -> None:
        """Book what is asked ahead: a debt to the customer, and VAT."""
        for (category, _rate), (net, vat) in sums.items():
            self.book("1300", net + vat)
            self.book(PREPAID, -net)
            if vat:
                self.book(VAT[category], -vat)
