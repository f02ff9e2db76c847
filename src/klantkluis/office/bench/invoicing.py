"""Invoices: as PDF/A-3 with the e-invoice inside and as UBL, validated, sealed and stored."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from klantkluis.office.bench.measuring import (
    Measured,
    Stopwatch,
    cpu_seconds,
    peak_rss_mb,
    progress,
)
from klantkluis.office.bench.scratch import Scratch, scratch_office

TODAY = date(2026, 11, 20)
MADE_AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
WARM_UP = 5


def measure(n: int, _scratch: Path) -> Measured:
    """File the paper of n sent invoices to firms; sending them beforehand is not counted.

    Each gets CII inside its PDF and UBL for Peppol beside it, and every layer over both. The
    rules are loaded once; how long that takes is told apart. `without_validation` is the number
    of a second, shorter run in which the official layers do not look.
    """
    with scratch_office() as office:
        from klantkluis.billing.e_invoice_rows import EInvoice, EInvoiceFinding
        from klantkluis.billing.einvoice.validating import warm_up

        began = time.perf_counter()
        warm_up()
        compiled = time.perf_counter() - began
        shorter = max(1, n // 3)
        invoices = _sent(office, WARM_UP + n + shorter)
        _file(office, invoices[:WARM_UP])
        pids = [os.getpid(), office.process.pid]
        before = cpu_seconds(pids)
        with _timed_layers() as layers:
            watch = _file(office, invoices[WARM_UP : WARM_UP + n])
        spent = cpu_seconds(pids) - before
        memory = peak_rss_mb([office.process.pid])
        with no_layers():
            without = _file(office, invoices[WARM_UP + n :])
        assert EInvoice.objects.count() == len(invoices), "each has a file of its own"
        assert not EInvoiceFinding.objects.exists(), "nothing was found in any"
    more = {
        "without_validation": round(shorter / without.seconds, 2),
        "validation_ms": round(layers.seconds * 1000 / n, 2),
        "cpu_ms": round(spent * 1000 / n, 2),
        "compile_s": round(compiled, 2),
    }
    return Measured("invoices", n / watch.seconds, "invoices/s", n, watch, memory, more)


def _file(office: Scratch, invoices: Sequence[int]) -> Stopwatch:
    """File the paper of each."""
    from klantkluis.billing.commands import file_paper

    watch = Stopwatch()
    for done, invoice_id in enumerate(invoices, start=1):
        with watch.lap():
            file_paper(invoice_id=invoice_id, actor=office.actor, made_at=MADE_AT)
        progress("papers filed", done, len(invoices))
    return watch


@contextmanager
def _timed_layers() -> Iterator[Stopwatch]:
    """Let the official layers tell how long they took."""
    from klantkluis.billing.einvoice import validating

    layers, validate = Stopwatch(), validating.validate

    def timed(data: bytes) -> Any:
        with layers.lap():
            return validate(data)

    with patch.object(validating, "validate", timed):
        yield layers


@contextmanager
def no_layers() -> Iterator[None]:
    """Let the official layers accept everything unseen."""
    from klantkluis.billing.einvoice import validating
    from klantkluis.billing.einvoice.reading import Syntax

    unseen = validating.Report(Syntax.CII, (), ())
    with patch.object(validating, "validate", lambda _data: unseen):
        yield


def _sent(office: Scratch, n: int) -> list[int]:
    """Sell to n firms that can be sent e-invoices; give the ids of their invoices."""
    from klantkluis.billing.commands import draft_invoice, send_invoice
    from klantkluis.billing.rules import BillFrom
    from klantkluis.customers.commands import register_customer
    from klantkluis.office.bench.goods import order_of_three, products
    from klantkluis.office.demo.people import customer_fields
    from klantkluis.sales.commands import take_order

    actor, chance = office.actor, Random(1)
    goods = products(actor, TODAY)
    invoices = []
    for done in range(n):
        fields = {"company": f"Bedrijf {done}", **customer_fields(chance)}
        fields["coc_number"] = f"{chance.randint(10_000_000, 99_999_999)}"
        customer_id = register_customer(fields=fields, actor=actor, today=TODAY)
        order = order_of_three(goods, chance, TODAY)
        order_id = take_order(customer_id=customer_id, order=order, actor=actor)
        invoice_id = draft_invoice(order_id=order_id, what=BillFrom.ORDER, actor=actor, today=TODAY)
        send_invoice(invoice_id=invoice_id, actor=actor, today=TODAY)
        invoices.append(invoice_id)
        progress("invoices sent", done + 1, n)
    return invoices
