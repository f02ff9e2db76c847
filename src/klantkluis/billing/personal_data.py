"""What this room keeps of a person: why, on which basis, for how long."""

from klantkluis.billing.expiring import EXPIRING, NEEDED
from klantkluis.billing.records import RECORDS, claims
from klantkluis.core.declared import LegalBasis, PersonalField, PlainColumns, Term

__all__ = ["EXPIRING", "NEEDED", "PERSONAL_FIELDS", "PLAIN_COLUMNS", "RECORDS", "claims"]


def _books(field: str, category: str) -> PersonalField:
    return PersonalField(
        field, category, "dpv:FulfilmentOfObligation", LegalBasis.LEGAL_OBLIGATION, Term.BOOKS
    )


def _agreed(field: str, category: str) -> PersonalField:
    """Declare what a subscription says: a contract for as long as it goes on."""
    return PersonalField(field, category, "dpv:ServiceProvision", LegalBasis.CONTRACT, Term.ORDER)


PERSONAL_FIELDS = (
    _books("invoice_snapshot.says", "dpv-pd:Transactional"),
    _books("invoice_snapshot.salt", "dpv-pd:Transactional"),
    *(
        _books(f"document_file.{name}", "dpv-pd:Transactional")
        for name in ("key", "name", "media_type", "size")
    ),
    _books("credit_snapshot.says", "dpv-pd:Transactional"),
    _books("credit_snapshot.salt", "dpv-pd:Transactional"),
    _books("e_delivery.said", "dpv-pd:Communication"),
    _books("EDelivery.staff_id", "dpv-pd:Identifier"),
    _books("EDeliveryDecision.staff_id", "dpv-pd:Identifier"),
    PersonalField(
        "AccessPointKey.staff_id",
        "dpv-pd:Identifier",
        "dpv:RecordManagement",
        LegalBasis.LEGITIMATE_INTEREST,
        Term.SECURITY,
    ),
    PersonalField(
        "access_point.key",
        "dpv-pd:Password",
        "dpv:ServiceProvision",
        LegalBasis.LEGITIMATE_INTEREST,
        Term.SECURITY,
    ),
    *(
        _books(f"purchase.{name}", "dpv-pd:Transactional")
        for name in ("supplier", "vat_id", "number")
    ),
    _books("purchase_rejection.reason", "dpv-pd:Communication"),
    _books("purchase_key.key", "dpv-pd:Identifier"),
    _books("Purchase.supplier_tag", "dpv-pd:Identifier"),
    _books("Purchase.document_tag", "dpv-pd:Identifier"),
    *(
        _books(f"{model}.staff_id", "dpv-pd:Identifier")
        for model in ("Purchase", "PurchaseBooking", "PurchaseRejection")
    ),
    _books("payment.note", "dpv-pd:Communication"),
    _agreed("subscription.deliver_to", "dpv-pd:PhysicalAddress"),
    _agreed("subscription.reference", "dpv-pd:Communication"),
    _agreed("subscription.remarks", "dpv-pd:Communication"),
    _agreed("subscription.line_texts", "dpv-pd:Purchase"),
    _books("Subscription.customer_id", "dpv-pd:Purchase"),
    _books("Subscription.starts_on", "dpv-pd:Purchase"),
    PersonalField(
        "CollectiveBilling.customer_id",
        "dpv-pd:Purchase",
        "dpv:ServiceProvision",
        LegalBasis.CONTRACT,
        Term.RELATION,
    ),
    _books("SubscriptionEnd.ends_on", "dpv-pd:Purchase"),
    *(
        PersonalField(
            f"{model}.staff_id",
            "dpv-pd:Identifier",
            "dpv:RecordManagement",
            LegalBasis.LEGITIMATE_INTEREST,
            Term.SECURITY,
        )
        for model in (
            *("Subscription", "SubscriptionEnd", "SubscriptionPause"),
            "CollectiveBilling",
        )
    ),
    _books("CreditNote.invoice_id", "dpv-pd:Purchase"),
    _books("CreditNote.issued_on", "dpv-pd:Purchase"),
    _books("CreditNote.gross_cents", "dpv-pd:Purchase"),
    _books("Invoice.customer_id", "dpv-pd:Purchase"),
    _books("Invoice.sent_on", "dpv-pd:Purchase"),
    _books("Invoice.gross_cents", "dpv-pd:Purchase"),
    _books("Payment.customer_id", "dpv-pd:Transactional"),
    _books("Payment.received_on", "dpv-pd:Transactional"),
    _books("Payment.amount_cents", "dpv-pd:Transactional"),
)

_ROW = ("id", "uid", "rev", "schema", "sealed")

