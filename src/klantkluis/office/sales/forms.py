"""What people type about orders and deliveries."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klantkluis.catalogue.queries import ProductRow
from klantkluis.core.vat import VatCategory
from klantkluis.customers.queries import CustomerCard
from klantkluis.office.forms.base import Label, OfficeForm
from klantkluis.office.forms.fields import (
    DayField,
    PercentageField,
    QuantityField,
    UnitPriceField,
)
from klantkluis.sales.commands import NewLine, NewOrder
from klantkluis.sales.queries import OrderCard, SoldLine

OWN, KEPT = "own", "kept"
KINDS: list[tuple[str, Label]] = [
    ("product", gettext_lazy("Product")),
    ("text", gettext_lazy("Own words")),
    ("shipping", gettext_lazy("Shipping")),
    ("discount", gettext_lazy("Discount")),
]
CATEGORIES: list[tuple[str, Label]] = [
    ("standard", gettext_lazy("High rate")),
    ("reduced", gettext_lazy("Low rate")),
    ("zero", gettext_lazy("Zero rate")),
    ("exempt", gettext_lazy("Exempt")),
]
BASES: list[tuple[str, Label]] = [
    ("net", gettext_lazy("excluding VAT")),
    ("gross", gettext_lazy("including VAT")),
]


class OrderForm(OfficeForm):
    """The head of an order."""

    ordered_on = DayField(label=gettext_lazy("Date"))
    basis = forms.ChoiceField(label=gettext_lazy("Prices"), choices=BASES)
    discount_bp = PercentageField(
        label=gettext_lazy("Discount %"),
        minimum=0,
        maximum=100,
        required=False,
    )
    deliver_to = forms.ChoiceField(label=gettext_lazy("Deliver to"))
    reference = forms.CharField(
        label=gettext_lazy("Their reference"), max_length=200, required=False
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
        customer: CustomerCard,
        kept: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.addresses: dict[str, Mapping[str, Any]] = {
            str(each.id): each.fields for each in customer.addresses
        }
        places = [(pk, _address_words(fields)) for pk, fields in self.addresses.items()]
        own = [(OWN, _("The customer's own address"))]
        if kept:
            own = [(KEPT, _("As it was: %(where)s") % {"where": _address_words(kept)}), *own]
            self.addresses[KEPT] = kept
        self.fields["deliver_to"].choices = [*own, *places]  # type: ignore[attr-defined]

    def order(self, lines: Sequence[NewLine]) -> NewOrder:
        """Give what was typed as an order."""
        typed = self.cleaned_data
        return NewOrder(
            lines=lines,
            basis=typed["basis"],
            ordered_on=typed["ordered_on"],
            discount_bp=typed["discount_bp"] or 0,
            deliver_to=self.addresses.get(typed["deliver_to"]),
            reference=typed["reference"],
            remarks=typed["remarks"],
            uid=typed["uid"] or uuid4(),
        )


def _address_words(fields: Mapping[str, Any]) -> str:
    parts = [fields.get("label"), fields.get("name"), fields.get("street"), fields.get("town")]
    return ", ".join(str(part) for part in parts if part)


class LineForm(OfficeForm):
    """One line of an order. An empty line is no line."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS, required=False)
    product = forms.CharField(
        label=gettext_lazy("Product"),
        max_length=60,
        required=False,
        widget=forms.TextInput(
            attrs={
                "list": "products",
                "autocomplete": "off",
                "data-product": "",
                "spellcheck": "false",
            }
        ),
    )
    text = forms.CharField(label=gettext_lazy("Description"), max_length=1000, required=False)
    quantity = QuantityField(label=gettext_lazy("Quantity"), required=False)
    unit_price = UnitPriceField(label=gettext_lazy("Price"), required=False)
    discount_bp = PercentageField(
        label=gettext_lazy("Discount %"), minimum=0, maximum=100, required=False
    )
    vat_category = forms.ChoiceField(
        label=gettext_lazy("VAT"),
        choices=[("", gettext_lazy("as product")), *CATEGORIES],
        required=False,
    )
    found: ProductRow | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed on this line."""
        typed = self.cleaned_data
        names = ("product", "text", "quantity", "unit_price")
        return all(typed.get(name) in {None, ""} for name in names)

    def clean(self) -> dict[str, Any]:
        """See that the line says enough."""
        if self.errors or self.is_empty:
            return self.cleaned_data
        kind = self.cleaned_data.get("kind") or "product"
        if kind == "product" and not self.cleaned_data.get("product"):
            kind = "text"
        self.cleaned_data["kind"] = kind
        if kind == "text" and not self.cleaned_data.get("text"):
            self.refuse(_("Choose a product or describe the line."), field="product")
        if kind != "product" and self.cleaned_data.get("unit_price") is None:
            self.refuse(_("Give a price."), field="unit_price")
        if (self.cleaned_data.get("quantity") or 1) <= 0:
            self.refuse(_("Give a quantity above zero."), field="quantity")
        return self.cleaned_data

    def line(self, products: Mapping[str, ProductRow]) -> NewLine | None:
        """Give the line, with what it leaves open taken from the product."""
        typed = self.cleaned_data
        product = products.get(typed["product"].casefold()) if typed["kind"] == "product" else None
        if typed["kind"] == "product" and product is None:
            self.refuse(_("There is no product with this article number."), field="product")
            return None
        price = typed["unit_price"]
        if price is None and product is not None:
            price = product.unit_price
        if price is None:
            self.refuse(_("This product has no price yet. Give one."), field="unit_price")
            return None
        if typed["kind"] == "discount" and price > 0:
            price = -price
        category = typed["vat_category"] or (product.vat_category if product else "standard")
        return NewLine(
            kind=typed["kind"],
            quantity=typed["quantity"] or Decimal(1),
            unit_price=price,
            vat_category=VatCategory(category),
            product_id=product.id if product else None,
            unit=product.unit if product else "C62",
            discount_bp=typed["discount_bp"] or 0,
            text=typed["text"],
        )


class LineSet(forms.BaseFormSet[LineForm]):
    """All lines of an order."""

    def skus(self) -> set[str]:
        """Give the article numbers that were typed."""
        return {form.cleaned_data.get("product", "") for form in self.forms} - {""}

    def lines(self, products: Mapping[str, ProductRow]) -> list[NewLine] | None:
        """Give the lines that say something; None when one of them cannot be."""
        kept = [form for form in self.forms if not form.is_empty]
        found = [form.line(products) for form in kept]
        return None if any(line is None for line in found) else [line for line in found if line]


LINES = forms.formset_factory(LineForm, formset=LineSet, extra=0, max_num=200, absolute_max=200)
EMPTY_LINES = 3


def lines_of(order: OrderCard) -> list[dict[str, Any]]:
    """Give the lines of an order as they are typed."""
    return [_typed(line) for line in order.lines]


def _typed(line: SoldLine) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "product": line.sku,
        "text": line.text,
        "quantity": line.quantity,
        "unit_price": line.unit_price,
        "discount_bp": line.discount_bp or None,
        "vat_category": line.vat_category,
    }


def new_uid() -> UUID:
    """Give an order its uid before it is typed: a form that is sent twice makes one order."""
    return uuid4()


class DeliveryForm(OfficeForm):
    """What goes out of an order: a quantity for each line."""

    delivered_on = DayField(label=gettext_lazy("Date"))
    track_and_trace = forms.CharField(
        label=gettext_lazy("Track and trace"), max_length=100, required=False
    )
    remarks = forms.CharField(
        label=gettext_lazy("Remarks on the delivery note"), max_length=1000, required=False
    )

    def __init__(self, *args: Any, lines: Sequence[SoldLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [line for line in lines if line.undelivered_quantity > 0]
        for line in self.lines:
            field = QuantityField(
                label=_("Quantity of %(what)s") % {"what": line.sku or line.position},
                minimum=0,
                maximum=line.undelivered_quantity,
                required=False,
                initial=line.undelivered_quantity,
            )
            field.widget.attrs["class"] = "form-control amount"
            self.fields[f"line_{line.id}"] = field

    @property
    def rows(self) -> list[tuple[SoldLine, Any]]:
        """The lines with their field."""
        return [(line, self[f"line_{line.id}"]) for line in self.lines]

    @property
    def quantities(self) -> dict[int, Decimal]:
        """How much of each line goes out."""
        typed = {line.id: self.cleaned_data.get(f"line_{line.id}") for line in self.lines}
        return {pk: quantity for pk, quantity in typed.items() if quantity}
