"""Territories with rules of their own are told by postcode, and never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkluis.core.territories import country_of_territory, vat_territory
from klantkluis.core.treatment import (
    EU,
    BuyerVat,
    NumberState,
    Reason,
    SellerVat,
    Supply,
    limit_on,
    treat,
)
from klantkluis.core.vat import VatCategory, VatTreatment


@pytest.mark.parametrize(
    ("country", "postcode", "territory"),
    [
        ("ES", "35001", "IC"), ("ES", "38 670", "IC"), ("ES", "51001", "EA"), ("ES", "28013", "ES"),
        ("FI", "22100", "AX"), ("FI", "FI-22100", "AX"), ("FI", "00100", "FI"),
        ("DE", "78266", "XB"), ("DE", "27498", "XH"), ("DE", "10115", "DE"),
        ("IT", "23041", "XV"), ("IT", "22061", "XC"), ("IT", "00118", "IT"),
        ("GR", "63086", "XO"), ("GR", "10431", "GR"),
        ("FR", "97410", "RE"), ("FR", "97110", "GP"), ("FR", "75001", "FR"),
        ("MC", "98000", "FR"),
        ("GB", "BT1 5GS", "XI"), ("GB", "bt71 4aa", "XI"), ("GB", "SW1A 1AA", "GB"),
        ("NL", "1234 AB", "NL"), ("BE", "22100", "BE"), ("ES", "", "ES"), ("GB", "", "GB"),
    ],
)  # fmt: skip
def test_a_postcode_tells_the_territory(country: str, postcode: str, territory: str) -> None:
    assert vat_territory(country, postcode) == territory


@given(st.sampled_from(sorted({*EU, "GB", "US", "MC"})), st.text(max_size=12))
def test_whatever_is_typed_there_is_a_territory_and_its_country(country: str, text: str) -> None:
    territory = vat_territory(country, text)
    assert len(territory) == 2
    assert len(country_of_territory(territory)) == 2
    assert country_of_territory("IC") == "ES"


FIRM = BuyerVat("ES", business=True, number=NumberState.VALID, number_country="ES")
PERSON = BuyerVat("ES", business=False)


@pytest.mark.parametrize("territory", ["IC", "EA", "AX", "RE", "XV", "XC", "XB", "XH", "XO"])
@pytest.mark.parametrize("buyer", [FIRM, PERSON])
def test_goods_to_a_territory_outside_are_export(territory: str, buyer: BuyerVat) -> None:
    for destination in (True, False):
        found = treat(
            Supply.GOODS, VatCategory.STANDARD, seller=SellerVat("NL", destination=destination),
            buyer=buyer, ships_to=territory,
        )  # fmt: skip
        assert (found.treatment, found.reason) == (VatTreatment.EXPORT, Reason.ABROAD)
        assert not found.distance


def test_northern_ireland_is_inside_for_goods_and_outside_for_services() -> None:
    firm = BuyerVat("XI", business=True, number=NumberState.VALID, number_country="XI")
    person = BuyerVat("XI", business=False)

    def treated(supply: Supply, buyer: BuyerVat, *, destination: bool = True) -> VatTreatment:
        seller = SellerVat("NL", destination=destination)
        return treat(
            supply, VatCategory.STANDARD, seller=seller, buyer=buyer, ships_to="XI"
        ).treatment

    assert treated(Supply.GOODS, firm) is VatTreatment.INTRA_EU
    assert treated(Supply.GOODS, person) is VatTreatment.DESTINATION
    assert treated(Supply.GOODS, person, destination=False) is VatTreatment.DOMESTIC
    assert treated(Supply.SERVICES, firm) is VatTreatment.OUTSIDE
    assert treated(Supply.ELECTRONIC, person) is VatTreatment.OUTSIDE


def test_the_limit_has_a_day() -> None:
    from datetime import date

    assert limit_on(date(2026, 11, 26)) == 1_000_000
