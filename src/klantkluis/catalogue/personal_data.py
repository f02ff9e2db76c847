"""This room keeps nothing of customers; only who recorded a price or moved the stock.

A note on the stock is free text of staff, which may name somebody, so it lies sealed.
"""

from klantkluis.core.declared import LegalBasis, PersonalField, PlainColumns, Term

PERSONAL_FIELDS = (
    PersonalField(
        "stock_note.note",
        "dpv-pd:Communication",
        "dpv:RecordManagement",
        LegalBasis.LEGITIMATE_INTEREST,
        Term.BOOKS,
    ),
    PersonalField(
        "StockMovement.staff_id",
        "dpv-pd:Identifier",
        "dpv:RecordManagement",
        LegalBasis.LEGITIMATE_INTEREST,
        Term.SECURITY,
    ),
    PersonalField(
        "ProductPrice.staff_id",
        "dpv-pd:Identifier",
        "dpv:RecordManagement",
        LegalBasis.LEGITIMATE_INTEREST,
        Term.SECURITY,
    ),
)

PLAIN_COLUMNS = (
    PlainColumns(
        "Product",
        (
            "id",
            "sku",
            "name_nl",
            "name_en",
            "unit",
            "vat_category",
            "supply",
            "barcode",
            "active",
            "keeps_stock",
            "reorder_point",
            "place",
        ),
        "what we sell, and where it lies",
    ),
    PlainColumns(
        "ProductPrice",
        ("id", "product_id", "unit_price", "basis", "valid_from", "recorded_at"),
        "what it costs",
    ),
    PlainColumns(
        "StockMovement",
        ("id", "product_id", "kind", "reason", "quantity", "after", "moved_on", "recorded_at"),
        "goods that came and went",
    ),
    PlainColumns(
        "StockNote",
        ("id", "uid", "rev", "schema", "sealed", "movement_id", "cls"),
        "numbers of the row, the name of its key and the seal",
    ),
    PlainColumns("StockLevel", ("product_id", "on_hand", "last_movement_id"), "how many there are"),
    PlainColumns(
        "VatRate", ("id", "country", "category", "rate_bp", "valid_from"), "rates of the law"
    ),
)
