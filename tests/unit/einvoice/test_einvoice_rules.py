"""The rules as we run them say what their official unit tests expect, and all that they can say."""

import csv
import re
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from klantkluis.billing.einvoice import rulesheets
from klantkluis.billing.einvoice.checks import find
from klantkluis.billing.einvoice.guarding import guarded
from klantkluis.billing.einvoice.reading import read_invoice
from klantkluis.billing.einvoice.refusals import EInvoiceRefused
from klantkluis.billing.einvoice.rulesheets import (
    RuleSheet,
    en16931_cii,
    en16931_ubl,
    nlcius_ubl,
    peppol_ubl,
    rule_findings,
)
from klantkluis.billing.einvoice.validating import RuleFiles, validate
from support.einvoice_samples import (
    NLCIUS_SHEET,
    PEPPOL_SHEET,
    STANDARDS,
    needs_standards,
)

pytestmark = needs_standards
TEST = "{http://difi.no/xsd/vefa/validator/1.0}"
CEN = sorted((STANDARDS / "en16931/unit-ubl").rglob("*.xml"))
PEPPOL = sorted((STANDARDS / "peppol-bis3").glob("unit-ubl*/*.xml"))
NLCIUS = sorted((STANDARDS / "nlcius/tests").glob("*.xml"))


def cases(path: Path):
    """Give each case of an official unit test: the document, what must fail and what must not."""
    for test in etree.parse(path).getroot().iter(f"{TEST}test"):
        document = next(one for one in test.iterchildren("{*}*") if one.tag != f"{TEST}assert")
        asserted = test.find(f"{TEST}assert")
        yield (
            etree.tostring(document, encoding="unicode", with_tail=False),
            {each.text for each in asserted.iter(f"{TEST}error", f"{TEST}warning")},
            {each.text for each in asserted.iter(f"{TEST}success")},
        )


def wrong(path: Path, sheet: RuleSheet) -> list[str]:
    """Give where a rule set says something else than an official unit test."""
    found = []
    for number, (document, failing, passing) in enumerate(cases(path), start=1):
        fired = {each.rule for each in rule_findings(document, [sheet])}
        found += [f"{path.name} {number}: {rule} did not fail" for rule in failing - fired]
        found += [f"{path.name} {number}: {rule} failed" for rule in passing & fired]
    return found


@pytest.mark.parametrize("kind", ["invoice", "creditnote"])
def test_the_rules_of_en16931_say_what_their_unit_tests_expect(kind):
    paths = [path for path in CEN if path.parent.name == kind]
    assert len(paths) > 60
    assert [each for path in paths for each in wrong(path, en16931_ubl())] == []


def test_the_newest_rules_of_peppol_say_what_their_unit_tests_expect():
    sheet = peppol_ubl(PEPPOL_SHEET)
    assert [each for path in PEPPOL for each in wrong(path, sheet)] == []


# The package ships the rules of March 2024. Of what came later our own check looks at the Dutch
# numbers (PEPPOL-COMMON-R054 to R056) and at code 384 outside Germany (P0112).
LATER_THAN_PACKAGE = {
    "NL-R-007",
    "NL-R-008",
    "PEPPOL-COMMON-R042",
    "PEPPOL-COMMON-R049",
    "PEPPOL-EN16931-CL002",
    "PEPPOL-EN16931-P0100",
    "PEPPOL-EN16931-P0112",
    "PEPPOL-EN16931-R051",
}


def test_the_rules_of_peppol_in_their_package_differ_where_we_know():
    differ = {each.split(".xml")[0] for path in PEPPOL for each in wrong(path, peppol_ubl())}
    assert differ <= LATER_THAN_PACKAGE


def published(sheet: RuleSheet):
    """Compile a sheet as it is published, beside the one that is lightened."""
    with rulesheets._saxon.lock:
        compiler = rulesheets._saxon.processor.new_xslt30_processor()
        return compiler.compile_stylesheet(stylesheet_file=str(sheet.path))


def said_by(executable, document: str, sheet: RuleSheet):
    with rulesheets._saxon.lock:
        node = rulesheets._saxon.processor.parse_xml(xml_text=document)
        return tuple(rulesheets._read(executable.transform_to_string(xdm_node=node), sheet.layer))


