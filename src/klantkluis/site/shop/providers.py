"""Payment providers: what the shop asks of one, and no more than it needs to know.

No name, e-mail address or postal address goes to a provider; of its answers id, status and amount
are kept.
"""

from dataclasses import dataclass
from typing import Final, Protocol

STATUSES: Final = frozenset({"open", "paid", "failed", "expired", "canceled", "refunded"})
OVER: Final = frozenset({"failed", "expired", "canceled"})
"""A payment that will not be made any more: another can be begun."""


class ProviderDown(Exception):  # noqa: N818 - named as the fact that it tells
    """The provider did not answer, or not in a way that can be understood."""


class NoSuchPayment(Exception):  # noqa: N818 - named as the fact that it tells
    """The provider does not know this payment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A payment to begin. `key` is the same for a form that is sent twice."""

    key: str
    reference: str
    amount_cents: int
    language: str
    back: str
    webhook: str


@dataclass(frozen=True, slots=True)
class Payment:
    """How a payment stands; `page` is where it is made, empty when it cannot be any more."""

    payment_id: str
    status: str
    amount_cents: int
    page: str = ""


class PaymentProvider(Protocol):
    """Somebody who takes payments for the business."""

    name: str

    def begin(self, wanted: Wanted) -> Payment:
        """Begin a payment.

        Raises:
            ProviderDown: it did not answer.
        """

    def look(self, payment_id: str) -> Payment:
        """Ask how a payment stands.

        Raises:
            NoSuchPayment: there is none.
            ProviderDown: it did not answer.
        """
