"""Counting several things in one question."""

from datetime import date

import pytest
from django.db.models import Exists, OuterRef

from klantkluis.foundation.counting import counted
from klantkluis.sales.models import OpenOrder, Order
from rooms.story import a_line, a_product, an_order

pytestmark = pytest.mark.django_db


def test_what_is_counted_together_is_what_is_counted_apart(owner, django_assert_num_queries):
    for sku in ("A", "B"):
        an_order(owner, [a_line(a_product(owner, sku=sku))])
    asked = {
        "orders": Order.objects.order_by("-number"),
        "open": OpenOrder.objects.filter(to_deliver=True),
        "with_rows": Order.objects.filter(Exists(OpenOrder.objects.filter(pk=OuterRef("pk")))),
        "none": Order.objects.filter(ordered_on__lt=date(1990, 1, 1)),
    }
    with django_assert_num_queries(1):
        found = counted(**asked)
    assert found == {name: rows.count() for name, rows in asked.items()}
    assert found["none"] == 0


def test_one_thing_is_counted_as_well(owner):
    an_order(owner, [a_line(a_product(owner))])
    assert counted(orders=Order.objects.all()) == {"orders": 1}
