"""Every sealed row that is stored, as the row check holds it against the log of the vault.

Only table, uid, revision and the hash of the sealed bytes are read: what a row is about stays
with its room.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import batched
from types import MappingProxyType
from uuid import UUID

from django.apps import apps

from klantkluis.foundation.models import SealedModel
from klantkluis.vault.rows import RowSeen, SealedRow
from klantkluis.vault.upkeep import ROWS_SEEN_AT_ONCE, UIDS_AT_ONCE, Upkeep, hash_of

SEAL_TABLES: Mapping[str, str] = MappingProxyType(
    {
        "customers.Customer": "customer",
        "customers.DeliveryAddress": "address",
        "customers.ContactNote": "contact_note",
        "customers.Letter": "letter",
        "customers.Consent": "consent",
        "customers.Restriction": "restriction",
        "customers.PermittedUse": "permitted_use",
        "customers.ImportKey": "import_key",
        "customers.Subscriber": "subscriber",
        "customers.SubscriberConsent": "subscriber_consent",
        "privacy.LegalHold": "legal_hold",
        "privacy.Redaction": "redaction",
        "shop.ShopPost": "shop_post",
        "shop.ProposedChange": "proposed_change",
        "shop.LinkResumption": "link_note",
        "catalogue.StockNote": "stock_note",
        "sales.Order": "order",
        "sales.Delivery": "delivery_note",
        "sales.DeliveryPaper": "document_file",
        "sales.Return": "return",
        "sales.QuoteVersion": "quote",
        "sales.QuoteAcceptance": "quote_acceptance",
        "sales.QuoteRefusal": "quote_refusal",
        "sales.QuotePaper": "quote_file",
        "billing.InvoiceSnapshot": "invoice_snapshot",
        "billing.InvoicePaper": "document_file",
        "billing.EInvoice": "document_file",
        "billing.PaymentNote": "payment",
        "billing.SubscriptionVersion": "subscription",
        "billing.CreditNoteSnapshot": "credit_snapshot",
        "billing.CreditNotePaper": "document_file",
        "billing.AccessPointKey": "access_point",
        "billing.EDeliveryAnswer": "e_delivery",
        "billing.Purchase": "purchase",
        "billing.PurchaseFile": "document_file",
        "billing.PurchaseRejection": "purchase_rejection",
        "billing.PurchaseKey": "purchase_key",
        "privacy.PrivacyRequest": "privacy_request",
        "privacy.RequestStep": "request_step",
        "privacy.RequestLetter": "request_letter",
        "privacy.Breach": "breach",
        "privacy.BreachNote": "breach_note",
        "privacy.BreachDecision": "breach_decision",
        "privacy.BreachReport": "breach_report",
        "privacy.BreachLetter": "breach_letter",
        "office.ImportFile": "import_file",
        "foundation.MailServer": "mail_server",
        "foundation.MailBox": "mail_box",
        "foundation.MailBounce": "mail_bounce",
    }
)
"""The name of the table in the seal of each kind of row."""
OWNERS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                *("catalogue.StockNote", "billing.InvoiceSnapshot", "billing.InvoicePaper"),
                *("billing.EInvoice", "billing.PaymentNote", "billing.CreditNoteSnapshot"),
                *("billing.CreditNotePaper", "billing.EDeliveryAnswer", "billing.Purchase"),
                *("billing.PurchaseFile", "billing.PurchaseRejection"),
            ),
            "cls",
        ),
        **dict.fromkeys(
            (
                *("customers.Customer", "customers.ImportKey", "customers.Subscriber"),
                *("shop.LinkResumption", "billing.AccessPointKey", "billing.PurchaseKey"),
                *("foundation.MailServer", "foundation.MailBox"),
                *("privacy.PrivacyRequest", "privacy.Breach"),
            ),
            "uid",
        ),
        **dict.fromkeys(
            (
                *("customers.DeliveryAddress", "customers.ContactNote", "customers.Letter"),
                *("customers.Consent", "customers.Restriction", "customers.PermittedUse"),
                *("shop.ProposedChange", "sales.Order", "privacy.LegalHold"),
            ),
            "customer__uid",
        ),
        **dict.fromkeys(("privacy.RequestStep", "privacy.RequestLetter"), "request__uid"),
        **dict.fromkeys(
            (
                *("privacy.BreachNote", "privacy.BreachDecision"),
                *("privacy.BreachReport", "privacy.BreachLetter"),
            ),
            "breach__uid",
        ),
        "customers.SubscriberConsent": "subscriber__uid",
        **dict.fromkeys(("shop.ShopPost", "privacy.Redaction"), "subject"),
        "sales.Delivery": "order__customer__uid",
        "sales.DeliveryPaper": "delivery__order__customer__uid",
        "sales.Return": "order__customer__uid",
        **dict.fromkeys(
            ("sales.QuoteVersion", "sales.QuoteAcceptance", "sales.QuoteRefusal"),
            "quote__customer__uid",
        ),
        "sales.QuotePaper": "version__quote__customer__uid",
        "billing.SubscriptionVersion": "subscription__customer__uid",
        "office.ImportFile": "file_class",
        "foundation.MailBounce": "mail__customer_uid",
    }
)
"""The path from each kind of row to whose key it lies under: a person, or a class of documents."""
PRODUCTS = "product_file"


def model_of(label: str) -> type[SealedModel]:
    """Give a kind of sealed row by its name."""
    model = apps.get_model(label)
    assert issubclass(model, SealedModel), "only sealed rows are checked"
    return model


def sealed_rows(label: str, uids: Collection[UUID] | None = None) -> Iterator[RowSeen]:
    """Give all rows of one kind, or only some, in bounded memory.

    A row without a seal was let go of.
    """
    stored = model_of(label)._default_manager.order_by("pk")
    if uids is not None:
        stored = stored.filter(uid__in=uids)
    columns = ["uid", "rev", "sealed", *(["what"] if label == "office.ImportFile" else [])]
    for uid, rev, sealed, *what in stored.values_list(*columns).iterator(chunk_size=2000):
        if sealed:
            table = PRODUCTS if what == ["products"] else SEAL_TABLES[label]
            yield table, uid, rev, hash_of(bytes(sealed))


def rows_to_open(label: str) -> Iterator[SealedRow]:
    """Give all rows of one kind as the vault opens them, in bounded memory.

    A row without a seal was let go of.
    """
    columns = ["uid", OWNERS[label], "rev", "schema", "sealed"]
    columns += ["what"] if label == "office.ImportFile" else []
    stored = model_of(label)._default_manager.order_by("pk").values_list(*columns)
    for uid, owner, rev, schema, sealed, *what in stored.iterator(chunk_size=2000):
        if sealed:
            table = PRODUCTS if what == ["products"] else SEAL_TABLES[label]
            yield SealedRow(table, uid, owner, rev, schema, bytes(sealed))


def wrong_rows(upkeep: Upkeep) -> Iterator[str]:
    """Give one sentence for each sealed row that is not what the vault last sealed and saved.

    A row that was saved while we looked is read a second time before anything is said of it.

    Raises:
        VaultLocked: the vault is not open, or was locked meanwhile.
    """
    every = ((label, row) for label in SEAL_TABLES for row in sealed_rows(label))
    # The log is read once for each portion, so the rows of several kinds go in one.
    for portion in batched(every, ROWS_SEEN_AT_ONCE, strict=False):
        doubtful = upkeep.check_rows(row for _label, row in portion)
        by_kind: dict[str, list[UUID]] = {}
        for label, (_table, uid, _rev, _hash) in portion:
            if uid in doubtful:
                by_kind.setdefault(label, []).append(uid)
        for label, uids in by_kind.items():
            yield from _looked_at_again(upkeep, label, uids)


def _looked_at_again(upkeep: Upkeep, label: str, uids: Collection[UUID]) -> Iterator[str]:
    for some in batched(uids, UIDS_AT_ONCE, strict=False):
        again = list(sealed_rows(label, some))
        yield from _sentences(label, upkeep.check_rows(again, sure=True))


def _sentences(label: str, uids: Collection[UUID]) -> Iterator[str]:
    for uid in sorted(map(str, uids)):
        yield f"the sealed row {uid} of {label} is not the one that the vault last sealed"
