"""What a credit note says, from what its invoice said."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from klantkluis.billing.models import CreditNote
from klantkluis.billing.snapshots import vat_words
from klantkluis.core.vat import Totals
from klantkluis.foundation.company import company_version


def credit_words(
    *,
    note: CreditNote,
    says: Mapping[str, Any],
    quantities: Sequence[Decimal],
    result: Totals,
) -> dict[str, Any]:
    """Give everything that a credit note says, as it is kept for seven years.

    It names the invoice that it corrects (Wet OB 1968, art. 35a(2); Directive 2006/112/EC,
    art. 219), and says the rest as the invoice did: the same buyer, lines and treatment.
    """
    lines = [
        {**line, "quantity": str(quantity), "amount_cents": cents}
        for line, quantity, cents in zip(says["lines"], quantities, result.line_cents, strict=True)
        if quantity
    ]
    kept = (
        *("language", "basis", "customer_number", "buyer", "order_number", "reference"),
        *("order_numbers", "references", "period"),
    )
    return {
        **{name: says[name] for name in kept if name in says},
        "number": note.label,
        "issued_on": note.issued_on.isoformat(),
        "credits": {"number": says["number"], "sent_on": says["sent_on"]},
        "ships_to": says.get("vat_evidence", {}).get("ships_to", ""),
        "company": company_version(),
        "lines": lines,
        "discount_bp": says.get("discount_bp", 0),
        "discount_cents": result.discount_cents,
        "vat": [vat_words(each) for each in result.vat],
        "net_cents": result.net_cents,
        "vat_cents": result.vat_cents,
        "gross_cents": result.gross_cents,
    }
