"""Which VAT when: each row of the table of sales, and what may never happen."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.core.treatment import (
    EU,
    BuyerVat,
    NumberState,
    Reason,
    SellerVat,
    Supply,
    country_of_number,
    passes_limit,
    treat,
)
from klantkluis.core.vat import VatCategory, VatTreatment

US = SellerVat("NL")
OVER_THE_LIMIT = SellerVat("NL", destination=True)
SMALL = SellerVat("NL", small_business=True)
GOODS, SERVICES, ELECTRONIC = Supply.GOODS, Supply.SERVICES, Supply.ELECTRONIC
DOMESTIC, DESTINATION = VatTreatment.DOMESTIC, VatTreatment.DESTINATION
STANDARD = VatCategory.STANDARD
FIRM, CONSUMER = True, False

SALES = [
    # supply, arrives in, buyer is, number, seller, treatment, country, reason
    (GOODS, "NL", FIRM, NumberState.NONE, US, DOMESTIC, "NL", Reason.HOME),
    (GOODS, "NL", CONSUMER, NumberState.NONE, OVER_THE_LIMIT, DOMESTIC, "NL", Reason.HOME),
    (GOODS, "BE", FIRM, NumberState.VALID, US, VatTreatment.INTRA_EU, "NL", Reason.VALID_NUMBER),
    (SERVICES, "BE", FIRM, NumberState.VALID, US, VatTreatment.REVERSE_CHARGE, "NL",
     Reason.VALID_NUMBER),
    (GOODS, "BE", FIRM, NumberState.UNCHECKED, US, DOMESTIC, "NL", Reason.NUMBER_UNCHECKED),
    (GOODS, "BE", FIRM, NumberState.DOWN, US, DOMESTIC, "NL", Reason.SERVICE_DOWN),
    (GOODS, "BE", FIRM, NumberState.INVALID, OVER_THE_LIMIT, DESTINATION, "BE",
     Reason.NUMBER_INVALID),
    (SERVICES, "BE", FIRM, NumberState.DOWN, US, DOMESTIC, "NL", Reason.SERVICE_DOWN),
    (GOODS, "DE", CONSUMER, NumberState.NONE, US, DOMESTIC, "NL", Reason.CONSUMER),
    (GOODS, "DE", CONSUMER, NumberState.NONE, OVER_THE_LIMIT, DESTINATION, "DE", Reason.CONSUMER),
    (ELECTRONIC, "DE", CONSUMER, NumberState.NONE, OVER_THE_LIMIT, DESTINATION, "DE",
     Reason.CONSUMER),
    (SERVICES, "DE", CONSUMER, NumberState.NONE, OVER_THE_LIMIT, DOMESTIC, "NL", Reason.CONSUMER),
    (GOODS, "US", CONSUMER, NumberState.NONE, US, VatTreatment.EXPORT, "NL", Reason.ABROAD),
    (GOODS, "GB", FIRM, NumberState.NONE, US, VatTreatment.EXPORT, "NL", Reason.ABROAD),
    (SERVICES, "CH", FIRM, NumberState.NONE, US, VatTreatment.OUTSIDE, "NL", Reason.ABROAD),
    (SERVICES, "CH", CONSUMER, NumberState.NONE, US, DOMESTIC, "NL", Reason.CONSUMER),
    (ELECTRONIC, "CH", CONSUMER, NumberState.NONE, US, VatTreatment.OUTSIDE, "NL", Reason.ABROAD),
    (GOODS, "DE", FIRM, NumberState.VALID, SMALL, VatTreatment.SMALL_BUSINESS, "NL",
     Reason.SMALL_BUSINESS),
]  # fmt: skip

buyers = st.builds(
    BuyerVat,
    st.sampled_from([*sorted(EU), "US", "GB"]),
    st.booleans(),
    st.sampled_from(NumberState),
    st.sampled_from([*sorted(EU), "EL", ""]),
)
sellers = st.builds(SellerVat, st.just("NL"), st.booleans(), st.booleans())


@pytest.mark.parametrize(
    ("supply", "place", "business", "number", "seller", "treatment", "country", "reason"), SALES
)
def test_each_sale_has_the_treatment_of_the_law(
    supply, place, business, number, seller, treatment, country, reason
):
    buyer = BuyerVat(place, business, number, place if number is not NumberState.NONE else "")
    found = treat(supply, STANDARD, seller=seller, buyer=buyer, ships_to=place)
    assert (found.treatment, found.country, found.reason) == (treatment, country, reason)


@given(st.sampled_from(Supply), st.sampled_from(VatCategory), sellers, buyers)
def test_without_a_valid_number_nothing_inside_the_eu_goes_without_vat(
    supply, category, seller, buyer
):
    found = treat(supply, category, seller=seller, buyer=buyer, ships_to=buyer.country)
    if found.treatment in {VatTreatment.INTRA_EU, VatTreatment.REVERSE_CHARGE}:
        assert buyer.number is NumberState.VALID
        assert buyer.business
        assert country_of_number(buyer.number_country) != "NL"
        assert buyer.country != "NL"


@given(st.sampled_from(Supply), st.sampled_from(VatCategory), sellers, buyers)
def test_foreign_vat_is_charged_only_above_the_limit_and_never_at_home(
    supply, category, seller, buyer
):
    found = treat(supply, category, seller=seller, buyer=buyer, ships_to=buyer.country)
    if found.treatment is DESTINATION:
        assert seller.destination
        assert found.country == buyer.country != "NL"
    else:
        assert found.country == "NL"


@given(st.sampled_from(Supply), sellers, buyers)
def test_what_is_exempt_here_stays_exempt(supply, seller, buyer):
    found = treat(supply, VatCategory.EXEMPT, seller=seller, buyer=buyer, ships_to=buyer.country)
    assert found.treatment in {DOMESTIC, VatTreatment.SMALL_BUSINESS}


def test_a_number_of_our_own_country_does_not_free_a_sale_abroad():
    buyer = BuyerVat("BE", business=True, number=NumberState.VALID, number_country="NL")
    found = treat(GOODS, STANDARD, seller=US, buyer=buyer, ships_to="BE")
    assert (found.treatment, found.reason) == (DOMESTIC, Reason.NUMBER_OF_OUR_COUNTRY)
    assert found.distance


def test_goods_follow_where_they_arrive_and_services_where_the_buyer_is():
    buyer = BuyerVat("DE", business=True, number=NumberState.VALID, number_country="DE")
    assert treat(GOODS, STANDARD, seller=US, buyer=buyer, ships_to="NL").treatment is DOMESTIC
    at_home = BuyerVat("NL", business=True)
    assert treat(SERVICES, STANDARD, seller=US, buyer=at_home, ships_to="DE").treatment is DOMESTIC


def test_the_sale_that_passes_the_limit_is_the_first_beyond_it():
    day = date(2026, 5, 1)
    amounts = {"day": day, "last_year_cents": 0}
    assert not passes_limit(**amounts, this_year_cents=990_000, sale_cents=10_000)
    assert passes_limit(**amounts, this_year_cents=990_000, sale_cents=10_001)
    assert passes_limit(day=day, last_year_cents=1_000_001, this_year_cents=0, sale_cents=1)
    assert not passes_limit(day=day, last_year_cents=1_000_000, this_year_cents=0, sale_cents=1)


@pytest.mark.parametrize(
    ("number", "country"),
    [("EL123456789", "GR"), ("XI1", "GB"), ("be 0123", "BE"), ("", ""), ("12", "")],
)
def test_the_country_of_a_number_is_in_its_prefix(number, country):
    assert country_of_number(number) == country
