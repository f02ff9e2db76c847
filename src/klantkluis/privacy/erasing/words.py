"""The words of an erasure: what each kind of record is called, and what becomes of it.

Read by who signs a plan and by the person it is about, in Dutch and English.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Words = Mapping[str, str | Promise]

KINDS: Final[Words] = MappingProxyType(
    {
        "customers.Customer": _("Name, address, phone, e-mail and remarks"),
        "customers.DeliveryAddress": _("Delivery addresses"),
        "customers.ContactNote": _("Notes of contacts"),
        "customers.Letter": _("Letters"),
        "customers.CustomerChange": _("When which data were changed"),
        "customers.Consent": _("Consent to the newsletter"),
        "customers.ImportReference": _("Mark by which an import knows a customer"),
        "customers.Restriction": _("Restrictions and objections"),
        "customers.PermittedUse": _("Why restricted data were used"),
        "customers.VatNumberCheck": _("Checks of the VAT number, without the number"),
        "customers.Subscriber": _("Subscription to the newsletter"),
        "customers.SubscriberConsent": _("Consent to the newsletter"),
        "sales.Quote": _("Numbers of quotes"),
        "sales.QuoteVersion": _("Quotes"),
        "sales.QuotePaper": _("Quotes as they were issued"),
        "sales.QuoteAcceptance": _("Yes to a quote"),
        "sales.QuoteRefusal": _("No to a quote"),
        "sales.Order": _("Orders: address, reference and remarks"),
        "sales.Delivery": _("Delivery notes: address and remarks"),
        "sales.DeliveryPaper": _("Delivery notes as they were issued"),
        "sales.Return": _("Returns: remarks"),
        "billing.Invoice": _("Invoices in the books: number, day and amounts"),
        "billing.InvoiceSnapshot": _("What stands on invoices"),
        "billing.InvoicePaper": _("Invoices as they were issued"),
        "billing.CreditNote": _("Credit notes in the books: number, day and amounts"),
        "billing.CreditNoteSnapshot": _("What stands on credit notes"),
        "billing.CreditNotePaper": _("Credit notes as they were issued"),
        "billing.EInvoice": _("E-invoices as they were issued"),
        "billing.EDeliveryAnswer": _("Answers of the network for e-invoices"),
        "billing.Payment": _("Payments: day and amount"),
        "billing.PaymentNote": _("Words that came with a payment"),
        "billing.Subscription": _("Subscriptions: their rhythm"),
        "billing.SubscriptionVersion": _("Subscriptions: address and words"),
        "billing.CollectiveBilling": _("Agreement on collective invoices"),
        "ledger.JournalLine": _("Lines of the books: amounts"),
        "foundation.Mail": _("That a mail was sent, and when"),
        "foundation.MailBounce": _("Reports that a mail did not arrive"),
        "disclosures.DisclosedSubject": _("To whom data were handed, and when"),
        "disclosures.Notice": _("What recipients were told of a change"),
        "privacy.PrivacyRequest": _("Requests about the data"),
        "privacy.RequestStep": _("What was done about requests"),
        "privacy.RequestLetter": _("Letters about requests"),
        "privacy.HandOver": _("Packages of data that were handed over"),
        "privacy.Redaction": _("What was decided of texts in their package"),
        "privacy.LegalHold": _("Legal holds"),
        "privacy.BreachedSubject": _("Breaches that hit them"),
        "privacy.BreachTold": _("That they were told of a breach"),
        "shop.PickUp": _("Package that waits in the shop"),
        "shop.UnsubscribeToken": _("Mark of the link that stops the newsletter"),
        "shop.LookalikeFound": _("Likeness to another customer"),
        "shop.ProposedChange": _("Changes that were asked for in the shop"),
        "shop.ShopPost": _("Questions, complaints and requests from the shop"),
        "shop.ProfileToSend": _("Profile on its way to the shop"),
        "shop.SiteAccount": _("Account in the shop"),
        "shop.AccountEnding": _("End of an account that nobody uses"),
        "shop.ShopOrder": _("Orders in the shop: number, day and sum"),
    }
)
"""What each kind of record is called, over all of its rows."""

LAWS: Final[Words] = MappingProxyType(
    {
        "AWR art. 52(4)": _("AWR art. 52(4)"),
        "Directive 2006/112/EC art. 369k(2)": _("Directive 2006/112/EC art. 369k(2)"),
        "GDPR art. 15(1)(c), 19": _("GDPR art. 15(1)(c) and 19"),
        "GDPR art. 17(3)(e)": _("GDPR art. 17(3)(e)"),
        "GDPR art. 33(5)": _("GDPR art. 33(5)"),
        "GDPR art. 5(2), 17(3)(e)": _("GDPR art. 5(2) and 17(3)(e)"),
        "GDPR art. 6(1)(b)": _("GDPR art. 6(1)(b)"),
    }
)
"""How an article is cited in the language of the reader."""

CLAIMS: Final[Words] = MappingProxyType(
    {
        "open_invoice": _("invoice %(about)s has not been paid"),
        "draft_invoice": _("an invoice is being made"),
        "open_order": _("order %(about)s has not been delivered"),
        "order_to_bill": _("order %(about)s has not been billed"),
        "subscription": _("a subscription goes on"),
        "credit": _("there is money to pay back"),
        "open_complaint": _("a complaint has not been answered"),
        "open_withdrawal": _("a withdrawal has not been dealt with"),
    }
)
"""What is not finished between us."""


def kind_name(model: str) -> str:
    """Name a kind of record; one without words has its own name."""
    return str(KINDS.get(model, model))


def law_name(law: str) -> str:
    """Cite an article in the language of the reader."""
    return str(LAWS.get(law, law))


def claim_words(code: str, about: str) -> str:
    """Say what is not finished, in the middle of a sentence."""
    return str(CLAIMS.get(code, code)) % {"about": about}
