"""What people type about payments."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klantkluis.billing.commands import PaymentMethod
from klantkluis.office.forms.base import Label, OfficeForm
from klantkluis.office.forms.fields import DayField, MoneyField, PercentageField
from klantkluis.office.templatetags.kit import money

METHODS: list[tuple[str, Label]] = [
    ("bank", gettext_lazy("Bank")),
    ("cash", gettext_lazy("Cash")),
]
LEAST = Decimal("0.01")


class MoneyForm(OfficeForm):
    """An amount on a day. `uid` goes along hidden, so that sending a page twice makes one row."""

    amount = MoneyField(label=gettext_lazy("Amount"), minimum=LEAST)
    paid_on = DayField(label=gettext_lazy("On"))
    method = forms.TypedChoiceField(
        label=gettext_lazy("How"), choices=METHODS, coerce=PaymentMethod
    )
    uid = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Doubt a day that has yet to come, and say of a damaged page what to do."""
        day = self.cleaned_data.get("paid_on")
        if day is not None and day > timezone.localdate():
            self.warn("paid_on", _("This day is still to come."))
        if "uid" in self.errors:
            self.refuse(_("This page is not whole. Open it again and type the payment anew."))
        return self.cleaned_data

    def row(self, *, day: str) -> dict[str, Any]:
        """Give what was typed as the commands want it; `day` is what they call the day."""
        typed = dict(self.cleaned_data)
        return {"amount_cents": typed.pop("amount"), day: typed.pop("paid_on"), **typed}


class PaymentForm(MoneyForm):
    """Money that came in on an invoice. More than what is open stays as credit."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Never an account number: those of customers are not kept."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, open_cents: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paid_on"].label = _("Received on")
        self.open_cents = open_cents

    def clean(self) -> dict[str, Any]:
        """Say what becomes of more than is open, before it is recorded."""
        super().clean()
        amount = self.cleaned_data.get("amount")
        if amount is not None and amount > self.open_cents:
            self.warn("amount", more_than_open(amount - self.open_cents))
        return self.cleaned_data


def more_than_open(cents: int) -> str:
    """Say what becomes of money that no invoice asked for."""
    return _("This is %(amount)s more than is open. That stays as credit of this customer.") % {
        "amount": money(cents)
    }


class UntilForm(OfficeForm):
    """The last day whose deliveries are billed."""

    until = DayField(label=gettext_lazy("Delivered until"))


class PrepaymentForm(OfficeForm):
    """Which part of an order is asked ahead: per cents of it, or an amount."""

    share = PercentageField(
        label=gettext_lazy("Part of the order, %"), minimum=0, maximum=100, required=False
    )
    amount = MoneyField(
        label=gettext_lazy("or an amount, VAT included"), minimum=LEAST, required=False
    )

    def clean(self) -> dict[str, Any]:
        """See that one of both was filled in; an amount goes before the usual part."""
        typed = self.cleaned_data.get("amount") or self.cleaned_data.get("share")
        if not self.errors and not typed:
            self.refuse(_("Fill in a part of the order, or an amount."))
        return self.cleaned_data

    @property
    def what(self) -> dict[str, int]:
        """How much is asked, as the command wants it."""
        if amount := self.cleaned_data.get("amount"):
            return {"amount_cents": amount}
        return {"share_bp": self.cleaned_data["share"]}


class StatementForm(OfficeForm):
    """From and until which day a statement of account goes."""

    first = DayField(label=gettext_lazy("From"))
    last = DayField(label=gettext_lazy("Up to and including"))

    def clean(self) -> dict[str, Any]:
        """See that it ends after it begins."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.refuse(_("This day comes before the first."), field="last")
        return self.cleaned_data
