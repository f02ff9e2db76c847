"""An order of our own goes through the shop as any other, and never becomes one."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

from klantkluis.messages import published
from klantkluis.messages.published import ThingKind
from klantkluis.shop.commands.linking import record_pairing
from klantkluis.shop.linking.bringing import Composed, publish_from
from klantkluis.shop.linking.decoys import NoDecoy, is_due, place_decoy
from klantkluis.shop.linking.keys import link_keys
from klantkluis.shop.linking.knocking import Knocker
from klantkluis.shop.linking.pairing import find_site
from klantkluis.shop.linking.pulling import one_round
from klantkluis.shop.models import Decoy, IntakeMessage, SiteLink
from rooms.shop.conftest import now
from support.site_process import SiteProcess

pytestmark = [pytest.mark.django_db, pytest.mark.processes]
TODAY = date(2026, 11, 20)

SHOP = published.ShopSettings(
    identity=published.Identity(name="Voorbeeld BV", email="winkel@voorbeeld.example"),
    name="Voorbeeld",
    shipping=(
        published.ShippingMethod(
            code="parcel", name={"nl": "Pakket"}, countries=("NL",),
            steps=(published.ShippingStep(up_to_grams=2000, cents=495),),
        ),
    ),
    rates=(
        published.Rate(
            country="NL", category="standard", rate_bp=2100, valid_from=date(2019, 1, 1)
        ),
    ),
)  # fmt: skip
PLANK = published.ShownProduct(
    sku="0101", slug="plank", name={"nl": "Plank"}, vat_category="standard", weight_grams=900,
    prices=(
        published.PriceStep(
            valid_from=date(2026, 1, 1), unit_price=Decimal("24.95"), basis="gross"
        ),
    ),
)  # fmt: skip


class Published:
    """A shop with one product, or none."""

    def __init__(self) -> None:
        self.things = {
            (ThingKind.SHOP, "shop"): published.write(SHOP),
            (ThingKind.PRODUCT, "0101"): published.write(PLANK),
        }

    def desired_digests(self):
        found = {}
        for (kind, name), body in self.things.items():
            found.setdefault(kind, {})[name] = published.digest(body)
        return found

    def body_of(self, kind, names):
        return {name: self.things[kind, name] for name in names}


@pytest.fixture
def shown() -> Iterator[Published]:
    made = Published()
    publish_from(lambda _today: made)
    yield made
    publish_from(Composed)


@pytest.fixture
def real(tmp_path: Path, folder: Path, owner, key, shown) -> Iterator[SiteProcess]:
    """A site that runs, is paired and shows a product."""
    site = SiteProcess(tmp_path / "site")
    site.root.mkdir()
    site.start()
    found = find_site(
        url=site.url, code=site.code(), keys=link_keys(folder, make=True), plain_here=True
    )
    record_pairing(found=found, actor=owner, now=now())
    assert one_round(folder, now).problem == ""
    yield site
    site.stop()


def test_an_order_of_our_own_goes_through_the_shop_and_comes_back(real, folder):
    assert is_due(now())
    uid = place_decoy(now=now(), today=TODAY)
    assert Decoy.objects.get().uid == uid
    assert one_round(folder, now).pulled == 1
    assert IntakeMessage.objects.count() == 0
    assert Decoy.objects.get().returned_at is not None
    assert not is_due(now())
    assert is_due(now() + timedelta(hours=1))


def test_the_knocker_places_one_by_itself(real, folder):
    rounds = iter([False, True])
    Knocker(folder, now, every=1).run(lambda _seconds: next(rounds))
    assert Decoy.objects.count() == 1
    assert one_round(folder, now).problem == ""
    assert SiteLink.objects.get().broken == ""


def test_a_shop_without_products_gets_none(real, folder, shown):
    del shown.things[ThingKind.PRODUCT, "0101"]
    assert place_decoy(now=now(), today=TODAY) is None
    assert Decoy.objects.count() == 0


def test_a_shop_that_is_being_mended_gets_none(real, folder):
    SiteLink.objects.update(broken="gap")
    assert not is_due(now())
    one_round(folder, now)
    with pytest.raises(NoDecoy):
        place_decoy(now=now(), today=TODAY)


def test_one_that_is_kept_back_alarms_within_the_next_pulls(real, folder):
    Decoy.objects.create(uid=uuid4(), placed_at=now() - timedelta(minutes=16))
    one_round(folder, now)
    assert SiteLink.objects.get().broken == "decoy"
