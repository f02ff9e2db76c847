"""Scenarios with processes of their own: each module is a program that prints one report."""

import json
import multiprocessing
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import django

FORK = multiprocessing.get_context("fork")


def open_office() -> None:
    """Make the company of an empty office, and a product to sell; its tables are there."""
    django.setup()
    from klantkluis.foundation.models import Company
    from rooms.story import a_product

    Company.objects.create(name="Voorbeeld BV", street="Markt", house_number="1",
                           postcode="3511 AB", town="Utrecht")  # fmt: skip
    a_product(clerk())


def clerk(pause: float = 0.0) -> Any:
    """Give an actor with a vault that hides nothing, and takes its time if asked to."""
    from klantkluis.core.roles import Channel, Role
    from klantkluis.foundation.actors import Actor
    from klantkluis.vault.rows import PlainRow, SealResult
    from support.plain_vault import PlainVault

    class SlowVault(PlainVault):
        def seal(self, rows: Sequence[PlainRow]) -> list[SealResult]:
            time.sleep(pause)
            return super().seal(rows)

    return Actor(
        staff_id=UUID(int=7), roles=frozenset({Role.OWNER}), channel=Channel.OFFICE,
        vault=SlowVault() if pause else PlainVault(),
    )  # fmt: skip


def forked(function: Callable[..., None], *arguments: Any) -> Any:
    """Start a process that shares no connection with this one."""
    from django.db import connections

    connections.close_all()
    process = FORK.Process(target=function, args=arguments)
    process.start()
    return process


def a_draft(actor: Any, index: int = 0) -> int:
    """Make a draft of a delivered order of a new customer."""
    from klantkluis.billing.commands import draft_invoice
    from klantkluis.billing.rules import BillFrom
    from klantkluis.sales.commands import deliver
    from rooms.story import TODAY, a_customer, a_line, an_order

    order_id = an_order(actor, [a_line(1)], customer_id=a_customer(actor, surname=f"Nr {index}"))
    deliver(order_id=order_id, actor=actor, delivered_on=TODAY)
    return draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, actor=actor, today=TODAY)


def numbers_of_invoices() -> dict[int, int]:
    """Give the numbers of sent invoices by id."""
    from klantkluis.billing.models import Invoice

    sent = Invoice.objects.filter(number__isnull=False)
    return dict(sent.order_by("number").values_list("pk", "number"))


def tell(scenario: Callable[..., Any]) -> None:
    """Play a scenario with the arguments of the command line, and print its report."""
    open_office()
    sys.stdout.write(json.dumps(scenario(**json.loads(sys.argv[1]))) + "\n")
