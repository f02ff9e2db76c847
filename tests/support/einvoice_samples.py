"""E-invoices to test with: the official files beside the project, one of our own, and any."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from klantkluis.billing.einvoice.codes import Means, Vat
from klantkluis.billing.einvoice.model import (
    Adjustment,
    CreditTransfer,
    Delivery,
    Invoice,
    Item,
    Line,
    Payment,
    Price,
    Totals,
)
from klantkluis.billing.einvoice.parties import KVK, Address, Buyer, Identifier, Seller
from klantkluis.billing.einvoice.totals import ZERO, Reason, added_up, line_net

STANDARDS = Path(__file__).parents[3] / "shared" / "standards"
NLCIUS_SHEET = STANDARDS / "nlcius/xslt/si-ubl-2.0.3.12.xsl"
PEPPOL_SHEET = STANDARDS / "peppol-bis3/xslt/PEPPOL-EN16931-UBL-2026.5.xslt"
CII_SHEET = STANDARDS / "en16931/xslt/EN16931-CII-validation.xslt"
needs_standards = pytest.mark.skipif(
    not STANDARDS.is_dir(), reason="the shared standards are not beside the project"
)

REASONS = {
    Vat.EXEMPT: Reason("Vrijgesteld van btw, art. 11 Wet OB 1968"),
    Vat.REVERSE_CHARGE: Reason("Btw verlegd"),
    Vat.INTRA_COMMUNITY: Reason("Intracommunautaire levering, art. 138 Richtlijn 2006/112/EG"),
    Vat.EXPORT: Reason("Uitvoer, 0% btw (tabel II, post a.2)"),
    Vat.OUTSIDE_SCOPE: Reason("Buiten de heffing van btw"),
}
NO_TOTALS = Totals(lines=ZERO, net=ZERO, gross=ZERO, payable=ZERO)


def line(number: int = 1, **changes) -> Line:
    fields = {
        "quantity": Decimal(8),
        "price": Price(net=Decimal("18.4950")),
        "category": Vat.STANDARD,
        "rate": Decimal(21),
        "item": Item(name="Espressobonen Bergamo", seller_id="BE-01"),
        "adjustments": (),
    } | changes
    net = line_net(fields["quantity"], fields["price"], fields["adjustments"])
    return Line(**({"number": str(number), "net": net} | fields))


def discount(**changes) -> Adjustment:
    fields = {"charge": False, "amount": Decimal("5.00"), "reason": "Korting"}
    return Adjustment(**(fields | changes))


def invoice(*lines: Line, **changes) -> Invoice:
    """Give an invoice from Rotterdam to Hilversum on which nothing is wrong."""
    fields = {
        "number": "2026-0103",
        "issued_on": date(2026, 11, 20),
        "due_on": date(2026, 12, 20),
        "type_code": "380",
        "currency": "EUR",
        "buyer_reference": "PO 4471-B",
        "seller": seller(),
        "buyer": buyer(),
        "delivery": Delivery(on=date(2026, 11, 19)),
        "payment": payment(),
        "lines": lines or (line(), line(2, rate=Decimal(9), quantity=Decimal("2.5"))),
        "vat": (),
        "totals": NO_TOTALS,
    }
    return added_up(Invoice(**(fields | changes)), REASONS)


def seller(**changes) -> Seller:
    fields = {
        "name": "Van der Linden Koffie B.V.",
        "legal_id": Identifier("12345678", KVK),
        "vat_id": "NL123456782B90",
        "electronic_address": Identifier("12345678", KVK),
        "address": address(),
    }
    return Seller(**(fields | changes))


def buyer(**changes) -> Buyer:
    fields = {
        "name": "Lunchroom De Linde",
        "legal_id": Identifier("87654321", KVK),
        "electronic_address": Identifier("87654321", KVK),
        "address": address(line_1="Dorpsstraat 3", postcode="1234 AB", city="Hilversum"),
    }
    return Buyer(**(fields | changes))


def address(**changes) -> Address:
    fields = {
        "line_1": "Havenstraat 12",
        "postcode": "3011 AB",
        "city": "Rotterdam",
        "country": "NL",
    }
    return Address(**(fields | changes))


def payment(**changes) -> Payment:
    fields = {
        "means": Means.SEPA_CREDIT_TRANSFER,
        "remittance": "2026-0103",
        "transfers": (CreditTransfer(account="NL91ABNA0417164300"),),
    }
    return Payment(**(fields | changes))


def abroad(it: Invoice, category: Vat, **changes) -> Invoice:
    """Give an invoice to a Belgian firm in a category without VAT."""
    rate = None if category == Vat.OUTSIDE_SCOPE else ZERO
    lines = tuple(replace(each, category=category, rate=rate) for each in it.lines)
    fields = {
        "lines": lines,
        "buyer": buyer(
            vat_id="BE0123456749",
            legal_id=None,
            address=address(postcode="2000", city="Antwerpen", country="BE"),
        ),
        "delivery": Delivery(on=date(2026, 11, 19), address=address(country="BE")),
    }
    return added_up(replace(it, **(fields | changes)), REASONS)
