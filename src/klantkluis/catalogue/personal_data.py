"""This room keeps nothing of customers; only who recorded a price."""

from klantkluis.foundation.personal_data import LegalBasis, PersonalField, PlainColumns, Term

PERSONAL_FIELDS = (
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
        ("id", "sku", "name_nl", "name_en", "unit", "vat_category", "supply", "barcode", "active"),
        "what we sell",
    ),
    PlainColumns(
        "ProductPrice",
        ("id", "product_id", "unit_price", "basis", "valid_from", "recorded_at"),
        "what it costs",
    ),
    PlainColumns(
        "VatRate", ("id", "country", "category", "rate_bp", "valid_from"), "rates of the law"
    ),
)
