"""The requests of a person on their card."""

from typing import Any

from django.utils import timezone

from klantkluis.core.roles import Role
from klantkluis.customers.queries import CustomerCard
from klantkluis.foundation.actors import Actor
from klantkluis.office.request_names import KINDS
from klantkluis.privacy.queries import requests_of
from klantkluis.vault.client import LockedVault


def requests_for(card: CustomerCard, actor: Actor) -> dict[str, Any]:
    """Give the requests on a card, to those whose work it is to take them."""
    if not actor.may(Role.SALES):
        return {"takes_requests": False}
    rows = requests_of(customer_uids=card.all_uids, vault=LockedVault(), today=timezone.localdate())
    return {"takes_requests": True, "requests": rows, "request_kinds": KINDS}
