"""Every layer that an e-invoice has to pass, in one call.

First the schema. Then the rules of EN 16931. Then exactly one more for UBL, by what the e-invoice
says of itself: Peppol, NLCIUS, or none. What fails a layer goes no further, because each layer
counts on those before it. A fatal finding blocks, a warning is shown.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from klantkluis.billing.einvoice.checks import nlcius_findings
from klantkluis.billing.einvoice.codes import is_nlcius, is_peppol
from klantkluis.billing.einvoice.findings import Finding, Layer, is_accepted
from klantkluis.billing.einvoice.guarding import guarded
from klantkluis.billing.einvoice.reading import Syntax, syntax_of
from klantkluis.billing.einvoice.rulesheets import (
    RuleSheet,
    en16931_cii,
    en16931_ubl,
    nlcius_ubl,
    peppol_ubl,
    rule_findings,
    warm,
)
from klantkluis.billing.einvoice.schemas import schema_findings
from klantkluis.billing.einvoice.ubl_names import BASICS
from klantkluis.billing.einvoice.ubl_reading import from_ubl


@dataclass(frozen=True, slots=True)
class RuleFiles:
    """Stylesheets that somebody put beside the packages.

    Args:
        peppol: a release of the Peppol rules newer than the one that its package ships.
        nlcius: SI-UBL 2.0, which no package ships. Without it our own check of BR-NL-1 to
            BR-NL-35 stands in its place.
    """

    peppol: Path | None = None
    nlcius: Path | None = None


_SHIPPED = RuleFiles()


@dataclass(frozen=True, slots=True)
class Report:
    """What the layers found.

    Args:
        syntax: what the e-invoice is written in.
        layers: which layers looked, in their order.
        findings: in the order of the layers.
    """

    syntax: Syntax
    layers: tuple[Layer, ...]
    findings: tuple[Finding, ...]

    @property
    def accepted(self) -> bool:
        """Whether nothing fatal was found."""
        return is_accepted(self.findings)

    @property
    def fatal(self) -> tuple[Finding, ...]:
        """What blocks."""
        return tuple(each for each in self.findings if each.fatal)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What is shown."""
        return tuple(each for each in self.findings if not each.fatal)


def validate(data: bytes, *, rules: RuleFiles = _SHIPPED) -> Report:
    """Put an e-invoice through its layers. Safe with any bytes and from any thread.

    Args:
        data: a UBL Invoice or CreditNote, or a Cross Industry Invoice.
        rules: what there is besides the rules in the packages.

    Raises:
        EInvoiceRefused: this is not safe to read, or no e-invoice at all.
    """
    root = guarded(data)
    syntax = syntax_of(root)
    built = schema_findings(root, syntax)
    if built:
        return Report(syntax, (Layer.SCHEMA,), built)
    sheets, own = _sheets(root, syntax, rules)
    found = rule_findings(str(etree.tostring(root, encoding="unicode")), sheets)
    layers = (Layer.SCHEMA, *_looked(sheets, found))
    if own and is_accepted(found):
        found += tuple(nlcius_findings(from_ubl(root)))
        layers += (Layer.OWN,)
    return Report(syntax, layers, found)


def warm_up(syntaxes: Iterable[Syntax] = tuple(Syntax)) -> None:
    """Load the schemas and compile the rules, which takes some seconds."""
    empty = etree.Element("nothing")
    for syntax in syntaxes:
        schema_findings(empty, syntax)
        if syntax is Syntax.CII:
            warm((en16931_cii(),))
        else:
            warm((en16931_ubl(), peppol_ubl()))


def _looked(sheets: Sequence[RuleSheet], found: Sequence[Finding]) -> Iterator[Layer]:
    """Give the layers that looked: the first with something fatal is the last."""
    for sheet in sheets:
        yield sheet.layer
        if not is_accepted(each for each in found if each.layer is sheet.layer):
            return


def _sheets(
    root: etree._Element, syntax: Syntax, rules: RuleFiles
) -> tuple[Sequence[RuleSheet], bool]:
    """Give the rule sets for an e-invoice, and whether our own check joins them."""
    if syntax is Syntax.CII:
        return [en16931_cii()], False
    says = (root.findtext(f"{{{BASICS}}}CustomizationID") or "").strip()
    if is_peppol(says):
        return [en16931_ubl(), peppol_ubl(rules.peppol)], False
    if not is_nlcius(says):
        return [en16931_ubl()], False
    if rules.nlcius is None:
        return [en16931_ubl()], True
    return [en16931_ubl(), nlcius_ubl(rules.nlcius)], False
