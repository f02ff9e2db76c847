"""Several processes send the same drafts at once, and some of them are killed."""

import os
import random
import time
from typing import Any

from support.scenarios import FORK, a_draft, clerk, forked, numbers_of_invoices, tell


def scenario(*, drafts: int, senders: int, kills: int, seed: int) -> dict[str, Any]:
    """Let `senders` processes send all drafts, kill some on the way, then send what is left."""
    from klantkluis.billing.commands import send_invoice
    from rooms.story import TODAY, all_broken

    chance = random.Random(seed)
    ids = [a_draft(clerk(), index) for index in range(drafts)]
    reading, writing = os.pipe()
    barrier = FORK.Barrier(senders + 1)
    # Each draft is on the list of two processes.
    shares = [ids[turn::senders] + ids[(turn + 1) % senders :: senders] for turn in range(senders)]
    processes = [
        forked(_send_all, chance.sample(share, len(share)), writing, barrier) for share in shares
    ]
    os.close(writing)
    barrier.wait()
    killed = 0
    for process in chance.sample(processes, kills):
        time.sleep(chance.random() * 0.06)
        if process.is_alive():
            killed += 1
            process.kill()
    with os.fdopen(reading) as lines:
        said = [line.rstrip("\n").partition(" ") for line in lines]
    for process in processes:
        process.join()
    numbers = numbers_of_invoices()
    sent_at_once = len(numbers)
    for pk in set(ids) - set(numbers):
        send_invoice(invoice_id=pk, actor=clerk(), today=TODAY)
    numbers = numbers_of_invoices()
    return {
        "killed": killed,
        "sent_at_once": sent_at_once,
        "numbers": list(numbers.values()),
        "errors": [text for kind, _, text in said if kind == "error"],
        "acknowledged_and_lost": [
            text
            for kind, _, text in said
            if kind == "sent" and numbers.get(int(text.split()[0])) != int(text.split()[1][5:])
        ],
        "broken": all_broken(),
    }


def _send_all(ids: list[int], out: int, barrier: Any) -> None:
    from klantkluis.billing.commands import InvoiceAlreadySent, send_invoice
    from rooms.story import TODAY

    actor = clerk()
    barrier.wait()
    for pk in ids:
        try:
            label = send_invoice(invoice_id=pk, actor=actor, today=TODAY)
        except InvoiceAlreadySent:
            continue
        except Exception as error:
            os.write(out, f"error {error!r}\n".encode())
            raise
        os.write(out, f"sent {pk} {label}\n".encode())


if __name__ == "__main__":
    tell(scenario)
