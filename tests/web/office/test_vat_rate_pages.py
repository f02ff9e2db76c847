"""Rates of other member states are dated rows of the owner, and the yearly limit is watched."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from klantkluis.catalogue.models import VatRate
from klantkluis.catalogue.queries import rate_table
from klantkluis.core.roles import Role
from klantkluis.core.treatment import Supply
from klantkluis.core.vat import VatCategory, VatTreatment
from klantkluis.customers.models import Customer
from klantkluis.foundation.company import change_company
from klantkluis.sales.models import DistanceSales, Order
from klantkluis.sales.vat import distance_watch, situation_of
from rooms.story import TODAY, a_customer, a_line, a_product, an_order

pytestmark = pytest.mark.usefixtures("our_company")
PAGE = "/company/vat-rates/"
GERMAN = {"country": "DE", "category": "reduced", "rate": "7", "valid_from": "2020-01-01"}


def text(answer) -> str:
    return answer.content.decode()


def test_every_member_state_is_listed_and_a_rate_can_be_added(as_owner):
    page = text(as_owner.get(PAGE))
    for name in ("Germany", "Hungary", "Northern Ireland (goods)"):
        assert name in page
    assert as_owner.post(PAGE, GERMAN).status_code == 302
    row = VatRate.objects.get(country="DE", category="reduced")
    assert (row.rate_bp, row.valid_from) == (700, date(2020, 1, 1))
    assert rate_table(country="DE").rate(VatCategory.REDUCED, date(2026, 11, 20)) == 700
    assert "7%" in text(as_owner.get(PAGE))


def test_before_its_day_a_category_has_the_standard_rate(as_owner):
    as_owner.post(PAGE, {**GERMAN, "valid_from": "2026-07-01"})
    table = rate_table(country="DE")
    assert table.rate(VatCategory.REDUCED, date(2026, 6, 30)) == 1900
    assert table.rate(VatCategory.REDUCED, date(2026, 7, 1)) == 700


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rate": "31"}, "from 0 to 30 percent"),
        ({"rate": "-1"}, ""),
        ({"country": "US"}, "Select a valid choice"),
        ({"category": "exempt"}, "Select a valid choice"),
        ({"valid_from": "gisteren"}, "This is not a day"),
    ],
)
def test_what_is_no_rate_is_refused_beside_its_field(as_owner, changes, words):
    answer = as_owner.post(PAGE, {**GERMAN, **changes})
    assert answer.status_code == 200
    assert words in text(answer)
    assert not VatRate.objects.filter(country="DE", category="reduced").exists()


def test_a_day_has_one_rate_and_what_has_begun_stays(as_owner):
    as_owner.post(PAGE, GERMAN)
    assert "There is a rate from this day on already" in text(as_owner.post(PAGE, GERMAN))
    begun = VatRate.objects.get(country="DE", category="reduced")
    assert as_owner.post(f"{PAGE}{begun.pk}/removal/").status_code == 409
    ahead = (timezone.localdate() + timedelta(days=30)).isoformat()
    as_owner.post(PAGE, {**GERMAN, "valid_from": ahead, "rate": "5"})
    coming = VatRate.objects.get(country="DE", category="reduced", rate_bp=500)
    assert f"{PAGE}{coming.pk}/removal/" in text(as_owner.get(PAGE))
    assert as_owner.post(f"{PAGE}{coming.pk}/removal/").status_code == 302
    assert VatRate.objects.filter(country="DE", category="reduced").count() == 1


def test_only_the_owner_comes_here(browser_of, as_stranger, as_locked_owner):
    colleague = browser_of(Role.BOOKKEEPER, unlocked=True)
    assert colleague.get(PAGE).status_code == 403
    assert colleague.post(f"{PAGE}1/removal/").status_code == 403
    assert as_stranger.get(PAGE)["Location"].startswith("/log-in/")
    assert as_stranger.post(f"{PAGE}1/removal/")["Location"].startswith("/log-in/")
    assert as_locked_owner.get(PAGE).status_code == 200
    assert PAGE in text(as_locked_owner.get("/company/"))


CANARY = {"country": "ES", "postcode": "35001", "town": "Las Palmas", "street": "Calle"}
BELFAST = {"country": "GB", "postcode": "BT1 5GS", "town": "Belfast", "street": "Street"}


def ordered(owner, **fields) -> Order:
    customer = a_customer(owner, **fields)
    order_id = an_order(owner, [a_line(a_product(owner))], customer_id=customer)
    return Order.objects.select_related("customer").get(pk=order_id)


def test_an_order_to_the_canary_islands_is_export(owner):
    change_company(fields={"oss_since": date(2026, 1, 1)}, actor=owner)
    order = ordered(owner, **CANARY)
    assert (order.ship_country, order.buyer_country) == ("IC", "IC")
    found = situation_of(order, day=TODAY).tax(Supply.GOODS, VatCategory.STANDARD, TODAY)
    assert (found.treated.treatment, found.rate_bp) == (VatTreatment.EXPORT, 0)


def test_an_order_to_northern_ireland_has_the_british_rate_under_oss(owner):
    change_company(fields={"oss_since": date(2026, 1, 1)}, actor=owner)
    order = ordered(owner, **BELFAST)
    found = situation_of(order, day=TODAY).tax(Supply.GOODS, VatCategory.STANDARD, TODAY)
    assert (found.treated.treatment, found.treated.country, found.rate_bp) == (
        VatTreatment.DESTINATION, "XI", 2000,
    )  # fmt: skip
    assert Customer.objects.count() == 1


def sold(this_year: int, last_year: int = 0) -> None:
    year = timezone.localdate().year
    DistanceSales.objects.create(year=year, net_cents=this_year)
    DistanceSales.objects.create(year=year - 1, net_cents=last_year)


@pytest.mark.parametrize(
    ("this_year", "last_year", "told"),
    [
        (0, 0, ""),
        (700_000, 0, ""),
        (800_000, 0, "come near the yearly limit"),
        (1_000_000, 0, "come near the yearly limit"),
        (1_000_001, 0, "have passed the yearly limit"),
        (100, 1_000_001, "have passed the yearly limit"),
    ],
)
def test_the_first_screen_watches_the_limit(as_owner, browser_of, this_year, last_year, told):
    sold(this_year, last_year)
    page = text(as_owner.get("/"))
    words = ("come near the yearly limit", "have passed the yearly limit")
    assert [each for each in words if each in page] == ([told] if told else [])
    assert ("and the limit for OSS" in page) == bool(this_year or last_year)
    packer = text(browser_of(Role.WAREHOUSE).get("/"))
    assert not any(each in packer for each in words)


def test_who_chose_oss_or_charges_no_vat_needs_no_watch(as_owner, owner):
    sold(2_000_000)
    today = timezone.localdate()
    watch = distance_watch(today=today)
    assert watch is not None
    assert watch.is_passed
    change_company(fields={"oss_since": today}, actor=owner)
    assert distance_watch(today=today) is None
    page = text(as_owner.get("/"))
    assert "yearly limit" not in page
    assert "limit for OSS" not in page
    change_company(fields={"oss_since": None, "small_business": True}, actor=owner)
    assert distance_watch(today=today) is None
