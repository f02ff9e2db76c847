"""The rules of NLCIUS: what a Dutch seller adds to EN 16931.

BR-NL-6 and BR-NL-14 to BR-NL-18 are not in the published rules. BR-NL-8 (which document carries
which kind) holds by the way that we write. BR-NL-23 advises against a process, which the network
needs; no rule set looks for it, and neither do we.
"""

from collections.abc import Iterator
from typing import Final

from klantkluis.billing.einvoice.checks.breaches import Breach
from klantkluis.billing.einvoice.codes import DUTCH_MEANS, Means
from klantkluis.billing.einvoice.model import Invoice
from klantkluis.billing.einvoice.parties import KVK, OIN, Address, Identifier

DUTCH_TYPES: Final = frozenset({"380", "381", "384", "389"})
_SEPA: Final = frozenset({Means.SEPA_CREDIT_TRANSFER, Means.SEPA_DIRECT_DEBIT})


def nlcius_breaches(it: Invoice) -> Iterator[Breach]:
    """Find what is wrong for NLCIUS; all but one rule are about Dutch sellers only."""
    if not it.order and any(line.order_line for line in it.lines):
        yield "BR-NL-13", "order"
    if it.seller.address.country.upper() != "NL":
        return
    if it.type_code not in DUTCH_TYPES:
        yield "BR-NL-7", "type_code"
    if it.type_code == "384" and not it.preceding:
        yield "BR-NL-9", "preceding"
    yield from dutch_breaches(it)
    yield from _advice_on_head(it)
    yield from _advice_on_places(it)
    yield from _advice_on_payment(it)
    yield from _advice_on_reasons(it)


def dutch_breaches(it: Invoice) -> Iterator[Breach]:
    """Find what each Dutch seller must mend, over Peppol too."""
    if not _is_dutch(it.seller.legal_id):
        yield "BR-NL-1", "seller.legal_id"
    # UBL writes an order of the buyer that is not known beside the seller's as NA: it is there.
    if not it.buyer_reference and not it.order and not it.sales_order:
        yield "BR-NL-2", "buyer_reference"
    for field in _missing(it.seller.address):
        yield "BR-NL-3", f"seller.address.{field}"
    if it.buyer.address.country == "NL":
        for field in _missing(it.buyer.address):
            yield "BR-NL-4", f"buyer.address.{field}"
        if not _is_dutch(it.buyer.legal_id):
            yield "BR-NL-10", "buyer.legal_id"
    representative = it.tax_representative
    if representative is not None and representative.address.country == "NL":
        for field in _missing(representative.address):
            yield "BR-NL-5", f"tax_representative.address.{field}"
    if it.payment is None:
        if it.totals.payable > 0 and not it.is_credit_note:
            yield "BR-NL-11", "payment"
    elif it.payment.means not in DUTCH_MEANS:
        yield "BR-NL-12", "payment.means"


def _is_dutch(it: Identifier | None) -> bool:
    return it is not None and it.scheme in {KVK, OIN} and bool(it.value)


def _missing(it: Address) -> Iterator[str]:
    for field in ("line_1", "postcode", "city"):
        if not getattr(it, field):
            yield field


def _advice_on_head(it: Invoice) -> Iterator[Breach]:
    if it.accounting_currency:
        yield "BR-NL-19", "accounting_currency"
    if it.tax_point_on is not None:
        yield "BR-NL-20", "tax_point_on"
    if it.tax_point_code:
        yield "BR-NL-21", "tax_point_code"
    for index, note in enumerate(it.notes):
        if note.subject:
            yield "BR-NL-22", f"notes[{index}].subject"
    for index, preceding in enumerate(it.preceding):
        if preceding.issued_on is not None:
            yield "BR-NL-24", f"preceding[{index}].issued_on"
    if it.seller.tax_id:
        yield "BR-NL-25", "seller.tax_id"
    if it.seller.legal_form:
        yield "BR-NL-26", "seller.legal_form"
    if it.totals.vat_accounting is not None:
        yield "BR-NL-33", "totals.vat_accounting"


def _advice_on_places(it: Invoice) -> Iterator[Breach]:
    places = [("seller", it.seller.address), ("buyer", it.buyer.address)]
    if it.tax_representative is not None:
        places.append(("tax_representative", it.tax_representative.address))
    if it.delivery.address is not None:
        places.append(("delivery", it.delivery.address))
    for who, address in places:
        if address.line_3:
            yield "BR-NL-27", f"{who}.address.line_3"
        if address.subdivision:
            yield "BR-NL-28", f"{who}.address.subdivision"


def _advice_on_payment(it: Invoice) -> Iterator[Breach]:
    payment = it.payment
    if payment is None:
        return
    if payment.text:
        yield "BR-NL-29", "payment.text"
    for index, transfer in enumerate(payment.transfers):
        if transfer.name:
            yield "BR-NL-30", f"payment.transfers[{index}].name"
        if transfer.bic and payment.means in _SEPA:
            yield "BR-NL-31", f"payment.transfers[{index}].bic"


def _advice_on_reasons(it: Invoice) -> Iterator[Breach]:
    found = [(f"adjustments[{at}]", one) for at, one in enumerate(it.adjustments)]
    found += [
        (f"lines[{index}].adjustments[{at}]", one)
        for index, line in enumerate(it.lines)
        for at, one in enumerate(line.adjustments)
    ]
    for field, one in found:
        if one.reason_code:
            yield ("BR-NL-34" if one.charge else "BR-NL-32"), f"{field}.reason_code"
    for index, vat in enumerate(it.vat):
        if vat.reason_code:
            yield "BR-NL-35", f"vat[{index}].reason_code"
