"""Checks run beside each other: what asks the vault, and what does not."""

from collections.abc import Callable, Iterator
from threading import Barrier, Event, current_thread
from typing import Any, cast

import pytest

from klantkluis.privacy.models import ProofResult
from klantkluis.privacy.proofs.running import run_checks
from klantkluis.privacy.proofs.shapes import Around, Check
from support.patience import NEVER

Outcome = ProofResult.Outcome


@pytest.fixture
def around() -> Around:
    """What looks around in no office at all."""
    nothing = cast("Any", None)
    return Around(
        now=nothing, stopwatch=lambda: 0.0, upkeep=nothing, ask_vault=nothing, sealed=nothing,
        wrong_rows=nothing, rules=(), files=nothing, shut_folders=nothing, key_copies=nothing,
        connections=nothing, hosts=nothing, unguarded=nothing,
    )  # fmt: skip


def a_check(
    name: str, look: Callable[[Around], object], *, vault: bool = False, weight: int = 1
) -> Check:
    """Make a check that does something and finds nothing."""

    def find(around: Around) -> Iterator[str]:
        look(around)
        yield from ()

    text = cast("Any", name)
    return Check(
        id=name, title=text, looks_at=text, find=find, needs_vault=vault, weight=weight
    )  # fmt: skip


def test_what_asks_the_vault_is_run_while_the_rest_is(around):
    both = Barrier(2, timeout=NEVER)
    checks = [
        a_check("asks", lambda _around: both.wait(), vault=True),
        a_check("rests", lambda _around: both.wait()),
    ]
    assert [each.outcome for each in run_checks(around, checks=checks)] == [Outcome.GREEN] * 2


def test_the_results_come_in_the_order_of_the_checks_whichever_ends_first(around):
    over = Event()
    checks = [
        a_check("first", lambda _around: over.wait(NEVER), vault=True),
        a_check("second", lambda _around: over.set()),
    ]
    assert [each.check for each in run_checks(around, checks=checks)] == ["first", "second"]


def test_a_check_that_goes_wrong_keeps_no_other_from_being_run(around):
    def wrong(_around: Around) -> None:
        raise ZeroDivisionError

    checks = [
        a_check("wrong", wrong, vault=True),
        a_check("after", lambda _around: None, vault=True),
        a_check("beside", lambda _around: None),
    ]
    assert {each.check: each.outcome for each in run_checks(around, checks=checks)} == {
        "wrong": Outcome.FAILED, "after": Outcome.GREEN, "beside": Outcome.GREEN
    }  # fmt: skip


def test_how_far_it_is_counts_both_by_their_weight_and_is_told_on_one_thread(around):
    half_way, heard = Event(), []

    def slow(around: Around) -> None:
        around.progress(0.5)
        half_way.wait(NEVER)

    def tell(check: Check, result: Any, part: float) -> None:
        heard.append((check.id, result is not None, round(part, 2), current_thread()))

    checks = [
        a_check("slow", slow, vault=True, weight=8),
        a_check("quick", lambda _around: half_way.set(), weight=2),
    ]
    run_checks(around, checks=checks, tell=tell)
    parts = [part for _name, _done, part, _thread in heard]
    assert parts == sorted(parts)
    assert parts[-1] == 1
    assert {thread for *_rest, thread in heard} == {current_thread()}


def test_when_nobody_listens_any_more_no_further_check_is_begun(around):
    told, begun = Event(), []

    def waits(around: Around) -> None:
        told.wait(NEVER)
        around.progress(0.5)

    def tell(_check: Check, _result: Any, _part: float) -> None:
        told.set()
        raise KeyboardInterrupt

    checks = [
        a_check("waits", waits, vault=True),
        a_check("after", lambda _around: begun.append("after"), vault=True),
    ]
    with pytest.raises(KeyboardInterrupt):
        run_checks(around, checks=checks, tell=tell)
    assert begun == []


@pytest.mark.usefixtures("db")
def test_within_a_transaction_all_are_run_in_it(around):
    threads: list[Any] = []
    checks = [
        a_check("asks", lambda _around: threads.append(current_thread()), vault=True),
        a_check("rests", lambda _around: threads.append(current_thread())),
    ]
    run_checks(around, checks=checks)
    assert threads == [current_thread()] * 2
