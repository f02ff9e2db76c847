"""Purchases: kept from a file that came in, shown without account numbers, booked or rejected."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from klantkluis.billing.einvoice.ubl_writing import write_ubl
from klantkluis.billing.purchase_rows import Purchase, PurchaseBooking, PurchaseRejection
from klantkluis.core.roles import Role
from support.einvoice_samples import invoice, seller

pytestmark = pytest.mark.usefixtures("our_company")
PAGE = "/purchases/"
IBAN = "NL91ABNA0417164300"
BOOKING = {"account_0": "7000", "account_1": "4900", "booked_on": "2026-11-20"}


def text(answer) -> str:
    return answer.content.decode()


def keep(client, it=None):
    data = it if isinstance(it, bytes) else write_ubl(it or invoice())
    return client.post("/e-invoices/", {"file": SimpleUploadedFile("x.xml", data), "keep": "1"})


def kept(client, it=None) -> int:
    answer = keep(client, it)
    assert answer.status_code == 302, text(answer)
    return int(answer["Location"].strip("/").split("/")[-1])


def test_reading_keeps_nothing_until_somebody_says_so(as_owner):
    data = write_ubl(invoice())
    page = text(as_owner.post("/e-invoices/", {"file": SimpleUploadedFile("x.xml", data)}))
    assert "Read it and keep it as a purchase" in page
    assert not Purchase.objects.exists()


def test_a_purchase_shows_what_it_says_and_no_account_number(as_owner):
    pk = kept(as_owner)
    page = text(as_owner.get(f"{PAGE}{pk}/"))
    it = invoice()
    for said in (it.seller.name, it.number, it.lines[0].item.name, "To be booked"):
        assert said in page
    assert IBAN not in page
    assert "0417" not in page
    assert it.seller.name in text(as_owner.get(PAGE))
    got = as_owner.get(f"{PAGE}{pk}/file/")
    assert got.content == write_ubl(it)
    assert got["Content-Disposition"] == f'attachment; filename="purchase-{pk}.xml"'


def test_the_same_file_twice_is_refused_beside_the_field(as_owner):
    kept(as_owner)
    answer = keep(as_owner)
    assert answer.status_code == 200
    assert "was kept before" in text(answer)
    assert Purchase.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"nonsense", "not readable as an e-invoice"),
        (write_ubl(invoice()).replace(b'"EUR"', b'"USD"').replace(b">EUR<", b">USD<"), "in euros"),
    ],
)
def test_what_cannot_be_kept_says_why(as_owner, data, words):
    answer = keep(as_owner, data)
    assert words in text(answer)
    assert not Purchase.objects.exists()


def test_the_bookkeeper_confirms_the_accounts_and_the_entry_is_linked(browser_of):
    keeper = browser_of(Role.BOOKKEEPER, unlocked=True)
    pk = kept(keeper)
    assert "1 purchase is to be booked." in text(keeper.get("/"))
    page = text(keeper.get(f"{PAGE}{pk}/"))
    assert 'name="account_1"' in page
    assert "Dutch VAT over what is reverse-charged" not in page
    answer = keeper.post(f"{PAGE}{pk}/booking/", BOOKING)
    assert answer.status_code == 302, text(answer)
    page = text(keeper.get(f"{PAGE}{pk}/"))
    assert "/books/entries/" in page or "Entry 1" in page
    assert 'name="account_1"' not in page
    assert "to be booked" not in text(keeper.get("/"))
    assert keeper.post(f"{PAGE}{pk}/booking/", BOOKING).status_code in {200, 409}
    assert PurchaseBooking.objects.count() == 1
    booked = text(keeper.get(f"{PAGE}?state=booked"))
    assert f"{PAGE}{pk}/" in booked
    assert f"{PAGE}{pk}/" not in text(keeper.get(f"{PAGE}?state=draft"))


def test_a_wrong_account_stands_beside_its_line(as_owner):
    pk = kept(as_owner)
    answer = as_owner.post(f"{PAGE}{pk}/booking/", {**BOOKING, "account_1": "1500"})
    assert answer.status_code == 200
    assert "Select a valid choice" in text(answer)
    assert not PurchaseBooking.objects.exists()


def test_rejecting_asks_for_a_reason(as_owner):
    pk = kept(as_owner)
    assert "This field is required" in text(as_owner.post(f"{PAGE}{pk}/rejection/", {"reason": ""}))
    as_owner.post(f"{PAGE}{pk}/rejection/", {"reason": "Nooit besteld"})
    page = text(as_owner.get(f"{PAGE}{pk}/"))
    assert "Nooit besteld" in page
    assert "Rejected" in page
    assert PurchaseRejection.objects.count() == 1


def test_who_sells_sees_and_keeps_but_does_not_book(browser_of):
    sells = browser_of(Role.SALES, unlocked=True)
    pk = kept(sells)
    page = text(sells.get(f"{PAGE}{pk}/"))
    assert "Write it in the books" not in page
    assert "The file as it came" not in page
    assert sells.post(f"{PAGE}{pk}/booking/", BOOKING).status_code == 403
    assert sells.post(f"{PAGE}{pk}/rejection/", {"reason": "x"}).status_code == 403
    assert sells.get(f"{PAGE}{pk}/file/").status_code == 403
    assert "to be booked" not in text(sells.get("/"))


def test_others_do_not_come_here(browser_of, as_stranger, as_owner):
    pk = kept(as_owner)
    packs = browser_of(Role.WAREHOUSE, unlocked=True)
    for path in (PAGE, f"{PAGE}{pk}/"):
        assert packs.get(path).status_code == 403
        assert as_stranger.get(path)["Location"].startswith("/log-in/")
    assert as_stranger.post(f"{PAGE}{pk}/booking/")["Location"].startswith("/log-in/")


def test_with_a_locked_vault_there_are_numbers_only(as_owner, browser_of):
    pk = kept(as_owner)
    locked = browser_of(Role.BOOKKEEPER)
    name = invoice().seller.name
    for path in (PAGE, f"{PAGE}{pk}/"):
        page = locked.get(path)
        assert page.status_code == 200
        assert name not in text(page)
        assert f"Purchase {pk}" in text(page)
    assert locked.get(f"{PAGE}{pk}/file/").status_code == 409
    assert "vault is locked" in text(keep(locked, invoice(number="X-9")))
    assert locked.post(f"{PAGE}{pk}/booking/", BOOKING).status_code == 409


def test_an_empty_list_says_what_to_do_and_unknown_ones_are_not_found(as_owner):
    assert "No purchases yet" in text(as_owner.get(PAGE))
    assert as_owner.get(f"{PAGE}99/").status_code == 404
    assert as_owner.get(f"{PAGE}99/file/").status_code == 404


def test_the_list_asks_as_many_questions_for_one_as_for_many(as_owner):
    counts = []
    for more in (1, 6):
        for number in range(more):
            kept(as_owner, invoice(number=f"N-{more}-{number}", seller=seller(name=f"L{number}")))
        as_owner.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            as_owner.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1]
