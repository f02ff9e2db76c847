"""Who wrote to the shop and is no customer: known by their own letter only."""

from uuid import UUID

from klantkluis.customers.identities import Identity
from klantkluis.shop.models import ShopPost


def identity_of_writer(uid: UUID) -> Identity | None:
    """Give who wrote letters under a uid of their own; None when nobody did."""
    newest = ShopPost.objects.filter(subject=uid, customer=None).order_by("-received_at").first()
    return None if newest is None else Identity((uid,), newest.language)
