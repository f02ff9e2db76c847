"""What the codes of the link and the post are called, for shopkeepers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _

from klantkluis.office.forms.base import Label

WRONG: Mapping[str, Label] = MappingProxyType(
    {
        "gap": _("Messages from the shop are missing. Nobody knows what they said."),
        "fork": _("Messages from the shop were changed, or do not follow each other."),
        "rollback": _("The shop has fewer messages than before: an older copy was put back."),
        "signature": _("Somebody else answered in the name of the shop."),
        "certificate": _("The shop shows another certificate than the one that you accepted."),
        "clock": _("The clocks of the shop and the office are more than five minutes apart."),
        "unreadable": _("A message from the shop cannot be opened or read."),
        "decoy": _("An order that the office placed itself as a test did not come back."),
    }
)
PROBLEMS: Mapping[str, Label] = MappingProxyType(
    {
        "unreachable": _("The shop cannot be reached."),
        "timeout": _("The shop takes too long to answer."),
        "certificate": _("The shop shows another certificate."),
        "signature": _("The answer was not of the shop."),
        "refused": _("The shop refuses the question."),
        "answer": _("The shop answers something that cannot be understood."),
        "too_large": _("The answer of the shop is too large."),
        "keys": _("The secrets of the link are not on this machine."),
        "untrusted": _("Nobody vouches for the certificate of the shop."),
    }
)
KINDS: Mapping[str, Label] = MappingProxyType(
    {
        "question": _("Question"),
        "complaint": _("Complaint"),
        "quote": _("Quote request"),
        "access": _("Request for access"),
        "correction": _("Request for correction"),
        "deletion": _("Request for erasure"),
        "withdrawal": _("Withdrawal from a purchase"),
    }
)
STATUSES: Mapping[str, Label] = MappingProxyType(
    {
        "open": _("Payment begun"),
        "paid": _("Paid online"),
        "failed": _("Payment failed"),
        "expired": _("Payment expired"),
        "canceled": _("Payment cancelled by the customer"),
        "refunded": _("Paid back online"),
    }
)
FIELDS: Mapping[str, Label] = MappingProxyType(
    {
        "company": _("Company"),
        "first_name": _("First name"),
        "surname_prefix": _("Prefix"),
        "surname": _("Surname"),
        "street": _("Street"),
        "house_number": _("House number"),
        "house_number_addition": _("Addition"),
        "address_line_2": _("Second line"),
        "postcode": _("Postcode"),
        "town": _("Town"),
        "region": _("Region"),
        "country": _("Country"),
        "email": _("E-mail"),
        "phone": _("Phone"),
        "vat_number": _("VAT number"),
        "coc_number": _("Chamber of Commerce number"),
    }
)
_REACHES: Mapping[str, str] = MappingProxyType({"email": "mailto:", "phone": "tel:"})


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a writer said of themselves; `link` reaches them by it, when it can."""

    label: Label
    text: str = field(repr=False)
    link: str = field(default="", repr=False)


def said_in(fields: Mapping[str, Any]) -> list[Said]:
    """Give what the writer of a letter said of themselves, in the order of a card."""
    found = [(name, label, str(fields[name])) for name, label in FIELDS.items() if fields.get(name)]
    return [
        Said(label, text, _REACHES[name] + text.replace(" ", "") if name in _REACHES else "")
        for name, label, text in found
    ]
