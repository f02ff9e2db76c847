"""Refusals on the page: in the language of the reader, beside the field or above the form."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from klantkluis.core.refusals import Refusal
from klantkluis.vault.refusals import VaultRefusal

VAULT_SENTENCES: dict[str, Promise] = {
    "refused": _("The vault refuses this."),
    "locked": _("The vault is locked. Unlock it with your vault password to go on."),
    "unavailable": _("The vault does not answer. It is locked until it runs again."),
    "session_ended": _("Your time in the vault is over. Unlock it again to go on."),
    "not_installed": _("This vault has no keys yet. Set it up first."),
    "password": _("That is not the vault password."),
    "password_weak": _(
        "A vault password has at least 12 characters. Five words of a dictionary do well."
    ),
    "password_needed": _("Type your vault password once more for this."),
    "not_allowed": _("Your role does not allow this."),
    "limit": _("You have looked at very many customers. Type your vault password to go on."),
    "forbidden": _("This field holds a number that may not be kept."),
    "iban": _("This holds a bank account number (IBAN). Bank account numbers are never kept."),
    "bsn": _("This holds a citizen service number (BSN). It may not be kept."),
    "bsn_vat_number": _(
        "This VAT number holds the citizen number of a sole trader."
        " Ask for the VAT identification number (btw-id) that is meant for customers."
    ),
    "unknown_field": _("The vault knows no purpose for this field."),
    "too_large": _("This is more text than one record can hold."),
    "erased": _("This record has been erased for good."),
    "sheets": _("Print both recovery sheets and type them back before you save a customer."),
    "sheet_code": _(
        "These are not the words of the recovery sheet. Look at the marked line once more."
    ),
    "audit": _("The log of the vault cannot be written, so nothing can be read or saved."),
    "state": _("The vault is not in a state to do this."),
    "staff": _("The vault needs at least one owner."),
}


def sentence_of(refusal: Refusal) -> str:
    """Give the sentence of a refusal in the language of the reader.

    The vault knows no translations; its refusals have codes. Those of rooms are translated there.
    """
    if isinstance(refusal, VaultRefusal):
        retry_after = refusal.details.get("retry_after", 0)
        if retry_after:
            minutes = max(1, -(-int(retry_after) // 60))
            return gettext("Too many attempts. Try again in %(minutes)d min.") % {
                "minutes": minutes
            }
        known = VAULT_SENTENCES.get(refusal.code)
        return str(known) if known else refusal.sentence
    return refusal.sentence
