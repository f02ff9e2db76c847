"""The slip that a customer puts in the box with what comes back."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from klantkluis.customers.kept import refuse_kept_back
from klantkluis.customers.queries import open_customer
from klantkluis.foundation.company import company
from klantkluis.foundation.letterhead import branding_of, seller_of
from klantkluis.foundation.paper import render_return_slip, values
from klantkluis.foundation.paper.documents import DeliveryLine, ReturnSlipPaper
from klantkluis.foundation.units import unit_name
from klantkluis.sales.models import Return
from klantkluis.sales.paper import described, party_of
from klantkluis.sales.returns.queries import return_card
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose


def return_slip(*, return_id: int, vault: VaultSession, made_at: datetime) -> bytes | None:
    """Make the slip of a return, in the language of the customer; None when there is no such row.

    Raises:
        CustomerRestricted: what is left of this customer is kept for the law alone.
        VaultLocked: the vault is not open to the actor.
    """
    card = return_card(return_id=return_id, vault=vault, purpose=Purpose.SHIP)
    if card is None:
        return None
    order = Return.objects.select_related("order__customer").get(pk=return_id).order
    refuse_kept_back(order.customer_id)
    customer = open_customer(customer_id=order.customer_id, purpose=Purpose.SHIP, vault=vault)
    language, ours = order.customer.language, company()
    with override(language):
        paper = ReturnSlipPaper(
            language=values.Language(language),
            seller=seller_of(ours),
            sender=party_of(customer, order.customer.number),
            number=str(card.row.number),
            announced_on=card.row.announced_on,
            order_number=str(card.row.order_number),
            reason=reason_words()[card.row.reason],
            lines=tuple(
                DeliveryLine(
                    description=described(line.sold, language),
                    delivered=line.announced.normalize(),
                    unit=unit_name(line.sold.unit, language),
                    sku=line.sold.sku,
                )
                for line in card.lines
            ),
        )
    return render_return_slip(paper, branding_of(ours, language=language), made_at=made_at)


def reason_words() -> dict[str, str]:
    """Say why goods come back, in the language of the reader."""
    return {
        Return.Reason.CHANGED_MIND.value: _("changed their mind"),
        Return.Reason.DAMAGED.value: _("damaged on the way"),
        Return.Reason.FAULTY.value: _("does not work"),
        Return.Reason.WRONG.value: _("something else was sent"),
        Return.Reason.TOO_MANY.value: _("too many were sent"),
        Return.Reason.OTHER.value: _("another reason"),
    }
