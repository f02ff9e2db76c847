"""Short ways to say what happened before: a customer, a product, an order, a delivery."""

from datetime import date
from decimal import Decimal

from klantkluis.billing.commands import draft_invoice, send_invoice
from klantkluis.billing.rules import BillFrom
from klantkluis.catalogue.commands import ProductFields, add_product
from klantkluis.core.vat import PriceBasis, VatCategory
from klantkluis.customers.commands import register_customer
from klantkluis.foundation.actors import Actor
from klantkluis.sales.commands import NewLine, NewOrder, deliver, take_order
from klantkluis.sales.models import OrderLine

TODAY = date(2026, 11, 20)

JANSEN = {
    "surname": "Jansen",
    "surname_prefix": "van der",
    "first_name": "Els",
    "street": "Dorpsstraat",
    "house_number": "12",
    "postcode": "1234 AB",
    "town": "Ons Dorp",
    "country": "NL",
    "email": "els@example.nl",
    "phone": "+31201234567",
}


def a_customer(actor: Actor, **fields: str) -> int:
    return register_customer(fields={**JANSEN, **fields}, actor=actor, today=TODAY)


def a_product(
    actor: Actor,
    sku: str = "STOEL",
    price: str = "379",
    basis: PriceBasis = PriceBasis.GROSS,
    category: VatCategory = VatCategory.STANDARD,
) -> int:
    fields = ProductFields(
        sku=sku, name_nl=f"Artikel {sku}", name_en=f"Item {sku}", vat_category=category,
        unit_price=Decimal(price), basis=basis,
    )  # fmt: skip
    return add_product(fields=fields, actor=actor, today=TODAY)


def a_line(
    product_id: int | None,
    quantity: str = "1",
    price: str = "379",
    discount_bp: int = 0,
    category: VatCategory = VatCategory.STANDARD,
    kind: OrderLine.Kind = OrderLine.Kind.PRODUCT,
    text: str = "",
) -> NewLine:
    return NewLine(
        kind=kind, product_id=product_id, quantity=Decimal(quantity), unit_price=Decimal(price),
        discount_bp=discount_bp, vat_category=category, text=text,
    )  # fmt: skip


def an_order(
    actor: Actor,
    lines: list[NewLine],
    customer_id: int | None = None,
    basis: PriceBasis = PriceBasis.GROSS,
    discount_bp: int = 0,
) -> int:
    return take_order(
        customer_id=customer_id or a_customer(actor),
        order=NewOrder(lines=lines, basis=basis, ordered_on=TODAY, discount_bp=discount_bp),
        actor=actor,
    )


def a_sent_invoice(actor: Actor, lines: list[NewLine] | None = None, **order: object) -> int:
    order_id = an_order(actor, lines or [a_line(a_product(actor))], **order)  # type: ignore[arg-type]
    deliver(order_id=order_id, actor=actor, delivered_on=TODAY)
    invoice_id = draft_invoice(
        order_id=order_id, what=BillFrom.DELIVERIES, actor=actor, today=TODAY
    )
    send_invoice(invoice_id=invoice_id, actor=actor, today=TODAY)
    return invoice_id


def all_broken() -> list[str]:
    """Give every sentence of every room's invariants."""
    from klantkluis.billing import invariants as billing
    from klantkluis.catalogue import invariants as catalogue
    from klantkluis.customers import invariants as customers
    from klantkluis.disclosures import invariants as disclosures
    from klantkluis.foundation.mail import invariants as mail
    from klantkluis.ledger import invariants as ledger
    from klantkluis.privacy import invariants as privacy
    from klantkluis.sales import invariants as sales
    from klantkluis.shop import invariants as shop

    rooms = (
        customers, catalogue, ledger, sales, billing, mail, shop, disclosures, privacy,
    )  # fmt: skip
    return [sentence for room in rooms for sentence in room.broken()]
