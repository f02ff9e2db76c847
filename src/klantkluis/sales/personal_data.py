"""What this room keeps of a person: why, on which basis, for how long."""

from klantkluis.core.declared import LegalBasis, PersonalField, PlainColumns, Term
from klantkluis.sales.expiring import EXPIRING
from klantkluis.sales.records import RECORDS, claims

__all__ = ["EXPIRING", "PERSONAL_FIELDS", "PLAIN_COLUMNS", "RECORDS", "claims"]


def _contract(field: str, category: str, term: Term = Term.ORDER) -> PersonalField:
    return PersonalField(field, category, "dpv:DeliveryOfGoods", LegalBasis.CONTRACT, term)


def _delivered(field: str, category: str) -> PersonalField:
    """Declare what is kept of what went out and came back: no longer than a claim about it."""
    return _contract(field, category, Term.DELIVERY)


def _quoted(field: str, category: str) -> PersonalField:
    """Declare what a quote says: steps before a contract that the customer asked for."""
    return PersonalField(field, category, "dpv:ServiceProvision", LegalBasis.CONTRACT, Term.QUOTE)


PERSONAL_FIELDS = (
    _contract("order.deliver_to", "dpv-pd:PhysicalAddress"),
    _contract("order.reference", "dpv-pd:Communication"),
    _contract("order.remarks", "dpv-pd:Communication"),
    _contract("order.line_texts", "dpv-pd:Purchase"),
    _delivered("delivery_note.deliver_to", "dpv-pd:PhysicalAddress"),
    _delivered("delivery_note.remarks", "dpv-pd:Communication"),
    _delivered("delivery_note.track_and_trace", "dpv-pd:Transactional"),
    _delivered("delivery_note.carrier", "dpv-pd:Transactional"),
    _delivered("delivery_note.track_link", "dpv-pd:PhysicalAddress"),
    _delivered("delivery_note.line_texts", "dpv-pd:Purchase"),
    *(
        _delivered(f"document_file.{name}", "dpv-pd:PhysicalAddress")
        for name in ("key", "name", "media_type", "size")
    ),
    _delivered("return.remarks", "dpv-pd:Communication"),
    _quoted("quote.deliver_to", "dpv-pd:PhysicalAddress"),
    *(
        _quoted(f"quote.{name}", "dpv-pd:Communication")
        for name in ("reference", "remarks", "introduction", "closing")
    ),
    _quoted("quote.line_texts", "dpv-pd:Purchase"),
    _quoted("quote_acceptance.name", "dpv-pd:Name"),
    _quoted("quote_refusal.reason", "dpv-pd:Communication"),
    _contract("Quote.customer_id", "dpv-pd:Identifier", Term.RELATION),
    *(
        _quoted(f"quote_file.{name}", "dpv-pd:PhysicalAddress")
        for name in ("key", "name", "media_type", "size")
    ),
    *(
        _quoted(name, "dpv-pd:Purchase")
        for name in (
            "QuoteVersion.quoted_on",
            "QuoteAcceptance.accepted_on",
            "QuoteAcceptance.how",
            "QuoteRefusal.refused_on",
            "QuoteFollowUp.followed_up_on",
        )
    ),
    *(
        PersonalField(
            name,
            "dpv-pd:Purchase",
            "dpv:FulfilmentOfObligation",
            LegalBasis.LEGAL_OBLIGATION,
            Term.BOOKS,
        )
        for name in (
            "Order.customer_id",
            "Order.ordered_on",
            "Delivery.delivered_on",
            "Return.announced_on",
            "Return.reason",
        )
    ),
    *(
        PersonalField(
            name,
            "dpv-pd:Identifier",
            "dpv:RecordManagement",
            LegalBasis.LEGITIMATE_INTEREST,
            Term.SECURITY,
        )
        for name in (
            "OrderCancellation.staff_id",
            "QuoteSending.staff_id",
            "QuoteFollowUp.staff_id",
            "Return.staff_id",
            "ReturnCancellation.staff_id",
            "ReturnReceipt.staff_id",
        )
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
        "DeliveryLine",
        ("id", "delivery_id", "order_line_id", "quantity", "movement_id"),
        "quantities",
    ),
    PlainColumns(
        "Return",
        ("id", "uid", "rev", "schema", "sealed", "number", "order_id"),
        "numbers of the row and the seal",
    ),
    PlainColumns("ReturnLine", ("id", "returned_id", "delivery_line_id", "quantity"), "quantities"),
    PlainColumns("ReturnCancellation", ("id", "returned_id", "cancelled_on"), "a day"),
    PlainColumns("ReturnReceipt", ("id", "returned_id", "received_on"), "a day"),
    PlainColumns(
        "ReturnReceiptLine",
        ("id", "receipt_id", "return_line_id", "restocked", "written_off", "replaced", "unbilled",
         "movement_id"),
        "quantities",
    ),
    PlainColumns(
        "Quote", ("id", "uid", "number"), "numbers; they stay, so that the series has no gap"
    ),
    PlainColumns(
        "QuoteVersion",
        ("id", "uid", "rev", "schema", "sealed", "quote_id", "version", "valid_until",
         "follow_up_on", "basis", "discount_bp", "ship_country", "buyer_country", "to_business"),
        "numbers of the row and the seal, our own days, and what the VAT depends on as of an"
        " order",
    ),
    PlainColumns(
        "QuoteLine",
        ("id", "version_id", "position", "kind", "product_id", "unit", "quantity", "unit_price",
         "discount_bp", "vat_category", "supply", "optional"),
        "articles and amounts; words of its own lie sealed with the version",
    ),
    PlainColumns("QuoteSending", ("id", "version_id", "issued_on"), "a day"),
    PlainColumns("QuoteFollowUp", ("id", "version_id", "next_on"), "a day to do something"),
    PlainColumns(
        "QuoteAcceptance",
        ("id", "uid", "rev", "schema", "sealed", "quote_id", "version_id"),
        "numbers of the row and the seal",
    ),
    PlainColumns("QuoteChoice", ("id", "acceptance_id", "line_id"), "numbers of rows"),
    PlainColumns(
        "QuoteRefusal",
        ("id", "uid", "rev", "schema", "sealed", "quote_id", "version_id"),
        "numbers of the row and the seal",
    ),
    PlainColumns("QuoteOrder", ("order_id", "quote_id"), "numbers of rows"),
    PlainColumns(
        "QuotePaper",
        ("id", "uid", "rev", "schema", "sealed", "version_id", "contents"),
        "numbers and sealed bytes",
    ),
    PlainColumns("OpenQuote", ("quote_id", "valid_until", "follow_up_on"), "what to do"),
)  # fmt: skip
