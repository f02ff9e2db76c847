"""How long what is kept, in words for people who are not lawyers."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from klantkluis.core.declared import Term
from klantkluis.core.retention import RULES

_CITED: Final = re.compile(r"(\d+[a-z]?)\((\d+)\)(?:\(([a-z])\))?")
"""An article as the code cites it, with its paragraph and perhaps a letter."""
DECISIONS: list[Callable[[], Mapping[Term, int]]] = []
"""Give the months that the owner decided on, by term; told when the office starts."""

_STARTS: Mapping[Term, Promise] = {
    Term.RELATION: gettext_lazy("the last time that you did business with us"),
    Term.QUOTE: gettext_lazy("the day on which a quote expired or was refused"),
    Term.ORDER: gettext_lazy("the day on which an order was done"),
    Term.DELIVERY: gettext_lazy("the delivery, or the end of a return"),
    Term.BOOKS: gettext_lazy("the end of the book year"),
    Term.BOOKS_TEN: gettext_lazy("the end of the year of the sale"),
    Term.CONSENT: gettext_lazy("the end of your consent"),
    Term.REQUEST: gettext_lazy("our answer to your request"),
    Term.BREACH: gettext_lazy("the end of the breach"),
    Term.DISCLOSURE: gettext_lazy("the day on which we handed something over"),
    Term.SECURITY: gettext_lazy("the moment itself"),
    Term.STAFF: gettext_lazy("the end of the employment"),
    Term.ACCOUNT: gettext_lazy("the month in which you last logged in"),
}
_FIXED: Mapping[Term, Promise] = {
    Term.IMPORT: gettext_lazy("until the file has been read, at most one day"),
    Term.LOG_IN: gettext_lazy("until you log out, at most one hour after your last page"),
    Term.RESET: gettext_lazy("one hour, or until you used the link"),
    Term.UNTIL_PULLED: gettext_lazy("until our office has it, usually within a minute"),
    Term.PICK_UP: gettext_lazy("until you picked it up, at most fourteen days"),
}


def lengths() -> Mapping[Term, int]:
    """Give the length of every term in months, as it holds now."""
    found = {term: rule.months for term, rule in RULES.items()}
    for each in DECISIONS:
        found.update(each())
    return found


def length_in_words(months: int) -> str:
    """Say a number of months, in years where that is whole."""
    if months % 12 == 0:
        years = months // 12
        return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}


def term_in_words(term: Term, months: Mapping[Term, int]) -> str:
    """Say how long: "2 years after the last time that you did business with us"."""
    if term in _FIXED:
        return str(_FIXED[term])
    said = {"length": length_in_words(months[term]), "start": _STARTS[term]}
    return _("%(length)s after %(start)s") % said


def law_of(term: Term) -> str:
    """Give the article that asks for a term; empty for a term of our own."""
    return article_in_words(RULES[term].law)


def article_in_words(article: str) -> str:
    """Write an article of law as it is cited in the language that is active."""
    names = {"GDPR": _("GDPR"), "Directive": _("Directive")}
    for name, said in names.items():
        article = article.replace(name, said)
    return _CITED.sub(_cited, article)


def _cited(found: re.Match[str]) -> str:
    """Write paragraph and letter of an article: 6(1)(b), or "6 lid 1 onder b"."""
    number, paragraph, letter = found.groups()
    said = {"number": number, "paragraph": paragraph, "letter": letter}
    if letter is None:
        return _("%(number)s(%(paragraph)s)") % said
    return _("%(number)s(%(paragraph)s)(%(letter)s)") % said
