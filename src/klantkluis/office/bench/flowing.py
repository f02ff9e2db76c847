"""Flow: a new customer, an order of three lines, a delivery note, an invoice, a payment."""

from datetime import date
from pathlib import Path
from random import Random

from klantkluis.office.bench.measuring import Measured, Stopwatch, peak_rss_mb, progress
from klantkluis.office.bench.scratch import scratch_office

WARM_UP = 10
TODAY = date(2026, 11, 20)


def measure(n: int, _scratch: Path) -> Measured:
    """Do n flows in one process, each act in a transaction of its own, vault process included."""
    watch = Stopwatch()
    with scratch_office() as office:
        from klantkluis.billing.commands import (
            draft_invoice,
            receive_payment,
            send_invoice,
        )
        from klantkluis.billing.models import Payment
        from klantkluis.billing.queries import open_of
        from klantkluis.billing.rules import BillFrom
        from klantkluis.customers.commands import register_customer
        from klantkluis.office.bench.goods import order_of_three, products
        from klantkluis.office.demo.people import customer_fields
        from klantkluis.sales.commands import deliver, take_order

        actor, chance = office.actor, Random(1)
        goods = products(actor, TODAY)
        known = [customer_fields(chance) for _ in range(n + WARM_UP)]

        def flow(fields: dict[str, object]) -> None:
            customer_id = register_customer(fields=fields, actor=actor, today=TODAY)
            order = order_of_three(goods, chance, TODAY)
            order_id = take_order(customer_id=customer_id, order=order, actor=actor)
            deliver(order_id=order_id, actor=actor, delivered_on=TODAY)
            invoice_id = draft_invoice(
                order_id=order_id, what=BillFrom.DELIVERIES, actor=actor, today=TODAY
            )
            send_invoice(invoice_id=invoice_id, actor=actor, today=TODAY)
            receive_payment(
                invoice_id=invoice_id,
                amount_cents=open_of(invoice_id=invoice_id),
                received_on=TODAY,
                method=Payment.Method.BANK,
                actor=actor,
            )

        for fields in known[:WARM_UP]:
            flow(fields)
        for done, fields in enumerate(known[WARM_UP:], start=1):
            with watch.lap():
                flow(fields)
            progress("flows", done, n)
        memory = peak_rss_mb([office.process.pid])
    return Measured("flow", n / watch.seconds, "flows/s", n, watch, memory)
