"""Access: the whole package of a customer with very many documents, and of an ordinary one."""

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from klantkluis.office.bench.invoicing import no_layers
from klantkluis.office.bench.measuring import (
    Measured,
    Stopwatch,
    cpu_seconds,
    progress,
    rss_mb,
    watched_memory,
)
from klantkluis.office.bench.scratch import VAULT_PASSWORD, Scratch, scratch_office
from klantkluis.vault.client import VaultSession

if TYPE_CHECKING:
    from klantkluis.catalogue.queries import ProductRow
    from klantkluis.privacy.access.package import Package

TODAY = date(2026, 11, 20)
MADE_AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
ORDINARY = 4
ROUNDS = 5
WORDS = "meten is weten en gissen is missen"


def measure(n: int, _scratch: Path) -> Measured:
    """Make the package of a customer with n documents, encrypted, as it leaves the office.

    Documents are the papers of invoices and of delivery notes, one of each for every order; each
    order has a payment and its lines in the books besides. The vault password is typed
    beforehand, and whoever downloads is left out. The memory is that of this process, before and
    at its highest.
    """
    with scratch_office() as office:
        from klantkluis.office.bench.goods import products

        goods = products(office.actor, TODAY)
        large = _customer(office, goods, n // 2)
        ordinary = _customer(office, goods, ORDINARY // 2)
        _letter(office, ordinary)
        vault = _exporting(office)
        _packed(_package(ordinary, vault))
        few, watch, gathering, printing = Stopwatch(), Stopwatch(), Stopwatch(), Stopwatch()
        for _round in range(ROUNDS):
            with few.lap():
                _packed(_package(ordinary, vault))
        before, spent = rss_mb([os.getpid()]), cpu_seconds([os.getpid(), office.process.pid])
        with watched_memory([os.getpid()]) as most, watch.lap():
            with gathering.lap():
                package = _package(large, vault)
            size = _packed(package)
        spent = cpu_seconds([os.getpid(), office.process.pid]) - spent
        with printing.lap():
            _print(package)
    more = {
        "ordinary_ms": round(few.percentile(0.5), 1),
        "ordinary_documents": ORDINARY + 1,
        "cpu_s": round(spent, 2),
        "gathering_s": round(gathering.seconds, 2),
        "printing_s": round(printing.seconds, 2),
        "documents": package.documents,
        "rows": package.records,
        "package_mb": round(size / 1e6, 1),
        "memory_before_mb": round(before, 1),
    }
    return Measured("access", watch.seconds, "s", n, watch, most[0], more)


def _exporting(office: Scratch) -> VaultSession:
    from klantkluis.vault.purposes import Purpose

    grant = office.session.confirm("export", VAULT_PASSWORD)
    return office.session.export(Purpose.REQUEST, subjects=100_000, grant=grant)


def _package(customer_id: int, vault: VaultSession) -> "Package":
    from klantkluis.privacy.access.package import PackageKind, identity_of_customer, make_package

    identity = identity_of_customer(customer_id)
    assert identity is not None, "the customer was just registered"
    return make_package(
        identity=identity, kind=PackageKind.ACCESS, language="nl", vault=vault, made_at=MADE_AT
    )


def _packed(package: "Package") -> int:
    """Make a package as the page does, and give its size; nothing of it is kept."""
    from klantkluis.privacy.access.archive import archive

    return sum(len(piece) for piece in archive(package, random=os.urandom, passphrase=WORDS))


def _print(package: "Package") -> None:
    from klantkluis.privacy.access.paper import as_pdf

    as_pdf(package)


def _customer(office: Scratch, goods: Sequence["ProductRow"], orders: int) -> int:
    """Register a customer, sell them something so many times, and file every paper."""
    from klantkluis.customers.commands import register_customer
    from klantkluis.office.demo.people import customer_fields

    chance = Random(orders)
    fields = customer_fields(chance)
    customer_id = register_customer(fields=fields, actor=office.actor, today=TODAY)
    with no_layers():
        for done in range(orders):
            _sale(office, customer_id, goods, chance)
            progress("orders with their papers", done + 1, orders)
    return customer_id


def _sale(office: Scratch, customer_id: int, goods: Sequence["ProductRow"], chance: Random) -> None:
    from klantkluis.billing.commands import draft_invoice, file_paper, send_invoice
    from klantkluis.billing.rules import BillFrom
    from klantkluis.office.bench.goods import order_of_three
    from klantkluis.sales.commands import deliver, file_delivery_note, take_order

    actor = office.actor
    order = order_of_three(goods, chance, TODAY)
    order_id = take_order(customer_id=customer_id, order=order, actor=actor)
    delivery_id = deliver(order_id=order_id, actor=actor, delivered_on=TODAY)
    file_delivery_note(delivery_id=delivery_id, actor=actor, made_at=MADE_AT)
    invoice_id = draft_invoice(
        order_id=order_id, what=BillFrom.DELIVERIES, actor=actor, today=TODAY
    )
    send_invoice(invoice_id=invoice_id, actor=actor, today=TODAY)
    file_paper(invoice_id=invoice_id, actor=actor, made_at=MADE_AT)
    _pay(office, invoice_id)


def _pay(office: Scratch, invoice_id: int) -> None:
    from klantkluis.billing.commands import receive_payment
    from klantkluis.billing.models import Invoice, Payment

    gross = Invoice.objects.get(pk=invoice_id).gross_cents
    assert gross is not None, "it was just sent"
    receive_payment(
        invoice_id=invoice_id, amount_cents=gross, received_on=TODAY,
        method=Payment.Method.BANK, note="Met dank", actor=office.actor,
    )  # fmt: skip


def _letter(office: Scratch, customer_id: int) -> None:
    from klantkluis.customers.commands import write_letter
    from klantkluis.customers.letters import LetterWords

    words = LetterWords(subject="Dank", salutation="Beste klant,", text="Dank u wel.")
    write_letter(
        customer_id=customer_id, words=words, actor=office.actor, today=TODAY, made_at=MADE_AT
    )
