"""What an invoice says, as it is kept for seven years."""

from collections.abc import Mapping, Sequence
from typing import Any

from klantkluis.billing.models import Invoice, InvoiceLine
from klantkluis.core.names import display_name
from klantkluis.core.vat import Totals, VatSum
from klantkluis.customers.rules import COMPANY
from klantkluis.customers.stored import CUSTOMER
from klantkluis.foundation.company import company_version
from klantkluis.foundation.sealing import open_together
from klantkluis.sales.models import Order
from klantkluis.sales.stored import ORDER
from klantkluis.vault.client import VaultSession
from klantkluis.vault.purposes import Purpose

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
    order = lines[0].order_line.order
    if order.customer_id == invoice.customer_id:
        order.customer = invoice.customer
    customer, words = open_together(
        vault, Purpose.INVOICE, [(CUSTOMER, invoice.customer), (ORDER, order)]
    )
    return compose(
        invoice=invoice,
        lines=lines,
        result=result,
        customer=customer,
        order_number=order.number,
        words=words,
        company=company_version(),
        evidence=evidence,
    )


def compose(
    *,
    invoice: Invoice,
    lines: Sequence[InvoiceLine],
    result: Totals,
    customer: Mapping[str, Any],
    order_number: int,
    words: Mapping[str, Any],
    company: int,
    evidence: Mapping[str, Any],
) -> dict[str, Any]:
    """Give what an invoice says, from a customer's fields and an order's words that are open.

    `company` names the version of our own data that holds, `evidence` what the VAT rests on.
    """
    assert invoice.sent_on is not None
    assert invoice.due_on is not None
    texts = words.get("line_texts", {})
    language = invoice.customer.language
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
        "order_number": order_number,
        "reference": words.get("reference", ""),
        "delivery_numbers": _deliveries(lines),
        "lines": [_line(line, texts, language) for line in lines],
        "discount_bp": invoice.discount_bp,
        "discount_cents": result.discount_cents,
        "vat": [vat_words(each) for each in result.vat],
        "net_cents": result.net_cents,
        "vat_cents": result.vat_cents,
        "gross_cents": result.gross_cents,
        "vat_evidence": dict(evidence),
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


def order_of(invoice_id: int) -> Order:
    """Give the order that an invoice was made from."""
    line = (
        InvoiceLine.objects.filter(invoice=invoice_id).select_related("order_line__order").first()
    )
    assert line is not None
    return line.order_line.order


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


def _line(line: InvoiceLine, texts: Mapping[str, str], language: str) -> dict[str, Any]:
    sold = line.order_line
    product = sold.product
    name = ""
    if product is not None:
        name = product.name_en if language == "en" and product.name_en else product.name_nl
    return {
        "kind": sold.kind,
        "sku": product.sku if product is not None else "",
        "description": texts.get(str(sold.position), "") or name,
        "unit": sold.unit,
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
