"""What has to be said beside the data (GDPR art. 15(1) and (2), 12(4)), in words.

Purposes, legal bases, categories, recipients, sources and terms follow from the declarations; the
sentences about them are here.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from klantkluis.core.declared import Activity, LegalBasis, Recipient, Source, Term
from klantkluis.privacy.access.free_texts import mark_of_passage, mark_of_text

type Text = str | Promise

ACTIVITIES: Final[Mapping[Activity, Text]] = MappingProxyType(
    {
        Activity.CUSTOMERS: _("Keeping our customer file"),
        Activity.QUOTES: _("Making quotes"),
        Activity.ORDERS: _("Carrying out orders and delivering"),
        Activity.BOOKS: _("Invoices and our books"),
        Activity.NEWSLETTER: _("Sending the newsletter"),
        Activity.SHOP: _("What came in by the shop"),
        Activity.ACCOUNTS: _("Your account in the shop"),
        Activity.RIGHTS: _("Answering your requests about your data"),
        Activity.SECURITY: _("Keeping your data safe"),
        Activity.STAFF: _("Working with us"),
    }
)

PURPOSES: Final[Mapping[Activity, Text]] = MappingProxyType(
    {
        Activity.CUSTOMERS: _(
            "To know who you are, to reach you, and to know what was agreed with you."
        ),
        Activity.QUOTES: _("To tell you, at your request, what something costs."),
        Activity.ORDERS: _("To deliver what you ordered, and to take back what you return."),
        Activity.BOOKS: _(
            "To send invoices, to follow payments, and to keep the books that the law asks for."
        ),
        Activity.NEWSLETTER: _(
            "To send you the newsletter as long as you want it, and to prove that you asked for it."
        ),
        Activity.SHOP: _("To handle orders, questions and requests that you send from the shop."),
        Activity.ACCOUNTS: _("To let you order without typing your name and address again."),
        Activity.RIGHTS: _(
            "To answer you within the term of the law, and to be able to show that we did."
        ),
        Activity.SECURITY: _("To see who looked at what, and to find misuse."),
        Activity.STAFF: _("To know who works with us, and what they may do."),
    }
)

LEGAL: Final[Mapping[LegalBasis, Text]] = MappingProxyType(
    {
        LegalBasis.CONSENT: _("your consent (GDPR art. 6(1)(a))"),
        LegalBasis.CONTRACT: _("an agreement with you, or steps before one (GDPR art. 6(1)(b))"),
        LegalBasis.LEGAL_OBLIGATION: _("a duty that the law gives us (GDPR art. 6(1)(c))"),
        LegalBasis.LEGITIMATE_INTEREST: _(
            "our legitimate interest in safe and orderly business (GDPR art. 6(1)(f))"
        ),
    }
)

SOURCES: Final[Mapping[Source, Text]] = MappingProxyType(
    {
        Source.PERSON: _("you gave it to us"),
        Source.OURSELVES: _("we made or noted it ourselves"),
        Source.OTHERS: _("a service that we use told us"),
        Source.PUBLIC: _("a public register"),
    }
)

RECIPIENTS: Final[Mapping[Recipient, Text]] = MappingProxyType(
    {
        Recipient.TAX_AUTHORITY: _("the tax authority, where the law asks for it"),
        Recipient.ACCOUNTANT: _("our accountant"),
        Recipient.MUNICIPALITY: _("the municipality, where the law asks for it"),
        Recipient.COURT: _("a court or the police, where the law asks for it"),
        Recipient.CARRIER: _("the carrier that brings the parcel"),
        Recipient.MAIL_SERVICE: _("the service that sends our mail"),
        Recipient.ACCESS_POINT: _("the service that delivers our e-invoices"),
        Recipient.PAYMENT_PROVIDER: _("the payment provider"),
        Recipient.HOST: _("the host of our shop; what it stores is encrypted"),
        Recipient.VIES: _("the European Commission, which checks VAT numbers"),
        Recipient.PERSON: _("you yourself"),
        Recipient.OTHER: _("others"),
    }
)

# The books are kept as the law says; other lengths are filled in, for the owner decides on them.
TERMS: Final[Mapping[Term, Text]] = MappingProxyType(
    {
        Term.RELATION: _("until %(length)s after the last business with you"),
        Term.QUOTE: _("until %(length)s after the quote expired or you said no"),
        Term.ORDER: _("until %(length)s after the order was done"),
        Term.DELIVERY: _("until %(length)s after the delivery, or the end of the return"),
        Term.BOOKS: _("seven years after the book year (art. 52(4) of the Dutch tax law AWR)"),
        Term.BOOKS_TEN: _("ten years after the year of the sale (Directive 2006/112/EC art. 369k)"),
        Term.CONSENT: _("as long as you are signed up, and %(length)s after that as proof"),
        Term.REQUEST: _("until %(length)s after our answer"),
        Term.BREACH: _("until %(length)s after it was over"),
        Term.DISCLOSURE: _("until %(length)s after the hand-over"),
        Term.IMPORT: _("until it was read in, at most a day"),
        Term.STAFF: _("until %(length)s after the employment"),
        Term.SECURITY: _("%(length)s after it happened"),
        Term.ACCOUNT: _("until %(length)s after the month in which you last logged in"),
        Term.LOG_IN: _("until an hour after the last page"),
        Term.RESET: _("an hour at most"),
        Term.UNTIL_PULLED: _("until our office has it, as a rule within a minute"),
        Term.PICK_UP: _("until it was picked up, at most fourteen days"),
    }
)

CATEGORIES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "dpv-pd:Name": _("names"),
        "dpv-pd:Authenticating": _("codes by which you showed who you are"),
        "dpv-pd:Tax": _("tax data"),
        "dpv-pd:PhysicalAddress": _("addresses"),
        "dpv-pd:TelephoneNumber": _("telephone numbers"),
        "dpv-pd:EmailAddress": _("e-mail addresses"),
        "dpv-pd:TaxIdentifier": _("VAT number"),
        "dpv-pd:Identifier": _("numbers that identify you"),
        "dpv-pd:Communication": _("what was said and written"),
        "dpv-pd:Language": _("language"),
        "dpv-pd:Transactional": _("invoices and payments"),
        "dpv-pd:Purchase": _("what you bought"),
        "dpv-pd:Password": _("what proves who logs in"),
        "dpv:ConsentRecord": _("consents"),
        "dpv:PersonalData": _("sealed messages"),
    }
)

CONFIRMATION: Final = _(
    "Yes, we keep personal data of you. Here is all of it, and how we use it. You have a right to"
    " this under article 15 of the General Data Protection Regulation (GDPR)."
)
NOTHING: Final = _("We keep no personal data of you, apart from your request and our answer to it.")
PORTABILITY: Final = _(
    "Here is what you gave us, and what we noted of your orders, in a form that another business"
    " can read. You have a right to this under article 20 of the General Data Protection"
    " Regulation (GDPR). What we made ourselves, and what only the law makes us keep, is not in"
    " it; ask for access and you get that as well."
)
RIGHTS: Final[tuple[Text, ...]] = (
    _("have mistakes corrected (GDPR art. 16)"),
    _("have data erased that we need not keep any longer (art. 17)"),
    _("have the use of your data restricted (art. 18)"),
    _("take along what you gave us, in a form that machines can read (art. 20)"),
    _("object to a use that rests on our own interest (art. 21)"),
    _("withdraw a consent, as easily as you gave it (art. 7(3))"),
)
RIGHTS_FIRST: Final = _("You can ask us at any time, free of charge, to:")
COMPLAINT: Final = _(
    "Are you not satisfied? Please tell us. You can always lodge a complaint with the Dutch Data"
    " Protection Authority: Autoriteit Persoonsgegevens, Postbus 93374, 2509 AJ Den Haag,"
    " autoriteitpersoonsgegevens.nl. You can also go to court; do so within six weeks after you"
    " received our answer (GDPR art. 77 and 79, art. 35 of the Dutch implementation act)."
)
REFUSAL: Final = _(
    "Should we refuse something that you ask for, then we tell you why within a month, and how to"
    " complain about it (GDPR art. 12(4))."
)
AUTOMATED: Final = _("No machine takes a decision about you (GDPR art. 22). A person always does.")
TRANSFERS: Final = _("We send your data to no country outside the European Economic Area.")
OTHERS: Final = _(
    "What is about other people, such as the names of our employees, has been left out (GDPR"
    " art. 15(4))."
)
_HIDDEN: Final = _(
    "In texts that others typed, such as our notes, we hid what would harm the rights of somebody"
    " else; nothing else is missing. %(mark)s stands where we hid a passage, %(whole)s where we"
    " left a text out. Do you think that we hid too much? Tell us, and we look again. You can also"
    " lodge a complaint or go to court, as it says below."
)


def hidden() -> str:
    """Say that something was hidden, how that looks, and what one can do about it."""
    return str(_HIDDEN) % {"mark": mark_of_passage(), "whole": mark_of_text()}


COPY: Final = _(
    "This first copy is free of charge. For a further copy we may ask what it costs us (GDPR"
    " art. 15(3))."
)
NO_RECIPIENTS: Final = _("Nobody outside our business received data of you that we noted.")
NO_LOOKS: Final = _("Nobody has opened your data in the period of which we keep this.")

LOOKS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "list": _("to find you in a list"),
        "ship": _("to send you something"),
        "label": _("to print your address"),
        "invoice": _("to make an invoice"),
        "quote": _("to make a quote"),
        "mail": _("to send the newsletter"),
        "contact": _("to reach you"),
        "file": _("to look after your data"),
        "fiscal": _("for the tax authority"),
        "request": _("to answer a request of yours"),
        "goods": _("to read a list of articles"),
        "service_mail": _("to mail you a document"),
        "delivery_mail": _("to mail you about a delivery"),
        "desk": _("to answer what you asked about your data"),
    }
)
"""For what somebody looked, by the purposes of the vault."""
