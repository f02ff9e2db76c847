"""What a list is a list of, told by the names of its columns.

A list of orders has customers' names in it too. Taking it for a list of customers would fill the
office with doubles, so that what is recognised as something else is refused by its name.
"""

from dataclasses import dataclass
from enum import StrEnum

from klantkluis.foundation.tables.header import fold
from klantkluis.foundation.tables.table import Table


class Kind(StrEnum):
    """What other systems hand out, besides customers and products."""

    ORDERS = "orders"
    QUOTES = "quotes"
    INVOICES = "invoices"
    RECURRING_INVOICES = "recurring_invoices"
    INVOICE_LINES = "invoice_lines"
    PAYMENTS = "payments"
    EXPENSES = "expenses"
    TRANSACTIONS = "transactions"
    HOURS = "hours"
    SUPPLIERS = "suppliers"
    MANUFACTURERS = "manufacturers"
    PURCHASE_ORDERS = "purchase_orders"
    CATEGORIES = "categories"
    COUPONS = "coupons"
    TAX_RATES = "tax_rates"
    STOCK = "stock"
    PRODUCT_VARIANTS = "product_variants"
    PRODUCT_PROPERTIES = "product_properties"
    SEARCH_WORDS = "search_words"
    SHOPS = "shops"
    CUSTOMERS = "customers"
    PRODUCTS = "products"


@dataclass(frozen=True, slots=True)
class _Sign:
    kind: Kind
    columns: frozenset[str]
    without: frozenset[str] = frozenset()


def _sign(kind: Kind, *columns: str, without: tuple[str, ...] = ()) -> _Sign:
    return _Sign(kind, frozenset(columns), frozenset(without))


# In order: the first that fits tells.
_SIGNS = (
    _sign(Kind.PURCHASE_ORDERS, "supply order reference"),
    _sign(Kind.PURCHASE_ORDERS, "order reference", "supplier"),
    _sign(Kind.RECURRING_INVOICES, "frequency", "remaining cycles"),
    _sign(Kind.QUOTES, "quote number"),
    _sign(Kind.QUOTES, "offertenummer"),
    _sign(Kind.TRANSACTIONS, "transaction id", "account name"),
    _sign(Kind.ORDERS, "lineitem quantity"),
    _sign(Kind.ORDERS, "order reference", "order lines product"),
    _sign(Kind.ORDERS, "order number", "order date"),
    _sign(Kind.ORDERS, "order number", "line items"),
    _sign(Kind.ORDERS, "order total", "line items"),
    _sign(Kind.ORDERS, "order id", "order time"),
    _sign(Kind.ORDERS, "order id", "order status"),
    _sign(Kind.ORDERS, "ordernummer", "orderdatum"),
    _sign(Kind.ORDERS, "bestelnummer", "besteldatum"),
    _sign(Kind.ORDERS, "bestellnummer", "bestelldatum"),
    _sign(Kind.INVOICES, "invoice number", "invoice date"),
    _sign(Kind.INVOICES, "invoice id", "invoice number"),
    _sign(Kind.INVOICES, "invoice #", "date issued"),
    _sign(Kind.INVOICES, "invoice", "date issued"),
    _sign(Kind.INVOICES, "document number", "document date"),
    _sign(Kind.INVOICES, "client", "due", "details", "total"),
    _sign(Kind.INVOICES, "factuurnummer", "factuurdatum"),
    _sign(Kind.INVOICES, "rechnungsnummer", "rechnungsdatum"),
    _sign(Kind.PAYMENTS, "client", "invoice number", "amount", "date"),
    _sign(Kind.PAYMENTS, "payment date", "amount"),
    _sign(Kind.EXPENSES, "client", "project", "amount", "date"),
    _sign(Kind.EXPENSES, "expense date", "amount"),
    _sign(Kind.HOURS, "uren", "uurtarief"),
    _sign(Kind.HOURS, "hours", "hourly rate"),
    _sign(Kind.INVOICE_LINES, "quantity", "price single"),
    _sign(Kind.INVOICE_LINES, "item name", "item quantity"),
    _sign(Kind.SUPPLIERS, "vendor name"),
    _sign(Kind.SUPPLIERS, "supplier id", "name", "meta title"),
    _sign(Kind.MANUFACTURERS, "manufacturer id", "name"),
    _sign(Kind.SHOPS, "store id", "hours"),
    _sign(Kind.SEARCH_WORDS, "alias id", "search"),
    _sign(Kind.CATEGORIES, "category id", "parent category"),
    _sign(Kind.CATEGORIES, "category id", "parent id"),
    _sign(Kind.COUPONS, "code", "amount", "usage limit"),
    _sign(Kind.COUPONS, "coupon code"),
    _sign(Kind.TAX_RATES, "tax rate", "identifier"),
    _sign(Kind.TAX_RATES, "rate %", "tax name"),
    _sign(Kind.PRODUCT_VARIANTS, "impact on price"),
    _sign(Kind.PRODUCT_PROPERTIES, "property group name", "property value name", without=("name",)),
    _sign(Kind.STOCK, "ordernumber", "instock", without=("name", "tax")),
    _sign(Kind.STOCK, "sku", "quantity", "warehouse", without=("name", "price")),
)
# Only asked when a list is not what it was taken for.
_PRODUCTS = (
    _sign(Kind.PRODUCTS, "handle", "title"),
    _sign(Kind.PRODUCTS, "product handle", "product title"),
    _sign(Kind.PRODUCTS, "ordernumber", "mainnumber"),
    _sign(Kind.PRODUCTS, "sku", "price"),
    _sign(Kind.PRODUCTS, "sku", "name"),
    _sign(Kind.PRODUCTS, "name", "regular price"),
    _sign(Kind.PRODUCTS, "name", "attribute 1 name"),
    _sign(Kind.PRODUCTS, "name", "sale price"),
    _sign(Kind.PRODUCTS, "name", "price"),
    _sign(Kind.PRODUCTS, "name", "price tax excluded or price tax included"),
    _sign(Kind.PRODUCTS, "product", "cost"),
    _sign(Kind.PRODUCTS, "ordernumber", "price"),
    _sign(Kind.PRODUCTS, "artikelnummer"),
)
_CUSTOMERS = tuple(
    _sign(Kind.CUSTOMERS, column)
    for column in (
        "email", "e mail", "email address", "e mail address", "last name", "lastname", "surname",
        "achternaam", "nachname", "nom", "klantnummer", "customer number", "family name",
    )
)  # fmt: skip
_TITLES = {"vendors": Kind.SUPPLIERS, "suppliers": Kind.SUPPLIERS, "leveranciers": Kind.SUPPLIERS}


def kind_of(table: Table) -> Kind | None:
    """Tell what a table lists if that is neither customers nor products; None if it may be."""
    for text in table.above:
        if text.casefold() in _TITLES:
            return _TITLES[text.casefold()]
    return _told(table, _SIGNS)


def likely_kind(table: Table) -> Kind | None:
    """Tell whether a table that could not be mapped looks like products or like customers."""
    if table.format == "vcard":
        return Kind.CUSTOMERS
    return _told(table, _PRODUCTS) or _told(table, _CUSTOMERS)


def _told(table: Table, signs: tuple[_Sign, ...]) -> Kind | None:
    names = {fold(name) for name in table.header} | {n.casefold().strip() for n in table.header}
    for sign in signs:
        if sign.columns <= names and not sign.without & names:
            return sign.kind
    return None
