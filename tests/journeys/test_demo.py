"""The demo company is the same for each seed, believable, and its books are true."""

from typing import Any

import pytest
from django.db import transaction

from klantkluis.billing.models import Invoice, InvoiceLine, Payment
from klantkluis.billing.return_rows import CreditedReturn
from klantkluis.billing.subscription_rows import Subscription, SubscriptionPeriod
from klantkluis.billing.waiting import billing_waits
from klantkluis.catalogue.models import StockLevel, StockMovement
from klantkluis.customers.models import Customer
from klantkluis.foundation.actors import Actor
from klantkluis.messages import published
from klantkluis.messages.published import ShownProduct, ThingKind
from klantkluis.office.demo.filling import Size, fill
from klantkluis.sales.models import Delivery, Order
from klantkluis.sales.quotes.lists import quote_rows
from klantkluis.sales.quotes.rules import QuoteState
from klantkluis.sales.returns.queries import return_rows
from klantkluis.sales.returns.rules import ReturnState
from klantkluis.sales.waiting import sales_waits
from klantkluis.shop.publishing import desired
from rooms.story import TODAY, all_broken

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_three_years_of_business_leave_true_books(owner: Actor, seed: int) -> None:
    fill(size=Size(customers=90, seed=seed), actor=owner, until=TODAY, progress=lambda *_: None)
    assert Customer.objects.count() == 90
    assert Order.objects.count() == 54 + 2  # and two that are paid ahead
    assert Delivery.objects.count() >= 45
    assert Invoice.objects.filter(number__isnull=False).count() >= 40
    assert Payment.objects.count() >= 30
    assert {row.state for row in quote_rows(today=TODAY)} == set(QuoteState)
    assert sales_waits(today=TODAY).to_follow_up == 1
    assert {row.state for row in return_rows()} == set(ReturnState)
    assert StockLevel.objects.exclude(last_movement=None).count() > 20
    kinds = set(StockMovement.objects.values_list("kind", flat=True))
    assert kinds >= {"count", "receipt", "delivery", "correction", "return"}
    assert billing_waits().credits >= 1
    assert CreditedReturn.objects.exists()
    assert Subscription.objects.count() == 3
    assert SubscriptionPeriod.objects.count() >= 8
    assert billing_waits().periodic == 2
    assert InvoiceLine.objects.filter(prepays__isnull=False).count() == 2
    assert all_broken() == []


def test_the_same_seed_makes_the_same_stock_and_returns(owner: Actor) -> None:
    told = []
    for _ in range(2):
        with transaction.atomic():
            size = Size(customers=40, seed=4)
            fill(size=size, actor=owner, until=TODAY, progress=lambda *_: None)
            moved = StockMovement.objects.order_by("pk")
            told.append(
                [
                    list(moved.values_list("kind", "quantity", "after", "moved_on")),
                    [(row.number, row.reason, row.state) for row in return_rows()],
                ]
            )
            transaction.set_rollback(True)
    assert told[0] == told[1]


def test_the_shop_of_the_demo_has_200_products_in_two_languages(owner: Actor) -> None:
    fill(size=Size(customers=40, seed=4), actor=owner, until=TODAY, progress=lambda *_: None)
    things: dict[ThingKind, list[Any]] = {}
    for kind, _name, body in desired(today=TODAY):
        things.setdefault(kind, []).append(published.read(kind, body))
    products: list[ShownProduct] = things[ThingKind.PRODUCT]
    assert len(products) == 200
    assert all({"nl", "en"} <= set(each.name) for each in products)
    assert all({"nl", "en"} <= set(each.summary) and each.categories for each in products)
    assert {0, 5} <= {each.stock for each in products}
    reduced = [each for each in products if each.prices[0].prior is not None]
    assert len(reduced) >= 8
    assert any(each.prices[1:] and each.prices[1].prior for each in products)
    assert {len(each) for each in (things[ThingKind.PAGE], things[ThingKind.CATEGORY])} == {7, 13}
    assert len(things[ThingKind.PICTURE]) == 2 * 8
    assert {m.pick_up for m in things[ThingKind.SHOP][0].shipping} == {True, False}
    assert all_broken() == []
