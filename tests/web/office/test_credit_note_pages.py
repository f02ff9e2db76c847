"""Credit notes: made from their invoice, shown, listed, printed."""

from uuid import uuid4

import pytest
from django.test import Client

from klantkluis.billing.models import CreditNote, CreditNotePaper, InvoiceLine
from klantkluis.core.roles import Role
from rooms.story import a_sent_invoice

pytestmark = pytest.mark.usefixtures("our_company")


@pytest.fixture
def sent(owner) -> int:
    return a_sent_invoice(owner)


def form_of(invoice_id: int) -> str:
    return f"/invoices/{invoice_id}/credit-notes/new/"


def credit(client: Client, invoice_id: int, quantity: str = "1", **more: str):
    line = InvoiceLine.objects.filter(invoice=invoice_id).order_by("position").first()
    data = {"reason": "wrong", "uid": str(uuid4()), f"line_{line.pk}": quantity, **more}
    return client.post(form_of(invoice_id), data)


def test_an_invoice_is_credited_from_its_own_page(as_owner, sent):
    assert form_of(sent) in as_owner.get(f"/invoices/{sent}/").content.decode()
    page = as_owner.get(form_of(sent)).content.decode()
    assert "The invoice stays as it was sent" in page
    answer = credit(as_owner, sent)
    note = CreditNote.objects.get()
    assert answer["Location"] == f"/credit-notes/{note.pk}/"
    assert CreditNotePaper.objects.filter(credit_note=note).exists()
    card = as_owner.get(answer["Location"]).content.decode()
    assert note.label in card
    assert note.invoice.label in card
    assert f"credited by {note.label}" in as_owner.get(f"/invoices/{sent}/").content.decode()


def test_too_much_is_refused_beside_the_line_and_kept(as_owner, sent):
    answer = credit(as_owner, sent, "999")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="999"' in page
    assert 'aria-invalid="true"' in page
    assert not CreditNote.objects.exists()


def test_nothing_is_refused(as_owner, sent):
    assert "Say how much is credited" in credit(as_owner, sent, "0").content.decode()


def test_a_page_that_is_sent_twice_makes_one(as_owner, sent):
    uid = str(uuid4())
    first, second = (credit(as_owner, sent, uid=uid)["Location"] for _ in range(2))
    assert first == second


def test_the_paper_is_the_same_bytes_each_time(as_owner, sent):
    credit(as_owner, sent)
    path = f"/credit-notes/{CreditNote.objects.get().pk}/paper.pdf"
    first, second = (as_owner.get(path).content for _ in range(2))
    assert first == second
    assert first.startswith(b"%PDF-")
    assert "attachment" in as_owner.get(f"{path}?download")["Content-Disposition"]


def test_the_list_shows_names_only_when_the_vault_is_open(as_owner, browser_of, sent):
    assert "No credit notes yet" in as_owner.get("/credit-notes/").content.decode()
    credit(as_owner, sent)
    assert "Jansen" in as_owner.get("/credit-notes/").content.decode()
    locked = browser_of(Role.BOOKKEEPER)
    page = locked.get("/credit-notes/").content.decode()
    assert "Jansen" not in page
    assert "C2026-0001" in page or "C20" in page
    assert (
        "Jansen" not in locked.get(f"/credit-notes/{CreditNote.objects.get().pk}/").content.decode()
    )


def test_while_the_vault_is_locked_nothing_is_credited(browser_of, sent):
    answer = credit(browser_of(Role.SALES), sent)
    assert answer.status_code in {302, 409, 422}
    assert not CreditNote.objects.exists()


@pytest.mark.parametrize(
    "path", ["/credit-notes/", "/credit-notes/{}/", "/credit-notes/{}/paper.pdf"]
)
def test_credit_notes_are_for_who_sells_and_who_keeps_the_books(
    as_owner, browser_of, as_stranger, sent, path
):
    credit(as_owner, sent)
    path = path.format(CreditNote.objects.get().pk)
    assert as_stranger.get(path)["Location"].startswith("/log-in/")
    assert browser_of(Role.WAREHOUSE).get(path).status_code == 403
    assert browser_of(Role.BOOKKEEPER, unlocked=True).get(path).status_code == 200


def test_what_is_not_there_is_not_found(as_owner):
    assert as_owner.get("/credit-notes/99/").status_code == 404
    assert as_owner.get(form_of(99)).status_code == 404
