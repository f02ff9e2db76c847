"""What this room keeps of a person: why, on which basis, for how long."""

from klantkluis.foundation.personal_data import LegalBasis, PersonalField, PlainColumns, Term


def _contract(field: str, category: str) -> PersonalField:
    return PersonalField(field, category, "dpv:DeliveryOfGoods", LegalBasis.CONTRACT, Term.RELATION)


PERSONAL_FIELDS = (
    _contract("order.deliver_to", "dpv-pd:PhysicalAddress"),
    _contract("order.reference", "dpv-pd:Communication"),
    _contract("order.remarks", "dpv-pd:Communication"),
    _contract("order.line_texts", "dpv-pd:Purchase"),
    _contract("delivery_note.deliver_to", "dpv-pd:PhysicalAddress"),
    _contract("delivery_note.remarks", "dpv-pd:Communication"),
    _contract("delivery_note.track_and_trace", "dpv-pd:Transactional"),
    _contract("delivery_note.line_texts", "dpv-pd:Purchase"),
    *(
        _contract(f"document_file.{name}", "dpv-pd:PhysicalAddress")
        for name in ("key", "name", "media_type", "size")
    ),
    *(
        PersonalField(
            name,
            "dpv-pd:Purchase",
            "dpv:FulfilmentOfObligation",
            LegalBasis.LEGAL_OBLIGATION,
            Term.BOOKS,
        )
        for name in ("Order.customer_id", "Order.ordered_on", "Delivery.delivered_on")
    ),
    PersonalField(
        "OrderCancellation.staff_id",
        "dpv-pd:Identifier",
        "dpv:RecordManagement",
        LegalBasis.LEGITIMATE_INTEREST,
        Term.SECURITY,
    ),
)

PLAIN_COLUMNS = (
    PlainColumns(
        "Order",
        ("id", "uid", "rev", "schema", "sealed", "number", "basis", "discount_bp",
         "ship_country", "buyer_country", "to_business"),
        "numbers of the row and the seal; the countries of a supply and whether it is to a"
        " business, which its VAT depends on",
    ),
    PlainColumns(
        "OrderLine",
        ("id", "order_id", "position", "kind", "product_id", "unit", "quantity", "unit_price",
         "discount_bp", "vat_category", "supply"),
        "articles and amounts; words of its own lie sealed with the order",
    ),
    PlainColumns("DistanceSales", ("year", "net_cents"), "sums of a year"),
    PlainColumns("OrderCancellation", ("id", "order_id", "cancelled_on"), "a day"),
    PlainColumns("OpenOrder", ("order_id", "to_deliver", "to_bill", "billed"), "what to do"),
    PlainColumns(
        "Delivery",
        ("id", "uid", "rev", "schema", "sealed", "number", "order_id"),
        "numbers of the row and the seal",
    ),
    PlainColumns(
        "DeliveryPaper",
        ("id", "uid", "rev", "schema", "sealed", "delivery_id", "contents"),
        "numbers and sealed bytes",
    ),
    PlainColumns(
        "DeliveryLine", ("id", "delivery_id", "order_line_id", "quantity"), "quantities"
    ),
)  # fmt: skip
