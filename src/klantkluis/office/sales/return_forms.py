"""What people type about goods that come back."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klantkluis.billing.commands import Received
from klantkluis.office.forms.base import Label, OfficeForm
from klantkluis.office.forms.fields import DayField, QuantityField
from klantkluis.sales.commands import NewReturn, ReturnReason
from klantkluis.sales.returns.queries import Returnable, ReturnedLine
from klantkluis.sales.rules import NOTHING

REASONS: list[tuple[str, Label]] = [
    (ReturnReason.CHANGED_MIND.value, gettext_lazy("changed their mind")),
    (ReturnReason.DAMAGED.value, gettext_lazy("damaged on the way")),
    (ReturnReason.FAULTY.value, gettext_lazy("does not work")),
    (ReturnReason.WRONG.value, gettext_lazy("something else was sent")),
    (ReturnReason.TOO_MANY.value, gettext_lazy("too many were sent")),
    (ReturnReason.OTHER.value, gettext_lazy("another reason")),
]


def _quantity(label: str, most: Decimal, initial: Decimal | None) -> QuantityField:
    field = QuantityField(label=label, minimum=0, maximum=most, required=False, initial=initial)
    field.widget.attrs["class"] = "form-control amount"
    return field


class ReturnForm(OfficeForm):
    """What comes back of what was delivered, and why."""

    reason = forms.ChoiceField(label=gettext_lazy("Why"), choices=REASONS)
    announced_on = DayField(label=gettext_lazy("Announced on"))
    remarks = forms.CharField(
        label=gettext_lazy("What the customer says of it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, lines: Sequence[Returnable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            label = _("Quantity that comes back of %(what)s on delivery note %(n)s") % {
                "what": line.sold.sku or _("own words"),
                "n": line.delivery_number,
            }
            self.fields[f"line_{line.delivery_line_id}"] = _quantity(label, line.left, None)

    @property
    def rows(self) -> list[tuple[Returnable, Any]]:
        """The lines with their field."""
        return [(line, self[f"line_{line.delivery_line_id}"]) for line in self.lines]

    def returned(self) -> NewReturn:
        """Give what was typed."""
        typed = self.cleaned_data
        ids = [line.delivery_line_id for line in self.lines]
        return NewReturn(
            quantities={pk: typed[f"line_{pk}"] for pk in ids if typed.get(f"line_{pk}")},
            reason=ReturnReason(typed["reason"]),
            remarks=typed["remarks"],
            uid=typed["uid"] or uuid4(),
        )


class ReceiveForm(OfficeForm):
    """What came in of a return, and what becomes of it."""

    received_on = DayField(label=gettext_lazy("Came in on"))
    again = forms.BooleanField(
        label=gettext_lazy("Send it once more"),
        required=False,
        help_text=gettext_lazy(
            "The order asks for it again, so it can be delivered. Nothing is credited."
        ),
    )

    def __init__(self, *args: Any, lines: Sequence[ReturnedLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            what = {"what": line.sold.sku or _("own words")}
            stock, gone = _("Back on stock of %(what)s"), _("Written off of %(what)s")
            announced = min(line.announced, line.most)
            self.fields[f"line_{line.id}"] = _quantity(stock % what, line.most, announced)
            self.fields[f"off_{line.id}"] = _quantity(gone % what, line.most, None)

    @property
    def rows(self) -> list[tuple[ReturnedLine, Any, Any]]:
        """The lines with their two fields."""
        return [(line, self[f"line_{line.id}"], self[f"off_{line.id}"]) for line in self.lines]

    def received(self) -> Received:
        """Give what was typed."""
        typed = self.cleaned_data
        lines = {
            line.id: (
                typed.get(f"line_{line.id}") or NOTHING,
                typed.get(f"off_{line.id}") or NOTHING,
            )
            for line in self.lines
        }
        return Received(lines=lines, again=typed["again"])
