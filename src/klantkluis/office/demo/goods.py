"""What the demo company sells."""

import random
from collections.abc import Iterator
from decimal import Decimal

from klantkluis.catalogue.commands import ProductFields
from klantkluis.core.treatment import Supply
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.office.demo.words import FINISHES, GOODS, WOODS


def products(chance: random.Random) -> Iterator[ProductFields]:
    """Make up the range: wooden things at 21 %, a care book at 9 %, and a workshop by the hour."""
    for kind, (dutch, english, unit, low, high) in enumerate(GOODS, start=1):
        for wood, (wood_nl, wood_en) in enumerate(WOODS, start=1):
            finish_nl, finish_en = chance.choice(FINISHES)
            price = chance.randrange(low // 50, high // 50) * 50 - 5
            yield ProductFields(
                sku=f"{kind:02d}{wood:02d}",
                name_nl=f"{dutch} {wood_nl} {finish_nl}".strip(),
                name_en=f"{english} {wood_en} {finish_en}".strip(),
                vat_category=VatCategory.STANDARD,
                unit_price=Decimal(price) / 100,
                basis=PriceBasis.GROSS,
                unit=unit,
            )
    yield ProductFields(
        sku="9001",
        name_nl="Boek: hout onderhouden",
        name_en="Book: caring for wood",
        vat_category=VatCategory.REDUCED,
        unit_price=Decimal("24.50"),
        basis=PriceBasis.GROSS,
    )
    yield ProductFields(
        sku="9002",
        name_nl="Maatwerk in de werkplaats",
        name_en="Custom work in the workshop",
        vat_category=VatCategory.STANDARD,
        unit_price=Decimal("78.65"),
        basis=PriceBasis.GROSS,
        unit="HUR",
        supply=Supply.SERVICES,
    )
