"""The kinds of jobs: what they are called, what they do, and what they may see meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from klantkluis.billing.jobs import collect_invoices, send_invoices
from klantkluis.foundation.jobs import UNEXPECTED, Work
from klantkluis.office.forms.base import Label
from klantkluis.office.jobs.vat_numbers import check_vat_numbers
from klantkluis.vault.purposes import JobKind


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job. `lease` is what the vault lets it do; None when it needs no vault,
    and `subjects_each` how many sealed things of others it opens for one of its own.

    `by_itself`: the house begins it, and whoever has opened the vault lends it their part.
    `things` names the view of the card of one thing that it works on, for what was left out;
    `after` is the view to go to when it is done, with the words of the button.
    """

    title: Label
    work: Work
    lease: JobKind | None
    subjects_each: int = 1
    things: str = ""
    after: tuple[str, Label] | None = None
    by_itself: bool = False


SEND_INVOICES = "invoices.send"
COLLECT_INVOICES = "invoices.collect"
CHECK_VAT_NUMBERS = "vat_numbers.check"
CHECK_BY_NIGHT = "vat_numbers.night"
KINDS: dict[str, Kind] = {
    SEND_INVOICES: Kind(
        _("Send invoices"),
        send_invoices,
        JobKind.INVOICES,
        subjects_each=2,
        things="billing:invoice",
        after=("billing:invoices", _("To the invoices")),
    ),
    COLLECT_INVOICES: Kind(
        _("Make collective invoices"),
        collect_invoices,
        None,
        things="customers:customer",
        after=("billing:invoices", _("To the invoices")),
    ),
    CHECK_VAT_NUMBERS: Kind(
        _("Check VAT numbers"),
        check_vat_numbers,
        JobKind.VAT_NUMBERS,
        things="customers:customer",
        after=("customers:customers", _("To the customers")),
    ),
    CHECK_BY_NIGHT: Kind(
        _("Check VAT numbers again"),
        check_vat_numbers,
        JobKind.VAT_NUMBERS,
        things="customers:customer",
        after=("customers:customers", _("To the customers")),
        by_itself=True,
    ),
}
"""Every kind; pages that start jobs of their own add theirs when the office starts (`apps.py`)."""

PROBLEMS: Mapping[str, Label] = {
    UNEXPECTED: _("Something went wrong that should not. The log of this machine says where."),
    "NotAllowed": _("The account that asked for it may not do this any more."),
    "CompanyUnknown": _("First enter the data of your own company."),
    "InvoiceUnknown": _("This draft was deleted in the meantime."),
    "InvoiceNotOpen": _("This invoice has no number, so it has no paper either."),
    "InvoiceBelowZero": _("The total is not above zero. Change the order first."),
    "PrepaymentOutdated": _("The VAT of this order has changed. Make this draft anew."),
    "NotTogether": _("This does not fit on one invoice. Choose the deliveries by hand."),
    "SubjectErased": _("This customer has been erased."),
    "LimitReached": _("It would have looked at more customers than it was given."),
    "ImportUnknown": _("This import was removed in the meantime."),
    "ImportGone": _("The file of this import is not kept any more. Choose it once more."),
    "RowsWrong": _("Rows have errors, so nothing was imported."),
    "ForbiddenContent": _("A row holds a number that may not be kept, so nothing was imported."),
    "RowTooLarge": _("A row holds more text than one record can hold."),
    "CustomerUnknown": _("This customer was merged into another in the meantime."),
    "ServiceAway": _("VIES could not be reached. It is asked again by itself."),
    "ServiceShut": _("This connection is closed. The owner can open it."),
    "StaffGone": _("The account that asked for it is closed."),
    "NoMailServer": _("Mail is off. The owner can fill in the mail server."),
    "ServerNotReached": _("The mail server could not be reached. The other mails stay in line."),
    "MailFailed": _("The mail server did not accept this mail. Its answer stands with the mail."),
    "MailNotToSend": _("This mail was sent before, or waits for a person to decide."),
    "NoMailBox": _("The mailbox for mail that comes back is not filled in any more."),
    "DeliveryFailed": _("The access point did not take this e-invoice. Its answer stands there."),
    "DeliveryNotToSend": _("This e-invoice was sent before, or waits for a person to decide."),
    "WordsGone": _("The address and the words of this document are no longer kept."),
    "NoAddress": _("This customer has no e-mail address."),
    "AddressNotUsable": _("No mail can be sent to the e-mail address of this customer."),
    "CustomerRestricted": _("The data of this customer may be kept and not used."),
}


def title_of(kind: str) -> str:
    """Give the name of a kind of job; one that is no longer known has its code."""
    return str(KINDS[kind].title) if kind in KINDS else kind


def sentence_for(code: str) -> str:
    """Say in the language of the reader why something was not done."""
    return str(PROBLEMS.get(code, _("It was refused. Open it and try by hand to see why.")))
