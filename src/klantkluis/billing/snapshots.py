"""What an invoice says, as it is kept for seven years."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import override

from klantkluis.billing.describing import PIECE, asked, asked_kind, sold_of
from klantkluis.billing.models import Invoice, InvoiceLine
from klantkluis.billing.stored import SUBSCRIPTION
from klantkluis.billing.subscribed import as_order
from klantkluis.billing.subscription_rows import (
    SubscriptionLine,
    SubscriptionPeriod,
    SubscriptionVersion,
)
from klantkluis.core.names import display_name
from klantkluis.core.vat import Totals, VatSum
from klantkluis.customers.models import Customer
from klantkluis.customers.rules import COMPANY
from klantkluis.customers.stored import CUSTOMER
from klantkluis.foundation.company import company_version
from klantkluis.foundation.sealing import open_together
from klantkluis.sales.models import Order, OrderLine
from klantkluis.sales.stored import ORDER
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

NO_OTHERS: Final[Mapping[int, Mapping[str, Any]]] = MappingProxyType({})
BUYER_FIELDS = (
    "kind",
    "company",
    "street",
    "house_number",
    "house_number_addition",
    "address_line_2",
    "postcode",
    "town",
    "region",
    "country",
    "vat_number",
)
SAID_LINES: Final = (
    "order_line__product",
    "order_line__order",
    "delivery_line__delivery",
    "subscription_line__product",
    "subscription_line__version__subscription__customer",
    "prepays",
    "settles__invoice",
)
"""What has to come along with the lines of an invoice to say them."""
FOR_E_INVOICES = ("coc_number", "oin", "e_invoice_address", "buyer_reference")
"""What the snapshot says besides of companies and public bodies, and of nobody else."""


def snapshot_of(
    *,
    invoice: Invoice,
    lines: Sequence[InvoiceLine],
    result: Totals,
    evidence: Mapping[str, Any],
    vault: VaultSession,
) -> dict[str, Any]:
    """Give everything that an invoice says, from which paper and e-invoice can be made for ever.

    It holds what the law asks for (Wet OB 1968, art. 35a(1)) and no phone number or e-mail
    address of the customer: the books do not need these (AWR art. 52).
    """
    version = version_of(lines)
    if version is not None:
        customer, words = open_together(
            vault, Purpose.INVOICE, [(CUSTOMER, invoice.customer), (SUBSCRIPTION, version)]
        )
        number, others, more = None, NO_OTHERS, _period(invoice)
    else:
        orders = orders_of(lines)
        for order in orders.values():
            if order.customer_id == invoice.customer_id:
                order.customer = invoice.customer
        sealed = [(CUSTOMER, invoice.customer), *((ORDER, order) for order in orders.values())]
        customer, words, *rest = open_together(vault, Purpose.INVOICE, sealed)
        number, more = next(iter(orders.values())).number, {}
        others = dict(zip(orders, (words, *rest), strict=True))
    composed = compose(
        invoice=invoice,
        lines=lines,
        result=result,
        customer=customer,
        order_number=number,
        words=words,
        others=others,
        company=company_version(),
        evidence=evidence,
    )
    return {**composed, **more}


def _period(invoice: Invoice) -> dict[str, Any]:
    """Say for which period a subscription is billed."""
    period = SubscriptionPeriod.objects.get(invoice=invoice)
    return {"period": [period.first_on.isoformat(), period.last_on.isoformat()]}


def compose(
    *,
    invoice: Invoice,
    lines: Sequence[InvoiceLine],
    result: Totals,
    customer: Mapping[str, Any],
    order_number: int | None,
    words: Mapping[str, Any],
    company: int,
    evidence: Mapping[str, Any],
    others: Mapping[int, Mapping[str, Any]] = NO_OTHERS,
) -> dict[str, Any]:
    """Give what an invoice says, from a customer's fields and an order's words that are open.

    `company` names the version of our own data that holds, `evidence` what the VAT rests on.

    Args:
        others: the words of each order by its id, where the invoice is about more than one.
    """
    assert invoice.sent_on is not None
    assert invoice.due_on is not None
    language = invoice.customer.language
    said = {pk: each.get("line_texts", {}) for pk, each in others.items()}
    texts = words.get("line_texts", {})
    with override(language):
        listed = [_line(line, said, texts, language) for line in lines]
    return {
        "number": invoice.label,
        "sent_on": invoice.sent_on.isoformat(),
        "due_on": invoice.due_on.isoformat(),
        "language": language,
        "basis": invoice.basis,
        "customer_number": invoice.customer.number,
        "company": company,
        "buyer": {
            "name": display_name(customer),
            **{name: customer[name] for name in _said_of(customer) if customer.get(name)},
        },
        **({"order_number": order_number} if order_number is not None else {}),
        "reference": words.get("reference", "") if len(others) < 2 else "",
        **_together(lines, others),
        **_ahead(lines),
        "delivery_numbers": _deliveries(lines),
        "lines": listed,
        "discount_bp": invoice.discount_bp,
        **_sums(result),
        "vat_evidence": dict(evidence),
    }


def _sums(result: Totals) -> dict[str, Any]:
    return {
        "discount_cents": result.discount_cents,
        "vat": [vat_words(each) for each in result.vat],
        "net_cents": result.net_cents,
        "vat_cents": result.vat_cents,
        "gross_cents": result.gross_cents,
    }


def _said_of(customer: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the fields of a customer that an invoice says."""
    is_person = customer.get("kind") != COMPANY
    return BUYER_FIELDS if is_person else BUYER_FIELDS + FOR_E_INVOICES


