"""Any e-invoice comes back as it went out, and passes every layer."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from klantkluis.billing.einvoice.checks import find
from klantkluis.billing.einvoice.cii_writing import write_cii
from klantkluis.billing.einvoice.codes import EN16931, NLCIUS, PEPPOL
from klantkluis.billing.einvoice.findings import Layer
from klantkluis.billing.einvoice.reading import read_invoice
from klantkluis.billing.einvoice.rulesheets import RuleSheet, rule_findings
from klantkluis.billing.einvoice.totals import added_up
from klantkluis.billing.einvoice.ubl_writing import write_ubl
from klantkluis.billing.einvoice.validating import RuleFiles, validate
from support.einvoice_samples import CII_SHEET, NLCIUS_SHEET, PEPPOL_SHEET
from support.einvoice_strategies import invoices

FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
BESIDE = RuleFiles(nlcius=NLCIUS_SHEET if NLCIUS_SHEET.is_file() else None)
NEWER = RuleFiles(peppol=PEPPOL_SHEET if PEPPOL_SHEET.is_file() else None)


@FEW
@given(invoices())
def test_ubl_gives_back_what_was_written(it):
    assert read_invoice(write_ubl(it)) == it


@FEW
@given(invoices())
def test_cii_gives_back_what_was_written(it):
    assert read_invoice(write_cii(it)) == it


@FEW
@given(invoices())
def test_one_syntax_goes_over_into_the_other_and_back(it):
    there = read_invoice(write_cii(read_invoice(write_ubl(it))))
    assert read_invoice(write_ubl(there)) == it


@FEW
@given(invoices())
def test_the_same_values_give_the_same_bytes(it):
    assert write_ubl(it) == write_ubl(replace(it))
    assert write_cii(it) == write_cii(replace(it))


@FEW
@given(invoices())
def test_what_adds_up_adds_up_again(it):
    assert added_up(it) == it


@FEW
@given(invoices())
def test_any_invoice_passes_every_layer(it):
    for profile in (PEPPOL, NLCIUS, EN16931):
        assert [each for each in find(it, profile) if each.fatal] == []
    for rules in (BESIDE, NEWER):
        assert validate(write_ubl(it, PEPPOL), rules=rules).fatal == ()
    assert validate(write_ubl(it, NLCIUS), rules=BESIDE).fatal == ()
    assert validate(write_ubl(it, NLCIUS)).fatal == ()
    cii = write_cii(it)
    assert validate(cii).fatal == ()
    if CII_SHEET.is_file():
        found = rule_findings(
            cii.split(b"?>", 1)[1].decode(), [RuleSheet(Layer.EN16931, CII_SHEET)]
        )
        assert [each for each in found if each.fatal] == []
