"""The layers: which run, in which order, from any thread, and without a word on the screen."""

import threading
import time

import pytest

from klantkluis.billing.einvoice import artefacts
from klantkluis.billing.einvoice.cii_writing import write_cii
from klantkluis.billing.einvoice.codes import EN16931, NLCIUS, PEPPOL
from klantkluis.billing.einvoice.findings import Layer
from klantkluis.billing.einvoice.model import Preceding
from klantkluis.billing.einvoice.ubl_writing import write_ubl
from klantkluis.billing.einvoice.validating import RuleFiles, validate, warm_up
from support.effort import seconds_of_work
from support.einvoice_samples import (
    NLCIUS_SHEET,
    PEPPOL_SHEET,
    invoice,
    line,
    needs_standards,
    seller,
)

GOOD = write_ubl(invoice(), PEPPOL)


@pytest.mark.parametrize(
    ("data", "layers"),
    [
        (write_ubl(invoice(), EN16931), (Layer.SCHEMA, Layer.EN16931)),
        (GOOD, (Layer.SCHEMA, Layer.EN16931, Layer.PEPPOL)),
        (write_ubl(invoice(), NLCIUS), (Layer.SCHEMA, Layer.EN16931, Layer.OWN)),
        (write_cii(invoice()), (Layer.SCHEMA, Layer.EN16931)),
    ],
    ids=["EN 16931", "Peppol", "NLCIUS", "CII"],
)
def test_an_e_invoice_passes_the_layers_that_it_names(data, layers):
    report = validate(data)
    assert (report.accepted, report.layers, report.findings) == (True, layers, ())


@needs_standards
def test_official_sheets_beside_the_packages_stand_in_for_ours():
    rules = RuleFiles(peppol=PEPPOL_SHEET, nlcius=NLCIUS_SHEET)
    report = validate(write_ubl(invoice(), NLCIUS), rules=rules)
    assert report.accepted
    assert report.layers == (Layer.SCHEMA, Layer.EN16931, Layer.NLCIUS)
    assert validate(GOOD, rules=rules).accepted


def test_what_fails_the_schema_goes_no_further():
    report = validate(GOOD.replace(b"cbc:IssueDate", b"cbc:IssuedOn"))
    assert report.layers == (Layer.SCHEMA,)
    assert not report.accepted
    assert "IssuedOn" in report.fatal[0].text
    assert "urn:oasis" not in report.fatal[0].text


def test_what_fails_the_standard_goes_no_further():
    gross = f"{invoice().totals.gross:.2f}</cbc:TaxInclusive".encode()
    assert gross in GOOD
    report = validate(GOOD.replace(gross, b"9.99</cbc:TaxInclusive"))
    assert report.layers == (Layer.SCHEMA, Layer.EN16931)
    assert {each.rule for each in report.fatal} == {"BR-CO-15", "BR-CO-16"}


def test_what_fails_the_network_is_said_with_rule_text_and_place():
    report = validate(write_ubl(invoice(buyer_reference=""), PEPPOL))
    (finding,) = report.fatal
    assert (finding.layer, finding.rule) == (Layer.PEPPOL, "PEPPOL-EN16931-R003")
    assert finding.text.startswith("A buyer reference")
    assert finding.location == "/Invoice[1]"


def test_a_warning_is_shown_and_does_not_block():
    marked = write_ubl(invoice(), EN16931).replace(
        b"<cbc:DocumentCurrencyCode>",
        b"<cbc:DocumentCurrencyCode listID='ISO4217'>",
    )
    report = validate(marked)
    assert report.accepted
    assert report.warnings
    assert report.fatal == ()


@needs_standards
def test_our_own_check_stands_in_for_the_rules_of_nlcius():
    bare = write_ubl(invoice(seller=seller(legal_id=None)), NLCIUS)
    for rules in (RuleFiles(), RuleFiles(nlcius=NLCIUS_SHEET)):
        assert {each.rule for each in validate(bare, rules=rules).fatal} == {"BR-NL-1"}


def test_nothing_of_an_invoice_is_written_to_the_screen(capfd):
    """Two names where one may stand make a rule stop; Saxon would quote both."""
    name = b"<cbc:RegistrationName>Van der Linden Koffie B.V.</cbc:RegistrationName>"
    two = b"</cac:PartyLegalEntity><cac:PartyLegalEntity>"
    for written in (GOOD, write_ubl(invoice(), NLCIUS)):
        report = validate(written.replace(name, name + two + name))
        assert "STOPPED" in {each.rule for each in report.fatal}
        vat = b"<cac:PartyTaxScheme>"
        validate(written.replace(vat, vat + written.split(vat)[1].split(b"</cac:PartyTax")[0]
                                 + b"</cac:PartyTaxScheme>" + vat, 1))  # fmt: skip
    assert capfd.readouterr() == ("", "")


def test_any_thread_may_validate_at_any_time():
    credit = write_ubl(invoice(type_code="381", preceding=(Preceding("1"),)), PEPPOL)
    bad = write_ubl(invoice(buyer_reference=""), PEPPOL)
    found: list[bool] = []

    def work() -> None:
        for data, good in (
            (GOOD, True),
            (bad, False),
            (credit, True),
            (write_cii(invoice()), True),
        ):
            found.append(validate(data).accepted is good)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 24


def test_a_warm_process_validates_within_thirty_milliseconds_of_work():
    warm_up()
    cii = write_cii(invoice())
    for _ in range(20):
        validate(GOOD)
        validate(cii)
    assert seconds_of_work(lambda: (validate(GOOD), validate(cii))) < 0.030


def test_a_large_invoice_is_validated_in_seconds():
    many = invoice(*(line(number) for number in range(1, 501)))
    began = time.thread_time()
    assert validate(write_ubl(many, PEPPOL)).accepted
    assert validate(write_cii(many)).accepted
    assert time.thread_time() - began < 10


def test_the_schemas_and_rules_are_found_in_their_packages():
    names = [name for name in vars(artefacts) if name.endswith(("_SCHEMA", "_RULES", "_CODES"))]
    assert len(names) == 7
    assert all(artefacts.path_of(getattr(artefacts, name)).is_file() for name in names)
