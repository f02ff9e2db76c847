"""Questions about how the shop sells."""

from dataclasses import dataclass
from typing import Final

from klantkluis.shop.models import ShippingMethod, ShippingStep, Shop

TRANSFER, INVOICE, MOLLIE = "transfer", "invoice", "mollie"
PAYMENTS: Final = (TRANSFER, INVOICE, MOLLIE)
AFTER_DELIVERY: Final = frozenset({INVOICE})
"""Ways in which a customer pays on or after delivery (BW 7:26(2))."""


@dataclass(frozen=True, slots=True)
class ShopFields:
    """How the shop sells; see `messages.published.ShopSettings`."""

    name: str
    tagline_nl: str = ""
    tagline_en: str = ""
    welcome_nl: str = ""
    welcome_en: str = ""
    in_english: bool = True
    accent: str = "#1f5f8b"
    show_prices: str = "gross"
    stock: str = "availability"
    payments: tuple[str, ...] = (TRANSFER, INVOICE)
    newsletter: bool = True
    closed: bool = False


@dataclass(frozen=True, slots=True)
class ShippingFields:
    """A way to send: where to, and what it costs up to which weight, in cents with VAT."""

    name_nl: str
    countries: tuple[str, ...]
    steps: tuple[tuple[int, int], ...]
    name_en: str = ""
    days_nl: str = ""
    days_en: str = ""
    free_from_cents: int = 0
    pick_up: bool = False
    active: bool = True


@dataclass(frozen=True, slots=True)
class ShippingRow:
    """A way to send, in its place."""

    id: int
    code: str
    fields: ShippingFields
    first: bool
    last: bool


def shop_fields() -> ShopFields | None:
    """Give how the shop sells, or None before it is set up."""
    row = Shop.objects.filter(pk=1).first()
    if row is None:
        return None
    return ShopFields(
        name=row.name, tagline_nl=row.tagline_nl, tagline_en=row.tagline_en,
        welcome_nl=row.welcome_nl, welcome_en=row.welcome_en, in_english=row.in_english,
        accent=row.accent, show_prices=row.show_prices, stock=row.stock,
        payments=tuple(row.payments.split(",")), newsletter=row.newsletter, closed=row.closed,
    )  # fmt: skip


def shipping_methods() -> list[ShippingRow]:
    """Give every way to send, in the order of the shop."""
    rows = list(ShippingMethod.objects.order_by("position", "pk"))
    steps: dict[int, list[tuple[int, int]]] = {}
    for method_id, grams, cents in ShippingStep.objects.order_by("up_to_grams").values_list(
        "method", "up_to_grams", "cents"
    ):
        steps.setdefault(method_id, []).append((grams, cents))
    return [
        ShippingRow(
            row.pk, row.code, _fields(row, steps.get(row.pk, [])), first=place == 0,
            last=place == len(rows) - 1,
        )
        for place, row in enumerate(rows)
    ]  # fmt: skip


def sends_parcels() -> bool:
    """Tell whether there is a way to send that is no picking up."""
    return ShippingMethod.objects.filter(active=True, pick_up=False).exists()


def shipping_method(*, method_id: int) -> ShippingRow | None:
    """Give one way to send, or None."""
    return next((row for row in shipping_methods() if row.id == method_id), None)


def _fields(row: ShippingMethod, steps: list[tuple[int, int]]) -> ShippingFields:
    return ShippingFields(
        name_nl=row.name_nl, name_en=row.name_en, days_nl=row.days_nl, days_en=row.days_en,
        countries=tuple(row.countries.split(",")), steps=tuple(steps),
        free_from_cents=row.free_from_cents, pick_up=row.pick_up, active=row.active,
    )  # fmt: skip
