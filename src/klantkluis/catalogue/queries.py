"""Questions about products, prices and VAT rates."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower

from klantkluis.catalogue.models import Product, ProductPrice, ShopProduct, VatRate
from klantkluis.core.rates import DatedRate, RateTable
from klantkluis.core.treatment import Supply
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.foundation.prepared import Prepared

HOME = "NL"


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product with the price that holds on a day; no price means not for sale yet."""

    id: int
    sku: str
    name_nl: str
    name_en: str
    unit: str
    vat_category: VatCategory
    barcode: str
    active: bool
    unit_price: Decimal | None
    basis: PriceBasis | None
    supply: Supply = Supply.GOODS

    def name(self, language: str) -> str:
        """Give the name in a language, Dutch where there is no other."""
        return self.name_en if language == "en" and self.name_en else self.name_nl


@dataclass(frozen=True, slots=True)
class PricePoint:
    """One step in the history of a price."""

    unit_price: Decimal
    basis: PriceBasis
    valid_from: date
    recorded_at: datetime


def product_rows(
    *,
    today: date,
    ids: Collection[int] | None = None,
    terms: str = "",
    active: bool | None = None,
    category: str = "",
    shown: bool | None = None,
    after: tuple[str, int] | None = None,
    sort: str = "name_nl",
    descending: bool = False,
    limit: int = 50,
) -> list[ProductRow]:
    """Give a page of products, sorted by name or article number, after a key.

    Args:
        shown: only those that are in the shop, or only those that are not.
    """
    assert sort in {"name_nl", "sku"}
    rows = _priced(Product.objects.all(), today)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    for term in terms.split():
        rows = rows.filter(
            Q(sku__icontains=term)
            | Q(name_nl__icontains=term)
            | Q(name_en__icontains=term)
            | Q(barcode=term)
        )
    if active is not None:
        rows = rows.filter(active=active)
    if category:
        rows = rows.filter(vat_category=category)
    if shown is not None:
        there = Q(pk__in=ShopProduct.objects.filter(shown=True).values("pk"))
        rows = rows.filter(there if shown else ~there)
    if after is not None:
        way = "lt" if descending else "gt"
        rows = rows.filter(
            Q(**{f"{sort}__{way}": after[0]}) | Q(**{sort: after[0], f"pk__{way}": after[1]})
        )
    sign = "-" if descending else ""
    ordered = rows.order_by(f"{sign}{sort}", f"{sign}pk")
    return [_row(product) for product in (ordered if ids is not None else ordered[:limit])]


def product_row(*, product_id: int, today: date) -> ProductRow | None:
    """Give one product, or None."""
    rows = product_rows(today=today, ids=[product_id])
    return rows[0] if rows else None


def products_by_sku(*, skus: Collection[str], today: date) -> dict[str, ProductRow]:
    """Give the products with these article numbers, whatever their case, by casefolded number."""
    wanted = {sku.casefold() for sku in skus} | set(skus)
    if not wanted:
        return {}
    rows = _priced(Product.objects.annotate(small=Lower("sku")), today)
    return {row.sku.casefold(): _row(row) for row in rows.filter(small__in=wanted)}  # type: ignore[misc]


def price_history(*, product_id: int) -> list[PricePoint]:
    """Give every price that a product ever had, the newest first."""
    return [
        PricePoint(row.unit_price, PriceBasis(row.basis), row.valid_from, row.recorded_at)
        for row in ProductPrice.objects.filter(product=product_id).order_by("-valid_from", "-pk")
    ]


def rate_table(*, country: str = HOME) -> RateTable:
    """Give every VAT rate that a country ever had, as far as we know, in one query."""
    return RateTable(
        tuple(
            DatedRate(VatCategory(category), rate_bp, valid_from)
            for category, rate_bp, valid_from in _RATES.all(country)
        )
    )


def rate_tables(*, countries: Collection[str]) -> dict[str, RateTable]:
    """Give the rates of several countries, in one query; a country that we know no rate of is
    left out."""
    found: dict[str, list[DatedRate]] = {}
    rows = VatRate.objects.filter(country__in=countries)
    for country, category, rate_bp, day in rows.values_list(
        "country", "category", "rate_bp", "valid_from"
    ):
        found.setdefault(country, []).append(DatedRate(VatCategory(category), rate_bp, day))
    return {country: RateTable(tuple(rates)) for country, rates in found.items()}


_RATES = Prepared(
    lambda country: VatRate.objects.filter(country=country).values_list(
        "category", "rate_bp", "valid_from"
    ),
    str,
)


def _priced(products: QuerySet[Product], today: date) -> QuerySet[Product]:
    price = ProductPrice.objects.filter(product=OuterRef("pk"), valid_from__lte=today).order_by(
        "-valid_from", "-pk"
    )
    return products.annotate(
        unit_price=Subquery(price.values("unit_price")[:1]),
        basis=Subquery(price.values("basis")[:1]),
    )


def _row(product: Product) -> ProductRow:
    basis = getattr(product, "basis", None)
    return ProductRow(
        id=product.pk,
        sku=product.sku,
        name_nl=product.name_nl,
        name_en=product.name_en,
        unit=product.unit,
        vat_category=VatCategory(product.vat_category),
        barcode=product.barcode,
        active=product.active,
        unit_price=getattr(product, "unit_price", None),
        basis=PriceBasis(basis) if basis else None,
        supply=Supply(product.supply),
    )
