"""Whatever happened in all rooms: who is forgotten is in nothing that opens, but what was kept.

The stories are those of the clerk. At their end everybody is forgotten, one after another; then
every row of every sealed table is opened and searched. FORGET_EXAMPLES=200 makes it a night's work.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis.stateful import run_state_machine_as_test

from klantkluis.core.declared import Erasure
from klantkluis.customers.models import Customer
from klantkluis.foundation.records import all_records
from klantkluis.ledger.models import JournalEntry
from klantkluis.privacy.erasing.carrying import carry_out
from klantkluis.privacy.erasing.commands import plan_erasure, sign_erasure
from klantkluis.privacy.erasing.planning import work_out
from klantkluis.privacy.models import ErasurePlan
from klantkluis.privacy.verdicts import AskedBy, Verdict
from klantkluis.vault.inprocess import InProcessVault
from office_fixtures import NO_LIMITS, _rows
from rooms.privacy.keys import Keys
from rooms.story import all_broken
from stateful.test_clerk import Clerk
from support.opened import everything_that_opens

EXAMPLES = int(os.environ.get("FORGET_EXAMPLES", "3"))
STEPS = int(os.environ.get("CLERK_STEPS", "20"))
MARKS = ("Dorpsstraat", "Belde over", "Formulier", "Haven", "Kenmerk", "Maatwerk")
"""What the clerk types about a person; it stands nowhere else."""


class Forgetting(Clerk):
    """A clerk who in the end forgets everybody."""

    def teardown(self) -> None:
        if self.locked:
            self._unlock()
        try:
            self.forgets_everybody()
        finally:
            self.issued, self.papers = {}, 0
            super().teardown()

    def _issued_documents_say_what_they_said(self) -> None:
        """What they said is for the books alone by now."""

    def forgets_everybody(self) -> None:
        now = datetime.now(UTC)
        books = list(JournalEntry.objects.order_by("n").values_list("n", "h"))
        kept: set[tuple[str, int]] = set()
        for pk, uid in Customer.objects.filter(state="active").values_list("pk", "uid"):
            whole = self.forgets(uid, now)
            note(f"customer {pk}: {'forgotten' if whole else 'in part'}")
            left = work_out(uid, today=self.today)
            assert not [x for x in left.lines if x.decision.verdict is Verdict.ERASE], pk
            kept |= {x.place for x in left.lines if x.decision.verdict is Verdict.KEEP}
            assert whole is not left.waits
            assert (Customer.objects.get(pk=pk).state == "erased") is whole
        assert list(JournalEntry.objects.order_by("n").values_list("n", "h")) == books
        self.is_in_nothing_else(kept)
        assert all_broken() == []

    def forgets(self, uid: Any, now: datetime) -> bool:
        by: dict[str, Any] = {"actor": self.actor, "today": self.today, "now": now}
        plan_id = plan_erasure(person=uid, asked_by=AskedBy.PERSON, **by)
        digest = ErasurePlan.objects.get(pk=plan_id).digest
        keys = Keys(self.vault)
        sign_erasure(plan_id=plan_id, digest=digest, vault=keys, grant=keys.grant, **by)
        later = now + timedelta(seconds=1)
        return carry_out(plan_id, keys=keys, today=self.today, now=later)

    def is_in_nothing_else(self, kept: set[tuple[str, int]]) -> None:
        told = [
            (model, row, words)
            for model, row, words in everything_that_opens(self.actor.vault)
            if (model, row) not in kept and any(mark in words for mark in MARKS)
        ]
        assert told == []
        for record in all_records():
            if record.erasure is Erasure.BLANK and record.model != "customers.Customer":
                rows = record.rows().exclude(sealed=b"").values_list("pk", flat=True)
                assert {(record.model, pk) for pk in rows} <= kept


@pytest.mark.django_db
def test_who_is_forgotten_is_in_nothing_but_what_the_plan_kept(tmp_path: Path) -> None:
    Forgetting.vault = InProcessVault(tmp_path, source=_rows, settings=NO_LIMITS)
    run_state_machine_as_test(
        Forgetting,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None,
            phases=(Phase.generate,), print_blob=False,
            suppress_health_check=list(HealthCheck), database=None,
        ),
    )  # fmt: skip
