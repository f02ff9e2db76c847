"""From a snapshot to its e-invoice: the same cents everywhere, and every rule set content."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from klantkluis.billing.crediting import credited
from klantkluis.billing.einvoice.checks import find
from klantkluis.billing.einvoice.cii_writing import write_cii
from klantkluis.billing.einvoice.codes import EN16931, NLCIUS, PEPPOL, Profile
from klantkluis.billing.einvoice.model import Invoice, Period
from klantkluis.billing.einvoice.parties import Identifier
from klantkluis.billing.einvoice.reading import read_invoice
from klantkluis.billing.einvoice.ubl_writing import write_ubl
from klantkluis.billing.einvoice.validating import validate
from klantkluis.billing.einvoicing import e_invoice, in_profile, usual_profile
from klantkluis.billing.rules import invoice_postings
from klantkluis.billing.trading import Ours
from klantkluis.core.money import from_cents
from klantkluis.core.vat import PriceBasis, Priced, Totals, VatCategory, VatTreatment, totals

EXAMPLES = int(os.environ.get("EINVOICING_EXAMPLES", "120"))
LOOSE = settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
HOME_RATES = {
    VatCategory.STANDARD: 2100, VatCategory.REDUCED: 900, VatCategory.ZERO: 0,
    VatCategory.EXEMPT: 0,
}  # fmt: skip


US = Ours(
    name="Voorbeeld BV", street="Marktstraat", house_number="1", postcode="3511 AB",
    town="Utrecht", phone="+31302000000", email="info@example.nl", coc_number="12345678",
    vat_number="NL000099998B57", iban="NL91ABNA0417164300",
)  # fmt: skip
FIRM = {
    "name": "Lunchroom De Linde", "street": "Dorpsstraat", "house_number": "3",
    "postcode": "1234 AB", "town": "Hilversum", "country": "NL", "coc_number": "87654321",
}  # fmt: skip
BELGIAN = {
    "name": "Firma", "street": "Straat", "house_number": "1", "postcode": "1000",
    "town": "Brussel", "country": "BE", "vat_number": "BE0403019261",
}  # fmt: skip


def said(
    lines: Sequence[Priced],
    result: Totals,
    *,
    discount_bp: int = 0,
    buyer: Mapping[str, str] = FIRM,
    **more: Any,
) -> dict[str, Any]:
    """Say these lines as a snapshot does."""
    return {
        "number": "2026-0001", "sent_on": "2026-11-20", "due_on": "2026-12-04", "language": "nl",
        "basis": result.basis.value, "customer_number": 7, "buyer": dict(buyer),
        "order_number": 12, "reference": "", "discount_bp": discount_bp,
        "discount_cents": result.discount_cents,
        "lines": [
            {
                "kind": "text", "sku": "", "description": "Maatwerk", "unit": "C62",
                "quantity": str(line.quantity), "unit_price": str(line.unit_price),
                "discount_bp": line.discount_bp, "treatment": line.treatment.value,
                "country": line.country, "category": line.category.value,
                "rate_bp": line.rate_bp, "amount_cents": cents, "supplied_on": "2026-11-18",
            }
            for line, cents in zip(lines, result.line_cents, strict=True)
        ],
        "vat": [
            {
                "treatment": each.treatment.value, "country": each.country,
                "category": each.category.value, "rate_bp": each.rate_bp,
                "net_cents": each.net_cents, "vat_cents": each.vat_cents,
            }
            for each in result.vat
        ],
        "net_cents": result.net_cents, "vat_cents": result.vat_cents,
        "gross_cents": result.gross_cents, "vat_evidence": {"ships_to": buyer["country"]},
        **more,
    }  # fmt: skip


def agrees(it: Invoice, result: Totals) -> None:
    """The e-invoice, the snapshot and the books say the same cents."""
    assert it.totals.net == from_cents(result.net_cents)
    assert (it.totals.vat or 0) == from_cents(result.vat_cents)
    assert it.totals.gross == it.totals.payable == from_cents(result.gross_cents)
    assert sum(each.taxable for each in it.vat) == it.totals.net
    postings = invoice_postings(result, UUID(int=1))
    booked = [each.amount_cents for each in postings if each.use == "debtors"]
    assert from_cents(sum(booked)) == it.totals.payable
    assert sum(each.amount_cents for each in postings) == 0


def accepted(it: Invoice, *profiles: Profile) -> None:
    """Every layer takes it in both syntaxes, and reading gives back the same sums."""
    for profile in profiles:
        shaped = in_profile(it, profile)
        assert find(shaped, profile) == ()
        data = write_ubl(shaped, profile)
        report = validate(data)
        assert report.accepted, report.fatal
        assert read_invoice(data).totals == it.totals
    data = write_cii(it)
    report = validate(data)
    assert report.accepted, report.fatal
    assert read_invoice(data).totals == it.totals


def priced(category: VatCategory, **how: Any) -> st.SearchStrategy[Priced]:
    rate = how.pop("rate_bp", None)
    return st.builds(
        lambda quantity, price, less: Priced(
            quantity=quantity, unit_price=price, discount_bp=less, category=category,
            rate_bp=HOME_RATES[category] if rate is None else rate, **how,
        ),
        st.decimals("0.001", "500", places=3) | st.just(Decimal("999999999.999")),
        st.decimals("0", "2000", places=4),
        st.sampled_from([0, 0, 500, 3333, 9999, 10_000]),
    )  # fmt: skip


rebates = st.builds(
    lambda price, category: Priced(Decimal(1), -price, 0, category, HOME_RATES[category]),
    st.decimals("0.01", "25", places=2),
    st.sampled_from(VatCategory),
)
at_home = st.lists(st.sampled_from(VatCategory).flatmap(priced), min_size=1, max_size=7)
of_arrival = st.lists(
    st.sampled_from([("DE", 1900), ("FI", 2550), ("BE", 2100), ("IE", 0)]).flatmap(
        lambda at: priced(
            VatCategory.STANDARD, rate_bp=at[1], country=at[0], treatment=VatTreatment.DESTINATION
        )
    )
    | priced(VatCategory.STANDARD),
    min_size=1,
    max_size=5,
)
without = st.sampled_from(
    [
        VatTreatment.INTRA_EU,
        VatTreatment.REVERSE_CHARGE,
        VatTreatment.EXPORT,
        VatTreatment.OUTSIDE,
        VatTreatment.SMALL_BUSINESS,
    ]
).flatmap(
    lambda how: st.lists(
        st.sampled_from(VatCategory).flatmap(lambda c: priced(c, rate_bp=0, treatment=how)),
        min_size=1,
        max_size=4,
    )
)
documents = (
    st.builds(lambda goods, less: [*goods, *less], at_home, st.lists(rebates, max_size=1))
    | of_arrival
    | without
)
bases = st.sampled_from(PriceBasis)
discounts = st.sampled_from([0, 0, 333, 1000, 9999])


@given(documents, bases, discounts)
@LOOSE
def test_an_e_invoice_says_the_cents_of_its_snapshot(
    lines: list[Priced], basis: PriceBasis, discount_bp: int
) -> None:
    result = totals(lines, basis=basis, discount_bp=discount_bp)
    assume(result.gross_cents > 0)
    buyer = FIRM if lines[0].treatment.is_taxed else BELGIAN
    it = e_invoice(said(lines, result, discount_bp=discount_bp, buyer=buyer), US)
    agrees(it, result)
    accepted(it, PEPPOL, NLCIUS)


@given(documents, bases, discounts, st.data())
@LOOSE
def test_a_credit_note_says_the_cents_of_its_snapshot(
    lines: list[Priced], basis: PriceBasis, discount_bp: int, data: st.DataObject
) -> None:
    parts = [data.draw(st.decimals("0", "1", places=2)) for _ in lines]
    before = [
        (line.quantity * part).quantize(Decimal("0.001"))
        for line, part in zip(lines, parts, strict=True)
    ]
    before = [min(b, line.quantity) for b, line in zip(before, lines, strict=True)]
    left = [line.quantity - b for b, line in zip(before, lines, strict=True)]
    now = [rest * data.draw(st.sampled_from([0, 1, 1])) for rest in left]
    assume(any(now))
    result = credited(lines, before, now, basis=basis, discount_bp=discount_bp)
    assume(result.gross_cents > 0)
    buyer = FIRM if lines[0].treatment.is_taxed else BELGIAN
    says = said(
        lines, result, discount_bp=discount_bp, buyer=buyer, number="C2026-0001",
        issued_on="2026-11-21", credits={"number": "2026-0001", "sent_on": "2026-11-20"},
    )  # fmt: skip
    says["lines"] = [
        {**line, "quantity": str(part)}
        for line, part in zip(says["lines"], now, strict=True)
        if part
    ]
    it = e_invoice(says, US)
    assert it.type_code == "381"
    assert it.preceding[0].number == "2026-0001"
    agrees(it, result)
    accepted(it, PEPPOL, NLCIUS)


ONE = Priced(Decimal(2), Decimal("10.00"), 1000, VatCategory.STANDARD, 2100)


def one(**more: Any) -> Invoice:
    ours = more.pop("ours", US)
    lines = more.pop("lines", [ONE])
    result = totals(lines, basis=more.pop("basis", PriceBasis.NET))
    return e_invoice(said(lines, result, **more), ours)


def test_a_line_discount_stands_in_the_price_with_the_price_before_it() -> None:
    price = one().lines[0].price
    assert (price.gross, price.discount, price.net) == (Decimal(10), Decimal(1), Decimal(9))


def test_a_discount_on_the_whole_goes_off_each_category() -> None:
    lines = [ONE, Priced(Decimal(1), Decimal(20), 0, VatCategory.REDUCED, 900)]
    result = totals(lines, basis=PriceBasis.NET, discount_bp=1000)
    it = e_invoice(said(lines, result, discount_bp=1000), US)
    assert [(a.category, a.rate, a.amount, a.charge) for a in it.adjustments] == [
        ("S", 21, Decimal("1.80"), False), ("S", 9, Decimal(2), False),
    ]  # fmt: skip
    assert it.adjustments[0].reason == "Korting 10 %"


def test_a_small_business_is_exempt_and_without_a_vat_number_outside_the_scope() -> None:
    small = [replace(ONE, treatment=VatTreatment.SMALL_BUSINESS, rate_bp=0)]
    it = one(lines=small)
    assert (it.vat[0].category, it.seller.vat_id) == ("E", US.vat_number)
    assert "kleineondernemersregeling" in it.vat[0].reason
    it = one(lines=small, ours=replace(US, vat_number=""), buyer={**FIRM, "vat_number": "NL1"})
    assert (it.vat[0].category, it.vat[0].rate) == ("O", None)
    assert it.seller.vat_id == it.buyer.vat_id == ""
    accepted(it, PEPPOL, NLCIUS)


def test_a_public_body_gets_nlcius_and_is_named_by_its_oin() -> None:
    body = {**FIRM, "oin": "00000003123456780000", "buyer_reference": "INK-7"}
    it = one(buyer=body)
    assert it.buyer.legal_id == it.buyer.electronic_address == Identifier(body["oin"], "0190")
    assert it.buyer_reference == "INK-7"
    assert usual_profile({"buyer": body}) is NLCIUS
    assert usual_profile({"buyer": FIRM}) is PEPPOL
    assert usual_profile({"buyer": {**body, "country": "BE"}}) is PEPPOL
    accepted(it, NLCIUS)


def test_the_address_that_the_customer_gave_goes_before_any_other() -> None:
    buyer = {**FIRM, "e_invoice_address": "0088:8712345678906"}
    assert one(buyer=buyer).buyer.electronic_address == Identifier("8712345678906", "0088")
    assert one(buyer=BELGIAN).buyer.electronic_address == Identifier("0403019261", "0208")
    german = {**BELGIAN, "vat_number": "DE136695976"}
    assert one(buyer=german).buyer.electronic_address == Identifier("DE136695976", "9930")


def test_what_nlcius_advises_against_is_left_out_of_it_alone() -> None:
    export = [replace(ONE, treatment=VatTreatment.EXPORT, rate_bp=0)]
    it = one(lines=export, buyer=BELGIAN)
    assert it.vat[0].reason_code == "VATEX-EU-G"
    assert in_profile(it, NLCIUS).vat[0].reason_code == ""
    assert in_profile(it, PEPPOL) == it
    assert validate(write_ubl(in_profile(it, NLCIUS), NLCIUS)).findings == ()


def test_supplies_on_several_days_make_a_period() -> None:
    says = said([ONE, ONE], totals([ONE, ONE], basis=PriceBasis.NET))
    says["lines"][1]["supplied_on"] = "2026-11-19"
    it = e_invoice(says, US)
    assert it.delivery.on is None
    assert it.period == Period(date(2026, 11, 18), date(2026, 11, 19))
    accepted(it, PEPPOL)


def test_a_person_needs_nothing_for_the_e_invoice_inside_the_paper() -> None:
    person = {"name": "Els Jansen", "country": "NL"}
    it = one(buyer=person)
    assert find(it, EN16931) == ()
    assert validate(write_cii(it)).accepted
    missing = {(each.rule, each.field) for each in find(it, PEPPOL)}
    assert ("PEPPOL-EN16931-R010", "buyer.electronic_address") in missing


def test_without_words_of_its_own_a_line_is_called_by_its_kind() -> None:
    says = said([ONE], totals([ONE], basis=PriceBasis.NET))
    says["lines"][0] |= {"kind": "shipping", "description": ""}
    assert e_invoice(says, US).lines[0].item.name == "Verzendkosten"
    assert e_invoice({**says, "language": "en"}, US).lines[0].item.name == "Shipping"


def test_more_lines_of_words_become_a_description() -> None:
    says = said([ONE], totals([ONE], basis=PriceBasis.NET))
    says["lines"][0]["description"] = "Advies\nover koffie"
    item = e_invoice(says, US).lines[0].item
    assert (item.name, item.description) == ("Advies", "over koffie")


def test_a_cent_of_the_discount_that_moves_to_another_rate_has_a_line_of_its_own() -> None:
    """A rate of which nothing is credited may still get a cent of the discount on the whole."""
    lines = [
        Priced(Decimal(3), Decimal(379), 0, VatCategory.STANDARD, 2100),
        Priced(Decimal(2), Decimal("24.95"), 0, VatCategory.REDUCED, 900),
        Priced(Decimal(1), Decimal("6.95"), 0, VatCategory.STANDARD, 2100),
    ]
    steps = [("1", "0", "0"), ("0.333", "1", "0"), ("1.667", "0.5", "1"), ("0", "0.5", "0")]
    before, alone = [Decimal(0)] * 3, 0
    for step in steps:
        now = [Decimal(each) for each in step]
        result = credited(lines, before, now, basis=PriceBasis.GROSS, discount_bp=333)
        says = said(
            lines, result, discount_bp=333, issued_on="2026-11-21",
            credits={"number": "2026-0001", "sent_on": "2026-11-20"},
        )  # fmt: skip
        says["lines"] = [
            {**line, "quantity": str(part)}
            for line, part in zip(says["lines"], now, strict=True)
            if part
        ]
        it = e_invoice(says, US)
        alone += sum(line.item.name == "Afronding van de korting" for line in it.lines)
        agrees(it, result)
        accepted(it, PEPPOL, NLCIUS)
        before = [one + other for one, other in zip(before, now, strict=True)]
    assert alone
