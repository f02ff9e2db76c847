"""Mollie: iDEAL, Bancontact and cards, through its official client.

Its errors repeat what was asked and answered, so their words go nowhere.
"""

import re
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import requests
from mollie.api.client import Client
from mollie.api.error import Error, NotFoundError

from klantkluis.core.money import from_cents, to_cents
from klantkluis.site.shop.providers import NoSuchPayment, Payment, ProviderDown, Wanted

METHODS: Final = ("ideal", "bancontact", "creditcard")
SECONDS: Final = (3, 6)
"""So long it may take to connect, and to answer."""
_ID: Final = re.compile(r"tr_[A-Za-z0-9]{1,36}")
_STATUS: Final = {
    "open": "open", "pending": "open", "authorized": "open", "paid": "paid", "failed": "failed",
    "expired": "expired", "canceled": "canceled",
}  # fmt: skip


class Mollie:
    """The payments of one account at Mollie."""

    name = "mollie"

    def __init__(self, key: str, url: str = "") -> None:
        self._key = key
        self._url = url

    def begin(self, wanted: Wanted) -> Payment:
        """Begin a payment.

        Raises:
            ProviderDown: it did not answer.
        """
        data: dict[str, Any] = {
            "amount": {"currency": "EUR", "value": str(from_cents(wanted.amount_cents))},
            "description": wanted.reference,
            "redirectUrl": wanted.back,
            "locale": "en_GB" if wanted.language == "en" else "nl_NL",
            "method": list(METHODS),
        }
        if wanted.webhook:
            data["webhookUrl"] = wanted.webhook
        try:
            found = self._client().payments.create(data, idempotency_key=wanted.key)
            return _read(found)
        except (Error, requests.RequestException, KeyError, TypeError, ValueError):
            raise ProviderDown from None

    def look(self, payment_id: str) -> Payment:
        """Ask how a payment stands.

        Raises:
            NoSuchPayment: there is none.
            ProviderDown: it did not answer.
        """
        if not _ID.fullmatch(payment_id):
            raise NoSuchPayment
        try:
            return _read(self._client().payments.get(payment_id))
        except NotFoundError:
            raise NoSuchPayment from None
        except (Error, requests.RequestException, KeyError, TypeError, ValueError):
            raise ProviderDown from None

    def _client(self) -> Client:
        """Make a client that asks once, follows nobody, and tells nothing of this machine.

        One for each question: its session is not made to be shared by threads.
        """
        client = Client(api_endpoint=self._url, timeout=SECONDS, retry=0)
        client.set_api_key(self._key)
        client.UNAME = ""
        session = requests.Session()
        session.trust_env = False
        session.max_redirects = 0
        client._client = session  # the client makes its own only when there is none
        return client


def _read(found: Any) -> Payment:
    """Take id, status, amount and page of an answer; the rest is not looked at."""
    status = _STATUS[str(found.status)]
    amount = _cents(found.amount)
    back = found.amount_refunded
    if status == "paid" and back is not None and _cents(back) >= amount > 0:
        status = "refunded"
    payment_id = str(found.id)
    if not _ID.fullmatch(payment_id):
        raise ValueError("no id")
    page = str(found.checkout_url or "") if status == "open" else ""
    return Payment(
        payment_id, status, amount, page if page.startswith("http") and page.isprintable() else ""
    )


def _cents(amount: Any) -> int:
    if amount["currency"] != "EUR":
        raise ValueError("no euros")
    try:
        return to_cents(Decimal(str(amount["value"])))
    except InvalidOperation:
        raise ValueError("no amount") from None
