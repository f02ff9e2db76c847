"""What people type about payments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from klantkluis.office.forms.base import OfficeForm
from klantkluis.office.forms.fields import DayField, MoneyField

METHODS = [("bank", _("Bank")), ("cash", _("Cash"))]


class PaymentForm(OfficeForm):
    """Money that came in on an invoice. More than what is open stays as credit."""

    amount = MoneyField(label=_("Amount"), minimum=0)
    received_on = DayField(label=_("Received on"))
    method = forms.ChoiceField(label=_("How"), choices=METHODS)
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        help_text=_("Never an account number: those of customers are not kept."),
    )
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def payment(self) -> dict[str, Any]:
        """Give what was typed as the command wants it."""
        typed = dict(self.cleaned_data)
        return {"amount_cents": typed.pop("amount"), **typed}
