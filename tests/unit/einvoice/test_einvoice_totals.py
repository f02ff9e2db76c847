"""Sums follow from the lines, to the cent, half a cent away from zero."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.billing.einvoice.codes import Vat
from klantkluis.billing.einvoice.model import Price
from klantkluis.billing.einvoice.totals import (
    Reason,
    added_up,
    line_net,
    net_amounts,
    net_price,
    percentage,
    rounded,
    vat_lines,
)
from klantkluis.core.money import from_cents, to_cents
from klantkluis.core.vat import PriceBasis, Priced, VatCategory, vat_in
from klantkluis.core.vat import totals as core_totals
from support.einvoice_samples import discount, invoice, line

D = Decimal


@pytest.mark.parametrize(
    ("value", "cents"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("1.0049", "1.00"), ("2", "2.00")]
)
def test_half_a_cent_goes_away_from_zero(value, cents):
    assert rounded(D(value)) == D(cents)


def test_a_line_is_quantity_times_price_less_discount_plus_charge():
    price = Price(net=D("18.4950"))
    own = (discount(amount=D("2.00")), discount(amount=D("0.50"), charge=True))
    assert line_net(D(8), price, own) == D("146.46")


def test_a_price_may_be_for_many():
    price = Price(net=D("12.50"), base_quantity=D(1000))
    assert line_net(D(450), price) == D("5.63")


def test_vat_is_worked_out_once_per_rate_over_its_lines():
    """Three lines of 0.05 at 9% are 0.01 of VAT together, and nothing line by line."""
    lines = [line(n, quantity=D(1), price=Price(net=D("0.05")), rate=D(9)) for n in (1, 2, 3)]
    (vat,) = vat_lines(lines)
    assert (vat.taxable, vat.tax) == (D("0.15"), D("0.01"))


def test_a_discount_on_the_whole_lowers_the_vat_of_its_rate():
    it = invoice(adjustments=(discount(category="S", rate=D(21), amount=D("7.96")),))
    assert [(vat.rate, vat.taxable, vat.tax) for vat in it.vat] == [
        (D(21), D("140.00"), D("29.40")),
        (D(9), D("46.24"), D("4.16")),
    ]
    assert it.totals.allowances == D("7.96")
    assert it.totals.charges is None
    assert it.totals.gross == D("219.80")


def test_what_was_paid_and_rounded_goes_off_and_on():
    it = invoice()
    paid = replace(it.totals, paid=D("100.00"), rounding=D("-0.01"))
    again = added_up(replace(it, totals=paid))
    assert again.totals.payable == it.totals.gross - D("100.01")


def test_a_reason_stands_with_its_category():
    lines = [line(category=Vat.EXEMPT, rate=D(0))]
    (vat,) = vat_lines(lines, (), {Vat.EXEMPT: Reason("Vrijgesteld", "VATEX-EU-132")})
    assert (vat.reason, vat.reason_code, vat.tax) == ("Vrijgesteld", "VATEX-EU-132", 0)


def test_what_is_outside_the_scope_has_no_rate():
    (vat,) = vat_lines([line(category=Vat.OUTSIDE_SCOPE, rate=None)])
    assert (vat.rate, vat.tax) == (None, 0)


cents = st.integers(-(10**7), 10**7)


@given(st.lists(st.tuples(cents, st.sampled_from([2100, 900])), min_size=1, max_size=8))
def test_the_sums_are_those_of_our_own_invoices(amounts):
    """With prices without VAT, core and e-invoice are one arithmetic."""
    ours = core_totals(
        [
            Priced(
                quantity=D(1),
                unit_price=from_cents(net),
                discount_bp=0,
                category=VatCategory.STANDARD,
                rate_bp=rate,
            )
            for net, rate in amounts
        ],
        basis=PriceBasis.NET,
    )
    theirs = invoice(
        *(
            line(n, quantity=D(1), price=Price(net=from_cents(net)), rate=D(rate) / 100)
            for n, (net, rate) in enumerate(amounts)
        )
    )
    assert to_cents(theirs.totals.gross) == ours.gross_cents
    assert sorted(to_cents(vat.tax) for vat in theirs.vat) == sorted(
        vat.vat_cents for vat in ours.vat
    )


@given(st.lists(cents, min_size=1, max_size=12), st.sampled_from([2100, 900]))
def test_lines_with_vat_in_their_price_add_up_to_the_sum_without_it(amounts, rate_bp):
    gross = sum(amounts)
    net = gross - vat_in(gross, rate_bp, PriceBasis.GROSS)
    rate = D(rate_bp) / 100
    parts = net_amounts([from_cents(each) for each in amounts], rate, from_cents(net))
    assert sum(parts) == from_cents(net)
    for part, each in zip(parts, amounts, strict=True):
        assert abs(part - from_cents(each) * 100 / (100 + rate)) <= D("0.0150")


@given(cents, st.decimals(D("0.001"), D(100_000), places=3))
def test_a_price_worked_out_of_an_amount_comes_back_to_it(amount, quantity):
    net = from_cents(amount)
    signed = quantity if net >= 0 else -quantity
    price = net_price(net, signed)
    assert price >= 0
    assert abs(line_net(signed, Price(net=price)) - net) <= D("0.01")


def test_a_sum_that_is_not_that_of_the_lines_is_refused():
    with pytest.raises(ValueError, match="not that of these lines"):
        net_amounts([D("1.21")], D(21), D("5.00"))


@given(cents, st.decimals(0, 100, places=2))
def test_a_credit_mirrors_what_it_answers(amount, percent):
    base = from_cents(amount)
    assert percentage(-base, percent) == -percentage(base, percent)
