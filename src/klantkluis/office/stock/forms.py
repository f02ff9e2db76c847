"""What people type about the stock."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klantkluis.catalogue.stock.commands import (
    Counted,
    NewCorrection,
    Seen,
    StockSettings,
)
from klantkluis.catalogue.stock.moving import Reason
from klantkluis.catalogue.stock.queries import StockRow
from klantkluis.office.forms.base import OfficeForm
from klantkluis.office.forms.fields import DayField, QuantityField
from klantkluis.office.stock.choices import REASONS

MORE, FEWER = "more", "fewer"
NEVER = "-"


def note_field() -> forms.CharField:
    """Give a field for words beside a movement; they are sealed."""
    return forms.CharField(
        label=gettext_lazy("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )


class SettingsForm(OfficeForm):
    """Whether a product keeps stock, when to order more, and where it lies."""

    keeps_stock = forms.BooleanField(
        label=gettext_lazy("Keep stock of this product"),
        required=False,
        help_text=gettext_lazy("Off for hours, services and what you never have in house."),
    )
    reorder_point = QuantityField(
        label=gettext_lazy("Order more below"),
        minimum=0,
        maximum=99_999_999,
        required=False,
        help_text=gettext_lazy("When fewer than this are available, the first screen says so."),
    )
    place = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Shelf or bin; the pick list is sorted by it."),
    )

    def settings(self) -> StockSettings:
        """Give what was typed."""
        return StockSettings(
            self.cleaned_data["keeps_stock"],
            self.cleaned_data["reorder_point"],
            self.cleaned_data["place"],
        )


class RowsForm(OfficeForm):
    """A quantity for each of many products."""

    label = gettext_lazy("Quantity of %(sku)s")

    def __init__(self, *args: Any, products: Sequence[StockRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.products = products
        for row in products:
            field = QuantityField(
                label=str(self.label) % {"sku": row.sku},
                minimum=0,
                maximum=99_999_999,
                required=False,
            )
            field.widget.attrs["class"] = "form-control amount"
            self.fields[f"product_{row.id}"] = field

    @property
    def rows(self) -> list[tuple[StockRow, Any]]:
        """The products with their field."""
        return [(row, self[f"product_{row.id}"]) for row in self.products]

    def typed(self) -> dict[int, Decimal]:
        """Give what was typed by product; what was left empty is left out."""
        typed = {row.id: self.cleaned_data.get(f"product_{row.id}") for row in self.products}
        return {pk: quantity for pk, quantity in typed.items() if quantity is not None}


class ReceiptForm(RowsForm):
    """What came in of many products at once."""

    received_on = DayField(label=gettext_lazy("Came in on"))
    note = note_field()

    def quantities(self) -> dict[int, Decimal]:
        """Give how many came in by product; nothing is no receipt."""
        return {pk: quantity for pk, quantity in self.typed().items() if quantity}


class CountForm(RowsForm):
    """What was counted of many products at once.

    A hidden field holds after which movement each level was seen, so that a count that began
    before a movement is noticed.
    """

    label = gettext_lazy("Counted of %(sku)s")

    counted_on = DayField(label=gettext_lazy("Counted on"))

    def __init__(self, *args: Any, products: Sequence[StockRow], **kwargs: Any) -> None:
        super().__init__(*args, products=products, **kwargs)
        self.moved: Mapping[int, Seen] = {}
        for row in products:
            self.fields[f"seen_{row.id}"] = forms.CharField(
                widget=forms.HiddenInput,
                required=False,
                max_length=19,
                initial=row.last_movement_id or NEVER,
            )

    def counted(self) -> dict[int, Counted]:
        """Give what was counted by product, and after which movement its level was seen."""
        found = {}
        for pk, quantity in self.typed().items():
            seen = str(self.cleaned_data.get(f"seen_{pk}") or NEVER)
            found[pk] = Counted(quantity, int(seen) if seen.isdecimal() else None)
        return found

    def show_moved(self, sentence: str, moved: Mapping[int, Seen]) -> None:
        """Say which products moved meanwhile, and let the person go on from what they are now."""
        self.refuse(sentence)
        self.moved = moved
        seen_now = {f"seen_{pk}": str(seen.last_movement_id or NEVER) for pk, seen in moved.items()}
        self.data = {**{name: self.data[name] for name in self.data}, **seen_now}
        for pk, seen in moved.items():
            said = {"n": f"{seen.on_hand.normalize():f}"}
            self.refuse(
                _("This moved: there should be %(n)s now. Count again, or save what you typed.")
                % said,
                field=f"product_{pk}",
            )

    @property
    def counted_rows(self) -> list[tuple[StockRow, Any, Any]]:
        """The products with the field for what was counted and that for what was seen."""
        return [(row, self[f"product_{row.id}"], self[f"seen_{row.id}"]) for row in self.products]


class CorrectionForm(OfficeForm):
    """How many more or fewer there are than we thought, and why."""

    way = forms.ChoiceField(
        label=gettext_lazy("There are"),
        choices=[(FEWER, gettext_lazy("fewer")), (MORE, gettext_lazy("more"))],
        widget=forms.RadioSelect,
    )
    quantity = QuantityField(
        label=gettext_lazy("How many"), minimum=Decimal("0.001"), maximum=99_999_999
    )
    reason = forms.ChoiceField(label=gettext_lazy("Why"), choices=REASONS)
    corrected_on = DayField(label=gettext_lazy("Date"))
    note = note_field()

    def correction(self, product_id: int) -> NewCorrection:
        """Give what was typed."""
        typed = self.cleaned_data
        sign = -1 if typed["way"] == FEWER else 1
        return NewCorrection(
            product_id, sign * typed["quantity"], Reason(typed["reason"]), typed["note"]
        )
