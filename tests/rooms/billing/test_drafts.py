"""Drafts: made, deleted and made again, each part is billed once and at the rate of its own day."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest

from klantkluis.billing.commands import delete_draft, draft_invoice, send_invoice
from klantkluis.billing.models import InvoiceLine
from klantkluis.billing.rules import BillFrom, Part, Sold, billable
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.foundation.actors import Actor
from klantkluis.sales.commands import deliver
from klantkluis.sales.lines import sold_lines
from rooms.story import TODAY, a_line, a_product, all_broken, an_order

SIX_PER_CENT, NINE_PER_CENT = date(2018, 12, 31), date(2019, 1, 2)


def part(row: int, quantity: str, billed: str = "0") -> Part:
    return Part(row, date(2026, 1, row), Decimal(quantity), Decimal(billed))


def found(
    parts: Iterable[Part], billed: str, what: BillFrom = BillFrom.DELIVERIES
) -> list[tuple[int | None, Decimal]]:
    line = Sold(
        1, deliverable=True, ordered=Decimal(10), delivered=[*parts], billed=Decimal(billed)
    )
    return [
        (each.part.delivery_line_id, each.part.quantity)
        for each in billable([line], what=what, today=TODAY)
    ]


def test_what_names_its_delivery_leaves_the_others_open() -> None:
    assert found([part(1, "3"), part(2, "2", billed="2")], billed="2") == [(1, 3)]


def test_what_was_billed_ahead_covers_the_earliest_that_is_open() -> None:
    assert found([part(1, "3"), part(2, "4")], billed="5") == [(2, 2)]
    assert found([part(1, "3", billed="3"), part(2, "4")], billed="5") == [(2, 2)]
    assert found([part(1, "3")], billed="7") == []


def test_from_the_order_everything_that_is_left_is_billed_once() -> None:
    whole = BillFrom.ORDER
    assert found([part(1, "3"), part(2, "2", billed="2")], "2", whole) == [(1, 3), (None, 5)]
    assert found([part(1, "3")], "7", whole) == [(None, 3)]
    assert found([part(1, "3")], "10", whole) == []


@pytest.mark.usefixtures("our_company")
def test_after_a_draft_is_deleted_each_delivery_keeps_the_rate_of_its_day(owner: Actor) -> None:
    product = a_product(owner, basis=PriceBasis.NET, category=VatCategory.REDUCED)
    line = a_line(product, quantity="5", price="100", category=VatCategory.REDUCED)
    order_id = an_order(owner, [line], basis=PriceBasis.NET)
    line_id = sold_lines([order_id], {})[order_id][0].id
    drafts = []
    for day, quantity in ((SIX_PER_CENT, 3), (NINE_PER_CENT, 2)):
        goes = {line_id: Decimal(quantity)}
        deliver(order_id=order_id, actor=owner, delivered_on=day, quantities=goes)
        drafts.append(
            draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=day)
        )
    delete_draft(invoice_id=drafts[0], actor=owner, today=NINE_PER_CENT)
    again = draft_invoice(
        order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=NINE_PER_CENT
    )
    for invoice_id in (drafts[1], again):
        send_invoice(invoice_id=invoice_id, actor=owner, today=NINE_PER_CENT)
    billed = InvoiceLine.objects.order_by("rate_bp").values_list("rate_bp", "quantity")
    assert list(billed) == [(600, 3), (900, 2)]
    assert all_broken() == []
