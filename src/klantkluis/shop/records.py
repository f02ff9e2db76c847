"""Which rows of this room are about a person, and what can be done with them."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from klantkluis.core.declared import Activity, Correction, Erasure, Recipient, Source, Term
from klantkluis.foundation.records import Claim, PersonalRecord, Rows
from klantkluis.shop.expiring import DISPUTES
from klantkluis.shop.forgetting import forget_accounts
from klantkluis.shop.models import ShopPost
from klantkluis.shop.stored import PROPOSED_CHANGE, SHOP_POST


def _of_customers(rows: Rows) -> Rows:
    return rows.filter(customer__isnull=False)


def _of_subscribers(rows: Rows) -> Rows:
    return rows.filter(subscriber__isnull=False)


def _of_accounts(rows: Rows) -> Rows:
    return rows.filter(account__isnull=False)


RECORDS: tuple[PersonalRecord, ...] = (
    *(
        PersonalRecord(
            model="shop.UnsubscribeToken",
            title="Mark of the link that stops the newsletter",
            person=f"{path}__uid",
            activity=Activity.NEWSLETTER,
            erasure=Erasure.REMOVE,
            term=Term.CONSENT,
            source=Source.OURSELVES,
            narrow=narrow,
        )
        for path, narrow in (("customer", _of_customers), ("subscriber", _of_subscribers))
    ),
    *(
        PersonalRecord(
            model="shop.LookalikeFound",
            title="Likeness to another customer",
            person=path,
            activity=Activity.SHOP,
            erasure=Erasure.REMOVE,
            term=Term.RELATION,
            since="found_at",
            shows=("found_at", "outcome"),
            source=Source.OURSELVES,
        )
        for path in ("customer__uid", "other__uid")
    ),
    PersonalRecord(
        model="shop.ProposedChange",
        title="Change that you asked for",
        person="customer__uid",
        activity=Activity.SHOP,
        erasure=Erasure.REMOVE,
        term=Term.RELATION,
        since="proposed_at",
        stored=PROPOSED_CHANGE,
        shows=("proposed_at", "outcome", "ended_at"),
        business=True,
    ),
    PersonalRecord(
        model="shop.ShopPost",
        for_claims=True,
        title="What you wrote to us",
        person="subject",
        activity=Activity.SHOP,
        erasure=Erasure.REMOVE,
        term=Term.RELATION,
        since="received_at",
        stored=SHOP_POST,
        shows=("kind", "received_at", "handled_at"),
        business=True,
    ),
    PersonalRecord(
        model="shop.ProfileToSend",
        title="Profile on its way to the shop",
        person="account__customer__uid",
        activity=Activity.ACCOUNTS,
        erasure=Erasure.REMOVE,
        term=Term.ACCOUNT,
        recipients=(Recipient.HOST,),
    ),
    PersonalRecord(
        model="shop.AccountEnding",
        title="End of an account that nobody uses",
        person="account__customer__uid",
        activity=Activity.ACCOUNTS,
        erasure=Erasure.REMOVE,
        term=Term.ACCOUNT,
        since="found_on",
        shows=("used_in", "found_on", "told_at", "ends_on"),
        source=Source.OURSELVES,
        narrow=_of_accounts,
    ),
    PersonalRecord(
        model="shop.PickUp",
        title="Package that waits in the shop",
        person="account__customer__uid",
        activity=Activity.RIGHTS,
        erasure=Erasure.REMOVE,
        term=Term.PICK_UP,
        since="made_at",
        shows=("made_at", "until", "picked_up_at"),
        source=Source.OURSELVES,
        recipients=(Recipient.HOST,),
    ),
    PersonalRecord(
        model="shop.SiteAccount",
        let_go=forget_accounts,
        title="Account in the shop",
        person="customer__uid",
        activity=Activity.ACCOUNTS,
        erasure=Erasure.REMOVE,
        term=Term.ACCOUNT,
        since="registered_at",
        shows=("registered_at", "closed_at"),
        recipients=(Recipient.HOST,),
        correction=Correction.CHANGE,
    ),
    PersonalRecord(
        model="shop.ShopOrder",
        title="Order in the shop",
        person="order__customer__uid",
        activity=Activity.SHOP,
        erasure=Erasure.DETACH,
        term=Term.BOOKS,
        since="placed_at",
        shows=("reference", "placed_at", "payment", "site_gross_cents"),
        recipients=(Recipient.HOST, Recipient.PAYMENT_PROVIDER),
    ),
)


def claims(uids: Sequence[UUID]) -> Iterator[Claim]:
    """Give the complaints and withdrawals that nobody has answered yet: a dispute, or may be one.

    Who wrote to us before we knew them is found by the customer, whoever's key the letter has.
    """
    rows = ShopPost.objects.filter(subject__in=uids, kind__in=DISPUTES, handled_at=None)
    for uid, pk, kind in rows.order_by("pk").values_list("subject", "pk", "kind"):
        yield Claim(uid, f"open_{kind}", str(pk), "GDPR art. 17(3)(e)")
