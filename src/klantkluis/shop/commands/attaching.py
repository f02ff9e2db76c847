"""Saying afterwards who wrote a letter from the shop."""

from klantkluis.core.roles import Role
from klantkluis.customers.commands.registering import active_customer
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.commands import command
from klantkluis.shop.commands.deciding import DecidedAlready
from klantkluis.shop.intake.post import note_letter
from klantkluis.shop.models import ShopPost
from klantkluis.shop.stored import SHOP_POST
from klantkluis.vault.purposes import Purpose


@command("site.post_attached", Role.SALES)
def attach_post(*, post_id: int, customer_id: int, actor: Actor) -> None:
    """Put a letter with the customer who wrote it: sealed anew under their key, and in contacts.

    So it goes with them when they ask what we have, and when they are forgotten.

    Raises:
        DecidedAlready: it lies with a customer already.
        CustomerUnknown: there is no such customer in use.
        RowChanged: somebody else attaches it at this moment.
        VaultLocked: the vault is not open.
    """
    row = ShopPost.objects.select_for_update().filter(pk=post_id, customer=None).first()
    if row is None:
        raise DecidedAlready.meanwhile()
    customer = active_customer(customer_id)
    fields = SHOP_POST.open_one(actor.vault, Purpose.CONTACT, row)
    row.subject = customer.uid
    SHOP_POST.replace(actor.vault, row, fields, rev=row.rev)
    ShopPost.objects.filter(pk=row.pk).update(subject=customer.uid, customer=customer)
    note_letter(customer.pk, fields, ShopPost.Kind(row.kind), actor)
