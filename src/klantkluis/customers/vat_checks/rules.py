"""What checks of a VAT number amount to, without a database and without the network."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from klantkluis.core.treatment import NumberState

AGAIN_AFTER: Final = timedelta(days=30)
"""A number that was valid is asked for again after this: firms end, and numbers with them."""

NOT_REACHED: Final = frozenset({"timeout", "unreachable"})
"""Problems of the way to VIES; the others are about a number, or about one member state."""

_LONGEST_CODE: Final = 40


@dataclass(frozen=True, slots=True)
class Checked:
    """One check: of the number as it was since a revision of the customer, and what came of it.

    `state` is valid, invalid or down; `consultation` is the number that VIES gave as proof.
    """

    number_rev: int
    at: datetime
    state: NumberState
    consultation: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What we know of the number that a customer has now, and the check that says so."""

    state: NumberState
    check: Checked | None = None

    def is_to_be_asked(self, now: datetime) -> bool:
        """Tell whether it is time to ask (again)."""
        if self.state in {NumberState.UNCHECKED, NumberState.DOWN}:
            return True
        if self.state is NumberState.NONE or self.check is None:
            return False
        return now - self.check.at >= AGAIN_AFTER


def standing(number_rev: int, checks: Iterable[Checked]) -> Standing:
    """Say what we know of a number, from the checks of it.

    The last real answer counts, however often the service was down after it: an outage says
    nothing about a number. A number that changed since has not been checked.

    Args:
        number_rev: the revision at which the customer got this number; 0 without one.
        checks: of this customer, in any order.
    """
    if not number_rev:
        return Standing(NumberState.NONE)
    of_number = sorted(
        (each for each in checks if each.number_rev == number_rev), key=lambda each: each.at
    )
    answered = [each for each in of_number if each.state is not NumberState.DOWN]
    if answered:
        return Standing(answered[-1].state, answered[-1])
    if of_number:
        return Standing(NumberState.DOWN, of_number[-1])
    return Standing(NumberState.UNCHECKED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer of VIES says."""

    state: NumberState
    consultation: str = ""
    problem: str = ""


def outcome_of(answer: Mapping[str, Any]) -> Outcome:
    """Read an answer of VIES; whatever is not clearly yes or no counts as an outage.

    VIES answers `valid: false` also when a member state does not reply; only the code beside it
    tells the difference. Name and address of the answer are not looked at.
    """
    errors = answer.get("errorWrappers")
    if isinstance(errors, list) and errors:
        first = errors[0] if isinstance(errors[0], dict) else {}
        return Outcome(NumberState.DOWN, problem=_code(first.get("error")))
    valid, said = answer.get("valid"), answer.get("userError")
    if said is not None and said not in {"VALID", "INVALID"}:
        return Outcome(NumberState.DOWN, problem=_code(said))
    if valid is True:
        proof = str(answer.get("requestIdentifier") or "")[:40]
        return Outcome(NumberState.VALID, consultation=proof)
    if valid is False:
        return Outcome(NumberState.INVALID)
    return Outcome(NumberState.DOWN, problem="garbage")


def _code(said: object) -> str:
    """Keep a code of VIES, and nothing that could be more than a code."""
    text = str(said or "")
    is_code = text.isascii() and text.replace("_", "").isalpha() and len(text) <= _LONGEST_CODE
    return text if is_code else "garbage"
