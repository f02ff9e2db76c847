"""Words for terms, laws and kinds of records on the pages about retention."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from klantkluis.core.declared import Term
from klantkluis.core.retention import RULES
from klantkluis.foundation.expiring import all_expiring
from klantkluis.privacy.retaining.holds import HoldGround
from klantkluis.privacy.retaining.sweeping import DOCUMENTS
from klantkluis.shop.unused import UNUSED

TERM_NAMES: Final[Mapping[Term, Promise]] = {
    Term.RELATION: _("Customers and what was said between us"),
    Term.QUOTE: _("Quotes that came to nothing"),
    Term.ORDER: _("Address and words of orders and subscriptions"),
    Term.DELIVERY: _("Deliveries and returns"),
    Term.BOOKS: _("Documents of the books"),
    Term.BOOKS_TEN: _("Documents of the one-stop shop"),
    Term.CONSENT: _("Proof of consents"),
    Term.REQUEST: _("Requests about personal data"),
    Term.BREACH: _("Data breaches"),
    Term.DISCLOSURE: _("What was handed over to whom"),
    Term.SECURITY: _("Who did what in the office"),
    Term.STAFF: _("Colleagues"),
    Term.IMPORT: _("Files that are imported"),
    Term.ACCOUNT: _("Accounts in the shop"),
    Term.LOG_IN: _("Log-ins in the shop"),
    Term.RESET: _("Requests for a new password"),
    Term.UNTIL_PULLED: _("Messages on their way from the shop"),
    Term.PICK_UP: _("Packages for pick-up in the shop"),
}

STARTS: Final[Mapping[Term, Promise]] = {
    Term.RELATION: _("after the last business or contact"),
    Term.QUOTE: _("after it expired or was refused"),
    Term.ORDER: _("after it was done"),
    Term.DELIVERY: _("after the delivery, or the end of the return"),
    Term.BOOKS: _("after the end of the book year"),
    Term.BOOKS_TEN: _("after the end of the year of the supply"),
    Term.CONSENT: _("after the consent ended"),
    Term.REQUEST: _("after the answer"),
    Term.BREACH: _("after the end of the breach"),
    Term.DISCLOSURE: _("after the hand-over"),
    Term.SECURITY: _("after the act"),
    Term.STAFF: _("after the end of the employment"),
    Term.IMPORT: _("until the import is done, at most a day"),
    Term.ACCOUNT: _("after the month in which it was last used"),
    Term.LOG_IN: _("one hour after the last page, or until logging out"),
    Term.RESET: _("one hour, or until it is used"),
    Term.UNTIL_PULLED: _("until the office has it, as a rule within a minute"),
    Term.PICK_UP: _("until it was picked up, at most fourteen days"),
}

KIND_STARTS: Final[Mapping[str, Promise]] = {
    "accepted_quotes": _("after it was accepted"),
    "deliveries": _("after the delivery"),
    "returns": _("after it came in or was called off"),
    "subscriptions": _("after it ended"),
    "contact_notes": _("after the contact"),
    "letters": _("after it was written"),
    "shop_posts": _("after it was handled"),
    "proposed_changes": _("after it was settled"),
    "lookalikes": _("after it was settled"),
    "restrictions": _("after it was lifted"),
    "permitted_uses": _("after the use"),
    "bounces": _("after the report"),
    "jobs": _("after it ended"),
}

LAWS: Final[Mapping[Term, Promise]] = {
    Term.BOOKS: _("General Act on State Taxes (AWR), art. 52(4)"),
    Term.BOOKS_TEN: _("Directive 2006/112/EC, art. 369k(2)"),
    Term.REQUEST: _("GDPR art. 5(2) and 17(3)(e)"),
    Term.BREACH: _("GDPR art. 33(5)"),
    Term.DISCLOSURE: _("GDPR art. 15(1)(c) and 19"),
}
OWN_CHOICE: Final = _("our own choice, GDPR art. 5(1)(e)")

GROUNDS: Final[Mapping[str, Promise]] = {
    HoldGround.CLAIM: _("A claim or a dispute"),
    HoldGround.COURT: _("A case in court"),
    HoldGround.AUTHORITY: _("An investigation by an authority"),
    HoldGround.INSURER: _("A claim at an insurer"),
}


def length(months: int) -> str:
    """Say how long something is kept: `2 years`, `18 months`, `1 year`."""
    years, rest = divmod(months, 12)
    if years and not rest:
        return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}


def term_sentence(term: Term, months: int) -> str:
    """Say how long something is kept, and from when: `2 years after the last business`."""
    start = str(STARTS[term])
    return f"{length(months)} {start}" if months else start


def kind_sentence(code: str, term: Term, months: int) -> str:
    """Say how long one kind of record is kept: each counts from an event of its own."""
    start = KIND_STARTS.get(code)
    return f"{length(months)} {start}" if start else term_sentence(term, months)


def law_of(term: Term) -> str:
    """Say which law asks for a term, or that it is our own choice."""
    return str(LAWS.get(term, OWN_CHOICE))


def kind_names() -> Mapping[str, str]:
    """Give what each kind of record that goes by itself is called, by its code."""
    named = {each.code: gettext(each.title) for each in all_expiring()}
    return named | {
        DOCUMENTS: gettext("Documents that were kept of who was erased"),
        UNUSED: gettext("Accounts in the shop that nobody uses"),
    }


assert set(TERM_NAMES) == set(STARTS) == set(RULES), "every term has words"
