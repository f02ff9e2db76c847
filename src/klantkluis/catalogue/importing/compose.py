"""From the cells of one row to one product.

Besides `sku`, `name_nl`, `name_en`, `unit`, `barcode` and `active` a column can feed these targets:

- `name`: the name in the language of the file; `option`: what tells a variant, put after the name;
- `price`, or `price_net` and `price_gross` where the column itself says which;
- `other_price`: a price in another currency, which is not used but explains why there is none;
- `vat_category`, `vat_status`, `vat_rate` (per cent), `taxable`: which VAT it carries;
- `published`: whether it is for sale; `type`: a kind of product that may hold others;
- `group`, `parent`: to which product a variant belongs;
- `price_from`, `price_group`: a price for a larger quantity or another group of customers.
"""

import html
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from stdnum import ean

from klantkluis.catalogue.importing.price import Price, PriceCode, read_price
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.foundation.units import UNITS

TARGETS = frozenset(
    {
        "sku", "name", "name_nl", "name_en", "unit", "barcode", "active", "option", "price",
        "price_net", "price_gross", "other_price", "vat_category", "vat_status", "vat_rate",
        "taxable", "published", "type", "group", "parent", "price_from", "price_group",
        "external_id",
    }
)  # fmt: skip
LONGEST = {"sku": 60, "name_nl": 200, "name_en": 200, "barcode": 14}
# Kinds of product that only hold others, in WooCommerce, Magento and Bagisto.
HOLDERS = frozenset({"variable", "grouped", "configurable", "bundle"})
_NO = frozenset({"0", "-1", "false", "no", "nee", "nein", "non", "n", "draft", "proposed",
                 "rejected", "archived", "inactive", "inactief", "unlisted"})  # fmt: skip
_CATEGORIES = {
    VatCategory.STANDARD: "standard|standaard|taxable|taxable goods|hoog|high|algemeen|normal|"
    "regelsatz|default|parent",
    VatCategory.REDUCED: "reduced|reduced rate|verlaagd|laag|low|ermäßigt|reduit|réduit",
    VatCategory.ZERO: "zero|zero rate|nul|nultarief|null",
    VatCategory.EXEMPT: "exempt|vrijgesteld|none|geen|steuerfrei|exonéré",
}
_BY_NAME = {n: category for category, names in _CATEGORIES.items() for n in names.split("|")}
_UNIT_WORDS = {
    "C62": "st|stuk|stuks|piece|pieces|pcs|pc|each|unit|units|stück|stk|pièce|per stuk",
    "HUR": "uur|uren|hour|hours|h|std|stunde|stunden|heure",
    "DAY": "dag|dagen|day|days|tag|tage|jour",
    "KGM": "kg|kilo|kilogram|kilogramm",
    "GRM": "g|gr|gram|gramm",
    "LTR": "l|ltr|liter|litre|liters",
    "MTR": "m|mtr|meter|metre|meters",
    "MTK": "m2|m²|vierkante meter|square metre|sqm|qm",
    "XPK": "pak|pakket|pack|package|paket",
    "XBX": "doos|box|dozen|karton|carton",
    "PR": "paar|pair|paire|paren",
    "SET": "set|sets",
}
_UNITS = {word: code for code, words in _UNIT_WORDS.items() for word in words.split("|")}


class Code(StrEnum):
    """What can be remarked on a row of products; `sentences` says it to a human."""

    NAME_MISSING = "name_missing"
    PRICE_MISSING = "price_missing"
    TOO_LONG = "too_long"
    TYPE_UNKNOWN = "type_unknown"
    SKU_DERIVED = "sku_derived"
    VAT_ASSUMED = "vat_assumed"
    VAT_RATE_FOREIGN = "vat_rate_foreign"
    UNIT_UNKNOWN = "unit_unknown"
    BARCODE_LEFT_OUT = "barcode_left_out"
    BARCODE_UNLIKELY = "barcode_unlikely"
    TOO_MANY_CELLS = "too_many_cells"
    HOLDS_VARIANTS = "holds_variants"
    SAME_AS_LINE = "same_as_line"
    BELONGS_TO_LINE = "belongs_to_line"
    OTHER_PRICE_GROUP = "other_price_group"


