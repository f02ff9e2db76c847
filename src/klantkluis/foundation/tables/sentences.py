"""What a note on a file, or its kind, means in a sentence for a human."""

from django.utils.translation import gettext as _

from klantkluis.foundation.tables.kinds import Kind
from klantkluis.foundation.tables.table import Note


def sentence(note: Note, detail: str) -> str:
    """Say what was mended or guessed while a file was read."""
    said = {
        Note.ENCODING_GUESSED: _(
            "The file does not say how it is encoded; it was read as %(detail)s. "
            "Check letters with accents."
        ),
        Note.HEADER_LOWER: _("The names of the columns stand on line %(detail)s."),
        Note.HEADER_MISSING: _(
            "The file has no row with names of columns; choose them by hand, please."
        ),
        Note.COLUMN_TWICE: _("The column “%(detail)s” stands in the file more than once."),
        Note.COLUMN_NAMELESS: _("Column %(detail)s has no name."),
        Note.QUOTES_MENDED: _("Stray quotation marks were mended; check the rows with texts."),
        Note.OTHER_SHEETS: _("Other sheets of the workbook were not read: %(detail)s."),
        Note.CARD_CUT_OFF: _("Card %(detail)s breaks off before its end."),
    }[note]
    return said % {"detail": detail}


def kind_sentence(kind: Kind) -> str:
    """Say what a file is a list of."""
    return {
        Kind.ORDERS: _("This is a list of orders."),
        Kind.QUOTES: _("This is a list of quotes."),
        Kind.INVOICES: _("This is a list of invoices."),
        Kind.RECURRING_INVOICES: _("This is a list of recurring invoices."),
        Kind.INVOICE_LINES: _("This is a list of invoice lines."),
        Kind.PAYMENTS: _("This is a list of payments."),
        Kind.EXPENSES: _("This is a list of expenses."),
        Kind.TRANSACTIONS: _("This is a list of ledger transactions."),
        Kind.HOURS: _("This is a list of hours worked."),
        Kind.SUPPLIERS: _("This is a list of suppliers."),
        Kind.MANUFACTURERS: _("This is a list of manufacturers."),
        Kind.PURCHASE_ORDERS: _("This is a list of purchase orders."),
        Kind.CATEGORIES: _("This is a list of categories."),
        Kind.COUPONS: _("This is a list of discount coupons."),
        Kind.TAX_RATES: _("This is a list of tax rates."),
        Kind.STOCK: _("This is a list of stock levels."),
        Kind.PRODUCT_VARIANTS: _("This is a list of variants whose prices depend on another file."),
        Kind.PRODUCT_PROPERTIES: _("This is a list of properties of products."),
        Kind.SEARCH_WORDS: _("This is a list of search words."),
        Kind.SHOPS: _("This is a list of shops with their opening hours."),
        Kind.CUSTOMERS: _("This is a list of customers."),
        Kind.PRODUCTS: _("This is a list of products."),
    }[kind]
