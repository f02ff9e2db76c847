"""Proving the privacy statement from the command line."""

import json
import sys
from typing import Any

from klantkluis.office.cli.running import prepare


def run_prove(*, as_json: bool) -> int:
    """Run every check, with a line for each; 1 when one is red, 2 when one could not be run.

    With `as_json` the last line on standard output is one JSON object, with each sentence of the
    statement, how it stands, and its checks.
    """
    prepare()
    from klantkluis.office.statement.proving import prove

    def tell(check: Any, result: Any, part: float) -> None:
        if result is None:
            if sys.stderr.isatty():
                print(f"\r{part:4.0%} {check.id:<24}", end="", file=sys.stderr, flush=True)
            return
        seconds = result.milliseconds / 1000
        print(
            f"\r{part:4.0%} {check.id:<24} {result.outcome.value:<10} {seconds:7.1f} s",
            file=sys.stderr, flush=True,
        )  # fmt: skip

    results = prove(tell=tell)
    for result in results:
        for sentence in () if as_json else result.found:
            print(f"{result.check}: {sentence}")
    sections = _standing()
    if as_json:
        print(json.dumps(_as_json(results, sections), ensure_ascii=False))
    else:
        _say(sections)
    outcomes = {result.outcome.value for result in results}
    return 1 if "red" in outcomes else 2 if outcomes & {"locked", "failed"} else 0


def _standing() -> Any:
    from django.utils import timezone

    from klantkluis.privacy.proofs.standing import standing_of
    from klantkluis.privacy.statement.composing import compose

    now = timezone.now()
    return standing_of(compose(), now=now, today=timezone.localdate(now))


def _say(sections: Any) -> None:
    for section in sections:
        for each in section.sentences:
            sentence = each.said.sentence
            grade, standing = sentence.grade.value, each.standing.value
            print(f"{standing:<6} {grade:<15} {sentence.id}")


def _as_json(results: Any, sections: Any) -> dict[str, Any]:
    return {
        "checks": [
            {
                "id": each.check, "outcome": each.outcome.value, "count": each.count,
                "found": list(each.found), "milliseconds": each.milliseconds,
            }
            for each in results
        ],
        "sentences": [
            {
                "id": each.said.sentence.id,
                "grade": each.said.sentence.grade.value,
                "standing": each.standing.value,
                "nl": list(each.said.nl),
                "en": list(each.said.en),
                "checks": list(each.said.sentence.checks),
                "tests": list(each.said.sentence.tests),
                "confirmed_until": each.confirmed.until.isoformat() if each.confirmed else None,
            }
            for section in sections
            for each in section.sentences
        ],
    }  # fmt: skip
