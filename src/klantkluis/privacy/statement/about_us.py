"""Sentences about who we are, what we keep, what for, and how long."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from klantkluis.core.declared import Term
from klantkluis.privacy.register.terms import law_of, term_in_words
from klantkluis.privacy.statement.shapes import (
    Grade,
    Section,
    Sentence,
    Shape,
    Told,
    proof,
)

_CUSTOMERS = "rooms/customers/test_customers.py"
OWNER: Final = _("the owner")


def _reach(told: Told) -> Iterable[Mapping[str, str]]:
    ways = (
        (_("E-mail"), told.now.controller.email),
        (_("Phone"), told.now.controller.phone),
        (_("Website"), told.now.controller.website),
        (_("Chamber of Commerce number (KvK)"), told.now.controller.coc_number),
        (_("VAT number"), told.now.controller.vat_number),
    )
    return [{"label": str(label), "value": value} for label, value in ways if value]


WHO: Final = Section(
    _("Who we are"),
    (
        Sentence(
            id="who.controller",
            text=_("%(company)s, %(address)s, is responsible for your personal data."),
            grade=Grade.MEASURED,
            checks=("statement.published",),
        ),
        Sentence(
            id="who.reach",
            text=_("%(label)s: %(value)s"),
            grade=Grade.MEASURED,
            shape=Shape.ITEM,
            checks=("statement.published",),
            fill=_reach,
        ),
    ),
)

KEPT: Final = Section(
    _("What we keep of you"),
    (
        Sentence(
            id="P1.fields",
            text=_(
                "We keep your name, street and house number, postcode, town, country, phone"
                " number and e-mail address, and whether you want our newsletter. Each of these"
                " only as far as we know it: only a name is required."
            ),
            grade=Grade.MEASURED,
            checks=("fields.declared",),
            tests=(proof(_CUSTOMERS, "test_only_a_name_is_required"),),
        ),
        Sentence(
            id="P1.business",
            text=_(
                "Of a business in the EU we also keep the VAT number. To send e-invoices to a"
                " business or a public body we may keep its trade register number, its government"
                " number (OIN) and its e-invoice address."
            ),
            grade=Grade.MEASURED,
            shape=Shape.FOLLOWS,
            checks=("fields.declared",),
        ),
        Sentence(
            id="P4.notes",
            text=_(
                "We note in which language we write to you, how long you have to pay, and what"
                " we spoke or wrote about."
            ),
            grade=Grade.MEASURED,
            checks=("fields.declared",),
        ),
        Sentence(
            id="P2.themselves",
            text=_(
                "You gave us these data yourself. Of each change we keep who made it, when, and"
                " in which way it reached us."
            ),
            grade=Grade.RELEASE,
            tests=(
                proof(
                    _CUSTOMERS, "test_each_change_tells_who_when_how_and_which_fields_and_no_values"
                ),
            ),
        ),
        Sentence(
            id="P2.others",
            text=_(
                "If somebody else ever gives us data about you, we tell you within a month from"
                " whom we have them."
            ),
            grade=Grade.ORGANISATIONAL,
            shape=Shape.FOLLOWS,
            role=OWNER,
        ),
        Sentence(
            id="P3.history",
            text=_(
                "If you do business with us, we also keep your quotes, orders, deliveries,"
                " invoices, payments and reminders."
            ),
            grade=Grade.MEASURED,
            checks=("books.whole",),
        ),
        Sentence(
            id="P3.no-accounts",
            text=_("**We keep no bank account numbers of customers.**"),
            grade=Grade.MEASURED,
            shape=Shape.FOLLOWS,
            checks=("accounts.columns", "accounts.sealed", "accounts.files"),
        ),
        Sentence(
            id="P3.suppliers",
            text=_(
                "There is one exception: if you send us an invoice as our supplier, the law"
                " obliges us to keep it exactly as it came, with everything that is on it."
            ),
            grade=Grade.RELEASE,
            shape=Shape.FOLLOWS,
            tests=(
                proof(
                    "rooms/billing/test_purchases.py",
                    "test_what_came_in_is_kept_byte_for_byte_with_its_facts",
                ),
            ),
        ),
    ),
)

PURPOSES: Final = Section(
    _("What we use your data for, and why we may"),
    (
        Sentence(
            id="P4.contact",
            text=_(
                "To be in touch with you about what you asked or bought. We need that for our"
                " agreement with you."
            ),
            grade=Grade.ORGANISATIONAL,
            shape=Shape.ITEM,
            role=OWNER,
        ),
        Sentence(
            id="P5.orders",
            text=_(
                "To make quotes, carry out orders, and write delivery notes and invoices. We need"
                " that for our agreement with you, or to come to one when you ask for it."
            ),
            grade=Grade.MEASURED,
            shape=Shape.ITEM,
            checks=("books.whole",),
        ),
        Sentence(
            id="P6.books",
            text=_(
                "To keep our books. The law obliges us to (article 52 of the general tax act,"
                " AWR; articles 34a and 35a of the VAT act)."
            ),
            grade=Grade.MEASURED,
            shape=Shape.ITEM,
            checks=("books.whole",),
        ),
        Sentence(
            id="P6.reminders",
            text=_(
                "To remind you of an invoice that was not paid in time. We have a legitimate"
                " interest in being paid."
            ),
            grade=Grade.ORGANISATIONAL,
            shape=Shape.ITEM,
            role=OWNER,
        ),
        Sentence(
            id="P7.authorities",
            text=_(
                "To give the tax authority, municipal bodies and our accountant what the law"
                " demands. We write down each time what we gave, to whom, and under which law."
            ),
            grade=Grade.MEASURED,
            shape=Shape.ITEM,
            checks=("recipients.ground",),
        ),
        Sentence(
            id="purposes.security",
            text=_(
                "To keep our systems secure and to see who looked at what. We have a legitimate"
                " interest in that, and so do you."
            ),
            grade=Grade.MEASURED,
            shape=Shape.ITEM,
            checks=("audit.whole",),
        ),
        Sentence(
            id="purposes.obligatory",
            text=_(
                "You do not have to give us any data. But without a name and an address we cannot"
                " deliver to you, and the law wants both on an invoice."
            ),
            grade=Grade.RELEASE,
            tests=(proof(_CUSTOMERS, "test_no_parcel_can_go_to_half_an_address"),),
        ),
        Sentence(
            id="purposes.automated",
            text=_("No computer takes decisions about you by itself, and we make no profiles."),
            grade=Grade.ORGANISATIONAL,
            role=OWNER,
        ),
    ),
)

NEWSLETTER: Final = Section(
    _("Newsletter"),
    (
        Sentence(
            id="P8.consent",
            text=_(
                "You only get our newsletter if you said yes to it. We keep when and how you said"
                " yes, and to which words."
            ),
            grade=Grade.MEASURED,
            checks=("consents.evidence",),
        ),
        Sentence(
            id="P8.confirm",
            text=_(
                "Who signs up on this website first gets a mail, and is signed up only after"
                " pressing the button behind its link."
            ),
            grade=Grade.RELEASE,
            shape=Shape.FOLLOWS,
            tests=(
                proof(
                    "web/site/test_newsletter.py",
                    "test_nothing_is_kept_until_the_button_behind_the_link_is_pressed",
                ),
            ),
            holds=lambda told: told.now.takes_newsletters,
        ),
        Sentence(
            id="P8.unsubscribe",
            text=_(
                "With each newsletter you can unsubscribe at once, without logging in and without"
                " giving a reason."
            ),
            grade=Grade.RELEASE,
            shape=Shape.FOLLOWS,
            tests=(
                proof(
                    "web/site/test_newsletter.py",
                    "test_a_mail_program_stops_it_without_cookie_token_or_page",
                ),
                proof(
                    "web/site/test_newsletter.py",
                    "test_the_welcome_mail_stops_it_by_the_headers_of_rfc_8058",
                ),
            ),
        ),
    ),
)

_TERMS: Final[tuple[tuple[Term, Promise], ...]] = (
    (Term.BOOKS, _("Invoices, payments and what belongs to them")),
    (Term.BOOKS_TEN, _("Sales to consumers in other EU countries under the OSS scheme")),
    (Term.QUOTE, _("Quotes that came to nothing")),
    (Term.ORDER, _("The address and the words of your orders")),
    (Term.DELIVERY, _("How your parcels were delivered, and what you said of returns")),
    (Term.RELATION, _("Your other data as a customer")),
    (Term.CONSENT, _("The proof of your yes to the newsletter")),
    (Term.ACCOUNT, _("Your registration on this website")),
    (Term.REQUEST, _("Requests about your data, and our answers")),
    (Term.DISCLOSURE, _("What we gave to whom")),
    (Term.SECURITY, _("Who looked at what")),
)


def _terms(told: Told) -> Iterable[Mapping[str, str]]:
    for term, what in _TERMS:
        if term is Term.ACCOUNT and not told.now.is_in_shop:
            continue
        if term is Term.BOOKS_TEN and not told.now.has_oss:
            continue
        law = law_of(term)
        tail = f" ({law})" if law else ""
        yield {"what": str(what), "length": term_in_words(term, told.now.months), "law": tail}


HOW_LONG: Final = Section(
    _("How long we keep your data"),
    (
        Sentence(
            id="terms.each",
            text=_("%(what)s: %(length)s%(law)s."),
            grade=Grade.MEASURED,
            shape=Shape.ITEM,
            checks=("overdue.terms",),
            fill=_terms,
        ),
        Sentence(
            id="terms.by-itself",
            text=_("What is over goes by itself: our program looks each night."),
            grade=Grade.MEASURED,
            checks=("overdue.terms",),
        ),
    ),
)
