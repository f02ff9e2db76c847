"""Truths about the shop that hold for all rows, always."""

from collections.abc import Iterator
from itertools import batched
from typing import Final

from django.db.models import Exists, F, OuterRef, Q

from klantkluis.billing.queries.ahead import paid_ahead
from klantkluis.messages.outbox import Kind
from klantkluis.shop.models import (
    AccountEnding,
    Decoy,
    IntakeMessage,
    IntakeTaken,
    LinkResumption,
    OnlinePaymentSeen,
    ShippingMethod,
    ShippingStep,
    ShopOrder,
    ShopPost,
    SiteAccount,
    SiteLink,
    UnsubscribeToken,
)

AT_ONCE: Final = 500
MOST_SAID: Final = 100


def broken() -> Iterator[str]:
    """Give one sentence for each row that breaks a rule of this room."""
    priced = ShippingStep.objects.values("method")
    for pk in ShippingMethod.objects.exclude(pk__in=priced).values_list("pk", flat=True):
        yield f"shipping method {pk} has no price"
    yield from _messages()
    yield from _orders()
    yield from _money()
    yield from _people()


def _messages() -> Iterator[str]:
    """A message is either here, sealed, or taken in; and none is beyond the place of the link."""
    taken = IntakeTaken.objects.filter(uid=OuterRef("uid"), taken_at__gt=OuterRef("pulled_at"))
    both = IntakeMessage.objects.filter(Exists(taken), problem="")
    for seq in both.values_list("seq", flat=True)[:MOST_SAID]:
        yield f"message {seq} was taken in and its sealed copy is still here"
    decoys = Decoy.objects.filter(uid=OuterRef("uid"))
    ours = IntakeMessage.objects.filter(Exists(decoys))
    for seq in ours.values_list("seq", flat=True)[:MOST_SAID]:
        yield f"message {seq} is an order of nobody and waits as if it were one"
    for seq in _beyond():
        yield f"message {seq} is here and the link has not come so far"


def _beyond() -> Iterator[int]:
    """Messages that came before the owner let a broken link go on are from another row."""
    link = SiteLink.objects.first()
    if link is None:
        return
    since = LinkResumption.objects.order_by("-at").values_list("at", flat=True).first()
    rows = IntakeMessage.objects.filter(site_id=link.site_id, seq__gt=link.seq)
    if since is not None:
        rows = rows.filter(pulled_at__gt=since)
    yield from rows.values_list("seq", flat=True)[:MOST_SAID]


def _orders() -> Iterator[str]:
    """Each order that was taken in is an order of ours, under the uid of its message."""
    made = ShopOrder.objects.filter(order__uid=OuterRef("uid"))
    lost = IntakeTaken.objects.filter(~Exists(made), kind=Kind.ORDER)
    for seq in lost.values_list("seq", flat=True)[:MOST_SAID]:
        yield f"message {seq} was an order and there is none of it"


def _money() -> Iterator[str]:
    """What was paid online on an order is in the books for it: whole, once, and of its customer."""
    seen = OnlinePaymentSeen.objects.filter(booked__isnull=False).order_by("pk")
    for some in batched(seen.iterator(AT_ONCE), AT_ONCE, strict=False):
        booked = paid_ahead(payment_ids=[each.booked_id for each in some if each.booked_id])
        for each in some:
            ahead = booked.get(each.booked_id or 0)
            if ahead is None or ahead.order_uid != each.order_uid or not ahead.of_its_customer:
                yield f"online payment {each.pk} is in the books for another order"
            elif ahead.cents != each.amount_cents:
                yield f"online payment {each.pk} is in the books for another amount"


def _people() -> Iterator[str]:
    """Accounts and tokens belong to somebody, and post lies under the key of who wrote it."""
    # A customer is in use, or was merged into one that is.
    in_use = Q(customer__state="active") | Q(customer__merged_into__state="active")
    theirs = SiteAccount.objects.filter(in_use).values("pk")
    accounts = SiteAccount.objects.filter(closed_at=None).exclude(pk__in=theirs)
    for pk in accounts.values_list("pk", flat=True)[:MOST_SAID]:
        yield f"account {pk} belongs to no customer in use"
    ended = AccountEnding.objects.filter(ended_at__isnull=False, account__closed_at=None)
    for pk in ended.values_list("pk", flat=True)[:MOST_SAID]:
        yield f"account ending {pk} is over and its account is open"
    whose = in_use | Q(subscriber__digest__isnull=False)
    owned = UnsubscribeToken.objects.filter(whose).values("pk")
    tokens = UnsubscribeToken.objects.exclude(pk__in=owned)
    for pk in tokens.values_list("pk", flat=True)[:MOST_SAID]:
        yield f"unsubscribe token {pk} belongs to nobody"
    strays = ShopPost.objects.filter(
        Q(customer=None) & ~Q(subject=F("uid"))
        | Q(customer__isnull=False) & ~Q(subject=F("customer__uid"))
    )
    for pk in strays.values_list("pk", flat=True)[:MOST_SAID]:
        yield f"letter {pk} lies under the key of somebody else"
