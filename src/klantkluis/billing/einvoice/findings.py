"""What is wrong with an e-invoice, in one shape whoever found it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Layer(StrEnum):
    """Who looked: our own check before writing, the schema, or one of the three rule sets."""

    OWN = "own"
    SCHEMA = "schema"
    EN16931 = "en16931"
    PEPPOL = "peppol"
    NLCIUS = "nlcius"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule that is not met.

    Args:
        layer: who found it.
        rule: the identifier of the rule, such as `BR-CO-10`.
        fatal: whether a receiver refuses the e-invoice; otherwise it is advice.
        text: what is wrong, in English. It holds no value of the e-invoice when `layer` is own.
        dutch: the same in Dutch, where it is our own sentence.
        field: the field of the model to mend, such as `buyer.address.city`, or empty.
        location: where in the file, or empty.
    """

    layer: Layer
    rule: str
    fatal: bool
    text: str
    dutch: str = ""
    field: str = ""
    location: str = ""


def is_accepted(findings: Iterable[Finding]) -> bool:
    """Tell whether a receiver takes an e-invoice with these findings."""
    return not any(each.fatal for each in findings)
