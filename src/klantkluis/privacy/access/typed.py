"""Which fields hold words that somebody typed freely, and who typed them.

What our staff or others typed may name somebody else, and is looked through before it leaves (GDPR
art. 15(4)). What the person wrote is theirs, and so is what we sent them: that needs no look.
Every sealed field stands in one of these lists; a test fails on one that does not. Pure.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final


class Typist(StrEnum):
    """Who typed a text."""

    OTHERS = "others"
    """Our staff, or somebody who is not the person."""
    CHANNEL = "channel"
    """The person, when it came through the shop; otherwise our staff wrote down what was said."""
    SHOP = "shop"
    """The person, in an order of the shop that nobody changed; otherwise our staff."""


FREE: Final[Mapping[str, Typist]] = MappingProxyType(
    {
        "customer.remarks": Typist.OTHERS,
        "contact_note.text": Typist.OTHERS,
        "consent.evidence": Typist.CHANNEL,
        "subscriber_consent.evidence": Typist.CHANNEL,
        "restriction.reason": Typist.CHANNEL,
        "permitted_use.reason": Typist.OTHERS,
        "legal_hold.note": Typist.OTHERS,
        "order.remarks": Typist.SHOP,
        "subscription.remarks": Typist.OTHERS,
        "quote_refusal.reason": Typist.OTHERS,
        "return.remarks": Typist.OTHERS,
        "payment.note": Typist.OTHERS,
        "privacy_request.asked": Typist.CHANNEL,
        "request_step.text": Typist.OTHERS,
    }
)
"""Sealed fields that hold free text, as `table.name`."""

THEIRS: Final = frozenset({"shop_post", "proposed_change", "address", "subscriber"})
"""Tables that hold what the person filled in themselves."""

AS_ISSUED: Final = frozenset(
    {"invoice_snapshot", "credit_snapshot", "quote", "delivery_note", "document_file"}
    | {"quote_file", "letter", "request_letter"}
)
"""Tables that hold what the person has on paper already: it stays whole."""

BY_MACHINES: Final = frozenset({"mail_bounce", "e_delivery", "redaction"})
"""Tables that hold what other computers answered, or what follows from the texts themselves."""

NOT_FREE: Final = frozenset(
    {
        *(f"customer.{name}" for name in (
            "kind", "company", "first_name", "surname_prefix", "surname", "street",
            "house_number", "house_number_addition", "address_line_2", "postcode", "town",
            "region", "country", "coc_number", "oin", "e_invoice_address", "buyer_reference",
            "phone", "email", "vat_number",
        )),
        "contact_note.channel", "contact_note.direction",
        "order.deliver_to", "order.reference", "order.line_texts",
        "subscription.deliver_to", "subscription.reference", "subscription.line_texts",
        "quote_acceptance.name",
        "privacy_request.name", "privacy_request.email", "privacy_request.phone",
        "privacy_request.address", "privacy_request.order",
        "request_step.code",
    }
)  # fmt: skip
"""Other sealed fields: names and addresses that the person gave, their own references, choices,
and what stands on the papers that they were sent."""


def typed_by_us(
    table: str, values: Mapping[str, Any], *, untouched_from_shop: bool
) -> tuple[str, ...]:
    """Give the fields of a row that hold words which the person did not type themselves.

    Args:
        table: of the sealed row.
        values: what the row says, with its columns.
        untouched_from_shop: the row is an order of the shop that was never changed here.
    """
    return tuple(
        name
        for name, value in values.items()
        if isinstance(value, str)
        and value.strip()
        and (typist := FREE.get(f"{table}.{name}")) is not None
        and not (typist is Typist.CHANNEL and values.get("channel") == "site")
        and not (typist is Typist.SHOP and untouched_from_shop)
    )
