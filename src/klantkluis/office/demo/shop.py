"""The web shop of the demo company: two hundred products with texts, pictures and reductions."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from klantkluis.catalogue.commands import ProductFields, add_products
from klantkluis.catalogue.pictures.commands import add_read_picture
from klantkluis.catalogue.pricing.commands import Reduction, plan_reduction
from klantkluis.catalogue.queries import ProductRow, product_rows
from klantkluis.catalogue.showing.categories import CategoryFields, add_category
from klantkluis.catalogue.showing.commands import ShopFields as Shown
from klantkluis.catalogue.showing.commands import present_products
from klantkluis.catalogue.showing.makers import MakerFields, add_maker
from klantkluis.catalogue.stock.commands import (
    Counted,
    StockSettings,
    count_stock,
    set_up_stock,
)
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.foundation.actors import Actor
from klantkluis.office.demo.drawing import picture_of
from klantkluis.office.demo.shop_words import CARE, CATEGORIES, CUSTOM, KINDS, WOOD_SAYS, Kind
from klantkluis.office.demo.words import WOODS
from klantkluis.shop.commands.pages import write_first_pages
from klantkluis.shop.commands.selling import ANY_WEIGHT, add_shipping_method, change_shop
from klantkluis.shop.selling import ShippingFields, ShopFields

BOOK, WORKSHOP = "9001", "9002"
FIRST_NEW_KIND = 11
"""The kinds before it are those that the business has always sold."""
NEW_KINDS = range(FIRST_NEW_KIND, len(KINDS) + 1)
SHOP = ShopFields(
    name="Lindehout",
    tagline_nl="Gemaakt van hout, gemaakt om te blijven",
    tagline_en="Made of wood, made to stay",
    welcome_nl="Alles in deze winkel komt uit onze werkplaats in Deventer: gezaagd, geschaafd en"
    " geolied door mensen die u gewoon kunt bellen.",
    welcome_en="Everything in this shop comes from our workshop in Deventer: sawn, planed and"
    " oiled by people whom you can simply call.",
    accent="#7a4a21",
    stock="number",
)
SHIPPING = (
    ShippingFields(
        name_nl="Pakket in Nederland", name_en="Parcel in the Netherlands", countries=("NL",),
        steps=((2000, 495), (10000, 695), (30000, 1295)), free_from_cents=7500,
        days_nl="1 tot 2 werkdagen", days_en="1 to 2 working days",
    ),
    ShippingFields(
        name_nl="Pakket naar België en Duitsland", name_en="Parcel to Belgium and Germany",
        countries=("BE", "DE"), steps=((2000, 895), (10000, 1295), (30000, 2295)),
        free_from_cents=15000, days_nl="2 tot 4 werkdagen", days_en="2 to 4 working days",
    ),
    ShippingFields(
        name_nl="Bezorgen tot in huis", name_en="Delivery into your home", countries=("NL", "BE"),
        steps=((60000, 3900), (250000, 5900)), days_nl="Wij bellen voor een afspraak",
        days_en="We call to make an appointment",
    ),
    ShippingFields(
        name_nl="Afhalen in Deventer", name_en="Pick up in Deventer",
        countries=("NL", "BE", "DE"), steps=((ANY_WEIGHT, 0),), pick_up=True,
        days_nl="Na twee werkdagen", days_en="After two working days",
    ),
)  # fmt: skip
MAKERS = (
    MakerFields(
        "Lindehout Werkplaats B.V.", "Houtkade 14, 7411 AB Deventer", "kantoor@example.com"
    ),
    MakerFields(
        "Draaierij De Proefspaan", "Zaagselpad 3, 9999 ZZ Voorbeelddorp", "proefspaan.example"
    ),
    MakerFields(
        "Samplewood Turnery Ltd", "1 Sample Lane, Exampleton, United Kingdom",
        "samplewood.example", "Lindehout Werkplaats B.V.", "Houtkade 14, 7411 AB Deventer",
        "kantoor@example.com",
    ),
)  # fmt: skip

Progress = Callable[[str, int, int], None]


def more_products(seed: int) -> Iterator[ProductFields]:
    """Make up what is only sold in the shop, with a chance of its own."""
    chance = random.Random(-2 - seed)  # noqa: S311 - a demo has to be the same each time
    for number, kind in enumerate(KINDS[FIRST_NEW_KIND - 1 :], start=FIRST_NEW_KIND):
        for wood, (wood_nl, wood_en) in enumerate(WOODS, start=1):
            price = chance.randrange(kind.low // 50, kind.high // 50) * 50 - 5
            yield ProductFields(
                sku=f"{number:02d}{wood:02d}", name_nl=f"{kind.dutch} {wood_nl}",
                name_en=f"{kind.english} {wood_en}", vat_category=VatCategory.STANDARD,
                unit_price=Decimal(price) / 100, basis=PriceBasis.GROSS,
            )  # fmt: skip


@dataclass(slots=True)
class DemoShop:
    """Fills the shop; `pictures` says how many products get one, the others show none."""

    actor: Actor
    until: date
    seed: int
    pictures: int
    _categories: dict[str, int] = field(default_factory=dict)
    _makers: list[int] = field(default_factory=list)

    def opens(self, since: date, progress: Progress) -> None:
        """Set up the shop with everything in it."""
        with transaction.atomic():
            change_shop(fields=SHOP, actor=self.actor)
            write_first_pages(actor=self.actor)
            for fields in SHIPPING:
                add_shipping_method(fields=fields, actor=self.actor)
            self._arranges()
            more = list(more_products(self.seed))
            add_products(products=more, actor=self.actor, today=since)
            every = product_rows(today=self.until, sort="sku", limit=1000)
            texts = {row.id: self._presented(row, place) for place, row in enumerate(every)}
            present_products(products=texts, actor=self.actor)
            self._reduces(every)
            self._counts([row for row in every if int(row.sku[:2]) in NEW_KINDS])
        self._draws(every[: self.pictures], progress)

    def _arranges(self) -> None:
        for dutch, english, parent in CATEGORIES:
            fields = CategoryFields(dutch, english, parent_id=self._categories.get(parent))
            self._categories[dutch] = add_category(fields=fields, actor=self.actor)
        self._makers = [add_maker(fields=fields, actor=self.actor) for fields in MAKERS]

    def _presented(self, row: ProductRow, place: int) -> Shown:
        kind, wood = _kind(row), _wood(row)
        if kind is None:
            return self._other(row)
        says_nl, says_en = WOOD_SAYS[wood]
        maker = self._makers[1 if kind.shape == "bowl" else 2 if kind.shape == "spoons" else 0]
        large = kind.grams > 25_000
        return Shown(
            summary_nl=kind.says_nl, summary_en=kind.says_en,
            description_nl=f"{kind.says_nl}\n\n{says_nl}\n\n{CARE[0]}",
            description_en=f"{kind.says_en}\n\n{says_en}\n\n{CARE[1]}",
            weight_grams=kind.grams, maker_id=maker, warnings_nl=kind.warns_nl,
            warnings_en=kind.warns_en, delivery_nl="Binnen 3 weken" if large else "",
            delivery_en="Within 3 weeks" if large else "",
            durability_months=60 if maker == self._makers[0] and kind.grams > 5000 else 0,
            position=place, sell_without_stock=place % 9 != 0,
            category_ids=(self._categories[kind.category],),
        )  # fmt: skip

    def _other(self, row: ProductRow) -> Shown:
        made = row.sku == WORKSHOP
        return Shown(
            summary_nl="Een middag of een week: wij maken wat u in gedachten hebt."
            if made
            else "Alles over olie, zeep, was en vlekken, met 120 tekeningen.",
            summary_en="An afternoon or a week: we make what you have in mind."
            if made
            else "All about oil, soap, wax and stains, with 120 drawings.",
            weight_grams=0 if made else 540, maker_id=None if made else self._makers[0],
            returnable=not made, not_returnable_nl=CUSTOM[0] if made else "",
            not_returnable_en=CUSTOM[1] if made else "", position=1000,
            category_ids=(self._categories["Boeken en werkplaats"],),
        )  # fmt: skip

    def _reduces(self, every: Sequence[ProductRow]) -> None:
        """Cut some prices: most for some weeks, one further and further, two from next week on."""
        for nth, row in enumerate(every[4:-2:15]):
            assert row.unit_price is not None, "everything in the demo has a price"
            planned = nth % 6 == 5
            since = self.until + timedelta(days=7 if planned else -12)
            cuts = [Decimal("0.85"), Decimal("0.75")] if nth == 0 else [Decimal("0.80")]
            for step, part in enumerate(cuts):
                price = (row.unit_price * part).quantize(Decimal("0.05"))
                days = since + timedelta(days=step * 6), self.until + timedelta(days=21)
                plan_reduction(
                    product_id=row.id, reduction=Reduction(price, *days), actor=self.actor,
                    today=min(days[0], self.until),
                )  # fmt: skip

    def _counts(self, new: Sequence[ProductRow]) -> None:
        """Count what is only sold in the shop; of each tenth there is none left."""
        for nth, row in enumerate(new):
            settings = StockSettings(keeps_stock=True, place=f"W-{nth // 6 + 1:02d}")
            set_up_stock(product_id=row.id, settings=settings, actor=self.actor)
        there = {
            row.id: Counted(Decimal(1 + nth * 7 % 12), None)
            for nth, row in enumerate(new)
            if nth % 10 != 5
        }
        count_stock(counted=there, counted_on=self.until, actor=self.actor)

    def _draws(self, every: Sequence[ProductRow], progress: Progress) -> None:
        for start in range(0, len(every), 50):
            with transaction.atomic():
                for place, row in enumerate(every[start : start + 50], start=start):
                    kind = _kind(row)
                    shape = kind.shape if kind else "workshop" if row.sku == WORKSHOP else "book"
                    add_read_picture(
                        product_id=row.id, picture=picture_of(shape, _wood(row), place),
                        alt_nl=f"{row.name_nl}, van voren gezien",
                        alt_en=f"{row.name_en}, seen from the front", actor=self.actor,
                    )  # fmt: skip
            progress("pictures", min(start + 50, len(every)), len(every))


def _kind(row: ProductRow) -> Kind | None:
    return None if row.sku in {BOOK, WORKSHOP} else KINDS[int(row.sku[:2]) - 1]


def _wood(row: ProductRow) -> str:
    return WOODS[(int(row.sku[2:]) - 1) % len(WOODS)][0]