# Sixteen letters for the sixteen half bytes: a random number in digits is now and then a citizen
# number or a bank account by chance, and the vault refuses those.
_AS_LETTERS = str.maketrans("0123456789abcdef", "ABCDEFGHIJKLMNOP")
_AS_HEX = str.maketrans("ABCDEFGHIJKLMNOP", "0123456789abcdef")


def salt_text(salt: bytes) -> str:
    """Write the salt of a commitment in letters only, as it lies in the sealed snapshot."""
    return salt.hex().translate(_AS_LETTERS)


def salt_bytes(text: str) -> bytes:
    """Read the salt of a commitment back.

    Raises:
        ValueError: it is no salt.
    """
    return bytes.fromhex(text.translate(_AS_HEX))


def orders_of(lines: Sequence[InvoiceLine]) -> dict[int, Order]:
    """Give the orders that an invoice is about by their ids, in the order of its lines."""
    found: dict[int, Order] = {}
    for line in lines:
        order = line.prepays if line.order_line is None else line.order_line.order
        if order is not None:
            found.setdefault(order.pk, order)
    return found


def order_of(lines: Sequence[InvoiceLine], customer: Customer) -> Order:
    """Give the first order that an invoice is about; what its VAT depends on holds for all.

    For a subscription that is one that is not saved.
    """
    version = version_of(lines)
    if version is not None:
        return as_order(version, customer)
    return next(iter(orders_of(lines).values()))


def version_of(lines: Sequence[InvoiceLine]) -> SubscriptionVersion | None:
    """Give the version of a subscription that an invoice bills, if it does."""
    found = (line.subscription_line for line in lines)
    return next((each.version for each in found if each is not None), None)


def _together(
    lines: Sequence[InvoiceLine], others: Mapping[int, Mapping[str, Any]]
) -> dict[str, Any]:
    """Say on which orders a collective invoice is, and what the customer calls them."""
    if len(others) < 2:
        return {}
    references = [each.get("reference", "") for each in others.values()]
    return {
        "order_numbers": [order.number for order in orders_of(lines).values()],
        "references": list(dict.fromkeys(each for each in references if each)),
    }


def _ahead(lines: Sequence[InvoiceLine]) -> dict[str, Any]:
    """Say that an invoice asks ahead, or which prepayments go off it."""
    if any(line.prepays_id is not None for line in lines):
        return {"prepayment": True}
    prepaid = [line.settles.invoice for line in lines if line.settles is not None]
    if not prepaid:
        return {}
    by_id = {each.pk: each for each in prepaid}
    return {
        "settles": [
            {"number": each.label, "sent_on": f"{each.sent_on:%Y-%m-%d}"}
            for _pk, each in sorted(by_id.items())
        ]
    }


def _deliveries(lines: Sequence[InvoiceLine]) -> list[int]:
    return sorted(
        {line.delivery_line.delivery.number for line in lines if line.delivery_line is not None}
    )


def vat_words(each: VatSum) -> dict[str, Any]:
    """Give one sum of VAT as a document says it."""
    return {
        "treatment": each.treatment.value,
        "country": each.country,
        "category": each.category.value,
        "rate_bp": each.rate_bp,
        "net_cents": each.net_cents,
        "vat_cents": each.vat_cents,
    }


def _line(
    line: InvoiceLine,
    said: Mapping[int, Mapping[str, str]],
    texts: Mapping[str, str],
    language: str,
) -> dict[str, Any]:
    grouped = len(said) > 1
    sold = sold_of(line)
    if sold is None:
        about = {
            "kind": asked_kind(line),
            "sku": "",
            "description": asked(line),
            "unit": PIECE,
        }
    elif grouped and line.order_line is not None:
        own = said[line.order_line.order_id]
        about = {**_sold(sold, own, language), **_group(line)}
    else:
        about = _sold(sold, texts, language)
    return {
        **about,
        "quantity": str(line.quantity),
        "unit_price": str(line.unit_price),
        "discount_bp": line.discount_bp,
        "treatment": line.treatment,
        "country": line.rate_country,
        "category": line.vat_category,
        "rate_bp": line.rate_bp,
        "amount_cents": line.amount_cents,
        "supplied_on": line.supplied_on.isoformat(),
    }


def _sold(
    sold: OrderLine | SubscriptionLine, texts: Mapping[str, str], language: str
) -> dict[str, Any]:
    """Say what a line that was sold is about: its own words, else the product."""
    product, name = sold.product, ""
    if product is not None:
        name = product.name_en if language == "en" and product.name_en else product.name_nl
    return {
        "kind": sold.kind,
        "sku": product.sku if product is not None else "",
        "description": texts.get(str(sold.position), "") or name,
        "unit": sold.unit,
    }


def _group(line: InvoiceLine) -> dict[str, Any]:
    """Name the order and the delivery of a line of a collective invoice."""
    assert line.order_line is not None
    found: dict[str, Any] = {"order_number": line.order_line.order.number}
    if line.delivery_line is not None:
        found["delivery_number"] = line.delivery_line.delivery.number
        found["delivered_on"] = line.supplied_on.isoformat()
    return found