PLAIN_COLUMNS = (
    PlainColumns("CreditDraft", ("id", "invoice_id", "receipt_id", "drafted_on"), "what to do"),
    PlainColumns(
        "CreditDraftLine", ("id", "draft_id", "invoice_line_id", "quantity"), "quantities"
    ),
    PlainColumns("CreditedReturn", ("id", "credit_note_id", "receipt_id"), "numbers of rows"),
    PlainColumns(
        "Invoice",
        ("id", "uid", "drafted_on", "basis", "discount_bp", "series", "number", "due_on",
         "net_cents", "vat_cents", "commitment", "distance_on", "distance_cents"),
        "numbers, days and sums of a document of the books",
    ),
    PlainColumns(
        "InvoiceLine",
        ("id", "invoice_id", "position", "order_line_id", "delivery_line_id",
         "subscription_line_id", "prepays_id", "settles_id", "vat_cents", "supplied_on",
         "quantity", "unit_price", "discount_bp", "vat_category", "rate_bp", "treatment",
         "rate_country", "amount_cents"),
        "articles and amounts",
    ),
    PlainColumns(
        "InvoiceVat",
        ("id", "invoice_id", "vat_category", "rate_bp", "treatment", "country", "net_cents",
         "vat_cents"),
        "sums for the VAT return",
    ),
    PlainColumns(
        "Subscription",
        ("id", "uid", "unit", "every", "in_advance", "sends"),
        "how often and when it is billed",
    ),
    PlainColumns(
        "SubscriptionVersion",
        (*_ROW, "subscription_id", "version", "from_period", "basis", "discount_bp",
         "ship_country", "buyer_country", "to_business"),
        "terms, the seal, and as much of an address as VAT depends on",
    ),
    PlainColumns(
        "SubscriptionLine",
        ("id", "version_id", "position", "kind", "product_id", "unit", "quantity", "unit_price",
         "discount_bp", "vat_category", "supply"),
        "articles and prices",
    ),
    PlainColumns(
        "CollectiveBilling", ("id", "every", "billed_until"), "how often deliveries are billed"
    ),
    PlainColumns("SubscriptionEnd", ("id", "subscription_id"), "numbers"),
    PlainColumns(
        "SubscriptionPause", ("id", "subscription_id", "first_on", "last_on"), "days without a bill"
    ),
    PlainColumns(
        "SubscriptionPeriod",
        ("id", "subscription_id", "number", "first_on", "last_on", "version_id", "invoice_id",
         "skipped_on"),
        "which period has which invoice",
    ),
    PlainColumns("InvoiceSnapshot", (*_ROW, "invoice_id", "cls"), "numbers and the seal"),
    PlainColumns(
        "InvoicePaper", (*_ROW, "invoice_id", "cls", "contents"), "numbers and sealed bytes"
    ),
    PlainColumns(
        "CreditNote",
        ("id", "uid", "series", "number", "reason", "bills_again", "net_cents", "vat_cents",
         "distance_cents", "commitment"),
        "numbers and sums of a document of the books",
    ),
    PlainColumns(
        "CreditNoteLine",
        ("id", "credit_note_id", "invoice_line_id", "quantity", "amount_cents"),
        "articles and amounts",
    ),
    PlainColumns(
        "CreditNoteVat",
        ("id", "credit_note_id", "vat_category", "rate_bp", "treatment", "country", "net_cents",
         "vat_cents"),
        "sums for the VAT return",
    ),
    PlainColumns("CreditNoteSnapshot", (*_ROW, "credit_note_id", "cls"), "numbers and the seal"),
    PlainColumns(
        "CreditNotePaper", (*_ROW, "credit_note_id", "cls", "contents"), "numbers and sealed bytes"
    ),
    PlainColumns(
        "EInvoice",
        (*_ROW, "invoice_id", "credit_note_id", "form", "cls", "contents"),
        "numbers and sealed bytes",
    ),
    PlainColumns(
        "EInvoiceFinding",
        ("id", "invoice_id", "credit_note_id", "form", "layer", "rule", "field", "fatal"),
        "codes of rules and names of fields",
    ),
    PlainColumns(
        "AccessPointKey", (*_ROW, "changed_at"), "that we have a key; the key itself lies sealed"
    ),
    PlainColumns(
        "EDelivery", ("id", "uid", "e_invoice_id", "queued_at"), "which e-invoice has to go out"
    ),
    PlainColumns(
        "EDeliveryAttempt", ("id", "delivery_id", "number", "began_at"), "moments and numbers"
    ),
    PlainColumns(
        "EDeliveryAnswer",
        (*_ROW, "attempt_id", "at", "outcome", "later", "reference", "problem", "cls"),
        "codes, and the reference of the access point; its words lie sealed",
    ),
    PlainColumns(
        "EDeliveryDecision", ("id", "delivery_id", "attempts", "what", "at"), "what was decided"
    ),
    PlainColumns("OpenEDelivery", ("delivery_id", "e_invoice_id"), "what is on its way"),
    PlainColumns("PurchaseKey", _ROW, "numbers and the seal"),
    PlainColumns(
        "Purchase",
        (*_ROW, "is_credit", "issued_on", "due_on", "kept_on", "net_cents", "vat_cents",
         "gross_cents", "rounding_cents", "seller_country", "vat_country", "cls"),
        "days and sums of a document of the books; supplier and number lie sealed",
    ),
    PlainColumns(
        "PurchaseVat",
        ("id", "purchase_id", "category", "rate_bp", "net_cents", "vat_cents"),
        "sums for the VAT return",
    ),
    PlainColumns(
        "PurchaseFile", (*_ROW, "purchase_id", "cls", "contents"), "numbers and sealed bytes"
    ),
    PlainColumns("PurchaseBooking", ("purchase_id", "booked_on"), "when it was booked"),
    PlainColumns(
        "PurchaseRejection", (*_ROW, "purchase_id", "rejected_on", "cls"), "numbers and the seal"
    ),
    PlainColumns(
        "CreditUse",
        ("id", "credit_note_id", "invoice_id", "amount_cents", "used_on"),
        "which credit was taken off which invoice",
    ),
    PlainColumns(
        "OpenInvoice", ("invoice_id", "open_cents", "due_on", "sent_on"), "what is to be paid"
    ),
    PlainColumns("Payment", ("id", "uid", "method"), "how the money came"),
    PlainColumns("PaymentAhead", ("id", "payment_id", "order_id"), "numbers of rows"),
    PlainColumns("PaymentNote", (*_ROW, "payment_id", "cls"), "numbers and the seal"),
    PlainColumns(
        "Allocation",
        ("id", "payment_id", "invoice_id", "amount_cents", "allocated_on"),
        "which money goes to which invoice",
    ),
)  # fmt: skip
