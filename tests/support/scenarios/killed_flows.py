"""A clerk's process is killed again and again, at any moment of a flow."""

import os
import random
import time
from collections.abc import Callable
from typing import Any

from support.scenarios import clerk, forked, tell


def scenario(*, kills: int, seed: int) -> dict[str, Any]:
    """Kill a working process `kills` times; tell what was acknowledged and is not there."""
    from django.db import connection

    from rooms.story import all_broken

    chance = random.Random(seed)
    said: list[list[str]] = []
    _flow(clerk(), chance, lambda *_words: None)  # so that each process starts with warm engines
    began = time.monotonic()
    _flow(clerk(), chance, lambda *_words: None)
    while_it_works = max(0.1, 2 * (time.monotonic() - began))  # on a busy machine a flow takes long
    for turn in range(kills):
        reading, writing = os.pipe()
        process = forked(_work, seed * 100_000 + turn, writing)
        os.close(writing)
        with os.fdopen(reading) as lines:
            assert lines.readline() == "begun\n"
            time.sleep(chance.random() * while_it_works)
            process.kill()
            said += [line.split() for line in lines if line.endswith("\n")]
        process.join()
    lost = [words for words in said if not _is_there(*words)]
    report = {
        "acknowledged": len(said),
        "kinds": sorted({words[0] for words in said}),
        "lost": lost,
        "broken": all_broken(),
    }
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            report["integrity"] = cursor.fetchall()
    return report


def _work(seed: int, out: int) -> None:
    """Do flows without end; acknowledge each act after its commit."""

    def acknowledge(*words: object) -> None:
        os.write(out, (" ".join(map(str, words)) + "\n").encode())

    chance, actor = random.Random(seed), clerk()
    acknowledge("begun")
    while True:
        _flow(actor, chance, acknowledge)


def _flow(actor: Any, chance: random.Random, acknowledge: Callable[..., None]) -> None:
    from klantkluis.billing import commands as billing
    from klantkluis.billing.models import Payment
    from klantkluis.billing.rules import BillFrom
    from klantkluis.sales.commands import deliver
    from rooms.story import TODAY, a_customer, a_line, an_order

    customer_id = a_customer(actor, surname=f"Klant {chance.random()}")
    acknowledge("customer", customer_id)
    order_id = an_order(actor, [a_line(1)] * chance.randrange(1, 4), customer_id=customer_id)
    acknowledge("order", order_id)
    acknowledge("delivery", deliver(order_id=order_id, actor=actor, delivered_on=TODAY))
    bill = {"order_id": order_id, "what": BillFrom.DELIVERIES, "actor": actor, "today": TODAY}
    invoice_id = billing.draft_invoice(**bill)
    acknowledge("draft", invoice_id)
    if chance.random() < 0.2:
        billing.delete_draft(invoice_id=invoice_id, actor=actor, today=TODAY)
        acknowledge("deleted", invoice_id)
        invoice_id = billing.draft_invoice(**bill)
    label = billing.send_invoice(invoice_id=invoice_id, actor=actor, today=TODAY)
    acknowledge("sent", invoice_id, label)
    cents = chance.choice((100, 37_900, 37_901, 113_700, 200_000))
    payment_id = billing.receive_payment(
        invoice_id=invoice_id, amount_cents=cents, received_on=TODAY,
        method=Payment.Method.BANK, actor=actor,
    )  # fmt: skip
    acknowledge("payment", payment_id, cents)


def _is_there(kind: str, pk: str, *more: str) -> bool:
    """Tell whether what was acknowledged is in the database."""
    from klantkluis.billing.models import Invoice, InvoiceSnapshot, Payment
    from klantkluis.customers.models import Customer
    from klantkluis.sales.models import Delivery, Order

    match kind:
        case "customer":
            return Customer.objects.filter(pk=pk).exists()
        case "order":
            return Order.objects.filter(pk=pk).exists()
        case "delivery":
            return Delivery.objects.filter(pk=pk).exists()
        case "draft":
            return True  # it may have been deleted since, and its id given again
        case "deleted":
            return True
        case "sent":
            found = Invoice.objects.filter(pk=pk).first()
            has_snapshot = InvoiceSnapshot.objects.filter(invoice=pk).exists()
            return found is not None and found.label == more[0] and has_snapshot
        case "payment":
            return Payment.objects.filter(pk=pk, amount_cents=more[0]).exists()
    raise AssertionError(kind)


if __name__ == "__main__":
    tell(scenario)