@cache
def documents() -> dict[str, list[str]]:
    """Give files that are right and wrong, as text, by syntax."""
    ubl = [*NLCIUS[::2], *(STANDARDS / "peppol-bis3/examples").iterdir()]
    cii = list((STANDARDS / "en16931/examples-cii").iterdir())
    as_text = lambda path: etree.tostring(guarded(path.read_bytes()), encoding="unicode")  # noqa: E731
    return {"ubl": [as_text(path) for path in ubl], "cii": [as_text(path) for path in cii]}


@pytest.mark.parametrize(
    ("sheet", "syntax"), [(en16931_ubl(), "ubl"), (peppol_ubl(), "ubl"), (en16931_cii(), "cii")]
)
def test_a_lightened_sheet_finds_what_the_published_one_finds(sheet, syntax):
    whole = published(sheet)
    given = documents()[syntax]
    if syntax == "cii":  # some that break code lists and sums
        given = [
            changed
            for text in given[:6]
            for changed in (
                text,
                text.replace(">380<", ">999<"),
                text.replace(">EUR<", ">EURO<"),
                re.sub(r"<ram:GrandTotalAmount>\d", "<ram:GrandTotalAmount>9", text),
                text.replace('unitCode="', 'unitCode="?'),
                text.replace("CountryID>", "CountryID>Q", 1),
            )
        ]
    found = [rule_findings(document, [sheet]) for document in given]
    assert found == [said_by(whole, document, sheet) for document in given]
    assert any(found)


# The rules of SI-UBL 2.0 that stop with a type error on these files.
STOPPING = {"STYLESHEET-ERROR"}


def expected() -> dict[str, set[str]]:
    with (STANDARDS / "nlcius/expected.csv").open() as file:
        return {row["file"]: set(row["fired_rules_flag"].split()) for row in csv.DictReader(file)}


def test_the_rules_of_nlcius_say_what_was_measured():
    sheet = nlcius_ubl(NLCIUS_SHEET)
    for path in NLCIUS:
        text = etree.tostring(guarded(path.read_bytes()), encoding="unicode")
        fired = {
            f"{each.rule}:{'fatal' if each.fatal else 'warning'}"
            for each in rule_findings(text, [sheet])
        }
        wanted = expected()[path.name]
        if wanted == STOPPING:
            assert fired == {"STOPPED:fatal"}
        else:
            wanted = {each.replace("None", "BII2-T10-R001") for each in wanted}
            assert fired == wanted, path.name


# Where our check says something else than the rules, and why.
OWN = {
    # The currency of the VAT is that of the invoice, so the reader leaves it out.
    "SI-UBL-2.0_BR-NL-19_warning_tax_currency.xml": set(),
    "SI-UBL-2.0_BR-NL-33_warning_taxcurrency.xml": set(),
    # The rules call their advice on charges by the number of that on allowances.
    "SI-UBL-2.0_BR-NL-34_warning_reasoncode.xml": {"BR-NL-34"},
    "SI-UBL-2.0_BR-NL-34_warning_reasoncode_line.xml": {"BR-NL-34"},
    # A credit note is always written as one.
    "SI-UBL-2.0_BR-NL-7_error_381_invoice.xml": set(),
    "SI-UBL-2.0_BR-NL-8_error_381.xml": set(),
}


@pytest.mark.parametrize("path", NLCIUS, ids=lambda path: path.stem)
def test_our_own_check_finds_what_the_rules_of_nlcius_find(path):
    rules = {each.partition(":")[0] for each in expected()[path.name]}
    wanted = {re.sub(r"(BR-NL-\d+)-\d", r"\1", each) for each in rules if each.startswith("BR-")}
    found = {each.rule for each in find(read_invoice(path.read_bytes()))}
    assert found == OWN.get(path.name, wanted)


def test_no_invalid_file_of_nlcius_passes_without_the_official_sheet_either():
    for path in NLCIUS:
        wanted = expected()[path.name]
        if "_error" in path.name or any(each.endswith(":fatal") for each in wanted):
            for rules in (RuleFiles(), RuleFiles(nlcius=NLCIUS_SHEET)):
                assert not validate(path.read_bytes(), rules=rules).accepted, path.name


def test_a_fragment_of_a_unit_test_is_refused_or_not_accepted():
    """They are no whole invoices: the schema stops them, whatever rule they are about."""
    for path in CEN[::10]:
        for document, _, _ in cases(path):
            try:
                assert not validate(document.encode()).accepted
            except EInvoiceRefused:
                continue
