"""What is written: the right document for the kind, nothing empty, cents as they are."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import etree

from klantkluis.billing.einvoice.cii_writing import write_cii
from klantkluis.billing.einvoice.codes import EN16931, NLCIUS, PEPPOL
from klantkluis.billing.einvoice.model import Attachment, CreditTransfer, Note, Preceding, Price
from klantkluis.billing.einvoice.parties import SEPA
from klantkluis.billing.einvoice.reading import Syntax, read_invoice
from klantkluis.billing.einvoice.refusals import EInvoiceRefused
from klantkluis.billing.einvoice.ubl_writing import write_ubl
from klantkluis.billing.einvoice.validating import validate
from support.einvoice_samples import invoice, line, payment

CREDIT_NOTE = invoice(type_code="381", preceding=(Preceding("2026-0099"),))


def root(data: bytes) -> etree._Element:
    return etree.fromstring(data)


@pytest.mark.parametrize(
    ("kind", "name"), [("380", "Invoice"), ("384", "Invoice"), ("386", "Invoice"),
                       ("389", "Invoice"), ("381", "CreditNote")],
)  # fmt: skip
def test_the_kind_decides_which_document_ubl_has(kind, name):
    written = root(write_ubl(invoice(type_code=kind)))
    assert etree.QName(written).localname == name
    assert written.findtext(f"{{*}}{name}TypeCode") == kind


@pytest.mark.parametrize("profile", [EN16931, PEPPOL, NLCIUS])
def test_the_profile_is_named(profile):
    written = root(write_ubl(invoice(), profile))
    assert written.findtext("{*}CustomizationID") == profile.specification
    assert (written.findtext("{*}ProfileID") or "") == profile.process


def test_a_factur_x_file_names_the_guideline_of_the_standard():
    assert read_invoice(write_cii(invoice())).specification == "urn:cen.eu:en16931:2017"


@pytest.mark.parametrize("write", [write_ubl, write_cii])
def test_nothing_is_written_empty(write):
    """Only the delivery of CII must be there even with nothing in it."""
    for it in (invoice(), CREDIT_NOTE, invoice(notes=(Note("  "),), terms="\n")):
        empty = [
            etree.QName(each).localname
            for each in root(write(it)).iter()
            if not len(each) and not (each.text or "").strip()
        ]
        assert set(empty) <= {"ApplicableHeaderTradeDelivery"}


@pytest.mark.parametrize("write", [write_ubl, write_cii])
def test_every_amount_has_two_decimals(write):
    it = invoice(line(quantity=Decimal(1), price=Price(net=Decimal("0.3"))))
    amounts = [
        each.text
        for each in root(write(it)).iter()
        if etree.QName(each).localname.endswith("Amount")
        and not etree.QName(each).localname.startswith(("Price", "Charge"))
    ]
    assert len(amounts) >= 7
    assert all(re.fullmatch(r"-?\d+\.\d\d", each) for each in amounts)


@pytest.mark.parametrize("write", [write_ubl, write_cii])
def test_an_amount_finer_than_cents_is_refused_and_never_rounded(write):
    it = invoice()
    finer = replace(it, totals=replace(it.totals, payable=Decimal("1.005")))
    with pytest.raises(EInvoiceRefused):
        write(finer)


def test_numbers_are_written_short_and_without_exponent():
    it = invoice(line(quantity=Decimal("1E+3"), price=Price(net=Decimal("0.00001000"))))
    text = write_ubl(it)
    assert b">1000<" in text
    assert b">0.00001<" in text
    assert b'">-0' not in write_ubl(invoice(line(quantity=Decimal("-0.00"))))


def test_a_text_that_xml_cannot_hold_does_not_stop_an_invoice():
    written = write_ubl(invoice(terms="Binnen\x0b 30\x00 dagen\r\nnetto \ud800"))
    assert read_invoice(written).terms == "Binnen 30 dagen\nnetto"
    assert validate(written).accepted


def test_a_text_cannot_become_an_element():
    text = '</cbc:Note><cbc:ID>9</cbc:ID> & "]]>'
    for write in (write_ubl, write_cii):
        assert read_invoice(write(invoice(terms=text))).terms == text


def test_what_is_said_once_of_a_payment_stands_once_over_two_accounts():
    two = payment(
        text="SEPA",
        transfers=(CreditTransfer(account="NL91ABNA0417164300"), CreditTransfer(account="123")),
    )
    for it in (invoice(payment=two), replace(CREDIT_NOTE, payment=two)):
        written = write_ubl(it, NLCIUS)
        assert len(root(written).findall("{*}PaymentMeans")) == 2
        assert validate(written).accepted
        assert validate(write_cii(it)).accepted


def test_the_sellers_order_may_be_known_and_the_buyers_not():
    it = invoice(sales_order="VO-1")
    for write in (write_ubl, write_cii):
        assert (read_invoice(write(it)).order, read_invoice(write(it)).sales_order) == ("", "VO-1")
        assert validate(write(it)).accepted


def test_an_attachment_travels_along_byte_for_byte():
    files = (
        Attachment(
            reference="bon 1", content=bytes(range(256)), mime_type="image/png", filename="bon.png"
        ),
    )
    for write in (write_ubl, write_cii):
        written = write(invoice(attachments=files))
        assert read_invoice(written).attachments == files
        assert validate(written).accepted


def test_a_bank_number_of_the_seller_is_no_number_of_the_seller():
    written = write_ubl(invoice()).replace(
        b"<cac:PostalAddress>",
        b'<cac:PartyIdentification><cbc:ID schemeID="SEPA">NL98ZZZ1</cbc:ID>'
        b"</cac:PartyIdentification><cac:PostalAddress>",
        1,
    )
    read = read_invoice(written)
    assert all(each.scheme != SEPA for each in read.seller.identifiers)
    assert read.payment.debit.creditor == "NL98ZZZ1"


def test_each_file_says_what_it_is_written_in():
    assert validate(write_ubl(invoice())).syntax is Syntax.UBL_INVOICE
    assert validate(write_ubl(CREDIT_NOTE)).syntax is Syntax.UBL_CREDIT_NOTE
    assert validate(write_cii(invoice())).syntax is Syntax.CII
