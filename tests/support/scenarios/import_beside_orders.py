"""A long import in one process, and orders that are taken in another meanwhile."""

import time
from dataclasses import replace
from typing import Any

from support.scenarios import FORK, clerk, forked, tell

PAUSE = 0.4
"""How long the vault takes for a portion: all of them together are longer than anybody waits."""


def scenario(*, rows: int) -> dict[str, Any]:
    """Import so many rows; tell how long orders had to wait, and what is in the books."""
    from klantkluis.customers.models import Customer
    from rooms.story import a_customer, all_broken

    customer_id = a_customer(clerk())
    begun, ended, waits = FORK.Event(), FORK.Event(), FORK.Queue()
    importing = forked(_import, rows, begun, ended)
    taking = forked(_take_orders, customer_id, begun, ended, waits)
    found = waits.get(timeout=120)
    for process in (importing, taking):
        process.join()
    numbers = list(Customer.objects.order_by("number").values_list("number", flat=True))
    return {
        "orders": len(found),
        "longest": max(found),
        "gapless": numbers == list(range(1, rows + 2)),
        "broken": all_broken(),
    }


def _import(rows: int, begun: Any, ended: Any) -> None:
    from klantkluis.customers.importing.commands import import_customers
    from klantkluis.customers.importing.preview import map_columns, preview
    from klantkluis.foundation.tables.reading import read
    from rooms.story import TODAY

    lines = "".join(f"Jan Smit{n};jan{n}@example.nl\n" for n in range(rows))
    table = read(f"naam;e-mail\n{lines}".encode())
    found = preview(table, replace(map_columns(table), source="lijst"))
    begun.set()
    try:
        import_customers(preview=found, actor=clerk(PAUSE), today=TODAY)
    finally:
        ended.set()


def _take_orders(customer_id: int, begun: Any, ended: Any, waits: Any) -> None:
    from rooms.story import a_line, an_order

    begun.wait()
    found = []
    while not ended.is_set():
        start = time.monotonic()
        an_order(clerk(), [a_line(1)], customer_id=customer_id)
        found.append(time.monotonic() - start)
        time.sleep(0.05)
    waits.put(found)


if __name__ == "__main__":
    tell(scenario)
