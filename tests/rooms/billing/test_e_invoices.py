"""E-invoices beside and inside the paper: validated before they leave, and kept as they left."""

import pytest
from django.db import DatabaseError, transaction

from klantkluis.billing.commands import (
    CreditReason,
    InvoiceNotOpen,
    NewCredit,
    draft_invoice,
    file_credit_paper,
    file_paper,
    issue_credit_e_invoice,
    issue_credit_note,
    issue_e_invoice,
)
from klantkluis.billing.e_checking import Form
from klantkluis.billing.e_invoice_rows import EInvoice, EInvoiceFinding
from klantkluis.billing.einvoice.codes import NLCIUS, PEPPOL
from klantkluis.billing.einvoice.reading import read_invoice
from klantkluis.billing.queries import paper_of
from klantkluis.billing.queries.e_invoices import e_invoice_of, found_rules, refused_forms
from klantkluis.billing.rules import BillFrom
from klantkluis.customers.commands import change_customer
from klantkluis.customers.models import Customer
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.company import change_company
from rooms.e_invoices import NOON, inside, said, validated
from rooms.story import TODAY, a_customer, a_line, a_product, a_sent_invoice, an_order

pytestmark = pytest.mark.usefixtures("our_company")

FIRM = {"company": "Lunchroom De Linde", "coc_number": "87654321"}
BODY = {"company": "Gemeente Voorbeeld", "oin": "00000003123456780000", "buyer_reference": "INK-7"}


def sent_to(owner: Actor, **fields: str) -> int:
    return a_sent_invoice(owner, customer_id=a_customer(owner, **fields))


def file(owner: Actor, invoice_id: int) -> bytes:
    file_paper(invoice_id=invoice_id, actor=owner, made_at=NOON)
    pdf = paper_of(invoice_id=invoice_id, vault=owner.vault)
    assert pdf is not None
    return pdf


def test_filing_the_paper_of_a_firm_makes_both_e_invoices(owner: Actor) -> None:
    invoice_id = sent_to(owner, **FIRM)
    data = inside(file(owner, invoice_id))
    assert data is not None
    assert read_invoice(data).number == "2026-0001"
    assert EInvoice.objects.get(invoice=invoice_id).form == Form.PEPPOL
    assert found_rules(invoice_id=invoice_id) == []


def test_a_public_body_gets_nlcius_with_its_oin_and_its_reference(owner: Actor) -> None:
    invoice_id = sent_to(owner, **BODY)
    file(owner, invoice_id)
    data = e_invoice_of(form=Form.NLCIUS, vault=owner.vault, invoice_id=invoice_id)
    assert data is not None
    it = read_invoice(data)
    assert it.specification == NLCIUS.specification
    assert it.buyer.legal_id is not None
    assert (it.buyer.legal_id.value, it.buyer_reference) == (BODY["oin"], "INK-7")


def test_a_file_is_made_once_and_stays_what_it_was_whatever_changed_since(owner: Actor) -> None:
    invoice_id = sent_to(owner, **FIRM)
    first = issue_e_invoice(invoice_id=invoice_id, form=Form.PEPPOL, actor=owner)
    data = e_invoice_of(form=Form.PEPPOL, vault=owner.vault, invoice_id=invoice_id)
    change_company(fields={"name": "Andere naam"}, actor=owner)
    customer = Customer.objects.get()
    change_customer(
        customer_id=customer.pk, rev=customer.rev, fields={"coc_number": "11111111"},
        language="en", payment_term_days=8, actor=owner,
    )  # fmt: skip
    assert issue_e_invoice(invoice_id=invoice_id, form=Form.PEPPOL, actor=owner) == first
    assert e_invoice_of(form=Form.PEPPOL, vault=owner.vault, invoice_id=invoice_id) == data
    other = issue_e_invoice(invoice_id=invoice_id, form=Form.NLCIUS, actor=owner)
    made = e_invoice_of(form=Form.NLCIUS, vault=owner.vault, invoice_id=invoice_id)
    assert other != first
    assert made is not None
    assert read_invoice(made).seller.name == "Voorbeeld BV"


