"""The process that forgets somebody is killed after each step; the next one goes on to the end.

Afterwards nothing of the person is left: not in what still opens, and not a byte of what lay
sealed in the files of the database, nor of the key in those of the keystore.
"""

import os
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from support.clocks import moment
from support.scenarios import forked, tell

STEPS = ("intent", "key", "rows", "disk", "proof", "done")


def scenario() -> dict[str, Any]:
    """Forget one customer for each step, killed after it; tell what was left of them."""
    os.environ["KLANTKLUIS_MODE"] = "demo"
    from klantkluis.office.bench.scratch import scratch_office

    with scratch_office() as office:
        from klantkluis.foundation.company import company

        assert company()
        return _played(office)


def _played(office: Any) -> dict[str, Any]:
    from klantkluis.customers.models import Customer
    from klantkluis.privacy.erasing.sweeping import finish_due
    from klantkluis.privacy.models import ErasureStep, OpenErasure
    from rooms.privacy.history import EVERY_MARK, a_history
    from rooms.story import all_broken
    from support.opened import everything_that_opens

    died, ended = [], []
    people = {}
    for number, step in enumerate(STEPS):
        customer = a_history(office.actor, sku=f"M{number}").customer_id
        uid = Customer.objects.get(pk=customer).uid
        people[uid] = [*_sealed_bytes(uid), *_wrapped(office, uid)]
        plan_id = _signed(office, uid)
        process = forked(_until, plan_id, step)
        process.join()
        died.append(process.exitcode)
        finish_due(moment(), office.vault.upkeep())
        done = ErasureStep.objects.filter(plan=plan_id).order_by("pk")
        ended.append(list(done.values_list("step", flat=True)))
    keep = {"billing.InvoiceSnapshot", "billing.InvoicePaper", "billing.CreditNoteSnapshot",
            "billing.CreditNotePaper", "billing.PaymentNote", "billing.EInvoice"}  # fmt: skip
    told = [
        (model, row)
        for model, row, words in everything_that_opens(office.actor.vault)
        if model not in keep and any(mark in words for mark in EVERY_MARK)
    ]
    return {
        "died": died,
        "ended": ended,
        "open": OpenErasure.objects.count(),
        "looked_for": sum(map(len, people.values())),
        "left": _left([each for some in people.values() for each in some], office),
        "told": told,
        "broken": all_broken(),
    }


def _signed(office: Any, uid: UUID) -> int:
    from klantkluis.office.bench.scratch import VAULT_PASSWORD
    from klantkluis.privacy.erasing.commands import plan_erasure, sign_erasure
    from klantkluis.privacy.models import ErasurePlan
    from klantkluis.privacy.verdicts import AskedBy

    now = moment()
    by = {"actor": office.actor, "today": now.date(), "now": now}
    plan_id = plan_erasure(person=uid, asked_by=AskedBy.PERSON, **by)
    digest = ErasurePlan.objects.get(pk=plan_id).digest
    grant = office.session.confirm("shred", VAULT_PASSWORD)
    sign_erasure(plan_id=plan_id, digest=digest, vault=office.session, grant=grant, **by)
    return plan_id


def _until(plan_id: int, step: str) -> None:
    """Carry it out, and be killed after a step."""
    from klantkluis.office.lock import door
    from klantkluis.privacy.erasing.carrying import carry_out

    def die(done: str) -> None:
        if done == step:
            os.kill(os.getpid(), signal.SIGKILL)

    now = moment()
    keys = door.vault().upkeep()
    carry_out(plan_id, keys=keys, today=now.date(), now=now, pause=die)


def _sealed_bytes(uid: UUID) -> Iterator[bytes]:
    """Give what lies sealed of a person under their own key."""
    from klantkluis.core.declared import Erasure
    from klantkluis.foundation.records import all_records

    for record in all_records():
        if record.stored is not None and record.erasure is not Erasure.KEEP:
            for sealed in record.of([uid]).exclude(sealed=b"").values_list("sealed", flat=True):
                yield bytes(sealed)[20:60]


def _wrapped(office: Any, uid: UUID) -> list[bytes]:
    with sqlite3.connect(f"file:{office.place.keystore}?mode=ro", uri=True) as db:
        query = "SELECT wrapped FROM subject_key WHERE uid = ?"
        return [bytes(row[0])[20:60] for row in db.execute(query, (uid.bytes,))]


def _left(needles: list[bytes], office: Any) -> list[str]:
    """Give the files of the office in which one of these bytes still lies."""
    from django.db import connections

    connections.close_all()
    root = Path(os.environ["KLANTKLUIS_DIR"])
    found = []
    for path in sorted(root.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            hits = sum(needle in data for needle in needles)
            if hits:
                found.append(f"{path.relative_to(root)}: {hits} of {len(needles)}")
    return found


if __name__ == "__main__":
    tell(scenario)
