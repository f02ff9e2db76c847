"""The lines of an order as they are typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from klantkluis.catalogue.queries import ProductRow, products_by_sku
from klantkluis.core.treatment import Supply
from klantkluis.core.vat import HOME, PriceBasis, Priced, VatCategory, line_cents, price_in
from klantkluis.office.forms.base import Label, OfficeForm
from klantkluis.office.forms.fields import PercentageField, QuantityField, UnitPriceField
from klantkluis.office.sales.choices import rated
from klantkluis.sales.commands import LineKind, NewLine
from klantkluis.sales.lines import SoldLine
from klantkluis.sales.quotes.lines import QuotedLine
from klantkluis.sales.vat import VatSituation

PREFIX = "lines"
MOST = 200
EMPTY_LINES = 3
KINDS: list[tuple[str, Label]] = [
    (LineKind.PRODUCT.value, gettext_lazy("Product")),
    (LineKind.TEXT.value, gettext_lazy("Own words")),
    (LineKind.SHIPPING.value, gettext_lazy("Shipping")),
    (LineKind.DISCOUNT.value, gettext_lazy("Discount")),
]
LABELS: dict[str, Label] = {
    "product": gettext_lazy("Product"),
    "text": gettext_lazy("Description"),
    "quantity": gettext_lazy("Quantity"),
    "unit_price": gettext_lazy("Price"),
    "discount_bp": gettext_lazy("Discount %"),
    "vat_category": gettext_lazy("VAT"),
}


@dataclass(frozen=True, slots=True)
class Range:
    """What lines refer to: the products that were named, and the VAT and basis of the order."""

    products: Mapping[str, ProductRow]
    situation: VatSituation
    day: date
    basis: PriceBasis

    def price_of(self, product: ProductRow) -> Decimal | None:
        """Give a product's price in the basis of the order.

        Where we charge no VAT the buyer pays the price without it; a consumer elsewhere in the EU
        pays the same price including VAT as one at home.
        """
        if product.unit_price is None or product.basis is None:
            return None
        rate_bp = self.situation.rates[HOME].rate(product.vat_category, self.day)
        taxed = self.situation.tax(product.supply, product.vat_category, self.day)
        wanted = self.basis if taxed.treated.treatment.is_taxed else PriceBasis.NET
        return price_in(product.unit_price, rate_bp, basis=product.basis, wanted=wanted)

    def priced(self, line: NewLine) -> Priced:
        """Give a line as the arithmetic of VAT wants it."""
        return self.situation.priced(line, quantity=line.quantity, day=self.day)


class LineForm(OfficeForm):
    """One line of an order. An empty line is no line."""

    kind = forms.ChoiceField(choices=KINDS, required=False, widget=forms.HiddenInput)
    product = forms.CharField(
        label=LABELS["product"],
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    text = forms.CharField(label=LABELS["text"], max_length=1000, required=False)
    quantity = QuantityField(label=LABELS["quantity"], required=False, maximum=9_999_999)
    unit_price = UnitPriceField(
        label=LABELS["unit_price"], required=False, minimum=-9_999_999, maximum=9_999_999
    )
    discount_bp = PercentageField(
        label=LABELS["discount_bp"], minimum=0, maximum=100, required=False
    )
    vat_category = forms.ChoiceField(label=LABELS["vat_category"], required=False)

    all_optional = True

    def __init__(self, *args: Any, rates: Mapping[VatCategory, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("standard")), *rated(rates)]
        self.offer("vat_category", choices)
        self.fields["quantity"].widget.attrs["placeholder"] = "1"
        self.sold: ProductRow | None = None
        self.about = ""
        self.amount_cents: int | None = None

    @property
    def is_optional(self) -> bool:
        """Whether the line is left out of the total until it is chosen; on a quote only."""
        return bool(self.cleaned_data.get("optional"))

    @property
    def kind_value(self) -> str:
        """What kind of line it is, typed or not."""
        return str(self["kind"].value() or LineKind.PRODUCT.value)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed on this line."""
        names = ("product", "text", "quantity", "unit_price", "discount_bp")
        return all(not str(self.data.get(self.add_prefix(name), "")).strip() for name in names)

    def clean(self) -> dict[str, Any]:
        """See that the line says enough."""
        typed = self.cleaned_data
        if self.is_empty:
            return typed
        kind = typed.get("kind") or LineKind.PRODUCT.value
        if kind in {"product", "text"}:
            kind = "product" if typed.get("product") else "text"
        typed["kind"] = kind
        if kind == "text" and not typed.get("text"):
            self.refuse(_("Choose a product, or describe what this line is for."), field="product")
        if (
            kind != "product"
            and typed.get("unit_price") is None
            and not self.has_error("unit_price")
        ):
            self.refuse(_("Give a price."), field="unit_price")
        if kind in {"product", "text", "shipping"} and (typed.get("unit_price") or 0) < 0:
            self.refuse(_("Give a price of zero or more."), field="unit_price")
        if typed.get("quantity") is not None and typed["quantity"] <= 0:
            self.refuse(_("Give a quantity above zero."), field="quantity")
        return typed

    def line(self, known: Range) -> NewLine | None:
        """Give the line; what it leaves open comes from the product. None when it cannot be."""
        typed = self.cleaned_data
        if typed["kind"] == "product":
            self.sold = known.products.get(typed["product"].strip().casefold())
            if self.sold is None:
                self.refuse(_("There is no product with this article number."), field="product")
                return None
            self.about = self.sold.name(get_language() or "nl")
        price = self._price(known)
        if price is None:
            self.refuse(_("This product has no price yet. Give one."), field="unit_price")
            return None
        standard = self.sold.vat_category if self.sold else VatCategory.STANDARD
        found = NewLine(
            kind=LineKind(typed["kind"]),
            quantity=typed["quantity"] or Decimal(1),
            unit_price=price,
            vat_category=VatCategory(typed["vat_category"] or standard),
            product_id=self.sold.id if self.sold else None,
            unit=self.sold.unit if self.sold else "C62",
            discount_bp=typed["discount_bp"] or 0,
            text=typed["text"],
            supply=supply_of(self.sold, typed["kind"]),
        )
        self.amount_cents = line_cents(known.priced(found))
        return found

    def _price(self, known: Range) -> Decimal | None:
        price: Decimal | None = self.cleaned_data["unit_price"]
        if price is None and self.sold is not None:
            price = known.price_of(self.sold)
        if price is not None and self.cleaned_data["kind"] == "discount":
            return -abs(price)
        return price


