"""What becomes of a record, for any record: the decisions alone, without a database."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from klantkluis.core.declared import Erasure
from klantkluis.privacy.verdicts import (
    Decision,
    Kept,
    Line,
    Verdict,
    Why,
    decide,
    digest_of,
    unforeseen,
)

days = st.dates(date(2018, 1, 1), date(2045, 12, 31))
laws = st.sampled_from(["AWR art. 52(4)", "Directive 2006/112/EC art. 369k(2)"])
kept = st.one_of(st.none(), st.builds(Kept, days, laws))
situations = st.fixed_dictionaries(
    {
        "today": days,
        "kept": kept,
        "claim_law": st.sampled_from(["", "GDPR art. 17(3)(e)", "GDPR art. 6(1)(b)"]),
        "for_claims": st.booleans(),
        "held": st.booleans(),
    }
)
decisions = st.builds(lambda erasure, how: decide(erasure, **how), st.sampled_from(Erasure),
                      situations)  # fmt: skip
lines = st.lists(
    st.builds(Line, st.sampled_from(["a.A", "b.B"]), st.integers(1, 9), decisions),
    unique_by=lambda line: line.place,
)


@given(st.sampled_from(Erasure), situations)
def test_what_is_kept_is_kept_under_a_law_and_all_else_goes_or_names_nobody(erasure, how):
    made = decide(erasure, **how)
    assert (made.verdict is Verdict.KEEP) == bool(made.law) == bool(made.why)
    assert made.verdict is Verdict.KEEP or made.until is None
    assert (made.verdict is Verdict.DETACH) == (erasure is Erasure.DETACH)


@given(situations)
def test_what_the_law_keeps_stays_to_the_day_and_no_day_longer(how):
    kept_by_law = how["kept"]
    if kept_by_law is None or how["held"] or how["claim_law"]:
        return
    for day in (kept_by_law.until - timedelta(days=1), kept_by_law.until):
        made = decide(Erasure.KEEP, **{**how, "today": day})
        before = day < kept_by_law.until
        assert made.verdict is (Verdict.KEEP if before else Verdict.ERASE)
        assert not before or (made.until, made.law) == (kept_by_law.until, kept_by_law.law)


@given(st.sampled_from([Erasure.REMOVE, Erasure.BLANK]), situations)
def test_what_no_law_keeps_goes_unless_a_claim_or_a_hold_needs_it(erasure, how):
    made = decide(erasure, **how)
    needed = how["held"] or bool(how["claim_law"] and how["for_claims"])
    assert made.verdict is (Verdict.KEEP if needed else Verdict.ERASE)


@given(st.sampled_from(Erasure), situations)
def test_a_legal_hold_lets_nothing_go(erasure, how):
    made = decide(erasure, **{**how, "held": True})
    assert made.verdict is not Verdict.ERASE


@given(st.sampled_from(Erasure), situations)
def test_what_went_once_goes_still_when_time_goes_by(erasure, how):
    later = {**how, "today": how["today"] + timedelta(days=400)}
    if decide(erasure, **how).verdict is Verdict.ERASE:
        assert decide(erasure, **later).verdict is Verdict.ERASE


@given(lines, st.randoms())
def test_the_same_plan_has_the_same_digest_in_any_order(some, chance):
    mixed = list(some)
    chance.shuffle(mixed)
    assert digest_of(mixed) == digest_of(some)


@given(lines.filter(bool))
def test_another_plan_has_another_digest(some):
    acted = [line for line in some if line.decision.verdict is not Verdict.DETACH]
    if acted:
        assert digest_of([line for line in some if line is not acted[0]]) != digest_of(some)


@given(lines)
def test_what_was_signed_is_foreseen(some):
    assert unforeseen(some, some) == []


@given(lines.filter(bool))
def test_what_nobody_signed_is_not_foreseen(some):
    new = Line("c.C", 1, Decision(Verdict.ERASE))
    assert unforeseen(some, [*some, new]) == [new]


def test_what_a_claim_kept_may_go_when_the_claim_has_ended():
    line = Line("a.A", 1, Decision(Verdict.KEEP, None, "GDPR art. 17(3)(e)", Why.CLAIM))
    gone = Line("a.A", 1, Decision(Verdict.ERASE))
    by_law = Line("a.A", 1, Decision(Verdict.KEEP, date(2034, 1, 1), "AWR art. 52(4)", Why.LAW))
    assert unforeseen([line], [gone]) == unforeseen([line], [by_law]) == []
    assert unforeseen([gone], [line]) == [line]
    assert unforeseen([by_law], [gone]) == []
