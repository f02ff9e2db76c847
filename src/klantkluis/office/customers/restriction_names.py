"""What restrictions, objections and permitted uses are called."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from klantkluis.office.forms.base import Label

KINDS: Final[Mapping[str, Label]] = {
    "restriction": _("Restriction"),
    "objection": _("Objection"),
}
AGAINST: Final[Mapping[str, Label]] = {
    "all": _("All use"),
    "direct_marketing": _("Advertising and newsletters"),
    "legitimate_interest": _("What rests on our own interest"),
}
CAUSES: Final[Mapping[str, Label]] = {
    "accuracy_contested": _("The customer says that the data are wrong, and it is not clear yet"),
    "unlawful": _("We may not have the data, and the customer does not want them erased"),
    "claims": _("We no longer need them, and the customer does, for a claim"),
    "objection_pending": _("The customer objected, and it is not clear yet whose interest wins"),
    "kept_by_law": _("The customer asked for erasure, and the law wants these data kept"),
    "marketing": _("The customer wants no advertising"),
    "own_situation": _("For reasons of the customer's own situation"),
}
USES: Final[Mapping[str, Label]] = {
    "look": _("Look at the data"),
    "quote": _("Make a quote"),
    "order": _("Take an order"),
    "delivery": _("Deliver an order"),
    "billing": _("Bill by itself"),
    "letter": _("Write a letter"),
    "mail": _("Send a mail"),
    "newsletter": _("Send the newsletter"),
    "export": _("Put them in a file"),
    "vat_check": _("Check the VAT number"),
    "reminder": _("Send a reminder"),
    "label": _("Print an address label"),
    "account": _("Bring them to the account in the shop"),
}
PERMISSIONS: Final[Mapping[str, Label]] = {
    "consent": _("The customer agreed to this"),
    "claims": _("It is needed for a claim or a dispute"),
    "rights_of_others": _("It protects the rights of somebody else"),
    "public_interest": _("It is of great public interest"),
    "law": _("The law demands it"),
}
TOLD: Final[Mapping[str, Label]] = {
    "letter": _("By letter"),
    "mail": _("By e-mail"),
    "phone": _("By telephone"),
    "in_person": _("In person"),
    "own_request": _("The customer asked for it"),
}