def supply_of(sold: ProductRow | None, kind: str) -> Supply:
    """Say what a line supplies: as its product does; words of one's own are a service, and costs
    and discounts go with goods."""
    if sold is not None:
        return sold.supply
    return Supply.SERVICES if kind == LineKind.TEXT else Supply.GOODS


class QuoteLineForm(LineForm):
    """One line of a quote, which may be optional."""

    optional = forms.BooleanField(label=gettext_lazy("Optional"), required=False)


class LineSet(forms.BaseFormSet[LineForm]):
    """All lines of an order or a quote."""

    optional: frozenset[int] = frozenset()
    """The positions of the lines that are optional, once the lines were given."""

    def known(self, basis: PriceBasis, situation: VatSituation, day: date, today: date) -> Range:
        """Look up the products that the lines name, in one query; `day` is that of the order."""
        names = {form.cleaned_data.get("product", "").strip() for form in self._filled()} - {""}
        return Range(products_by_sku(skus=names, today=today), situation, day, basis)

    def lines(self, known: Range) -> list[NewLine]:
        """Give the lines that can be; the others carry an error, and `is_whole` is false."""
        made = [(form, form.line(known)) for form in self._filled() if not form.errors]
        found = [(form, line) for form, line in made if line is not None]
        self.optional = frozenset(
            position for position, (form, _line) in enumerate(found, start=1) if form.is_optional
        )
        return [line for _form, line in found]

    @property
    def is_whole(self) -> bool:
        """Whether no line has an error."""
        return not any(form.errors for form in self.forms)

    def _filled(self) -> list[LineForm]:
        return [form for form in self.forms if form.errors or not form.is_empty]

    def hold_judgement(self) -> None:
        """Show what was typed without errors."""
        for form in self.forms:
            form.hold_judgement()


def _set_of(form: type[LineForm]) -> type[LineSet]:
    made = forms.formset_factory(
        form, formset=LineSet, extra=0, max_num=MOST, absolute_max=MOST, validate_max=True
    )
    assert issubclass(made, LineSet)
    return made


ORDER_LINES, QUOTE_LINES = _set_of(LineForm), _set_of(QuoteLineForm)


def typed_lines(
    data: QueryDict | None,
    rates: Mapping[VatCategory, int],
    before: Sequence[SoldLine] = (),
    *,
    kind: type[LineSet] = ORDER_LINES,
    begun: Sequence[Mapping[str, Any]] = (),
) -> LineSet:
    """Give the lines that were sent, or those to begin with."""
    empty: list[dict[str, Any]] = [{} for _index in range(EMPTY_LINES)]
    first = [*(_typed(line) for line in before), *map(dict, begun)]
    initial = [*first, {}] if first else empty
    return kind(data, initial=initial, prefix=PREFIX, form_kwargs={"rates": rates})


def _typed(line: SoldLine) -> dict[str, Any]:
    """Give a line of an order as it is typed."""
    return {
        "kind": line.kind,
        "product": line.sku,
        "text": line.text,
        "quantity": line.quantity,
        "unit_price": line.unit_price,
        "discount_bp": line.discount_bp or None,
        "vat_category": line.vat_category.value,
        "optional": isinstance(line, QuotedLine) and line.optional,
    }


def rearranged(data: QueryDict) -> QueryDict | None:
    """Give what was sent with a line more, or one less; None when neither was asked for.

    So a page without scripts can add and remove lines; a page with them does it by itself.
    """
    added, dropped = data.get("add_line"), data.get("drop_line")
    if added is None and dropped is None:
        return None
    changed = data.copy()
    if dropped is not None:
        for name in [name for name in changed if name.startswith(f"{PREFIX}-{dropped}-")]:
            changed[name] = ""
    total = f"{PREFIX}-TOTAL_FORMS"
    typed = str(changed.get(total, ""))
    if added is not None and typed.isdigit():
        count = min(int(typed), MOST - 1)
        kind = added if added in dict(KINDS) else LineKind.PRODUCT.value
        changed[f"{PREFIX}-{count}-kind"] = kind
        changed[total] = str(count + 1)
    return changed
