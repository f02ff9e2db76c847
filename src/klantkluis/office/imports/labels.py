"""What columns can become, and why some of them become nothing, in words for people."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from klantkluis.foundation.tables.header import fold
from klantkluis.office.customers.forms import LABELS
from klantkluis.office.forms.base import Label
from klantkluis.office.imports.models import What

NOT_IMPORTED = _("– not imported –")
_ADDRESS = (
    "street", "house_number", "house_number_addition", "address_line_2", "postcode", "town",
    "region", "country",
)  # fmt: skip
_WHO: dict[str, Label] = {
    "name": _("Full name"),
    "business_name": _("Name of the client"),
    "company": _("Company"),
    "first_name": _("First name"),
    "middle_name": _("Middle name"),
    "surname_prefix": _("Prefix"),
    "surname": _("Surname"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "vat_number": _("VAT number"),
    "remarks": _("Remarks"),
}
_WHERE: dict[str, Label] = {
    "address_block": _("Whole address in one cell"),
    "post_box": _("Post box"),
    **{name: LABELS[name] for name in _ADDRESS},
}
_DELIVERY: dict[str, Label] = {
    f"deliver.{name}": LABELS[name]
    for name in ("company", "first_name", "surname", "name", *_ADDRESS, "phone")
}
_HELP: dict[str, Label] = {
    "external_id": _("Number in the other system"),
    "kind": _("Person or company"),
    "group": _("Which rows are one customer"),
    "parent": _("Company of a contact person"),
    "address_label": _("What to call the address"),
    "is_customer": _("Whether it is a customer"),
    "is_supplier": _("Whether it is a supplier"),
    "not_if_filled": _("Leave the row out if this is filled"),
    "consent": _("Shown only: newsletter (a subscription needs a consent of its own)"),
    "vcard_kind": _("Person or company, as a vCard says it"),
    "shopware_country": _("Country, as Shopware numbers it"),
}
_PRODUCT: dict[str, Label] = {
    "sku": _("Article number"),
    "name": _("Name"),
    "name_nl": _("Name in Dutch"),
    "name_en": _("Name in English"),
    "option": _("What tells a variant"),
    "unit": _("Unit"),
    "barcode": _("Barcode"),
}
_PRICE: dict[str, Label] = {
    "price": _("Price"),
    "price_net": _("Price excluding VAT"),
    "price_gross": _("Price including VAT"),
    "other_price": _("Price in another currency"),
    "price_from": _("From which quantity the price holds"),
    "price_group": _("Group of customers for the price"),
    "vat_category": _("VAT category"),
    "vat_rate": _("VAT rate in per cent"),
    "vat_status": _("Whether there is VAT"),
    "taxable": _("Taxable"),
}
_MORE: dict[str, Label] = {
    "active": _("For sale"),
    "published": _("Shown in the shop"),
    "type": _("Kind of product"),
    "group": _("Product that a variant belongs to"),
    "parent": _("Article number of the product above a variant"),
    "external_id": _("Number in the other system"),
}
GROUPS: Mapping[str, tuple[tuple[Label, Mapping[str, Label]], ...]] = {
    What.CUSTOMERS: (
        (_("Who"), _WHO),
        (_("Address"), _WHERE),
        (_("Second address"), _DELIVERY),
        (_("How to read the row"), _HELP),
    ),
    What.PRODUCTS: (
        (_("Product"), _PRODUCT),
        (_("Price and VAT"), _PRICE),
        (_("How to read the row"), _MORE),
    ),
}

_REASONS: tuple[tuple[str, Label], ...] = (
    (r"pass|wachtwoord|mot de passe|pwd|encoder|token", _("Passwords are never copied.")),
    (r"birth|geboorte|geburt|naissance|dob|bday|anniversary|death|overl",
     _("We do not keep when somebody was born: it is not needed for an invoice.")),
    (r"gender|sex|geslacht|geschlecht|genre", _("We do not keep anybody's sex: it is not needed.")),
    (r"iban|bic|swift|bank|rekening|konto|account", _("Bank account numbers are never kept.")),
    (r"bsn|burgerservice|social security|ssn|dni",
     _("Citizen service numbers may not be kept.")),
    (r"photo", _("We keep no photographs.")),
)  # fmt: skip


def known_targets(what: str) -> set[str]:
    """Give everything that a column can become."""
    return {target for _title, targets in GROUPS[what] for target in targets}


def choices(what: str) -> list[tuple[Label, object]]:
    """Give what a column can become, as the choices of a select in groups."""
    groups = [(title, list(targets.items())) for title, targets in GROUPS[what]]
    return [("", NOT_IMPORTED), *groups]


def reason(column: str) -> Label:
    """Say why a column is left out."""
    name = fold(column)
    for pattern, sentence in _REASONS:
        if re.search(pattern, name):
            return sentence
    return _("We do not keep this: it is not needed to do business.")
