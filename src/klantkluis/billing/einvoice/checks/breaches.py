"""A broken rule and the field to mend, and how these become findings."""

from collections.abc import Iterable, Iterator
from typing import Final

from klantkluis.billing.einvoice.checks.families import family_sentence
from klantkluis.billing.einvoice.checks.network_sentences import (
    DUTCH_IN_PEPPOL,
    NLCIUS,
    PEPPOL,
)
from klantkluis.billing.einvoice.checks.sentences import GENERAL, Sentence
from klantkluis.billing.einvoice.findings import Finding, Layer

type Breach = tuple[str, str]
"""The rule, and the field of the model, such as `lines[2].price.net`."""

_SENTENCES: Final = {**GENERAL, **PEPPOL, **DUTCH_IN_PEPPOL, **NLCIUS}


def as_findings(breaches: Iterable[Breach]) -> Iterator[Finding]:
    """Give each broken rule with its sentences."""
    for rule, field in breaches:
        said = sentence_of(rule)
        yield Finding(
            layer=Layer.OWN,
            rule=rule,
            fatal=said.fatal,
            text=said.english,
            dutch=said.dutch,
            field=field,
        )


def sentence_of(rule: str) -> Sentence:
    """Give what a rule says. All rules about decimals say the same."""
    if rule.startswith("BR-DEC-"):
        rule = "BR-DEC"
    return _SENTENCES.get(rule) or family_sentence(rule)
