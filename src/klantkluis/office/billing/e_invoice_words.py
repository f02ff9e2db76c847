"""What stands in the way of an e-invoice, in the words of the reader, with the place to mend it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, gettext_noop
from django.utils.translation import gettext as _

from klantkluis.billing.e_checking import Form
from klantkluis.billing.queries.e_invoices import FoundRule
from klantkluis.core.roles import Role
from klantkluis.foundation.actors import Actor
from klantkluis.office.forms.base import Label

FORM_NAMES: dict[Form, Label] = {
    Form.FACTUR_X: gettext_lazy("inside the PDF"),
    Form.PEPPOL: gettext_lazy("Peppol BIS 3"),
    Form.NLCIUS: gettext_lazy("NLCIUS"),
}
OURS, THEIRS = "ours", "theirs"
_PLACES = (
    ("seller.legal_id", OURS, gettext_noop("Our company: trade register number (KVK)")),
    ("seller.electronic_address", OURS, gettext_noop("Our company: trade register number (KVK)")),
    ("seller.vat_id", OURS, gettext_noop("Our company: VAT identification number (btw-id)")),
    ("seller.address", OURS, gettext_noop("Our company: address")),
    ("seller", OURS, gettext_noop("Our company")),
    ("payment", OURS, gettext_noop("Our company: bank account (IBAN)")),
    ("buyer.electronic_address", THEIRS, gettext_noop("Customer: e-invoice address")),
    ("buyer.legal_id", THEIRS, gettext_noop("Customer: trade register number (KVK) or OIN")),
    ("buyer.vat_id", THEIRS, gettext_noop("Customer: VAT number")),
    ("buyer.address", THEIRS, gettext_noop("Customer: address")),
    ("buyer_reference", THEIRS, gettext_noop("Customer: reference that their invoices must bear")),
    ("buyer", THEIRS, gettext_noop("Customer")),
)
_LINE = re.compile(r"lines\[(\d+)\]")
_OTHER_RULES = {
    "SUMS": gettext_noop("The lines do not add up to the sums, so no e-invoice can be made."),
    "XSD": gettext_noop("The file is not built as the official schema says."),
    "STOPPED": gettext_noop("The official rules could not be worked out to their end."),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One finding for a page: what it says, where it is to be mended and under which address."""

    form: Label
    rule: str
    sentence: str
    fatal: bool
    place: str = ""
    url: str = ""


def said(rules: Iterable[FoundRule], *, customer_id: int, actor: Actor) -> list[Said]:
    """Give what was found, each rule once for each place where it is to be mended."""
    links = {THEIRS: reverse("customers:data", args=[customer_id])} if actor.may(Role.SALES) else {}
    if actor.may(Role.OWNER):
        links[OURS] = reverse("company:company")
    return list(dict.fromkeys(_said(rules, links)))


def _said(rules: Iterable[FoundRule], links: dict[str, str]) -> Iterator[Said]:
    for each in rules:
        whose, place = place_of(each.field)
        yield Said(
            form=FORM_NAMES[each.form],
            rule=each.rule,
            sentence=sentence_for(each.rule, each.english, each.dutch),
            fatal=each.fatal,
            place=place,
            url=links.get(whose, ""),
        )


def place_of(field: str) -> tuple[str, str]:
    """Give whose data a field of the model comes from, and what it is called on our pages."""
    line = _LINE.match(field)
    if line is not None:
        return "", _("Line %(number)s") % {"number": int(line[1]) + 1}
    for start, whose, name in _PLACES:
        if field.startswith(start):
            return whose, _(name)
    return "", ""


def sentence_for(rule: str, english: str, dutch: str) -> str:
    """Say a rule to the reader; an official one that we have no words for by its name."""
    words = dutch if (get_language() or "nl").startswith("nl") else english
    if words:
        return words
    if rule in _OTHER_RULES:
        return _(_OTHER_RULES[rule])
    return _("The official rule %(rule)s is not met.") % {"rule": rule}
