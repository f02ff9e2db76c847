"""Whoever pulls the plug at any step of an erasure finds it done after the next unlock."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from klantkluis.vault import shredding
from klantkluis.vault.audit import AuditLog
from klantkluis.vault.copies import KeystoreCopies, copies_in
from klantkluis.vault.inprocess import PASSWORD, InProcessVault
from klantkluis.vault.keystore import Keystore
from klantkluis.vault.purposes import Purpose
from klantkluis.vault.refusals import SubjectErased
from klantkluis.vault.rows import Shredded
from klantkluis.vault.server.copying import keep_copies
from unit.vault.helpers import JAN, customer, saved

FORK = multiprocessing.get_context("fork")
STEPS: dict[str, tuple[Any, str, int]] = {
    "the word in the log": (AuditLog, "append", 2),
    "the tombstones": (shredding, "bury", 1),
    "the overwriting": (shredding, "overwrite", 1),
    "emptying the write-ahead log": (Keystore, "truncate_log", 1),
    "the first copy": (KeystoreCopies, "_destroy", 1),
    "the second copy": (KeystoreCopies, "_destroy", 2),
    "all copies": (KeystoreCopies, "erase", 1),
    "the signature": (AuditLog, "checkpoint", 1),
}
"""What an erasure calls, and which call of it is interrupted; the first append is the unlock."""


def vault_in(folder: Path) -> InProcessVault:
    return InProcessVault(folder, copies=(folder / "one", folder / "two"))


def kill_at(where: Any, name: str, call: int, *, before: bool) -> None:
    """End this process without a word at a call of a function: before it, or right after it."""
    real: Callable[..., Any] = getattr(where, name)
    calls = 0

    def watched(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call and before:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **kwargs)
        if calls == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(where, name, watched)


def erase_and_die(folder: Path, uids: list[UUID], step: str, *, before: bool) -> None:
    vault = vault_in(folder)
    vault.owner()
    where, name, call = STEPS[step]
    kill_at(where, name, 1 if step == "the word in the log" else call, before=before)
    vault.upkeep().shred_due(uids)


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("step", STEPS)
def test_an_erasure_of_many_that_was_killed_is_done_after_the_next_unlock(tmp_path, step, before):
    vault = vault_in(tmp_path)
    rows = [saved(vault.owner(), customer()) for _ in range(12)]
    stays = saved(vault.owner(), customer())
    uids = [row.uid for row in rows]
    session = vault.owner()
    session.plan_shred(uids, reason="request", grant=session.confirm("shred", PASSWORD))
    keep_copies(vault.server)
    with vault.server.store.read() as db:
        wrapped = [
            bytes(key) for (key,) in db.execute(
                "SELECT wrapped FROM subject_key WHERE uid <> ?", (stays.uid.bytes,)
            )
        ]  # fmt: skip
    vault.owner().lock()
    vault.close()

    process = FORK.Process(
        target=erase_and_die, args=(tmp_path, uids, step), kwargs={"before": before}
    )
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL

    vault = vault_in(tmp_path)
    vault.owner()
    answers = set(vault.upkeep().shred_due(uids).values())
    nobody_knew = step == "the word in the log" and before
    assert answers == {Shredded.DONE if nobody_knew else Shredded.ALREADY}
    for row in rows:
        with pytest.raises(SubjectErased):
            vault.owner().open(Purpose.FILE, [row])
    assert vault.owner().open(Purpose.FILE, [stays]) == [JAN]
    keep_copies(vault.server)
    assert copies_in(tmp_path / "one")
    files = [path for path in tmp_path.rglob("*.sqlite3*") if "audit" not in path.name]
    assert not [path for path in files for key in wrapped if key[17:] in path.read_bytes()]
    assert vault.upkeep().finish_shreds(uids) == len(uids)
    assert vault.owner().verify_audit()["ok"]
    vault.close()