@dataclass(frozen=True, slots=True)
class Draft:
    """A product as one row says it, with what is the matter with each field."""

    sku: str
    name_nl: str
    name_en: str
    price: Price
    basis: PriceBasis
    vat_category: VatCategory
    unit: str
    barcode: str
    active: bool
    errors: Mapping[str, Code | PriceCode] = field(default_factory=dict)
    warnings: Mapping[str, Code | PriceCode] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What holds for a whole file: the basis of its prices, its VAT, its decimal sign."""

    basis: PriceBasis
    vat_category: VatCategory = VatCategory.STANDARD
    decimal_comma: bool | None = None


def plain(text: str) -> str:
    """Give text without HTML, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def slug(text: str) -> str:
    """Make an article number out of a name: `Clay Pot – Large` is `clay-pot-large`."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", kept).strip("-")[: LONGEST["sku"]]


def variant_name(name: str, options: Sequence[str]) -> str:
    """Put after a name what tells the variant, unless the name says it already."""
    told = [plain(o.replace("|", ", ")) for o in options if o and o != "Default Title"]
    told = [o for o in told if not re.search(rf"(?<!\w){re.escape(o)}(?!\w)", name, re.IGNORECASE)]
    return f"{name} – {', '.join(told)}" if name and told else name


def _is_on(text: str) -> bool:
    return text.strip().casefold() not in _NO


def _vat(raw: Mapping[str, str], assumed: VatCategory) -> tuple[VatCategory, Code | None]:
    """Decide the VAT category; the rates of other countries are taken for ours of the kind."""
    said = raw.get("vat_category", "").casefold().replace("-", " ").strip()
    status = raw.get("vat_status", "").casefold().strip()
    if status == "none" or raw.get("taxable", "").casefold() == "false":
        return VatCategory.EXEMPT, Code.VAT_ASSUMED
    if said in _BY_NAME:
        return _BY_NAME[said], None
    rate = re.fullmatch(r"(\d{1,2})(?:[.,](\d+))?\s*%?", raw.get("vat_rate", "") or said)
    if rate:
        percent = Decimal(f"{rate.group(1)}.{rate.group(2) or 0}")
        if percent == 0:
            return VatCategory.ZERO, None
        category = VatCategory.STANDARD if percent >= 15 else VatCategory.REDUCED
        return category, None if percent in {9, 21} else Code.VAT_RATE_FOREIGN
    return assumed, Code.VAT_ASSUMED if said else None


def _unit(text: str) -> tuple[str, Code | None]:
    said = text.strip()
    if not said or said.upper() in UNITS:
        return said.upper() or "C62", None
    code = _UNITS.get(said.casefold().rstrip("."))
    return code or "C62", None if code else Code.UNIT_UNKNOWN


def _barcode(text: str) -> tuple[str, Code | None]:
    said = re.sub(r"\.0$", "", text.strip()).replace(" ", "")
    if not said:
        return "", None
    if len(said) > LONGEST["barcode"] or not said.isalnum():
        return "", Code.BARCODE_LEFT_OUT
    return said, None if ean.is_valid(said) else Code.BARCODE_UNLIKELY


def _price(raw: Mapping[str, str], assumed: Assumptions) -> tuple[Price, PriceBasis, bool]:
    """Read the price and its basis; tell also whether there was any."""
    for target, basis in (
        ("price_gross", PriceBasis.GROSS),
        ("price_net", PriceBasis.NET),
        ("price", assumed.basis),
    ):
        if raw.get(target):
            return read_price(raw[target], decimal_comma=assumed.decimal_comma), basis, True
    if raw.get("other_price"):
        return Price(None, PriceCode.OTHER_CURRENCY), assumed.basis, True
    return Price(None), assumed.basis, False


def draft(raw: Mapping[str, str], options: Sequence[str], assumed: Assumptions) -> Draft:
    """Make a product out of what the targets of one row hold.

    A product without an article number gets one made of its name, with a warning.
    """
    base = plain(raw.get("name", "")) or plain(raw.get("name_nl", ""))
    base = base or plain(raw.get("name_en", ""))
    name_nl = variant_name(base, options)
    name_en = variant_name(plain(raw.get("name_en", "")), options)
    price, basis, priced = _price(raw, assumed)
    category, vat_remark = _vat(raw, assumed.vat_category)
    unit, unit_remark = _unit(raw.get("unit", ""))
    barcode, barcode_remark = _barcode(raw.get("barcode", ""))
    sku = plain(raw.get("sku", ""))
    derived = not sku and bool(name_nl)
    if derived:
        sku = slug(name_nl if not raw.get("group") else variant_name(raw["group"], options))
    errors: dict[str, Code | PriceCode | None] = {
        "name": None if name_nl else Code.NAME_MISSING,
        "price": price.error if priced else Code.PRICE_MISSING,
    }
    for name, text in (("sku", sku), ("name_nl", name_nl), ("name_en", name_en)):
        if len(text) > LONGEST[name]:
            errors[name] = Code.TOO_LONG
    warnings: dict[str, Code | PriceCode | None] = {
        "price": price.warning,
        "vat_category": vat_remark,
        "unit": unit_remark,
        "barcode": barcode_remark,
        "sku": Code.SKU_DERIVED if derived else None,
    }
    return Draft(
        sku=sku,
        name_nl=name_nl,
        name_en=name_en,
        price=price,
        basis=basis,
        vat_category=category,
        unit=unit,
        barcode=barcode,
        active=_is_on(raw.get("active", "")) and _is_on(raw.get("published", "")),
        errors={name: code for name, code in errors.items() if code},
        warnings={name: code for name, code in warnings.items() if code},
    )
