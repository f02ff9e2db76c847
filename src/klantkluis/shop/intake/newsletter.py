"""A yes or a no to the newsletter, of customers and of addresses that are nobody's."""

import hashlib
from typing import Any

from klantkluis.core.roles import Channel
from klantkluis.customers.commands.consents import keep_consent
from klantkluis.customers.recognising import address_of, known_by_id, known_customers
from klantkluis.customers.subscribing import (
    keep_subscriber_consent,
    subscribe,
    subscriber_with,
)
from klantkluis.foundation.actors import Actor
from klantkluis.shop.intake.reading import Around, Came, words_of
from klantkluis.shop.models import UnsubscribeToken


def take_subscription(came: Came, around: Around) -> None:
    """Keep a yes that was confirmed by mail, inside an act: of a customer, or of an address alone.

    An address is enough: no name is asked for a newsletter (docs/decisions/0070).
    """
    letter, actor = came.letter, around.actor
    said = {
        "given": True, "evidence": words_of(letter), "at": letter.at,
        "wording": letter.consent.wording, "language": letter.language,
        "channel": Channel.SITE, "actor": actor,
    }  # fmt: skip
    customers = _customers_with(letter.email, actor)
    digest = bytes.fromhex(letter.unsubscribe)
    token = UnsubscribeToken(digest=digest)
    if customers:
        token.customer_id = customers[0]
        keep_consent(customers[0], **said)
    else:
        token.subscriber_id = subscribe(letter.email, language=letter.language, actor=actor)
        keep_subscriber_consent(token.subscriber_id, **said)
    if not UnsubscribeToken.objects.filter(digest=digest).exists():
        token.save(force_insert=True)


def take_unsubscription(came: Came, around: Around) -> None:
    """Keep a no, inside an act, by the token of a link or for everybody with an address.

    An address that we do not have asks for nothing.
    """
    letter, actor = came.letter, around.actor
    customers: set[int] = set()
    subscribers: set[int] = set()
    if letter.token:
        digest = hashlib.sha256(letter.token.encode()).digest()
        row = UnsubscribeToken.objects.filter(digest=digest).first()
        if row is not None and row.customer_id is not None:
            customers |= {each.id for each in known_by_id(actor.vault, [row.customer_id]).values()}
        if row is not None and row.subscriber_id is not None:
            subscribers.add(row.subscriber_id)
    if letter.email:
        customers |= set(_customers_with(letter.email, actor))
        known = subscriber_with(actor.vault, letter.email)
        subscribers |= {known} if known is not None else set()
    said: dict[str, Any] = {
        "given": False, "evidence": _how(letter), "at": letter.at, "wording": 0,
        "language": letter.language, "channel": Channel.SITE, "actor": actor,
    }  # fmt: skip
    for customer_id in sorted(customers):
        keep_consent(customer_id, **said)
    for subscriber_id in sorted(subscribers):
        keep_subscriber_consent(subscriber_id, **said)


def _how(letter: Any) -> str:
    if letter.one_click:
        return "unsubscribed by one click in the mail program (RFC 8058)"
    return "unsubscribed on the page of the shop"


def _customers_with(email: str, actor: Actor) -> list[int]:
    """Give the customers who have exactly this address, the newest first."""
    (uids,) = actor.vault.lookalikes([{"email": email}])
    found = known_customers(actor.vault, uids).values()
    wanted = address_of({"email": email})
    return sorted((each.id for each in found if address_of(each.fields) == wanted), reverse=True)
