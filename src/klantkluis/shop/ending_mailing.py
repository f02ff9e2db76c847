"""The mail that says that an account ends because nobody uses it: whom it is for, what it says."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from klantkluis.core.refusals import Refusal
from klantkluis.customers.mailing import Recipient, recipient_of
from klantkluis.customers.queries import customer_rows
from klantkluis.foundation.actors import Actor
from klantkluis.foundation.company import company
from klantkluis.foundation.mail.composing import Content, ascii_address
from klantkluis.foundation.mail.queries import MailRow
from klantkluis.foundation.paper.formatting import long_date
from klantkluis.foundation.paper.values import Language
from klantkluis.shop.models import SiteLink
from klantkluis.shop.selling import shop_fields
from klantkluis.shop.unused import open_endings
from klantkluis.vault.client import LockedVault, VaultSession

LOG_IN = "/account/log-in/"


class AccountStays(Refusal):
    """Somebody used the account meanwhile, so there is nothing to tell."""


def ending_recipient(*, customer_id: int, vault: VaultSession) -> Recipient:
    """Give whom the mail about the end of an account goes to.

    Raises:
        AddressNotUsable: no mail server takes the address of this customer.
        Refusal: see `recipient_of`.
    """
    recipient = recipient_of(customer_id=customer_id, vault=vault)
    ascii_address(recipient.address)
    return recipient


def ending_content(mail: MailRow, actor: Actor, _at: datetime) -> Content:
    """Write the mail about the end of an account, with the day on which it ends.

    Raises:
        AccountStays: somebody used it meanwhile.
        Refusal: see `recipient_of`.
    """
    theirs = Q(account__customer=mail.about_id) | Q(account__customer__merged_into=mail.about_id)
    ending = open_endings().filter(theirs, told_at__isnull=False).order_by("ends_on").first()
    link = SiteLink.objects.filter(pk=1).first()
    if ending is None or link is None:
        raise AccountStays(_("This account is used again, so it does not end."))
    buyer = recipient_of(customer_id=mail.about_id, vault=actor.vault)
    return Content(
        address=buyer.address,
        values={
            "day": long_date(ending.ends_on, Language(mail.language)),
            "link": link.url + _log_in(mail.language),
            "name": buyer.name,
            "company": company().name,
        },
    )


def _log_in(language: str) -> str:
    """Give where somebody logs in, in their language if the shop speaks it."""
    shop = shop_fields()
    return f"/en{LOG_IN}" if language == "en" and shop is not None and shop.in_english else LOG_IN


def ending_labels(*, ids: Collection[int]) -> Mapping[int, str]:
    """Say which customer a mail is for, by their number."""
    rows = customer_rows(vault=LockedVault(), ids=[*ids])
    return {pk: _("Customer %(n)d") % {"n": row.number} for pk, row in rows.items()}
