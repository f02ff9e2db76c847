"""What each activity is for, in words, and which activity a stored field belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from klantkluis.core.declared import Activity, LegalBasis, PersonalField, Term
from klantkluis.foundation.records import PersonalRecord

_CONTRACT: Final = {LegalBasis.CONTRACT: "GDPR art. 6(1)(b)"}
_INTEREST: Final = {LegalBasis.LEGITIMATE_INTEREST: "GDPR art. 6(1)(f)"}


ARTICLES: Final[Mapping[LegalBasis, str]] = MappingProxyType(
    {
        LegalBasis.CONSENT: "GDPR art. 6(1)(a)",
        LegalBasis.CONTRACT: "GDPR art. 6(1)(b)",
        LegalBasis.LEGAL_OBLIGATION: "GDPR art. 6(1)(c)",
        LegalBasis.LEGITIMATE_INTEREST: "GDPR art. 6(1)(f)",
    }
)
"""The article of each basis, where an activity says no more of it."""


def _law(articles: str) -> dict[LegalBasis, str]:
    return {LegalBasis.LEGAL_OBLIGATION: f"GDPR art. 6(1)(c); {articles}"}


@dataclass(frozen=True, slots=True)
class About:
    """What does not follow from the fields: words, people, and the articles of the bases.

    `no_dpia` holds until the owner gives a reason of their own (GDPR art. 35(1), (3)).
    """

    title: Promise
    purpose: Promise
    subjects: tuple[str, ...]
    articles: Mapping[LegalBasis, str]
    no_dpia: Promise


_ORDINARY: Final = _(
    "This is the ordinary administration of a business: no special categories of data, no"
    " profiling, no monitoring on a large scale, and everything personal is encrypted."
)
_STRANGERS: Final = _("The web shop keeps only what an order needs, encrypted, and follows nobody.")

ABOUT: Final[Mapping[Activity, About]] = MappingProxyType(
    {
        Activity.CUSTOMERS: About(
            _("Customers"),
            _("Knowing with whom we do business, and being in touch about it."),
            ("dpv:Customer",),
            _CONTRACT | _law("Wet OB art. 35a, 37a") | _INTEREST,
            _ORDINARY,
        ),
        Activity.QUOTES: About(
            _("Quotes"),
            _("Making an offer to who asked for one, and following it up."),
            ("dpv:Customer",),
            {LegalBasis.CONTRACT: "GDPR art. 6(1)(b)"} | _INTEREST,
            _ORDINARY,
        ),
        Activity.ORDERS: About(
            _("Orders and deliveries"),
            _("Taking orders, delivering goods, and taking returns in."),
            ("dpv:Customer",),
            _CONTRACT | _law("AWR art. 52") | _INTEREST,
            _ORDINARY,
        ),
        Activity.BOOKS: About(
            _("Invoices and books"),
            _("Sending invoices, following payments, keeping the books and accounting for VAT."),
            ("dpv:Customer",),
            _law("AWR art. 52; Wet OB art. 34a, 35a, 37a") | _CONTRACT | _INTEREST,
            _ORDINARY,
        ),
        Activity.NEWSLETTER: About(
            _("Newsletter"),
            _("Sending news to who signed up for it, and proving that they did."),
            ("dpv:Subscriber",),
            {LegalBasis.CONSENT: "GDPR art. 6(1)(a); Tw art. 11.7"} | _INTEREST,
            _ORDINARY,
        ),
        Activity.SHOP: About(
            _("Web shop"),
            _("Taking in orders, questions and requests from the website."),
            ("dpv:Customer", "dpv:Visitor"),
            _CONTRACT | _INTEREST | _law("Wet OB art. 35a"),
            _STRANGERS,
        ),
        Activity.ACCOUNTS: About(
            _("Accounts of the web shop"),
            _("Letting people order without typing their address again, and manage their data."),
            ("dpv:Customer", "dpv:User"),
            _CONTRACT | _INTEREST | _law("GDPR art. 12, 15, 20"),
            _STRANGERS,
        ),
        Activity.RIGHTS: About(
            _("Requests, hand-overs and breaches"),
            _("Answering requests about personal data, and accounting for what left our hands."),
            ("dpv:Customer", "dpv:DataSubject"),
            _law("GDPR art. 5(2), 12, 15-22, 33") | _INTEREST | _CONTRACT,
            _ORDINARY,
        ),
        Activity.SECURITY: About(
            _("Security"),
            _("Seeing who did what and who looked at whom, so that misuse comes to light."),
            ("dpv:Employee", "dpv:Customer"),
            _INTEREST | _CONTRACT | _law("GDPR art. 32"),
            _("What staff do is logged to protect customers, by number, and for two years only."),
        ),
        Activity.STAFF: About(
            _("Staff"),
            _("Letting colleagues log in, with the rights that their work needs."),
            ("dpv:Employee",),
            _INTEREST,
            _("A few colleagues, and only what logging in needs."),
        ),
    }
)

_BY_TERM: Final[Mapping[Term, Activity]] = MappingProxyType(
    {
        Term.QUOTE: Activity.QUOTES,
        Term.ORDER: Activity.ORDERS,
        Term.DELIVERY: Activity.ORDERS,
        Term.BOOKS: Activity.BOOKS,
        Term.BOOKS_TEN: Activity.BOOKS,
        Term.CONSENT: Activity.NEWSLETTER,
        Term.REQUEST: Activity.RIGHTS,
        Term.BREACH: Activity.RIGHTS,
        Term.DISCLOSURE: Activity.RIGHTS,
        Term.STAFF: Activity.STAFF,
        Term.SECURITY: Activity.SECURITY,
        Term.IMPORT: Activity.CUSTOMERS,
        Term.ACCOUNT: Activity.ACCOUNTS,
        Term.LOG_IN: Activity.ACCOUNTS,
        Term.RESET: Activity.ACCOUNTS,
        Term.UNTIL_PULLED: Activity.SHOP,
        Term.PICK_UP: Activity.ACCOUNTS,
    }
)
_BY_ROOM: Final[Mapping[str, Activity]] = MappingProxyType(
    {"sales": Activity.ORDERS, "shop": Activity.SHOP, "billing": Activity.BOOKS}
)


def activities_of_records(records: tuple[PersonalRecord, ...]) -> dict[str, Activity]:
    """Give the activity of each model and each sealed table that a room declared as a record.

    A table that two records share, such as the files of documents, is left to its terms.
    """
    found: dict[str, set[Activity]] = {}
    for record in records:
        found.setdefault(record.model, set()).add(record.activity)
        if record.stored is not None:
            found.setdefault(record.stored.table, set()).add(record.activity)
    return {name: activities.pop() for name, activities in found.items() if len(activities) == 1}


def activity_of(room: str, field: PersonalField, records: Mapping[str, Activity]) -> Activity:
    """Say which sheet a field stands on: that of its record, else what its term is about."""
    name = field.field.partition(".")[0]
    if field.term in {Term.SECURITY, Term.STAFF}:
        return _BY_TERM[field.term]
    for known in (name, f"{room}.{name}"):
        if known in records:
            return records[known]
    return _BY_TERM.get(field.term) or _BY_ROOM.get(room, Activity.CUSTOMERS)
