"""Races about goods: stock that two people move, and what comes back."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

Act = Callable[[], object]


def a_product_on_stock(actor: Any) -> int:
    """Give a product that keeps stock, of which there are ten."""
    from uuid import uuid4

    from klantkluis.catalogue.stock.commands import StockSettings, receive_stock, set_up_stock
    from rooms.story import TODAY, a_product

    product_id = a_product(actor, f"V{uuid4().hex[:12]}")
    set_up_stock(product_id=product_id, settings=StockSettings(True), actor=actor)
    receive_stock(quantities={product_id: Decimal(10)}, received_on=TODAY, actor=actor)
    return product_id


def an_order_of(actor: Any, product_id: int) -> int:
    """Give an order of four of a product."""
    from rooms.story import a_line, an_order

    return an_order(actor, [a_line(product_id, quantity="4")])


def a_delivery_of(actor: Any) -> tuple[int, int]:
    """Give an order that was delivered, and the line of its delivery note."""
    from klantkluis.sales.commands import deliver
    from klantkluis.sales.models import DeliveryLine
    from rooms.story import TODAY

    order_id = an_order_of(actor, a_product_on_stock(actor))
    deliver(order_id=order_id, actor=actor, delivered_on=TODAY)
    return order_id, DeliveryLine.objects.get(delivery__order=order_id).pk


def _announce(actor: Any, order_id: int, part: int, quantity: str) -> Act:
    from klantkluis.sales.commands import NewReturn, ReturnReason, announce_return
    from rooms.story import TODAY

    wanted = NewReturn({part: Decimal(quantity)}, ReturnReason.FAULTY)
    return lambda: announce_return(
        order_id=order_id, returned=wanted, announced_on=TODAY, actor=actor
    )


def _take_back(actor: Any, return_id: int) -> Act:
    from klantkluis.billing.commands import Received, take_back
    from klantkluis.sales.models import ReturnLine
    from rooms.story import TODAY

    line = ReturnLine.objects.get(returned=return_id).pk
    received = Received({line: (Decimal(1), Decimal(0))})
    return lambda: take_back(return_id=return_id, received=received, received_on=TODAY, actor=actor)


def _delivering_two_orders_of_one_stock(one: Any, other: Any) -> tuple[Act, Act]:
    from klantkluis.sales.commands import deliver
    from rooms.story import TODAY

    product_id = a_product_on_stock(one)
    first, second = (an_order_of(one, product_id) for _ in range(2))
    return (
        lambda: deliver(order_id=first, actor=one, delivered_on=TODAY),
        lambda: deliver(order_id=second, actor=other, delivered_on=TODAY),
    )


def _counting_and_delivering_one_stock(one: Any, other: Any) -> tuple[Act, Act]:
    from klantkluis.catalogue.stock.commands import Counted, count_stock
    from klantkluis.catalogue.stock.queries import levels
    from klantkluis.sales.commands import deliver
    from rooms.story import TODAY

    product_id = a_product_on_stock(one)
    order_id = an_order_of(one, product_id)
    seen = levels(product_ids=[product_id])[product_id].last_movement_id
    counted = {product_id: Counted(Decimal(9), seen)}
    return (
        lambda: count_stock(counted=counted, counted_on=TODAY, actor=one),
        lambda: deliver(order_id=order_id, actor=other, delivered_on=TODAY),
    )


def _announcing_two_returns_of_one_line(one: Any, other: Any) -> tuple[Act, Act]:
    order_id, part = a_delivery_of(one)
    return _announce(one, order_id, part, "3"), _announce(other, order_id, part, "3")


def _taking_one_return_back_twice(one: Any, other: Any) -> tuple[Act, Act]:
    order_id, part = a_delivery_of(one)
    return_id = int(str(_announce(one, order_id, part, "2")()))
    return _take_back(one, return_id), _take_back(other, return_id)


def _taking_two_returns_of_one_line_back(one: Any, other: Any) -> tuple[Act, Act]:
    order_id, part = a_delivery_of(one)
    first, second = (int(str(_announce(one, order_id, part, "2")())) for _ in range(2))
    return _take_back(one, first), _take_back(other, second)


def _billing_and_taking_back_one_delivery(one: Any, other: Any) -> tuple[Act, Act]:
    from klantkluis.billing.commands import draft_invoice
    from klantkluis.billing.rules import BillFrom
    from rooms.story import TODAY

    order_id, part = a_delivery_of(one)
    return_id = int(str(_announce(one, order_id, part, "2")()))
    return (
        lambda: draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, actor=one, today=TODAY),
        _take_back(other, return_id),
    )


def _issuing_one_prepared_credit_twice(one: Any, other: Any) -> tuple[Act, Act]:
    from klantkluis.billing.commands import (
        CreditReason,
        NewCredit,
        draft_invoice,
        issue_credit_note,
        send_invoice,
    )
    from klantkluis.billing.models import InvoiceLine
    from klantkluis.billing.return_rows import CreditDraft
    from klantkluis.billing.rules import BillFrom
    from rooms.story import TODAY

    order_id, part = a_delivery_of(one)
    by = {"actor": one, "today": TODAY}
    invoice_id = draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, **by)
    send_invoice(invoice_id=invoice_id, **by)
    _take_back(one, int(str(_announce(one, order_id, part, "1")())))()
    draft_id = CreditDraft.objects.get(invoice=invoice_id).pk
    line = InvoiceLine.objects.get(invoice=invoice_id).pk
    said = {
        "invoice_id": invoice_id, "draft_id": draft_id, "today": TODAY,
        "credit": NewCredit(CreditReason.RETURNED, False, {line: Decimal(1)}),
    }  # fmt: skip
    return lambda: issue_credit_note(**said, actor=one), lambda: issue_credit_note(
        **said, actor=other
    )


GOODS = (
    _delivering_two_orders_of_one_stock,
    _counting_and_delivering_one_stock,
    _announcing_two_returns_of_one_line,
    _taking_one_return_back_twice,
    _taking_two_returns_of_one_line_back,
    _billing_and_taking_back_one_delivery,
    _issuing_one_prepared_credit_twice,
)
