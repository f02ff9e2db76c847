"""What people type to credit an invoice."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klantkluis.billing.commands import CreditReason
from klantkluis.billing.queries.invoices import BilledLine
from klantkluis.office.forms.base import Label, OfficeForm
from klantkluis.office.forms.fields import QuantityField

REASONS: list[tuple[str, Label]] = [
    (CreditReason.WRONG.value, gettext_lazy("the invoice was wrong")),
    (CreditReason.RETURNED.value, gettext_lazy("goods came back")),
    (CreditReason.GOODWILL.value, gettext_lazy("a gesture to the customer")),
]


class CreditForm(OfficeForm):
    """How much of each line is credited, and why."""

    reason = forms.ChoiceField(label=gettext_lazy("Why"), choices=REASONS)
    bills_again = forms.BooleanField(
        label=gettext_lazy("This can be billed again"),
        required=False,
        help_text=gettext_lazy(
            "On when the invoice was wrong and a better one follows. Off when the customer keeps"
            " the goods and pays less."
        ),
    )
    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        lines: Sequence[BilledLine],
        credited: Mapping[int, Decimal],
        prepared: Mapping[int, Decimal] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.left = {line.id: line.quantity - credited.get(line.id, Decimal(0)) for line in lines}
        self.lines = [line for line in lines if self.left[line.id] > 0]
        for line in self.lines:
            field = QuantityField(
                label=_("Quantity of line %(n)s, %(what)s")
                % {"n": line.position, "what": line.sku or _("own words")},
                minimum=0,
                maximum=self.left[line.id],
                required=False,
                initial=self.left[line.id]
                if prepared is None
                else min(prepared.get(line.id, Decimal(0)), self.left[line.id]),
            )
            field.widget.attrs["class"] = "form-control amount"
            self.fields[f"line_{line.id}"] = field

    @property
    def rows(self) -> list[tuple[BilledLine, Decimal, Any]]:
        """The lines with what is left of them, and their field."""
        return [(line, self.left[line.id], self[f"line_{line.id}"]) for line in self.lines]

    @property
    def quantities(self) -> dict[int, Decimal]:
        """How much of each line is credited."""
        typed = {line.id: self.cleaned_data.get(f"line_{line.id}") for line in self.lines}
        return {pk: quantity for pk, quantity in typed.items() if quantity}
