"""What people type about orders and deliveries."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klantkluis.core.vat import PriceBasis
from klantkluis.customers.queries import AddressCard
from klantkluis.office.customers.forms import DeliveryAddressForm
from klantkluis.office.forms.base import OfficeForm
from klantkluis.office.forms.fields import DayField, PercentageField, QuantityField
from klantkluis.office.sales.choices import BASES, carriers
from klantkluis.sales.backorders import Availability
from klantkluis.sales.carriers import LONGEST_LINK
from klantkluis.sales.commands import NewLine, NewOrder
from klantkluis.sales.lines import SoldLine
from klantkluis.sales.queries import OrderCard

OWN, KEPT, TYPED = "own", "kept", "typed"


class OrderForm(OfficeForm):
    """The head of an order."""

    prefix = "order"

    ordered_on = DayField(label=gettext_lazy("Date"))
    basis = forms.ChoiceField(label=gettext_lazy("Prices"), choices=BASES)
    discount_bp = PercentageField(
        label=gettext_lazy("Discount on the whole, %"), minimum=0, maximum=100, required=False
    )
    deliver_to = forms.ChoiceField(label=gettext_lazy("Deliver to"))
    reference = forms.CharField(
        label=gettext_lazy("Reference of the customer"), max_length=200, required=False
    )
    remarks = forms.CharField(
        label=gettext_lazy("Remarks"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    rev = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        addresses: Sequence[AddressCard] = (),
        kept: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.addresses: dict[str, Mapping[str, Any]] = {
            str(each.id): each.fields for each in addresses
        }
        choices = [(OWN, _("The customer's own address"))]
        if kept:
            choices.insert(0, (KEPT, _("As it was: %(where)s") % {"where": address_words(kept)}))
        choices += [(pk, address_words(fields)) for pk, fields in self.addresses.items()]
        if kept:
            self.addresses[KEPT] = kept
        choices.append((TYPED, _("Another address, typed below")))
        sent = str(self.data.get(self.add_prefix("deliver_to"), ""))
        if sent and sent not in dict(choices):
            choices.append((sent, _("The address that was chosen before")))
        self.offer("deliver_to", choices)

    @property
    def goes_to_typed(self) -> bool:
        """Whether the address is the one that is typed on the page."""
        return str(self["deliver_to"].value()) == TYPED

    def order(self, lines: Sequence[NewLine], address: DeliveryAddressForm) -> NewOrder:
        """Give what was typed as an order."""
        typed = self.cleaned_data
        chosen = self.addresses.get(typed["deliver_to"])
        return NewOrder(
            lines=lines,
            basis=PriceBasis(typed["basis"]),
            ordered_on=typed["ordered_on"],
            discount_bp=typed["discount_bp"] or 0,
            deliver_to=address.kept if typed["deliver_to"] == TYPED else chosen,
            reference=typed["reference"],
            remarks=typed["remarks"],
            uid=typed["uid"] or uuid4(),
        )


def address_words(fields: Mapping[str, Any]) -> str:
    """Give an address in one line, to choose by."""
    number = " ".join(str(fields.get(n, "")) for n in ("house_number", "house_number_addition"))
    street = f"{fields.get('street', '')} {number}".strip()
    parts = [fields.get("label"), fields.get("name"), street, fields.get("town")]
    return ", ".join(str(part) for part in parts if part)


def order_initial(order: OrderCard) -> dict[str, Any]:
    """Give the head of an order as it is typed."""
    return {
        "ordered_on": order.ordered_on,
        "basis": order.basis.value,
        "discount_bp": order.discount_bp or None,
        "deliver_to": KEPT if order.contents.get("deliver_to") else OWN,
        "reference": order.contents.get("reference", ""),
        "remarks": order.contents.get("remarks", ""),
        "uid": order.uid,
        "rev": order.rev,
    }


def new_uid() -> UUID:
    """Give an order its uid before it is typed: a form that is sent twice makes one order."""
    return uuid4()


class DeliveryForm(OfficeForm):
    """What goes out of an order: a quantity for each line."""

    delivered_on = DayField(label=gettext_lazy("Date"))
    carrier = forms.ChoiceField(label=gettext_lazy("Carrier"), required=False)
    track_and_trace = forms.CharField(
        label=gettext_lazy("Track and trace"),
        max_length=LONGEST_LINK,
        required=False,
        help_text=gettext_lazy("The code of the parcel, or a link where it can be followed."),
    )
    remarks = forms.CharField(
        label=gettext_lazy("Remarks on the delivery note"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )

    def __init__(
        self,
        *args: Any,
        lines: Sequence[SoldLine],
        there: Mapping[int, Availability] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("carrier", carriers())
        self.lines = [line for line in lines if line.undelivered_quantity > 0]
        self.there = there or {}
        for line in self.lines:
            stocked = self.there.get(line.id)
            field = QuantityField(
                label=_("Quantity of line %(n)s, %(what)s")
                % {"n": line.position, "what": line.sku or _("own words")},
                minimum=0,
                maximum=line.undelivered_quantity,
                required=False,
                initial=stocked.now if stocked else line.undelivered_quantity,
            )
            field.widget.attrs["class"] = "form-control amount"
            self.fields[f"line_{line.id}"] = field

    def clean(self) -> dict[str, Any]:
        """Doubt what goes out when less than that lies there: the stock would go below zero."""
        typed: dict[str, Any] = super().clean() or {}
        left: dict[int, Decimal] = {}
        for line in self.lines:
            stocked, quantity = self.there.get(line.id), typed.get(f"line_{line.id}")
            if stocked and quantity and line.product_id is not None:
                before = left.get(line.product_id, stocked.on_hand)
                left[line.product_id] = before - quantity
                if before - quantity < 0:
                    lies = f"{max(before, Decimal(0)).normalize():f}"
                    self.warn(
                        f"line_{line.id}",
                        _("Only %(n)s lie there by the stock, which would go below zero.")
                        % {"n": lies},
                    )
        return typed

    @property
    def rows(self) -> list[tuple[SoldLine, Any, Availability | None]]:
        """The lines with their field, and what can go out of those that keep stock."""
        return [(line, self[f"line_{line.id}"], self.there.get(line.id)) for line in self.lines]

    @property
    def quantities(self) -> dict[int, Decimal]:
        """How much of each line goes out."""
        typed = {line.id: self.cleaned_data.get(f"line_{line.id}") for line in self.lines}
        return {pk: quantity for pk, quantity in typed.items() if quantity}


class DayForm(OfficeForm):
    """The day of many deliveries at once."""

    delivered_on = DayField(label=gettext_lazy("Date on the delivery notes"))
