"""The files of other systems: which column is which field of a product.

Facts about their formats, declared; the code that uses them is in `compose`, which also explains
the targets. `basis` says whether the system's prices usually are without VAT ("net") or with it
("gross"); a human can say otherwise. Names of columns are folded (lower case, no hints in
brackets); several for one target are divided by bars, and the first filled one wins.
"""

from klantkluis.foundation.tables.presets import Preset, preset

_SHOPIFY = {
    "group": "handle",
    "name": "title",
    "sku": "variant sku",
    "price": "variant price",
    "barcode": "variant barcode",
    "published": "published|status",
    "option": "option1 value|option2 value|option3 value",
    "taxable": "variant taxable",
}
_WOO = {
    "sku": "sku",
    "name": "name",
    "type": "type",
    "published": "published",
    "price": "regular price",
    "barcode": "gtin upc ean or isbn",
    "vat_status": "tax status",
    "vat_category": "tax class",
    "parent": "parent",
    "option": "attribute 1 value|attribute 1 value s|attribute 2 value|attribute 3 value",
}
_VENDURE = {
    "name": "name",
    "name_nl": "name:nl|name nl",
    "name_en": "name:en|name en",
    "option": "option values|option values nl|option values en",
    "sku": "sku",
    "price": "price",
    "vat_category": "tax category",
}

PRESETS: tuple[Preset, ...] = (
    preset(
        "PrestaShop / thirty bees",
        "prestashop",
        "product id|name|price tax excluded or price tax included|reference",
        {
            "external_id": "product id",
            "active": "active",
            "name": "name",
            "price": "price tax excluded or price tax included",
            "sku": "reference",
            "barcode": "ean13|upc",
            "unit": "unity",
        },
        basis="net",
    ),
    preset(
        "Shopify", "shopify", "handle|title|variant price", _SHOPIFY, basis="gross", rows="group"
    ),
    preset(
        "WooCommerce", "woocommerce", "type|sku|name|regular price", _WOO,
        basis="gross", rows="parent",
    ),
    preset(
        "WooCommerce", "woocommerce", "name|type|attribute 1 name", _WOO,
        basis="gross", rows="parent",
    ),
    preset(
        "Magento 2",
        "magento",
        "sku|attribute set code|product type|name|price",
        {
            "sku": "sku",
            "name": "name",
            "type": "product type",
            "price": "price",
            "vat_category": "tax class name",
            "active": "product online",
        },
        basis="net",
    ),
    preset(
        "Shopware 5",
        "shopware",
        "ordernumber|mainnumber|name|tax|price ek",
        {
            "sku": "ordernumber",
            "name": "name",
            "option": "additional text",
            "vat_rate": "tax",
            "price": "price ek",
            "active": "active",
            "barcode": "ean",
            "unit": "packunit",
        },
        basis="gross",
    ),
    preset(
        "Shopware 5: prices",
        "shopware",
        "ordernumber|price|pricegroup|from",
        {
            "sku": "ordernumber",
            "name": "name",
            "option": "additionaltext",
            "price": "price",
            "price_group": "pricegroup",
            "price_from": "from",
        },
        basis="gross",
    ),
    preset(
        "Odoo",
        "odoo",
        "name|internal reference|sale price",
        {
            "sku": "internal reference",
            "external_id": "external id",
            "name": "name",
            "price": "sale price",
            "active": "can be sold",
            "barcode": "barcode",
            "unit": "unit of measure",
        },
        basis="net",
    ),
    preset(
        "Invoice Ninja",
        "invoiceninja",
        "product|notes|cost",
        {"name": "product", "price": "cost"},
        basis="net",
    ),
    preset(
        "Bagisto",
        "bagisto",
        "sku|attribute family code|type|name|price",
        {
            "sku": "sku",
            "name": "name",
            "type": "type",
            "price": "price",
            "active": "status",
            "vat_category": "tax category name",
        },
        basis="net",
        types="simple|virtual|downloadable|configurable|grouped|bundle|booking",
    ),
    preset(
        "Medusa",
        "medusa",
        "product handle|product title|variant title|variant price eur",
        {
            "group": "product handle",
            "name": "product title",
            "option": "variant title",
            "sku": "variant sku",
            "barcode": "variant ean|variant barcode|variant upc",
            "price": "variant price eur",
            "published": "product status",
        },
        basis="net",
        currency="EUR",
    ),
    preset(
        "Medusa",
        "medusa",
        "product handle|product title|variant title",
        {
            "group": "product handle",
            "name": "product title",
            "option": "variant title",
            "sku": "variant sku",
            "barcode": "variant ean|variant barcode|variant upc",
            "price": "price eur",
            "other_price": "price *|variant price *",
            "published": "product status",
        },
        basis="net",
        currency="EUR",
    ),
    preset(
        "Vendure", "vendure", "option groups|option values|sku|price", _VENDURE,
        basis="net", rows="blank",
    ),
    preset(
        "Vendure", "vendure", "name en|option groups|sku|price", _VENDURE,
        basis="net", rows="blank",
    ),
)  # fmt: skip

OSCAR = preset(
    "django-oscar",
    "oscar",
    "column 1|column 2|column 3|column 4|column 5|column 6|column 7",
    {"sku": "column 5", "name": "column 2", "price": "column 6"},
    basis="net",
)
"""A price list without a header, known by its numbers (`preview.map_columns`)."""

_NAMES: dict[str, str] = {
    "sku": "sku|artikelnummer|artikelnr|artikelcode|productcode|productnummer|code|item code|"
    "item number|product code|product number|part number|article number|reference|artikel nr|"
    "artikelnummer leverancier|référence|bestellnummer|ordernumber",
    "name": "naam|productnaam|artikelnaam|omschrijving|product|artikel|name|product name|title|"
    "item|item name|titel|bezeichnung|artikelbezeichnung|nom|désignation|libellé",
    "name_nl": "naam nl|naam nederlands|name nl|titel nl|omschrijving nl",
    "name_en": "naam en|naam engels|name en|titel en|title en|omschrijving en",
    "price": "prijs|verkoopprijs|stukprijs|price|sale price|unit price|regular price|preis|"
    "verkaufspreis|einzelpreis|prix|prix unitaire|tarief|rate",
    "price_net": "prijs excl btw|prijs ex btw|prijs exclusief btw|verkoopprijs excl btw|"
    "price excl vat|net price|price net|nettopreis|prix ht|excl btw",
    "price_gross": "prijs incl btw|prijs inclusief btw|verkoopprijs incl btw|price incl vat|"
    "gross price|price gross|bruttopreis|prix ttc|incl btw|consumentenprijs",
    "vat_category": "btw|btw tarief|btw categorie|btw code|vat|vat category|tax class|tax category|"
    "mwst|steuersatz|tva",
    "vat_rate": "btw percentage|btw %|vat rate|vat %|tax rate|tax|steuer",
    "unit": "eenheid|unit|unit of measure|einheid|einheit|unité|per",
    "barcode": "barcode|ean|ean13|gtin|streepjescode|ean code|upc",
    "active": "actief|active|status|aktiv|actif|published|online|enabled",
}
SYNONYMS: dict[str, str] = {
    name: target for target, names in _NAMES.items() for name in names.split("|")
}
