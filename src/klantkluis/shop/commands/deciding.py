"""What a person decides about what came in: post that is answered, doubts that end."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.core.roles import Channel, Role
from klantkluis.customers.blocking import CustomerRestricted, hidden_from, sentence
from klantkluis.customers.commands.merging import merge_rows
from klantkluis.customers.commands.registering import active_customer, change_row
from klantkluis.customers.restriction_rules import Use
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.shop.intake.accounts import tell_accounts
from klantkluis.shop.models import (
    LookalikeFound,
    OnlinePaymentSeen,
    ProposedChange,
    ShopOrder,
    ShopPost,
    SiteAccount,
)
from klantkluis.shop.rules import proposed_fields
from klantkluis.shop.stored import PROPOSED_CHANGE
from klantkluis.vault.purposes import Purpose


class DecidedAlready(Refusal):
    """Somebody else decided in the meantime."""

    @classmethod
    def meanwhile(cls) -> "DecidedAlready":
        """Say so in one sentence."""
        return cls(_("Somebody has dealt with this already."))


@command("site.post_handled", Role.SALES)
def handle_post(*, post_id: int, actor: Actor, now: datetime) -> None:
    """Note that a letter from the shop was answered or dealt with.

    Raises:
        DecidedAlready: it was before.
    """
    rows = ShopPost.objects.filter(pk=post_id, handled_at=None)
    if not rows.update(handled_at=now, staff_id=actor.staff_id):
        raise DecidedAlready.meanwhile()


@command("site.lookalike_decided", Role.SALES)
def decide_lookalike(*, doubt_id: int, same: bool, actor: Actor, now: datetime) -> None:
    """Decide whether a new customer from the shop is one whom we had; then both become one.

    Raises:
        DecidedAlready: somebody decided before.
        CustomerUnknown: one of them is not in use any more.
    """
    row = LookalikeFound.objects.select_for_update().filter(pk=doubt_id, ended_at=None).first()
    if row is None:
        raise DecidedAlready.meanwhile()
    if same:
        merge_rows(row.other_id, row.customer_id, actor)
        # The accounts of the one are accounts of the other.
        SiteAccount.objects.filter(customer=row.customer_id).update(customer=row.other_id)
    outcome = LookalikeFound.Outcome.SAME if same else LookalikeFound.Outcome.DIFFERENT
    LookalikeFound.objects.filter(pk=row.pk).update(
        outcome=outcome, ended_at=now, staff_id=actor.staff_id
    )


@command("site.change_decided", Role.SALES)
def decide_change(*, change_id: int, accept: bool, actor: Actor, now: datetime) -> None:
    """Take over what a customer says of themselves, or leave ours as it is.

    What is taken over goes back to their account on the site, sealed to its key.

    Raises:
        DecidedAlready: somebody decided before.
        CustomerUnknown: the customer is not in use any more.
        RowChanged: somebody changes the customer at this moment.
        CustomerRestricted: the data are kept only, and who decides has not said why they look.
    """
    row = (
        ProposedChange.objects.select_for_update(of=("self",))
        .select_related("customer")
        .filter(pk=change_id, ended_at=None)
        .first()
    )
    if row is None:
        raise DecidedAlready.meanwhile()
    if hidden_from([row.customer_id], actor.staff_id):
        raise CustomerRestricted(sentence(Use.LOOK))
    if accept:
        said = PROPOSED_CHANGE.open_one(actor.vault, Purpose.FILE, row)
        customer = active_customer(row.customer.merged_into_id or row.customer_id)
        change_row(
            customer, customer.rev, proposed_fields(said), replace(actor, channel=Channel.SITE)
        )
        tell_accounts(customer.pk, actor)
    outcome = ProposedChange.Outcome.ACCEPTED if accept else ProposedChange.Outcome.REFUSED
    ProposedChange.objects.filter(pk=row.pk).update(
        outcome=outcome, ended_at=now, staff_id=actor.staff_id
    )


@command("site.order_settled", Role.SALES)
def settle_order(*, shop_order_id: int, actor: Actor, now: datetime) -> None:
    """Note that somebody looked at an order whose sum is another than the customer was told.

    Raises:
        DecidedAlready: somebody did before.
    """
    rows = ShopOrder.objects.filter(pk=shop_order_id, settled_at=None)
    if not rows.update(settled_at=now, staff_id=actor.staff_id):
        raise DecidedAlready.meanwhile()


@command("site.order_confirmed", Role.SALES)
def confirm_order(*, shop_order_id: int, actor: Actor, now: datetime) -> None:
    """Note that the customer has the confirmation that the site could not mail (BW 6:230v(7)).

    Raises:
        DecidedAlready: somebody did before.
    """
    rows = ShopOrder.objects.filter(pk=shop_order_id, confirmed_at=None)
    if not rows.update(confirmed_at=now, staff_id=actor.staff_id):
        raise DecidedAlready.meanwhile()


@command("site.payment_looked_at", Role.SALES, Role.BOOKKEEPER)
def look_at_payment(*, seen_id: int, actor: Actor, now: datetime) -> None:
    """Note that somebody dealt with money that came for no order, or went back.

    Raises:
        DecidedAlready: somebody did before.
    """
    rows = OnlinePaymentSeen.objects.filter(pk=seen_id, looked_at=None)
    if not rows.update(looked_at=now, staff_id=actor.staff_id):
        raise DecidedAlready.meanwhile()
