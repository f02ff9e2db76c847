"""Rows of this room that go by themselves, and who still has an account."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_noop as _

from klantkluis.core.declared import Term
from klantkluis.foundation.expiring import Expiring, Needed
from klantkluis.sales.done import WORDS_OF_ORDERS
from klantkluis.shop.models import LookalikeFound, PickUp, ProposedChange, ShopPost, SiteAccount
from klantkluis.shop.unused import UNUSED


def bases(uids: Sequence[UUID]) -> set[UUID]:
    """Give who has an account in the shop: until they close it, or it ends for nobody uses it."""
    accounts = SiteAccount.objects.filter(customer__uid__in=uids, closed_at=None)
    return set(accounts.values_list("customer__uid", flat=True))


DISPUTES: Final = (ShopPost.Kind.COMPLAINT, ShopPost.Kind.WITHDRAWAL)
"""What is a dispute, or may become one, until somebody has answered it."""


def _in_dispute() -> QuerySet[Any]:
    """Give who complained or withdrew and has no answer yet: what it is about stays till then."""
    rows = ShopPost.objects.filter(kind__in=DISPUTES, handled_at=None)
    return rows.filter(subject__isnull=False).order_by().values("subject")


EXPIRING: Final = (
    Expiring(
        code="shop_posts",
        title=_("Post from the shop that was handled"),
        term=Term.RELATION,
        rows=lambda: ShopPost.objects.filter(handled_at__isnull=False),
        since="handled_at",
        person="subject",
    ),
    Expiring(
        code="proposed_changes",
        title=_("Changes that customers proposed"),
        term=Term.RELATION,
        rows=lambda: ProposedChange.objects.filter(ended_at__isnull=False),
        since="ended_at",
        person="customer__uid",
    ),
    Expiring(
        code="lookalikes",
        title=_("Doubts about who is who that were settled"),
        term=Term.RELATION,
        rows=lambda: LookalikeFound.objects.filter(ended_at__isnull=False),
        since="ended_at",
        person="customer__uid",
    ),
)


def _to_pick_up() -> QuerySet[Any]:
    """Give the accounts for which a package waits, or is on its way to the shop."""
    rows = PickUp.objects.filter(picked_up_at=None, refused_at=None, until__gt=Now())
    return rows.order_by().values("account")


NEEDED: Final = (
    *(
        Needed(code=code, path=f"{order}__customer__uid".removeprefix("pk__"), among=_in_dispute)
        for code, order in WORDS_OF_ORDERS.items()
    ),
    Needed(code=UNUSED, path="account", among=_to_pick_up),
)
