"""Invoices: issued as PDF/A-3, sealed and stored."""

from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

from klantkluis.office.bench.measuring import Measured, Stopwatch, peak_rss_mb, progress
from klantkluis.office.bench.scratch import scratch_office

TODAY = date(2026, 11, 20)
MADE_AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
WARM_UP = 5


def measure(n: int, _scratch: Path) -> Measured:
    """Make and keep the paper of n sent invoices; sending them beforehand is not counted."""
    watch = Stopwatch()
    with scratch_office() as office:
        from klantkluis.billing.commands import (
            draft_invoice,
            file_paper,
            send_invoice,
        )
        from klantkluis.billing.rules import BillFrom
        from klantkluis.customers.commands import register_customer
        from klantkluis.office.bench.goods import order_of_three, products
        from klantkluis.office.demo.people import customer_fields
        from klantkluis.sales.commands import take_order

        actor, chance = office.actor, Random(1)
        goods = products(actor, TODAY)
        invoices = []
        for done in range(n + WARM_UP):
            customer_id = register_customer(
                fields=customer_fields(chance), actor=actor, today=TODAY
            )
            order_id = take_order(
                customer_id=customer_id, order=order_of_three(goods, chance, TODAY), actor=actor
            )
            invoice_id = draft_invoice(
                order_id=order_id, what=BillFrom.ORDER, actor=actor, today=TODAY
            )
            send_invoice(invoice_id=invoice_id, actor=actor, today=TODAY)
            invoices.append(invoice_id)
            progress("invoices sent", done + 1, n + WARM_UP)
        for invoice_id in invoices[:WARM_UP]:
            file_paper(invoice_id=invoice_id, actor=actor, made_at=MADE_AT)
        for done, invoice_id in enumerate(invoices[WARM_UP:], start=1):
            with watch.lap():
                file_paper(invoice_id=invoice_id, actor=actor, made_at=MADE_AT)
            progress("papers filed", done, n)
        memory = peak_rss_mb([office.process.pid])
    return Measured("invoices", n / watch.seconds, "invoices/s", n, watch, memory)