def test_the_database_refuses_a_change_to_an_issued_file(owner: Actor) -> None:
    issue_e_invoice(invoice_id=sent_to(owner, **FIRM), form=Form.PEPPOL, actor=owner)
    with pytest.raises(DatabaseError), transaction.atomic():
        EInvoice.objects.update(contents=b"other")


def test_nothing_of_the_file_lies_in_clear(owner: Actor) -> None:
    issue_e_invoice(invoice_id=sent_to(owner, **FIRM), form=Form.PEPPOL, actor=owner)
    row = EInvoice.objects.get()
    for clear in (b"Linde", b"87654321", b"<?xml"):
        assert clear not in bytes(row.contents) + bytes(row.sealed)


def test_a_person_gets_the_e_invoice_inside_the_paper_and_no_file(owner: Actor) -> None:
    invoice_id = sent_to(owner, coc_number="87654321")
    assert inside(file(owner, invoice_id)) is not None
    assert not EInvoice.objects.exists()
    assert found_rules(invoice_id=invoice_id) == []
    assert "coc_number" not in said(owner, invoice_id=invoice_id)["buyer"]


def test_what_is_missing_stops_the_file_and_never_the_paper(owner: Actor) -> None:
    invoice_id = sent_to(owner, company="Zonder nummers")
    assert inside(file(owner, invoice_id)) is not None
    assert issue_e_invoice(invoice_id=invoice_id, form=Form.PEPPOL, actor=owner) is None
    assert not EInvoice.objects.exists()
    rules = found_rules(invoice_id=invoice_id)
    assert refused_forms(rules) == {Form.PEPPOL}
    assert ("PEPPOL-EN16931-R010", "buyer.electronic_address") in {
        (each.rule, each.field) for each in rules
    }
    assert all(each.english and each.dutch for each in rules)


def test_findings_are_codes_without_a_value(owner: Actor) -> None:
    invoice_id = sent_to(owner, company="Zonder nummers")
    file(owner, invoice_id)
    kept = repr(list(EInvoiceFinding.objects.values()))
    for value in ("Zonder", "Dorpsstraat", "2026-0001", "Jansen"):
        assert value not in kept


def test_a_second_try_says_what_is_found_now_and_not_twice(owner: Actor) -> None:
    invoice_id = sent_to(owner, company="Zonder nummers")
    file(owner, invoice_id)
    before = EInvoiceFinding.objects.count()
    issue_e_invoice(invoice_id=invoice_id, form=Form.PEPPOL, actor=owner)
    assert EInvoiceFinding.objects.count() == before


def test_without_our_own_numbers_the_plain_paper_is_filed(owner: Actor) -> None:
    change_company(fields={"coc_number": "", "vat_number": "", "iban": ""}, actor=owner)
    invoice_id = sent_to(owner, **FIRM)
    assert inside(file(owner, invoice_id)) is None
    found = {(each.form, each.rule, each.field) for each in found_rules(invoice_id=invoice_id)}
    assert (Form.FACTUR_X, "BR-S-02", "seller.vat_id") in found


def test_a_draft_has_no_e_invoice(owner: Actor) -> None:
    order_id = an_order(owner, [a_line(a_product(owner))])
    invoice_id = draft_invoice(order_id=order_id, what=BillFrom.ORDER, actor=owner, today=TODAY)
    with pytest.raises(InvoiceNotOpen):
        issue_e_invoice(invoice_id=invoice_id, form=Form.PEPPOL, actor=owner)
    with pytest.raises(InvoiceNotOpen):
        issue_credit_e_invoice(credit_note_id=99, form=Form.PEPPOL, actor=owner)


def test_a_credit_note_of_a_firm_names_its_invoice_and_says_the_same_sums(owner: Actor) -> None:
    invoice_id = sent_to(owner, **FIRM)
    note_id = issue_credit_note(
        invoice_id=invoice_id, credit=NewCredit(CreditReason.WRONG, bills_again=False),
        actor=owner, today=TODAY,
    )  # fmt: skip
    file_credit_paper(credit_note_id=note_id, actor=owner, made_at=NOON)
    it = validated(owner, credit_note_id=note_id)
    assert (it.type_code, it.specification) == ("381", PEPPOL.specification)
    assert it.preceding[0].number == "2026-0001"
    assert it.totals.payable == validated(owner, invoice_id=invoice_id).totals.payable
