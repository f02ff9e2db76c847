"""E-invoices on their pages: handed out when every rule accepts them, explained when not."""

import pytest

from klantkluis.billing.commands import CreditReason, NewCredit, issue_credit_note
from klantkluis.billing.e_invoice_rows import EInvoice, EInvoiceFinding
from klantkluis.billing.einvoice.validating import validate
from klantkluis.core.roles import Role
from klantkluis.foundation.company import change_company
from rooms.story import TODAY, a_customer, a_line, a_product, a_sent_invoice, an_order

pytestmark = pytest.mark.usefixtures("our_company")
FIRM = {"company": "Lunchroom De Linde", "coc_number": "87654321"}
BODY = {"company": "Gemeente Voorbeeld", "oin": "00000003123456780000"}


def sent_to(owner, **fields) -> int:
    return a_sent_invoice(owner, customer_id=a_customer(owner, **fields))


def credited(owner, invoice_id: int) -> int:
    return issue_credit_note(
        invoice_id=invoice_id, credit=NewCredit(CreditReason.WRONG, bills_again=False),
        actor=owner, today=TODAY,
    )  # fmt: skip


def text(answer) -> str:
    return answer.content.decode()


def test_the_file_of_an_invoice_is_handed_out_validated(as_owner, owner):
    invoice_id = sent_to(owner, **FIRM)
    path = f"/invoices/{invoice_id}/e-invoice/peppol.xml"
    assert path in text(as_owner.get(f"/invoices/{invoice_id}/"))
    answer = as_owner.get(path)
    assert answer["Content-Disposition"] == 'attachment; filename="2026-0001.xml"'
    assert answer["Content-Type"] == "application/xml"
    assert validate(answer.content).accepted
    assert as_owner.get(path).content == answer.content
    assert EInvoice.objects.count() == 1


def test_both_profiles_can_be_had_and_the_usual_one_comes_first(as_owner, owner):
    body = sent_to(owner, **BODY)
    page = text(as_owner.get(f"/invoices/{body}/"))
    assert page.index("e-invoice/nlcius.xml") < page.index("e-invoice/peppol.xml")
    for form in ("peppol", "nlcius"):
        answer = as_owner.get(f"/invoices/{body}/e-invoice/{form}.xml")
        assert validate(answer.content).accepted
    assert as_owner.get(f"/invoices/{body}/e-invoice/factur-x.xml").status_code == 404
    assert as_owner.get(f"/invoices/{body}/e-invoice/other.xml").status_code == 404


def test_the_file_of_a_credit_note_is_handed_out_too(as_owner, owner):
    note_id = credited(owner, sent_to(owner, **FIRM))
    path = f"/credit-notes/{note_id}/e-invoice/peppol.xml"
    assert path in text(as_owner.get(f"/credit-notes/{note_id}/"))
    answer = as_owner.get(path)
    assert "C2026-0001.xml" in answer["Content-Disposition"]
    assert b"CreditNoteTypeCode>381<" in answer.content
    assert as_owner.get("/credit-notes/99/e-invoice/peppol.xml").status_code == 404


def test_what_is_missing_is_said_with_the_place_to_mend_it(as_owner, owner):
    invoice_id = sent_to(owner, company="Zonder nummers")
    shown = as_owner.get(f"/invoices/{invoice_id}/e-invoice/peppol.xml", follow=True)
    page = text(shown)
    assert "would be refused" in page
    assert "PEPPOL-EN16931-R010" in page
    assert "Customer: e-invoice address" in page
    assert 'href="/customers/1/data/"' in page or "/customers/" in page
    assert not EInvoice.objects.exists()
    assert EInvoiceFinding.objects.exists()


def test_the_same_in_dutch(as_owner, owner):
    invoice_id = sent_to(owner, company="Zonder nummers")
    as_owner.get(f"/invoices/{invoice_id}/e-invoice/peppol.xml")
    as_owner.staff.language = "nl"
    as_owner.staff.save()
    as_owner.cookies["django_language"] = "nl"
    page = text(as_owner.get(f"/invoices/{invoice_id}/"))
    assert "Klant: e-factuuradres" in page
    assert "Een e-factuur zou worden geweigerd" in page


def test_a_credit_note_says_what_is_missing_as_well(as_owner, owner):
    note_id = credited(owner, sent_to(owner, company="Zonder nummers"))
    page = text(as_owner.get(f"/credit-notes/{note_id}/e-invoice/nlcius.xml", follow=True))
    assert "BR-NL-10" in page


def test_only_the_owner_is_sent_to_the_page_of_our_company(browser_of, owner):
    change_company(fields={"coc_number": "", "vat_number": ""}, actor=owner)
    invoice_id = sent_to(owner, **FIRM)
    path = f"/invoices/{invoice_id}/e-invoice/peppol.xml"
    page = text(browser_of(Role.SALES, unlocked=True).get(path, follow=True))
    assert "Our company: trade register number (KVK)" in page
    assert 'href="/company/"' not in page
    assert 'href="/company/"' in text(
        browser_of(Role.OWNER, unlocked=True).get(f"/invoices/{invoice_id}/")
    )


@pytest.mark.parametrize(
    "path", ["/invoices/{}/e-invoice/peppol.xml", "/credit-notes/{}/e-invoice/peppol.xml"]
)
def test_e_invoices_are_for_who_sells_and_who_keeps_the_books(browser_of, as_stranger, owner, path):
    invoice_id = sent_to(owner, **FIRM)
    note_id = credited(owner, invoice_id)
    path = path.format(invoice_id if "invoices" in path else note_id)
    assert as_stranger.get(path)["Location"].startswith("/log-in/")
    assert browser_of(Role.WAREHOUSE).get(path).status_code == 403
    assert browser_of(Role.BOOKKEEPER, unlocked=True).get(path).status_code == 200
    locked = browser_of(Role.SALES).get(path)
    assert locked.status_code in {302, 409, 422, 423}
    assert b"<Invoice" not in locked.content


def test_a_draft_and_what_is_not_there_have_no_file(as_owner, owner):
    from klantkluis.billing.commands import draft_invoice
    from klantkluis.billing.rules import BillFrom

    order_id = an_order(owner, [a_line(a_product(owner))])
    draft = draft_invoice(order_id=order_id, what=BillFrom.ORDER, actor=owner, today=TODAY)
    assert as_owner.get(f"/invoices/{draft}/e-invoice/peppol.xml").status_code == 404
    assert "e-invoice/peppol.xml" not in text(as_owner.get(f"/invoices/{draft}/"))
    assert as_owner.get("/invoices/0/e-invoice/peppol.xml").status_code == 404


def test_the_customer_form_keeps_the_numbers_for_e_invoices(as_owner, owner):
    data = {
        "company": "Gemeente Voorbeeld", "country": "NL", "oin": "0000 0003 1234 5678 0000",
        "e_invoice_address": "0190:00000003123456780000", "buyer_reference": "INK-7",
        "coc_number": "12345678", "language": "nl", "payment_term_days": "14", "insist": "1",
    }  # fmt: skip
    answer = as_owner.post("/customers/new/", data)
    assert answer.status_code == 302, text(answer)
    page = text(as_owner.get(answer["Location"]))
    for kept in ("00000003123456780000", "INK-7", "0190:00000003123456780000", "12345678"):
        assert kept in page
