"""Filling an empty office with the demo company."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from klantkluis.catalogue.commands import add_products
from klantkluis.catalogue.queries import product_rows
from klantkluis.core.roles import Channel
from klantkluis.customers.commands import (
    NewCustomer,
    add_address,
    give_consent,
    note_contact,
    register_customers,
)
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.company import change_company
from klantkluis.office.demo.again import ask_ahead, bill_again
from klantkluis.office.demo.business import Business
from klantkluis.office.demo.goods import products
from klantkluis.office.demo.people import address, customer_fields
from klantkluis.office.demo.quotes import write_quotes
from klantkluis.office.demo.requests import ask
from klantkluis.office.demo.shop import DemoShop
from klantkluis.office.demo.stock import WEEKS, Warehouse
from klantkluis.office.demo.words import CONTACTS

YEARS = timedelta(days=3 * 365)
LARGEST_BATCH = 200
STEPS = 60
ORDERS_PER_CUSTOMER = 0.6
PAPER_DAYS = 30
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="160" height="48" viewBox="0 0 160 48">'
    b'<g fill="none" stroke="#7a4a21" stroke-width="3"><circle cx="24" cy="24" r="20"/>'
    b'<circle cx="24" cy="24" r="13"/><circle cx="24" cy="24" r="6"/></g>'
    b'<path d="M58 12v24h14M80 12v24M90 36V12l16 24V12M116 12h8a12 12 0 0 1 0 24h-8z"'
    b' fill="none" stroke="#3a2512" stroke-width="4" stroke-linejoin="round"/></svg>'
)
COMPANY = {
    "name": "Lindehout Werkplaats B.V.",
    "street": "Houtkade",
    "house_number": "14",
    "postcode": "7411 AB",
    "town": "Deventer",
    "country": "NL",
    "phone": "+31970102030405",
    "email": "kantoor@example.com",
    "website": "lindehout.example",
    "coc_number": "90000001",
    "vat_number": "NL900000017B58",
    "iban": "NL02ABNA0123456789",
    "bic": "ABNANL2A",
    "logo": LOGO,
    "logo_media_type": "image/svg+xml",
    "colour": "#7a4a21",
    "footer_nl": "Op al onze leveringen zijn onze algemene voorwaarden van toepassing.",
    "footer_en": "Our general terms apply to everything that we deliver.",
    "price_basis": "gross",
}

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How large the demo company is."""

    customers: int
    seed: int

    @property
    def orders(self) -> int:
        """How many orders come in over the three years."""
        return int(self.customers * ORDERS_PER_CUSTOMER)

    @property
    def pictures(self) -> int:
        """How many products get a picture: drawing all of them takes some seconds."""
        return 200 if self.customers >= 1000 else 8

    @property
    def batch(self) -> int:
        """How many customers are registered at once: at most a month's worth."""
        return max(1, min(LARGEST_BATCH, self.customers // 36))


def fill(*, size: Size, actor: Actor, until: date, progress: Progress) -> None:
    """Make the company, its range, its customers and three years of business.

    Deterministic by seed. Each batch is one transaction, so an interrupted filling leaves true
    books; the caller starts over in an empty directory.
    """
    chance = random.Random(size.seed)  # noqa: S311 - a demo has to be the same each time
    change_company(fields=COMPANY, actor=actor)
    add_products(products=list(products(chance)), actor=actor, today=until - YEARS)
    customers = list(_customers(size, actor, chance, until, progress))
    business = Business(
        actor=actor,
        chance=chance,
        products=product_rows(today=until, limit=200),
        until=until,
        papers_since=until - timedelta(days=PAPER_DAYS),
    )
    business.plan_orders(customers, size.orders)
    warehouse = _warehouse(business, size)
    done, expected = 0, size.orders * 4
    while True:
        with transaction.atomic():
            steps = business.next_steps(STEPS)
        if not steps:
            break
        done += steps
        progress("business", min(done, expected), expected)
    with transaction.atomic():
        warehouse.takes_back()
    with transaction.atomic():
        write_quotes(
            customers=[customer_id for customer_id, _day in customers],
            products=business.products,
            actor=actor,
            chance=chance,
            until=until,
        )
        known = [customer_id for customer_id, _day in customers]
        bill_again(customers=known, actor=actor, chance=chance, until=until)
        ask_ahead(
            customers=known[3:],
            products=business.products,
            actor=actor,
            chance=chance,
            until=until,
        )
    with transaction.atomic():
        ask(customers=known, actor=actor, until=until)
    # Last, so that what is only sold in the shop changes nothing of the three years before.
    DemoShop(actor, until, size.seed, size.pictures).opens(until - YEARS, progress)


def _warehouse(business: Business, size: Size) -> Warehouse:
    """Let stock be kept in the last weeks, with a chance of its own."""
    chance = random.Random(-1 - size.seed)  # noqa: S311 - a demo has to be the same each time
    warehouse = Warehouse(business.actor, chance, business.products, business.until)
    business.plan(warehouse.opened_on, warehouse.opens)
    for week in range(1, WEEKS - 1):
        business.plan(warehouse.opened_on + timedelta(weeks=week), warehouse.restocks)
    return warehouse


def _customers(
    size: Size, actor: Actor, chance: random.Random, until: date, progress: Progress
) -> Iterator[tuple[int, date]]:
    """Register the customers over the three years, most of them early."""
    days = sorted(
        until - YEARS + timedelta(days=int(YEARS.days * chance.random() ** 2))
        for _ in range(size.customers)
    )
    for start in range(0, size.customers, size.batch):
        batch = days[start : start + size.batch]
        news = [
            NewCustomer(
                fields=customer_fields(chance),
                language="en" if chance.random() < 0.04 else "nl",
                payment_term_days=chance.choice((14, 14, 14, 30)),
            )
            for _ in batch
        ]
        with transaction.atomic():
            ids = register_customers(customers=news, actor=actor, today=batch[-1])
            for customer_id, day in zip(ids, batch, strict=True):
                _surroundings(customer_id, day, actor, chance)
        yield from ((customer_id, batch[-1]) for customer_id in ids)
        progress("customers", start + len(batch), size.customers)


def _surroundings(customer_id: int, day: date, actor: Actor, chance: random.Random) -> None:
    """Give a customer, now and then, another address, a contact or a consent."""
    if chance.random() < 0.08:
        add_address(
            customer_id=customer_id, fields={"label": "Magazijn", **address(chance)}, actor=actor
        )
    if chance.random() < 0.12:
        means, direction, text = chance.choice(CONTACTS)
        note_contact(
            customer_id=customer_id, text=text, means=means, direction=direction, actor=actor
        )
    if chance.random() < 0.25:
        give_consent(
            customer_id=customer_id,
            evidence="Vinkje op het bestelformulier",
            at=datetime(day.year, day.month, day.day, 10, tzinfo=UTC),
            channel=Channel.OFFICE,
            actor=actor,
            today=day,
        )
