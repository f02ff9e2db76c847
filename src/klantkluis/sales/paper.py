"""From what an order or a delivery says to its paper."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from klantkluis.core.names import display_name
from klantkluis.core.vat import PriceBasis, Priced, Totals, VatCategory, VatTreatment
from klantkluis.customers.kept import refuse_kept_back
from klantkluis.customers.queries import open_customer
from klantkluis.foundation.company import company
from klantkluis.foundation.letterhead import PaperKind, address_lines, branding_of, seller_of
from klantkluis.foundation.paper import render_delivery_note, render_order, values
from klantkluis.foundation.paper.documents import DeliveryLine as PaperLine
from klantkluis.foundation.paper.documents import DeliveryNotePaper, OrderKind, OrderPaper
from klantkluis.foundation.units import unit_name
from klantkluis.sales.carriers import carrier_name, is_link
from klantkluis.sales.forgetting import refuse_without_words
from klantkluis.sales.lines import SoldLine, sold_lines
from klantkluis.sales.models import Delivery, DeliveryLine, Order
from klantkluis.sales.queries import order_card
from klantkluis.sales.rules import left_after
from klantkluis.sales.stored import DELIVERY, ORDER
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

_TAXED = {
    VatCategory.STANDARD: values.VatCategory.STANDARD,
    VatCategory.REDUCED: values.VatCategory.STANDARD,
    VatCategory.ZERO: values.VatCategory.ZERO,
    VatCategory.EXEMPT: values.VatCategory.EXEMPT,
}
_UNTAXED = {
    VatTreatment.INTRA_EU: values.VatCategory.INTRA_EU,
    VatTreatment.REVERSE_CHARGE: values.VatCategory.REVERSE_CHARGE,
    VatTreatment.EXPORT: values.VatCategory.EXPORT,
    VatTreatment.OUTSIDE: values.VatCategory.OUTSIDE_SCOPE,
    VatTreatment.SMALL_BUSINESS: values.VatCategory.EXEMPT,
}
BASES = {
    PriceBasis.NET: values.PriceBasis.EXCLUDING,
    PriceBasis.GROSS: values.PriceBasis.INCLUDING,
}


def order_confirmation(
    *,
    order_id: int,
    vault: VaultSession,
    made_at: datetime,
    kind: OrderKind = OrderKind.CONFIRMATION,
) -> bytes | None:
    """Give the PDF that confirms an order as it stands now, or None when there is no such order.

    Args:
        kind: another paper of the order, such as what an invoice of it would say.

    Raises:
        VaultLocked: the vault is not open to the actor.
        WordsGone: its address and words are no longer kept.
        CustomerRestricted: they are kept for the law alone.
    """
    order = Order.objects.select_related("customer").filter(pk=order_id).first()
    if order is None:
        return None
    refuse_without_words(order)
    refuse_kept_back(order.customer_id)
    buyer = open_customer(customer_id=order.customer_id, purpose=Purpose.INVOICE, vault=vault)
    language, ours = order.customer.language, company()
    with override(language):
        paper = replace(_order_paper(order, buyer, vault, seller_of(ours)), kind=kind)
    look = branding_of(ours, language=language, kind=PaperKind.ORDER)
    return render_order(paper, look, made_at=made_at)


def _order_paper(
    order: Order, buyer: Mapping[str, Any], vault: VaultSession, seller: values.Seller
) -> OrderPaper:
    card = order_card(order_id=order.pk, vault=vault, purpose=Purpose.INVOICE)
    assert card is not None
    language = order.customer.language
    party = party_of(buyer, order.customer.number)
    goes_to = recipient_of(card.contents.get("deliver_to", {}), order.customer.number)
    return OrderPaper(
        language=values.Language(language),
        seller=seller,
        buyer=party,
        number=str(order.number),
        price_basis=paper_basis(card.basis, (each.treatment for each in card.totals.vat)),
        lines=tuple(
            priced_line(line, cents, taxed, language)
            for line, taxed, cents in zip(
                card.lines, card.priced, card.totals.line_cents, strict=True
            )
        ),
        adjustments=discount(card.discount_bp, card.totals.discount_cents),
        totals=paper_totals(card.totals),
        vat_sums=vat_sums(card.totals),
        statements=statements((each.treatment, each.category) for each in card.totals.vat),
        reference=card.contents.get("reference", ""),
        deliver_to=goes_to
        if (goes_to.name, goes_to.address) != (party.name, party.address)
        else None,
        closing=card.contents.get("remarks", ""),
        ordered_on=order.ordered_on,
    )


def paper_totals(totals: Totals) -> values.Totals:
    """Give the sums of an order or a quote as a paper shows them."""
    return values.Totals(
        lines_cents=sum(totals.line_cents),
        net_cents=totals.net_cents,
        vat_cents=totals.vat_cents,
        gross_cents=totals.gross_cents,
    )


def vat_sums(totals: Totals) -> tuple[values.VatSum, ...]:
    """Give the VAT per rate; under the small-business scheme none may be shown."""
    return tuple(
        values.VatSum(
            category=vat_code(each.treatment, each.category),
            basis_points=each.rate_bp,
            net_cents=each.net_cents,
            vat_cents=each.vat_cents,
        )
        for each in totals.vat
        if each.treatment is not VatTreatment.SMALL_BUSINESS
    )


def party_of(fields: Mapping[str, Any], number: int) -> values.Party:
    """Give a customer as a paper names them."""
    return values.Party(
        name=display_name(fields),
        address=address_lines(fields),
        number=str(number),
        vat_number=fields.get("vat_number", ""),
    )


def recipient_of(fields: Mapping[str, Any], number: int) -> values.Party:
    """Give an address to deliver to as a paper shows it."""
    return values.Party(
        name=fields.get("name", ""), address=address_lines(fields), number=str(number)
    )


def priced_line(line: SoldLine, cents: int, taxed: Priced, language: str) -> values.Line:
    """Give a line as a paper with prices shows it."""
    return values.Line(
        description=described(line, language),
        quantity=line.quantity.normalize(),
        unit=unit_name(line.unit, language),
        sku=line.sku,
        unit_price=line.unit_price,
        amount_cents=cents,
        discount_basis_points=line.discount_bp,
        vat_category=vat_code(taxed.treatment, taxed.category),
        vat_basis_points=taxed.rate_bp,
    )


def described(line: SoldLine, language: str) -> str:
    """Say what a line is about; shipping and discount have a word of their own."""
    return line.description(language) or kind_name(line.kind)


def kind_name(kind: str) -> str:
    """Name the kind of a line that has no words of its own."""
    return {"shipping": _("Shipping"), "discount": _("Discount")}.get(kind, kind)


def discount(discount_bp: int, cents: int) -> tuple[values.Adjustment, ...]:
    """Give the discount on the whole document as a paper shows it."""
    if not cents:
        return ()
    per_cent = Decimal(discount_bp) / 100
    label = _("Discount %(per_cent)s %%") % {"per_cent": f"{per_cent.normalize():f}"}
    return (values.Adjustment(label=label, amount_cents=-cents),)


def vat_code(treatment: VatTreatment, category: VatCategory) -> values.VatCategory:
    """Give the category code of EN 16931 (UNCL5305) for how something is taxed."""
    return _TAXED[category] if treatment.is_taxed else _UNTAXED[treatment]


def paper_basis(basis: PriceBasis, treatments: Iterable[VatTreatment]) -> values.PriceBasis:
    """Say how prices stand on a paper: under the small-business scheme without a word of VAT
    (Wet OB 1968, art. 25(4))."""
    if VatTreatment.SMALL_BUSINESS in set(treatments):
        return values.PriceBasis.WITHOUT
    return BASES[basis]


def statements(sums: Iterable[tuple[VatTreatment, VatCategory]]) -> tuple[str, ...]:
    """Give the sentences that the law asks for, once each (Wet OB 1968, art. 35a(1)(l), (m))."""
    found = dict.fromkeys(_statement(treatment, category) for treatment, category in sums)
    return tuple(sentence for sentence in found if sentence)


def _statement(treatment: VatTreatment, category: VatCategory) -> str:
    match treatment:
        case VatTreatment.INTRA_EU:
            return _("Intra-Community supply, article 138 of Directive 2006/112/EC")
        case VatTreatment.REVERSE_CHARGE:
            return _("VAT reverse charged, article 196 of Directive 2006/112/EC")
        case VatTreatment.EXPORT:
            return _("Export, 0% VAT (Dutch VAT Act 1968, table II, item a.2)")
        case VatTreatment.OUTSIDE:
            return _("Service supplied outside the EU: no Dutch VAT")
        case VatTreatment.DOMESTIC if category is VatCategory.EXEMPT:
            return _("Exempt from VAT, article 11 of the Dutch VAT Act 1968")
        case _:
            return ""


def delivery_note(*, delivery: Delivery, vault: VaultSession, made_at: datetime) -> bytes:
    """Make the PDF of a delivery note from what is sealed with it; no prices are on it.

    `delivery` comes with its order and customer.

    Raises:
        VaultLocked: the vault is not open to the actor.
    """
    order, language, ours = delivery.order, delivery.order.customer.language, company()
    contents = DELIVERY.open_one(vault, Purpose.SHIP, delivery)
    words = ORDER.open_one(vault, Purpose.SHIP, order)
    customer = open_customer(customer_id=order.customer_id, purpose=Purpose.SHIP, vault=vault)
    buyer = party_of(customer, order.customer.number)
    recipient = recipient_of(contents.get("deliver_to", {}), order.customer.number)
    with override(language):
        paper = DeliveryNotePaper(
            language=values.Language(language),
            seller=seller_of(ours),
            recipient=recipient,
            buyer=buyer if recipient.name != buyer.name else None,
            number=str(delivery.number),
            shipped_on=delivery.delivered_on,
            lines=_delivered(delivery, contents.get("line_texts", {}), language),
            order_number=str(order.number),
            reference=words.get("reference", ""),
            carrier=carrier_name(contents.get("carrier", "")),
            track_and_trace=_code(contents),
            track_link=contents.get("track_link", ""),
            remarks=contents.get("remarks", ""),
        )
    look = branding_of(ours, language=language, kind=PaperKind.DELIVERY_NOTE)
    return render_delivery_note(paper, look, made_at=made_at)


def _code(contents: Mapping[str, Any]) -> str:
    """Give the code of a parcel; a link that was typed in its place stands elsewhere."""
    code = str(contents.get("track_and_trace", ""))
    return "" if is_link(code) else code


def _delivered(
    delivery: Delivery, texts: Mapping[str, str], language: str
) -> tuple[PaperLine, ...]:
    """Give what is in the box, with what was ordered and what still follows after it."""
    sold = {line.id: line for line in sold_lines([delivery.order_id], texts)[delivery.order_id]}
    rows = DeliveryLine.objects.filter(delivery=delivery).order_by("order_line__position")
    return tuple(
        PaperLine(
            description=described(sold[row.order_line_id], language),
            sku=sold[row.order_line_id].sku,
            unit=unit_name(sold[row.order_line_id].unit, language),
            ordered=sold[row.order_line_id].quantity.normalize(),
            delivered=row.quantity.normalize(),
            remaining=left_after(
                sold[row.order_line_id].quantity, sold[row.order_line_id].delivered, row.pk
            ),
        )
        for row in rows
    )
