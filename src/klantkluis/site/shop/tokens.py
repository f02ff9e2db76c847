"""What travels between the pages of an order, signed: nothing of it names a person."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing

from klantkluis.site.shop.quoting import Quote

FORM_SECONDS: Final = 24 * 3600
THANKS_SECONDS: Final = 60 * 24 * 3600
_LETTERS: Final = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""No vowels, so that no word appears, and nothing that is misread on the telephone."""


class NotOurs(Exception):  # noqa: N818 - named as the fact that it tells
    """This was not signed here, or too long ago."""


@dataclass(frozen=True, slots=True)
class SeenQuote:
    """What stood on the last screen: the uid of the order to be, and every amount."""

    uid: UUID
    total_cents: int
    amounts: list[Any]

    def differs(self, quoted: Quote) -> bool:
        """Whether the order would come to something else now."""
        return amounts_of(quoted) != self.amounts

    def is_of(self, lines: Iterable[tuple[str, int]]) -> bool:
        """Whether exactly these article numbers and quantities were agreed to."""
        return [tuple(line[:2]) for line in self.amounts[1]] == list(lines)


def amounts_of(quoted: Quote) -> list[Any]:
    """Give everything that a customer agrees to, in a form that can be compared."""
    shipping = quoted.shipping
    return [
        str(quoted.basis),
        [[x.product.sku, x.quantity, str(x.unit_price), x.amount_cents] for x in quoted.lines],
        [shipping.method.code, shipping.amount_cents] if shipping else [],
        [[each.rate_bp, each.net_cents, each.vat_cents] for each in quoted.totals.vat],
    ]


def sign_quote(quoted: Quote) -> str:
    """Sign what stands on the last screen, with a uid for the order; one form is one order."""
    said = [uuid4().hex, quoted.totals.gross_cents, amounts_of(quoted)]
    return signing.dumps(said, salt="quote", compress=True)


def read_quote(text: str) -> SeenQuote:
    """Read what stood on the last screen.

    Raises:
        NotOurs: it was not signed here, or too long ago.
    """
    try:
        uid, total, amounts = signing.loads(text[:20_000], salt="quote", max_age=FORM_SECONDS)
        return SeenQuote(UUID(uid), total, amounts)
    except (signing.BadSignature, ValueError, TypeError):
        raise NotOurs from None


@dataclass(frozen=True, slots=True)
class Thanks:
    """What the page after an order needs to know.

    `mailed` is None for a form that was sent twice: the first time knows what came of the mail.
    """

    uid: UUID
    total_cents: int
    payment: str
    mailed: bool | None

    @property
    def reference(self) -> str:
        """The number that the customer is told."""
        return reference_of(self.uid)

    def token(self) -> str:
        """Write it for the address of the page."""
        said = [self.uid.hex, self.total_cents, self.payment, self.mailed]
        return signing.dumps(said, salt="thanks")


def read_thanks(text: str) -> Thanks:
    """Read the address of the page after an order.

    Raises:
        NotOurs: it was not signed here, or too long ago.
    """
    try:
        uid, total, payment, mailed = signing.loads(
            text[:400], salt="thanks", max_age=THANKS_SECONDS
        )
        return Thanks(UUID(uid), total, payment, mailed)
    except (signing.BadSignature, ValueError, TypeError):
        raise NotOurs from None


def reference_of(uid: UUID) -> str:
    """Give the short number of an order, the same each time: `W-7KQ4-M2XD`."""
    key = settings.SECRET_KEY.encode()
    number = int.from_bytes(hmac.digest(key, b"reference" + uid.bytes, hashlib.sha256)[:16])
    signs = []
    for _ in range(8):
        number, rest = divmod(number, len(_LETTERS))
        signs.append(_LETTERS[rest])
    return f"W-{''.join(signs[:4])}-{''.join(signs[4:])}"
