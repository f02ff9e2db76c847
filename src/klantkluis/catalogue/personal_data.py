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
        ("id", "product_id", "unit_price", "basis", "valid_from", "is_reduction", "recorded_at"),
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
    PlainColumns(
        "ShopCategory",
        ("id", "slug", "name_nl", "name_en", "description_nl", "description_en", "parent_id",
         "position", "active"),
        "how the shop is arranged",
    ),
    PlainColumns(
        "Maker",
        ("id", "name", "address", "contact", "responsible_name", "responsible_address",
         "responsible_contact"),
        "businesses that stand on the product, as the law has it stand at the offer",
    ),
    PlainColumns(
        "ShopProduct",
        ("product_id", "shown", "slug", "summary_nl", "summary_en", "description_nl",
         "description_en", "weight_grams", "maker_id", "warnings_nl", "warnings_en", "delivery_nl",
         "delivery_en", "returnable", "not_returnable_nl", "not_returnable_en",
         "durability_months", "position", "sell_without_stock"),
        "what the shop says of our goods",
    ),
    PlainColumns("ProductCategory", ("id", "product_id", "category_id"), "where goods stand"),
    PlainColumns(
        "Picture",
        ("id", "product_id", "digest", "width", "height", "alt_nl", "alt_en", "position"),
        "pictures of our goods, and what they show in words",
    ),
    PlainColumns(
        "PictureSize",
        ("id", "picture_id", "width", "height", "data", "thing_digest"),
        "pictures of our goods, decoded and written anew, without anything else of the file",
    ),
)  # fmt: skip
