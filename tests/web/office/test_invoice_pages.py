"""Invoices: found, drafted, sent, shown, taken along."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils import timezone

from klantkluis.billing.commands import draft_invoice
from klantkluis.billing.models import Invoice, InvoicePaper
from klantkluis.billing.rules import BillFrom
from klantkluis.core.roles import Role
from klantkluis.foundation.models import Job
from klantkluis.office.jobs.worker import run_job
from klantkluis.sales.commands import deliver
from rooms.story import TODAY, a_customer, a_line, a_product, a_sent_invoice, an_order

pytestmark = pytest.mark.usefixtures("our_company")


@pytest.fixture
def sent(owner) -> int:
    return a_sent_invoice(owner)


@pytest.fixture
def draft(owner) -> int:
    return a_draft(owner)


def a_draft(owner, **order) -> int:
    order_id = an_order(
        owner, [a_line(a_product(owner, sku=f"S{Invoice.objects.count()}"))], **order
    )
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    return draft_invoice(order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY)


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("path", ["/invoices/", "/invoices/{}/", "/invoices/{}/paper.pdf"])
def test_invoices_are_for_who_sells_and_who_keeps_the_books(browser_of, as_stranger, sent, path):
    path = path.format(sent)
    assert as_stranger.get(path)["Location"].startswith("/log-in/")
    assert browser_of(Role.WAREHOUSE).get(path).status_code == 403
    assert browser_of(Role.MARKETING).get(path).status_code == 403
    assert browser_of(Role.BOOKKEEPER, unlocked=True).get(path).status_code == 200
    assert browser_of(Role.SALES, unlocked=True).get(path).status_code == 200


def test_the_list_shows_names_when_the_vault_is_open_and_numbers_when_it_is_locked(
    as_owner, browser_of, sent
):
    assert "van der Jansen" in text(as_owner.get("/invoices/")) or "Jansen" in text(
        as_owner.get("/invoices/")
    )
    locked = text(browser_of(Role.SALES).get("/invoices/"))
    assert "Jansen" not in locked
    assert "#1" in locked


def test_an_invoice_is_found_by_number_with_and_without_its_year(as_owner, owner, sent):
    other = Invoice.objects.get(pk=a_sent_invoice(owner, [a_line(a_product(owner, sku="B"))]))
    for terms in ("2026-0002", "2026-2", "2"):
        found = text(as_owner.post("/invoices/", {"terms": terms}))
        assert other.label in found
        assert "2026-0001" not in found
    assert "Nothing found" in text(as_owner.post("/invoices/", {"terms": "99"}))


def test_an_invoice_is_found_by_the_name_of_the_customer_and_the_name_stays_out_of_the_address(
    as_owner, owner, sent, monkeypatch
):
    # The transaction of a test is never committed: the index hears of the customer anyway.
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_more: act())
    a_sent_invoice(
        owner,
        [a_line(a_product(owner, sku="B"))],
        customer_id=a_customer(owner, surname="Pietersen"),
    )
    found = text(as_owner.post("/invoices/", {"terms": "pietersen"}))
    assert "2026-0002" in found
    assert "2026-0001" not in found
    assert "pietersen" not in found.split('name="after"')[1].split("<tbody")[0]


def test_a_name_cannot_be_searched_while_the_vault_is_locked(as_locked_owner, sent):
    found = text(as_locked_owner.post("/invoices/", {"terms": "jansen"}))
    assert "names cannot be searched" in found
    assert "2026-0001" not in found


def test_the_tabs_part_drafts_from_what_was_sent(as_owner, sent, draft):
    everything, drafts = as_owner.get("/invoices/"), as_owner.get("/invoices/?state=draft")
    assert "2026-0001" in text(everything)
    assert f"/invoices/{draft}/" not in text(everything)
    assert f"/invoices/{draft}/" in text(drafts)
    assert "2026-0001" not in text(drafts).split("<tbody>")[1]


def test_a_page_of_invoices_asks_as_many_questions_for_many_as_for_one(
    as_owner, owner, sent, django_assert_max_num_queries
):
    with django_assert_max_num_queries(60) as few:
        as_owner.get("/invoices/")
    for index in range(4):
        a_sent_invoice(owner, [a_line(a_product(owner, sku=f"M{index}"))])
    with django_assert_max_num_queries(len(few)):
        as_owner.get("/invoices/")


def test_sending_gives_the_number_the_paper_and_a_place_in_the_books(as_owner, draft):
    answer = as_owner.post(f"/invoices/{draft}/number/", follow=True)
    shown = text(answer)
    assert f"{timezone.localdate().year}-0001" in shown
    assert InvoicePaper.objects.filter(invoice=draft).exists()
    assert "/ledger/entries/1/" in shown


def test_a_draft_that_is_sent_while_the_vault_is_locked_stays_a_draft_and_leads_to_the_lock(
    as_locked_owner, draft
):
    answer = as_locked_owner.post(f"/invoices/{draft}/number/")
    assert answer.status_code == 409
    assert "vault_password" in text(answer)
    assert Invoice.objects.get(pk=draft).number is None


def test_an_invoice_cannot_be_sent_twice(as_owner, sent):
    answer = as_owner.post(f"/invoices/{sent}/number/")
    assert answer.status_code == 409
    assert "credit note" in text(answer)


def test_a_deleted_draft_leads_back_to_the_order(as_owner, draft):
    answer = as_owner.post(f"/invoices/{draft}/deletion/")
    assert answer["Location"].startswith("/orders/")
    assert not Invoice.objects.exists()


def test_the_paper_is_made_once_and_every_copy_is_the_same(as_owner, sent):
    first = as_owner.get(f"/invoices/{sent}/paper.pdf")
    again = as_owner.get(f"/invoices/{sent}/paper.pdf?download")
    assert first.content == again.content
    assert first.content.startswith(b"%PDF-")
    assert first["Content-Disposition"] == 'inline; filename="2026-0001.pdf"'
    assert again["Content-Disposition"] == 'attachment; filename="2026-0001.pdf"'
    assert "no-store" in first["Cache-Control"]


def test_a_draft_has_no_paper(as_owner, draft):
    assert as_owner.get(f"/invoices/{draft}/paper.pdf").status_code == 404


def test_the_card_of_a_sent_invoice_says_what_was_issued(as_owner, sent):
    shown = text(as_owner.get(f"/invoices/{sent}/"))
    assert "Dorpsstraat 12" in shown
    assert "379,00" in shown or "379.00" in shown
    assert 'class="qr"' in shown
    assert "style=" not in shown


def test_the_card_works_with_customer_numbers_while_the_vault_is_locked(as_locked_owner, sent):
    shown = text(as_locked_owner.get(f"/invoices/{sent}/"))
    assert "Customer 1" in shown
    assert "Dorpsstraat" not in shown


def test_a_draft_shows_the_words_of_the_order_before_it_is_sent(as_owner, owner):
    words = a_line(None, kind="text", text="Tafel op maat", price="100")
    order_id = an_order(owner, [words])
    deliver(order_id=order_id, actor=owner, delivered_on=TODAY)
    invoice_id = draft_invoice(
        order_id=order_id, what=BillFrom.DELIVERIES, actor=owner, today=TODAY
    )
    assert "Tafel op maat" in text(as_owner.get(f"/invoices/{invoice_id}/"))


def test_there_is_no_page_of_an_invoice_that_is_none(as_owner):
    assert as_owner.get("/invoices/0/").status_code == 404


def test_sending_many_asks_first_and_says_how_much(as_owner, owner, draft):
    other = a_draft(owner)
    shown = text(as_owner.post("/invoices/sendings/", {"pick": [draft, other]}))
    assert "Send 2 invoices?" in shown
    assert "758" in shown
    assert Job.objects.count() == 0
    assert Invoice.objects.filter(number__isnull=False).count() == 0


def test_many_drafts_are_sent_in_the_background_under_a_lease(as_owner, owner, draft):
    other = a_draft(owner)
    answer = as_owner.post("/invoices/sendings/", {"pick": [draft, other], "sure": "1"})
    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.uid}/"
    assert run_job.call(str(job.uid)) == Job.State.DONE
    assert sorted(Invoice.objects.values_list("number", flat=True)) == [1, 2]
    assert InvoicePaper.objects.count() == 2


def test_nothing_is_sent_when_no_draft_was_picked(as_owner, sent):
    answer = as_owner.post("/invoices/sendings/", {"pick": [sent]}, follow=True)
    assert "have a number already" in text(answer)
    assert Job.objects.count() == 0


def test_the_papers_of_many_come_in_one_file_named_by_number(as_owner, owner, sent):
    other = a_sent_invoice(owner, [a_line(a_product(owner, sku="B"))])
    answer = as_owner.post(
        "/invoices/papers.zip", {"pick": [sent, other, "x"], "recipient": "internal", "why": "work"}
    )
    with ZipFile(BytesIO(answer.content)) as file:
        assert file.namelist() == ["2026-0001.pdf", "2026-0002.pdf"]
        assert file.read("2026-0001.pdf") == as_owner.get(f"/invoices/{sent}/paper.pdf").content


def test_an_order_that_has_nothing_to_bill_says_so(as_owner, owner):
    order_id = an_order(owner, [a_line(a_product(owner))])
    answer = as_owner.post(f"/orders/{order_id}/invoices/", {"what": "deliveries"})
    assert answer.status_code == 409
    assert "Nothing was delivered" in text(answer)
    assert as_owner.post(f"/orders/{order_id}/invoices/", {"what": "order"}).status_code == 302
