"""Who wants the newsletter and is no customer: an address, and facts of consent."""

import hmac
from datetime import datetime

from klantkluis.core.roles import Channel
from klantkluis.customers.commands.consents import wording_of
from klantkluis.customers.importing.references import import_key
from klantkluis.customers.models import Subscriber, SubscriberConsent
from klantkluis.customers.stored import SUBSCRIBER, SUBSCRIBER_CONSENT
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.inserting import insert
from klantkluis.vault.client import VaultSession


def subscriber_digest(vault: VaultSession, email: str) -> bytes:
    """Give the keyed digest by which an address is found again; the key is sealed."""
    text = f"subscriber\n{email.strip().casefold()}"
    return hmac.digest(import_key(vault), text.encode(), "sha256")


def subscriber_with(vault: VaultSession, email: str) -> int | None:
    """Give the subscriber with an address, or None."""
    digest = subscriber_digest(vault, email)
    return Subscriber.objects.filter(digest=digest).values_list("pk", flat=True).first()


def subscribe(email: str, *, language: str, actor: Actor) -> int:
    """Give the subscriber with an address, made within an act when there is none."""
    known = subscriber_with(actor.vault, email)
    if known is not None:
        return known
    row = Subscriber(digest=subscriber_digest(actor.vault, email), language=language)
    SUBSCRIBER.seal_new(actor.vault, [(row, {"email": email.strip()})])
    insert(row)
    return row.pk


def keep_subscriber_consent(
    subscriber_id: int, *, given: bool, evidence: str, at: datetime, wording: int, language: str,
    channel: Channel, actor: Actor,
) -> int:  # fmt: skip
    """Keep a yes or no of a subscriber, within an act; see `keep_consent`.

    Raises:
        WordingUnknown: we have no words with this number.
    """
    row = SubscriberConsent(
        subscriber=Subscriber.objects.get(pk=subscriber_id), given=given, at=at, channel=channel,
        wording=wording_of(wording, language) if given else None, staff_id=actor.staff_id,
    )  # fmt: skip
    SUBSCRIBER_CONSENT.seal_new(actor.vault, [(row, {"evidence": evidence})])
    insert(row)
    return row.pk
