"""To whom a mail goes: no more than a name and an address."""

from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from klantkluis.core.names import display_name
from klantkluis.core.refusals import Refusal
from klantkluis.customers.blocking import refuse_when_restricted
from klantkluis.customers.commands.registering import CustomerUnknown
from klantkluis.customers.models import Customer
from klantkluis.customers.restriction_rules import Use
from klantkluis.customers.stored import CUSTOMER
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose


class NoAddress(Refusal):
    """This customer has no e-mail address."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a mail is for."""

    uid: UUID
    language: str
    name: str = field(repr=False)
    address: str = field(repr=False)


def recipient_of(
    *, customer_id: int, vault: VaultSession, purpose: Purpose = Purpose.SERVICE_MAIL
) -> Recipient:
    """Give whom a mail to this customer goes to; for one that was merged, to the one that is kept.

    Raises:
        CustomerUnknown: there is none.
        CustomerRestricted: this customer's data may be kept and not used (GDPR art. 18).
        NoAddress: no e-mail address is known.
        SubjectErased: the key of this customer is gone.
        VaultLocked: the vault is not open to the actor.
    """
    row = Customer.objects.select_related("merged_into").filter(pk=customer_id).first()
    if row is None:
        raise CustomerUnknown(_("There is no such customer any more."))
    kept = row.merged_into or row
    refuse_when_restricted(kept.pk, Use.MAIL)
    fields = CUSTOMER.open_one(vault, purpose, kept)
    address = str(fields.get("email", ""))
    if not address:
        raise NoAddress(_("This customer has no e-mail address. Enter one first."))
    return Recipient(kept.uid, kept.language, display_name(fields), address)
