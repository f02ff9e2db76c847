"""What came in is kept as it came, booked once so that the books stay true, or rejected."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.billing.commands.buying import (
    AccountWrong,
    PurchaseDecided,
    PurchaseKnown,
    PurchaseUnknown,
    ReasonMissing,
    book_purchase,
    keep_purchase,
    reject_purchase,
)
from klantkluis.billing.einvoice.cii_writing import write_cii
from klantkluis.billing.einvoice.codes import Vat
from klantkluis.billing.einvoice.model import Invoice, Note
from klantkluis.billing.einvoice.reading import read_invoice
from klantkluis.billing.einvoice.refusals import EInvoiceRefused
from klantkluis.billing.einvoice.ubl_writing import write_ubl
from klantkluis.billing.masking import masked, readable
from klantkluis.billing.purchase_rows import (
    Purchase,
    PurchaseBooking,
    PurchaseFile,
    PurchaseKey,
    PurchaseRejection,
    PurchaseVat,
)
from klantkluis.billing.purchase_rules import (
    PurchaseOdd,
    Side,
    Sums,
    VatPart,
    amounts_of,
    proposed_account,
    purchase_postings,
)
from klantkluis.billing.queries.purchases import (
    PurchaseState,
    purchase_card,
    purchase_file,
    purchase_invoice,
    purchase_rows,
)
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor, NotAllowed
from klantkluis.foundation.company import change_company
from klantkluis.ledger.purchases import bookable_accounts, is_bookable
from klantkluis.ledger.queries import entry_card
from rooms.story import TODAY, all_broken
from support.einvoice_samples import abroad, discount, invoice, seller

pytestmark = pytest.mark.usefixtures("our_company")
IBAN = "NL91ABNA0417164300"


def keep(owner: Actor, it: Invoice | bytes) -> int:
    data = it if isinstance(it, bytes) else write_ubl(it)
    return keep_purchase(contents=data, actor=owner, today=TODAY)


def book(owner: Actor, purchase_id: int, *accounts: str, rate: int = 2100) -> dict[str, int]:
    """Book a purchase; give what was booked on each account."""
    it = purchase_invoice(purchase_id=purchase_id, vault=owner.vault)
    assert it is not None
    chosen = list(accounts) or ["4900"] * len(amounts_of(it))
    n = book_purchase(
        purchase_id=purchase_id, invoice=it, accounts=chosen, booked_on=TODAY,
        reversed_bp=rate, actor=owner,
    )  # fmt: skip
    card = entry_card(n=n)
    assert card is not None
    assert card.fits
    assert sum(each.amount_cents for each in card.lines) == 0
    return {each.account_code: each.amount_cents for each in card.lines}


def state(owner: Actor, purchase_id: int) -> PurchaseState:
    card = purchase_card(purchase_id=purchase_id, vault=owner.vault)
    assert card is not None
    return card.row.state


@pytest.mark.parametrize("write", [write_ubl, write_cii])
def test_what_came_in_is_kept_byte_for_byte_with_its_facts(owner: Actor, write: Any) -> None:
    it = invoice()
    data = write(it)
    pk = keep(owner, data)
    assert purchase_file(purchase_id=pk, vault=owner.vault) == (data, "application/xml")
    card = purchase_card(purchase_id=pk, vault=owner.vault)
    assert card is not None
    assert (card.row.supplier, card.row.number) == (it.seller.name, it.number)
    assert (card.row.issued_on, card.row.due_on) == (it.issued_on, it.due_on)
    assert card.row.gross_cents == int(it.totals.gross * 100)
    assert {(p.category, p.rate_bp, p.vat_cents) for p in card.parts} == {
        (each.category, int((each.rate or 0) * 100), int(each.tax * 100)) for each in it.vat
    }
    assert Purchase.objects.get().cls == "F7-2026"
    assert all_broken() == []


def test_the_same_invoice_of_the_same_supplier_is_kept_once(owner: Actor) -> None:
    it = invoice()
    keep(owner, it)
    with pytest.raises(PurchaseKnown):
        keep(owner, it)
    with pytest.raises(PurchaseKnown):
        keep(owner, write_cii(replace(it, number=f" {it.number.lower()} ")))
    other = replace(it, seller=seller(name="Ander BV", vat_id="NL000099998B57"))
    keep(owner, other)
    keep(owner, replace(it, number="2026-0104"))
    assert Purchase.objects.count() == 3


def test_nothing_of_it_lies_in_clear(owner: Actor) -> None:
    it = invoice(number="ZEK-4711")
    keep(owner, it)
    reject_purchase(
        purchase_id=Purchase.objects.get().pk, reason="Nooit besteld", actor=owner, today=TODAY
    )
    stored = b""
    for model in (Purchase, PurchaseFile, PurchaseRejection, PurchaseKey, PurchaseVat):
        for row in model._default_manager.values():
            stored += b"|".join(
                bytes(each) if isinstance(each, memoryview | bytes) else str(each).encode()
                for each in row.values()
            )
    for word in (it.seller.name, it.seller.vat_id, "ZEK-4711", IBAN, "Nooit", "Espresso"):
        assert word.encode() not in stored


def test_no_account_number_is_shown_or_stored_in_a_field(owner: Actor) -> None:
    spaced = "NL91 ABNA 0417 1643 00"
    it = invoice(
        number=f"R {spaced}",
        seller=seller(name=f"Jansen {IBAN}"),
        notes=(Note(text=f"Betaal op {spaced} graag"),),
    )
    pk = keep(owner, it)
    card = purchase_card(purchase_id=pk, vault=owner.vault)
    assert card is not None
    assert (card.row.supplier, card.row.number) == ("Jansen …", "R …")
    read = purchase_invoice(purchase_id=pk, vault=owner.vault)
    assert read is not None
    shown = readable(read)
    assert "0417" not in repr(shown)
    assert shown.notes[0].text == "Betaal op … graag"
    assert shown.payment is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("gewoon", "gewoon"),
        (f"op {IBAN}.", "op …."),
        ("be68-5390-0754-7034 dus", "… dus"),
        ("bsn 111222333", "…"),
        ("NL111222333B01", "…"),
        ("factuur 2026-0103", "factuur 2026-0103"),
    ],
)
def test_account_and_citizen_numbers_are_left_out_of_a_text(text: str, shown: str) -> None:
    assert masked(text) == shown


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from([" ", "", "-", ".", "  "]))
def test_whatever_stands_around_an_account_number_it_is_gone(
    before: str, after: str, between: str
) -> None:
    written = between.join(IBAN[at : at + 4] for at in range(0, len(IBAN), 4))
    kept = masked(f"{before} {written} {after}")
    assert "0417164300" not in "".join(sign for sign in kept if sign.isalnum())


def test_a_supplier_with_a_citizen_number_is_kept_without_it(owner: Actor) -> None:
    it = invoice(seller=seller(vat_id="NL111222333B01"))
    pk = keep(owner, write_ubl(it))
    card = purchase_card(purchase_id=pk, vault=owner.vault)
    assert card is not None
    assert card.vat_id == "…"


@pytest.mark.parametrize(
    "wrong",
    [
        b"nonsense",
        write_ubl(invoice()).replace(b"EUR", b"USD"),
    ],
)
def test_what_cannot_be_a_purchase_is_refused(owner: Actor, wrong: bytes) -> None:
    with pytest.raises((EInvoiceRefused, PurchaseOdd)):
        keep(owner, wrong)
    assert not Purchase.objects.exists()


def test_an_invoice_that_does_not_add_up_is_refused(owner: Actor) -> None:
    it = invoice()
    wrong = replace(it, totals=replace(it.totals, gross=it.totals.gross + 1))
    with pytest.raises(PurchaseOdd):
        keep(owner, wrong)


def test_a_dutch_invoice_is_booked_with_its_input_vat(owner: Actor) -> None:
    it = invoice(adjustments=(discount(category=Vat.STANDARD, rate=Decimal(21)),))
    pk = keep(owner, it)
    lines = [int(each.net * 100) for each in it.lines]
    assert [cents for _name, cents in amounts_of(it)] == [*lines, -500]
    found = book(owner, pk, "7000", "4900", "4900")
    gross, vat = int(it.totals.gross * 100), int((it.totals.vat or 0) * 100)
    assert found == {"7000": lines[0], "4900": lines[1] - 500, "1690": vat, "1500": -gross}
    assert state(owner, pk) is PurchaseState.BOOKED
    assert all_broken() == []


def test_a_credit_note_is_booked_the_other_way_round(owner: Actor) -> None:
    it = invoice(type_code="381", due_on=None)
    found = book(owner, keep(owner, it))
    assert found["1500"] == int(it.totals.gross * 100)
    assert found["4900"] == -int(it.totals.net * 100)
    rows = purchase_rows(vault=owner.vault)
    assert rows[0].gross_cents == -found["1500"]
    assert all_broken() == []


BELGIAN = {
    "vat_id": "BE0403019261",
    "legal_id": None,
    "electronic_address": None,
}


def reversed_invoice(category: Vat, country: str = "BE") -> Invoice:
    it = abroad(invoice(), category)
    home = replace(it.seller.address, country=country)
    return replace(it, seller=seller(address=home, **BELGIAN))


@pytest.mark.parametrize(
    ("category", "country", "account"),
    [
        (Vat.REVERSE_CHARGE, "BE", "1660"),
        (Vat.INTRA_COMMUNITY, "BE", "1660"),
        (Vat.REVERSE_CHARGE, "NL", "1640"),
        (Vat.REVERSE_CHARGE, "US", "1650"),
    ],
)
def test_what_is_reverse_charged_is_owed_and_deducted_in_one_entry(
    owner: Actor, category: Vat, country: str, account: str
) -> None:
    it = reversed_invoice(category, country)
    found = book(owner, keep(owner, it))
    net = int(it.totals.net * 100)
    owed = round(net * 0.21)
    assert (found["4900"], found["1500"]) == (net, -net)
    assert (found["1690"], found[account]) == (owed, -owed)
    assert all_broken() == []


def test_who_deducts_nothing_has_the_vat_as_costs(owner: Actor) -> None:
    change_company(fields={"small_business": True}, actor=owner)
    it = invoice()
    found = book(owner, keep(owner, it))
    assert found == {"4900": int(it.totals.gross * 100), "1500": -int(it.totals.gross * 100)}
    other = reversed_invoice(Vat.REVERSE_CHARGE)
    found = book(owner, keep(owner, other))
    net = int(other.totals.net * 100)
    assert found == {"4900": net + round(net * 0.21), "1660": -round(net * 0.21), "1500": -net}


def test_vat_of_another_country_is_no_input_vat(owner: Actor) -> None:
    it = invoice()
    foreign = replace(it, seller=seller(address=replace(it.seller.address, country="DE"),
                                        **{**BELGIAN, "vat_id": "DE136695976"}))  # fmt: skip
    found = book(owner, keep(owner, foreign))
    assert found == {"4900": int(it.totals.gross * 100), "1500": -int(it.totals.gross * 100)}


def test_a_purchase_is_booked_once_and_not_after_it_was_rejected(owner: Actor) -> None:
    pk = keep(owner, invoice())
    book(owner, pk)
    with pytest.raises(PurchaseDecided):
        book(owner, pk)
    with pytest.raises(PurchaseDecided):
        reject_purchase(purchase_id=pk, reason="x", actor=owner, today=TODAY)
    other = keep(owner, invoice(number="X-2"))
    with pytest.raises(ReasonMissing):
        reject_purchase(purchase_id=other, reason="  ", actor=owner, today=TODAY)
    reject_purchase(purchase_id=other, reason="Nooit besteld", actor=owner, today=TODAY)
    with pytest.raises(PurchaseDecided):
        book(owner, other)
    card = purchase_card(purchase_id=other, vault=owner.vault)
    assert card is not None
    assert (card.row.state, card.reason) == (PurchaseState.REJECTED, "Nooit besteld")
    with pytest.raises(PurchaseUnknown):
        reject_purchase(purchase_id=999, reason="x", actor=owner, today=TODAY)
    assert all_broken() == []


@pytest.mark.parametrize("accounts", [["4900"], ["4900", "1500"], ["4900", "9999"], ["8000"] * 2])
def test_only_on_accounts_for_what_is_bought(owner: Actor, accounts: list[str]) -> None:
    pk = keep(owner, invoice())
    with pytest.raises(AccountWrong):
        book(owner, pk, *accounts)
    assert state(owner, pk) is PurchaseState.DRAFT
    assert not is_bookable("1500")
    assert all(each.code[0] in "01347" for each in bookable_accounts())


def test_the_account_of_the_last_time_is_proposed(owner: Actor) -> None:
    first = keep(owner, invoice())
    book(owner, first, "4330", "4900")
    card = purchase_card(purchase_id=keep(owner, invoice(number="X-2")), vault=owner.vault)
    assert card is not None
    assert card.usual == "4330"
    assert proposed_account("iets", card.usual) == "4330"
    assert proposed_account("Huur november", "") == "4000"
    assert proposed_account("Softwarelicentie", "") == "4330"
    assert proposed_account("Espressobonen", "") == "4900"


def test_only_the_bookkeeper_books_and_who_packs_keeps_nothing(owner: Actor) -> None:
    pk = keep(owner, invoice())
    sells = Actor(owner.staff_id, frozenset({Role.SALES}), owner.channel, owner.vault)
    packs = Actor(owner.staff_id, frozenset({Role.WAREHOUSE}), owner.channel, owner.vault)
    with pytest.raises(NotAllowed):
        reject_purchase(purchase_id=pk, reason="x", actor=sells, today=TODAY)
    with pytest.raises(NotAllowed):
        book(sells, pk)
    with pytest.raises(NotAllowed):
        keep_purchase(contents=write_ubl(invoice(number="9")), actor=packs, today=TODAY)


def test_the_database_keeps_to_it_too(owner: Actor) -> None:
    def refused(statement: str) -> None:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    pk = keep(owner, invoice())
    reject_purchase(purchase_id=pk, reason="x", actor=owner, today=TODAY)
    refused(
        "INSERT INTO billing_purchasebooking (purchase_id, booked_on, staff_id)"
        " SELECT id, kept_on, staff_id FROM billing_purchase"
    )
    for table in ("purchase", "purchasevat", "purchasefile", "purchaserejection"):
        refused(f"DELETE FROM billing_{table}")
    refused("UPDATE billing_purchase SET gross_cents = 1, net_cents = 1, vat_cents = 0")
    refused("UPDATE billing_purchasefile SET rev = 2")
    assert not PurchaseBooking.objects.exists()


parts = st.lists(
    st.builds(
        VatPart,
        st.sampled_from([Vat.STANDARD.value, Vat.REVERSE_CHARGE.value, Vat.EXEMPT.value]),
        st.sampled_from([0, 900, 2100]),
        st.integers(-(10**7), 10**7),
        st.integers(-(10**6), 10**6),
    ),
    min_size=1,
    max_size=4,
)


@given(
    parts,
    st.lists(st.tuples(st.sampled_from(["4900", "7000", "4000"]), st.integers(-(10**6), 10**6))),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["NL", "BE", "US"]),
    st.sampled_from([0, 900, 2100]),
    st.integers(-3, 3),
)
def test_whatever_came_in_the_entry_balances(
    vat: list[VatPart], more: list[tuple[str, int]], small: bool, back: bool, country: str,
    rate: int, rounding: int,
) -> None:  # fmt: skip
    net, tax = sum(p.net_cents for p in vat), sum(p.vat_cents for p in vat)
    amounts = [*more, ("4900", net - sum(cents for _code, cents in more))]
    sums = Sums(net, tax, net + tax, rounding, tuple(vat))
    side = Side(country, country if country != "US" else "", small, back)
    booked = purchase_postings(sums, side, amounts, rate)
    assert sum(each.amount_cents for each in booked) == 0


def test_what_is_read_is_what_was_written() -> None:
    it = invoice()
    assert amounts_of(read_invoice(write_ubl(it))) == amounts_of(it)
    assert it.issued_on == date(2026, 11, 20)
