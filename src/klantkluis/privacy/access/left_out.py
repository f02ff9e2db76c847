"""What is stored of a person and is not in their package, each with the reason.

Everything else that the rooms declare is in it; a test compares the two.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

FILE_KEY: Final = "file_key"
SALT: Final = "salt"
STAFF: Final = "staff"
NUMBER: Final = "number"
DIGEST: Final = "digest"
ITSELF: Final = "itself"
WHERE: Final = "where"

REASONS: Final = MappingProxyType(
    {
        FILE_KEY: _("the key that opens a file; the file itself is in the package"),
        SALT: _("a random number that proves that an invoice was not changed; it says nothing"),
        STAFF: _(
            "which of our employees did something: that is about them, and not about you"
            " (GDPR art. 15(4))"
        ),
        NUMBER: _("a number by which our rows point to one another; it says nothing"),
        DIGEST: _("a digest by which we know something again, and from which nobody reads it"),
        ITSELF: _("this package itself, sealed for you"),
        WHERE: _("between which letters of a text something is hidden; the text itself shows it"),
    }
)

SEALED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "letter.key": FILE_KEY,
        "request_letter.key": FILE_KEY,
        "document_file.key": FILE_KEY,
        "quote_file.key": FILE_KEY,
        "invoice_snapshot.salt": SALT,
        "credit_snapshot.salt": SALT,
        "redaction.digest": DIGEST,
        "redaction.spans": WHERE,
    }
)
"""Sealed fields, as `table.name`."""

COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "customers.Consent.wording_id": NUMBER,
        "customers.SubscriberConsent.wording_id": NUMBER,
        "customers.VatNumberCheck.problem": NUMBER,
        "foundation.Mail.customer_uid": NUMBER,
        "ledger.JournalLine.party": NUMBER,
        "privacy.HandOver.subject": NUMBER,
        "privacy.Redaction.subject": NUMBER,
        "privacy.PrivacyRequest.customer_uid": NUMBER,
        "privacy.PrivacyRequest.subscriber_uid": NUMBER,
        "privacy.RequestStep.customer_uid": NUMBER,
        "privacy.BreachedSubject.subject": NUMBER,
        "privacy.BreachTold.subject": NUMBER,
        "disclosures.DisclosedSubject.subject": NUMBER,
        "disclosures.Notice.subject": NUMBER,
        "sales.Quote.customer_id": NUMBER,
        "sales.Order.customer_id": NUMBER,
        "shop.ProposedChange.account": NUMBER,
        "shop.SiteAccount.uid": NUMBER,
        "shop.SiteAccount.customer_id": NUMBER,
        "shop.AccountEnding.uid": NUMBER,
        "shop.AccountEnding.account_id": NUMBER,
        "billing.Invoice.customer_id": NUMBER,
        "billing.CreditNote.invoice_id": NUMBER,
        "billing.Payment.customer_id": NUMBER,
        "billing.Subscription.customer_id": NUMBER,
        "billing.CollectiveBilling.customer_id": NUMBER,
    }
)
"""Columns in clear, as `app.Model.column`; those named `staff_id` are left out everywhere."""


def is_left_out(table: str, name: str) -> bool:
    """Tell whether a sealed field stays out of the package."""
    return f"{table}.{name}" in SEALED
