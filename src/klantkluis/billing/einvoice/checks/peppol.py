"""The rules of Peppol BIS Billing 3 that a shop can break."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from stdnum import ean

from klantkluis.billing.einvoice.checks.breaches import Breach
from klantkluis.billing.einvoice.checks.nlcius import dutch_breaches
from klantkluis.billing.einvoice.codes import DIRECT_DEBITS, REASON_CODES, is_peppol
from klantkluis.billing.einvoice.model import Adjustment, Invoice, Line
from klantkluis.billing.einvoice.parties import DUTCH_VAT, GLN, KVK, OIN, Identifier
from klantkluis.billing.einvoice.totals import ZERO, line_net, percentage

SLACK: Final = Decimal("0.02")
"""How far an amount may be off what it follows from (R040, R120)."""

_PROCESS: Final = re.compile(
    r"urn:fdc:peppol\.eu:2017:poacc:billing:01:1\.0|urn:peppol:bis:billing_with_response"
    r"|urn:peppol:france:billing:(?:non-)?regulated"
)
_INVOICE_TYPES: Final = frozenset(
    {"71", "80", "82", "84", "102", "218", "219", "326", "331", "380", "382", "383", "384", "386"}
    | {"388", "393", "395", "553", "575", "623", "780", "817", "870", "875", "876", "877"}
)
_CREDIT_NOTE_TYPES: Final = frozenset({"381", "396", "81", "83", "532"})
_GERMAN_ONLY: Final = frozenset({"326", "384"})
_FORMS: Final = {
    KVK: ("PEPPOL-COMMON-R054", re.compile("[0-9]{8}")),
    OIN: ("PEPPOL-COMMON-R055", re.compile("[0-9]{20}")),
    DUTCH_VAT: ("PEPPOL-COMMON-R056", re.compile("NL[0-9]{9}B[0-9]{2}")),
}
_FROM_NLCIUS: Final = {
    "BR-NL-1": "NL-R-003",
    "BR-NL-3": "NL-R-002",
    "BR-NL-4": "NL-R-004",
    "BR-NL-5": "NL-R-006",
    "BR-NL-10": "NL-R-005",
    "BR-NL-11": "NL-R-007",
    "BR-NL-12": "NL-R-008",
}


def peppol_breaches(it: Invoice) -> Iterator[Breach]:
    """Find what is wrong for Peppol."""
    yield from _head(it)
    yield from _kind(it)
    yield from _numbers(it)
    for index, line in enumerate(it.lines):
        for rule, field in _line(line, it):
            yield rule, f"lines[{index}].{field}"
    for index, one in enumerate(it.adjustments):
        yield from _adjustment(one, f"adjustments[{index}]")
    for index, vat in enumerate(it.vat):
        belongs = REASON_CODES.get(vat.reason_code.upper())
        if belongs is not None and belongs != vat.category:
            yield "PEPPOL-EN16931-P0104", f"vat[{index}].reason_code"
    if it.seller.address.country == "NL":
        yield from _dutch(it)


def _head(it: Invoice) -> Iterator[Breach]:
    if not it.process:
        yield "PEPPOL-EN16931-R001", "process"
    elif not _PROCESS.fullmatch(it.process):
        yield "PEPPOL-EN16931-R007", "process"
    if not is_peppol(it.specification):
        yield "PEPPOL-EN16931-R004", "specification"
    if len(it.notes) > 1 and not _german(it):
        yield "PEPPOL-EN16931-R002", "notes"
    if not it.buyer_reference and not it.order and not it.sales_order:
        yield "PEPPOL-EN16931-R003", "buyer_reference"
    if it.accounting_currency and it.accounting_currency == it.currency:
        yield "PEPPOL-EN16931-R005", "accounting_currency"
    if it.buyer.electronic_address is None:
        yield "PEPPOL-EN16931-R010", "buyer.electronic_address"
    if it.seller.electronic_address is None:
        yield "PEPPOL-EN16931-R020", "seller.electronic_address"
    own, foreign = it.totals.vat, it.totals.vat_accounting
    if own is not None and foreign is not None and own * foreign < 0:
        yield "PEPPOL-EN16931-R055", "totals.vat_accounting"
    payment = it.payment
    collected = payment is not None and payment.means in DIRECT_DEBITS
    if collected and (payment is None or payment.debit is None or not payment.debit.mandate):
        yield "PEPPOL-EN16931-R061", "payment.debit"


def _kind(it: Invoice) -> Iterator[Breach]:
    if it.is_credit_note:
        if it.type_code not in _CREDIT_NOTE_TYPES:
            yield "PEPPOL-EN16931-P0101", "type_code"
    elif it.type_code not in _INVOICE_TYPES:
        yield "PEPPOL-EN16931-P0100", "type_code"
    elif it.type_code in _GERMAN_ONLY and not _german(it):
        yield "PEPPOL-EN16931-P0112", "type_code"


def _german(it: Invoice) -> bool:
    return it.seller.address.country == "DE" == it.buyer.address.country


def _numbers(it: Invoice) -> Iterator[Breach]:
    """Check numbers that have a form, wherever they stand."""
    found: list[tuple[str, Identifier | None]] = [
        ("seller.electronic_address", it.seller.electronic_address),
        ("seller.legal_id", it.seller.legal_id),
        *((f"seller.identifiers[{at}]", one) for at, one in enumerate(it.seller.identifiers)),
        ("buyer.electronic_address", it.buyer.electronic_address),
        ("buyer.legal_id", it.buyer.legal_id),
        ("buyer.identifier", it.buyer.identifier),
    ]
    for field, one in found:
        if one is None:
            continue
        if one.scheme == GLN and not _is_gln(one.value):
            yield "PEPPOL-COMMON-R040", field
        rule, form = _FORMS.get(one.scheme, ("", None))
        if form is not None and not form.fullmatch(one.value):
            yield rule, field
    for field, number in (("seller.vat_id", it.seller.vat_id), ("buyer.vat_id", it.buyer.vat_id)):
        rule, form = _FORMS[DUTCH_VAT]
        if number.startswith("NL") and not form.fullmatch(number):
            yield rule, field


def _is_gln(number: str) -> bool:
    """Tell whether the last digit is the check digit; the rule asks for no length."""
    digits = number.isascii() and number.isdigit() and len(number) > 1
    return digits and ean.calc_check_digit(number[:-1]) == number[-1]


def _line(line: Line, it: Invoice) -> Iterator[Breach]:
    price, period, whole = line.price, line.period, it.period
    base = price.base_quantity
    if base is not None and base <= 0:
        yield "PEPPOL-EN16931-R121", "price.base_quantity"
    elif abs(line.net - line_net(line.quantity, price, line.adjustments)) > SLACK:
        yield "PEPPOL-EN16931-R120", "net"
    if price.base_unit and price.base_unit != line.unit:
        yield "PEPPOL-EN16931-R130", "price.base_unit"
    if price.gross is not None and price.net != price.gross - (price.discount or ZERO):
        yield "PEPPOL-EN16931-R046", "price.net"
    for at, one in enumerate(line.adjustments):
        yield from _adjustment(one, f"adjustments[{at}]")
    if period is not None and whole is not None:
        if period.start is not None and whole.start is not None and period.start < whole.start:
            yield "PEPPOL-EN16931-R110", "period.start"
        if period.end is not None and whole.end is not None and period.end > whole.end:
            yield "PEPPOL-EN16931-R111", "period.end"


def _adjustment(it: Adjustment, field: str) -> Iterator[Breach]:
    if it.percent is not None and it.base is None:
        yield "PEPPOL-EN16931-R041", f"{field}.base"
    elif it.base is not None and it.percent is None:
        yield "PEPPOL-EN16931-R042", f"{field}.percent"
    elif it.base is None or it.percent is None:
        return
    elif abs(it.amount - percentage(it.base, it.percent)) > SLACK:
        yield "PEPPOL-EN16931-R040", f"{field}.amount"


def _dutch(it: Invoice) -> Iterator[Breach]:
    """Peppol asks of Dutch sellers much of what NLCIUS does, under names of its own."""
    if it.is_credit_note and not it.preceding:
        yield "NL-R-001", "preceding"
    if not it.order and any(line.order_line for line in it.lines):
        yield "NL-R-009", "order"
    abroad = it.buyer.address.country != "NL"
    for rule, field in dutch_breaches(it):
        if rule == "BR-NL-2" or (rule == "BR-NL-12" and abroad):
            continue
        yield _FROM_NLCIUS[rule], field
