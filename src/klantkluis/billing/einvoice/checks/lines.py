"""Rules of EN 16931 about lines, prices, allowances and charges."""

from collections.abc import Iterator

from klantkluis.billing.einvoice.checks.breaches import Breach
from klantkluis.billing.einvoice.codes import Vat
from klantkluis.billing.einvoice.model import Invoice, Item, Line

_CATEGORIES = frozenset(Vat)


def line_breaches(it: Invoice) -> Iterator[Breach]:
    """Find what is wrong with the lines, and with discounts and charges on the whole."""
    for index, line in enumerate(it.lines):
        for rule, field in _line(line):
            yield rule, f"lines[{index}].{field}"
    for index, adjustment in enumerate(it.adjustments):
        at = f"adjustments[{index}]"
        category, reason = ("BR-37", "BR-38") if adjustment.charge else ("BR-32", "BR-33")
        if not adjustment.category:
            yield category, f"{at}.category"
        elif adjustment.category not in _CATEGORIES:
            yield "BR-CL-18", f"{at}.category"
        if not adjustment.reason and not adjustment.reason_code:
            yield reason, f"{at}.reason"


def _line(line: Line) -> Iterator[Breach]:
    if not line.number:
        yield "BR-21", "number"
    if not line.unit:
        yield "BR-23", "unit"
    if line.category not in _CATEGORIES:
        yield "BR-CL-18", "category"
    if line.price.net < 0:
        yield "BR-27", "price.net"
    if line.price.gross is not None and line.price.gross < 0:
        yield "BR-28", "price.gross"
    period = line.period
    if period is not None:
        if period.start is None and period.end is None:
            yield "BR-CO-20", "period"
        elif period.start is not None and period.end is not None and period.end < period.start:
            yield "BR-30", "period.end"
    for index, adjustment in enumerate(line.adjustments):
        if not adjustment.reason and not adjustment.reason_code:
            yield ("BR-44" if adjustment.charge else "BR-42"), f"adjustments[{index}].reason"
    yield from _item(line.item)


def _item(item: Item) -> Iterator[Breach]:
    if not item.name:
        yield "BR-25", "item.name"
    if item.standard_id is not None and not item.standard_id.scheme:
        yield "BR-64", "item.standard_id"
    for index, classification in enumerate(item.classifications):
        if not classification.scheme:
            yield "BR-65", f"item.classifications[{index}]"
    for index, (name, value) in enumerate(item.attributes):
        if not name or not value:
            yield "BR-54", f"item.attributes[{index}]"
