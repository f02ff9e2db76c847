"""E-invoices: each through every layer, warm, in one process; and the whole of one invoice."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random

from klantkluis.billing.einvoice.cii_writing import write_cii
from klantkluis.billing.einvoice.codes import HOUR, PEPPOL, Means, Vat
from klantkluis.billing.einvoice.model import (
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
from klantkluis.billing.einvoice.totals import ZERO, added_up, line_net
from klantkluis.billing.einvoice.ubl_writing import write_ubl
from klantkluis.billing.einvoice.validating import validate, warm_up
from klantkluis.core.money import to_cents
from klantkluis.foundation.paper import (
    Branding,
    InvoicePaper,
    Language,
    Party,
    PriceBasis,
    VatCategory,
    VatSum,
    render_invoice,
)
from klantkluis.foundation.paper import Line as PaperLine
from klantkluis.foundation.paper import Seller as PaperSeller
from klantkluis.foundation.paper import Totals as PaperTotals
from klantkluis.foundation.paper.attaching import attach_e_invoice
from klantkluis.office.bench.measuring import Measured, Stopwatch, peak_rss_mb, progress

TODAY = date(2026, 11, 20)
MADE_AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
WARM_UP = 5
GOODS = (
    ("Espressobonen Bergamo", "KGM", Decimal("18.4950"), Decimal(9)),
    ("Onderhoud koffiemachine", HOUR, Decimal("72.50"), Decimal(21)),
    ("Koffiekopje wit", "C62", Decimal("3.95"), Decimal(21)),
)


def measure(n: int, _scratch: Path) -> Measured:
    """Validate n invoices as UBL (schema, EN 16931, Peppol) and CII (schema, EN 16931).

    The number is invoices per second of the whole: paper, both e-invoices, the one put inside
    the paper, and every layer over both. The times are those of the layers alone.
    """
    began = time.perf_counter()
    warm_up()
    compiled = time.perf_counter() - began
    layers, of_ubl, of_cii, whole = Stopwatch(), Stopwatch(), Stopwatch(), Stopwatch()
    for invoice in _invoices(WARM_UP, Random(2)):
        _whole(invoice)
    for done, invoice in enumerate(_invoices(n, Random(1)), start=1):
        ubl, cii = write_ubl(invoice, PEPPOL), write_cii(invoice)
        with layers.lap():
            with of_ubl.lap():
                first = validate(ubl)
            with of_cii.lap():
                second = validate(cii)
        assert first.accepted, first.fatal
        assert second.accepted, second.fatal
        with whole.lap():
            _whole(invoice)
        progress("e-invoices validated", done, n)
    more = {
        "ubl_p95_ms": round(of_ubl.percentile(0.95), 2),
        "cii_p95_ms": round(of_cii.percentile(0.95), 2),
        "whole_p50_ms": round(whole.percentile(0.5), 2),
        "compile_s": round(compiled, 2),
    }
    return Measured(
        "einvoice-validate", n / whole.seconds, "invoices/s", n, layers, peak_rss_mb(), more
    )


def _whole(invoice: Invoice) -> None:
    """Do all that one invoice asks for."""
    ubl, cii = write_ubl(invoice, PEPPOL), write_cii(invoice)
    pdf = render_invoice(_paper(invoice), Branding(), made_at=MADE_AT)
    attach_e_invoice(pdf, cii, description="E-factuur", made_at=MADE_AT)
    assert validate(ubl).accepted
    assert validate(cii).accepted


def _invoices(n: int, chance: Random) -> Iterator[Invoice]:
    for number in range(1, n + 1):
        lines = tuple(
            _line(str(at), good, Decimal(chance.randint(1, 40)))
            for at, good in enumerate(GOODS, start=1)
        )
        yield added_up(_invoice(f"2026-{number:04}", lines))


def _line(number: str, good: tuple[str, str, Decimal, Decimal], quantity: Decimal) -> Line:
    name, unit, net, rate = good
    price = Price(net=net)
    return Line(
        number=number,
        quantity=quantity,
        unit=unit,
        price=price,
        net=line_net(quantity, price),
        category=Vat.STANDARD,
        rate=rate,
        item=Item(name=name),
    )


def _invoice(number: str, lines: tuple[Line, ...]) -> Invoice:
    return Invoice(
        number=number,
        issued_on=TODAY,
        due_on=date(2026, 12, 20),
        type_code="380",
        currency="EUR",
        buyer_reference="PO 4471-B",
        seller=Seller(
            name="Van der Linden Koffie B.V.",
            legal_id=Identifier("12345678", KVK),
            vat_id="NL123456782B90",
            electronic_address=Identifier("12345678", KVK),
            address=Address(
                line_1="Havenstraat 12", postcode="3011 AB", city="Rotterdam", country="NL"
            ),
        ),
        buyer=Buyer(
            name="Lunchroom De Linde",
            legal_id=Identifier("87654321", KVK),
            electronic_address=Identifier("87654321", KVK),
            address=Address(
                line_1="Dorpsstraat 3", postcode="1234 AB", city="Hilversum", country="NL"
            ),
        ),
        delivery=Delivery(on=TODAY),
        payment=Payment(
            means=Means.SEPA_CREDIT_TRANSFER,
            remittance=number,
            transfers=(CreditTransfer(account="NL91ABNA0417164300"),),
        ),
        lines=lines,
        vat=(),
        totals=Totals(lines=ZERO, net=ZERO, gross=ZERO, payable=ZERO),
    )


def _paper(it: Invoice) -> InvoicePaper:
    sums = it.totals
    return InvoicePaper(
        language=Language.DUTCH,
        seller=PaperSeller(
            name=it.seller.name,
            address=("Havenstraat 12", "3011 AB Rotterdam"),
            iban="NL91ABNA0417164300",
        ),
        buyer=Party(name=it.buyer.name, address=("Dorpsstraat 3", "1234 AB Hilversum")),
        number=it.number,
        price_basis=PriceBasis.EXCLUDING,
        lines=tuple(
            PaperLine(
                description=line.item.name,
                quantity=line.quantity,
                unit_price=line.price.net,
                amount_cents=to_cents(line.net),
                vat_basis_points=int((line.rate or ZERO) * 100),
            )
            for line in it.lines
        ),
        totals=PaperTotals(
            lines_cents=to_cents(sums.lines),
            net_cents=to_cents(sums.net),
            vat_cents=to_cents(sums.vat or ZERO),
            gross_cents=to_cents(sums.gross),
        ),
        vat_sums=tuple(
            VatSum(
                category=VatCategory.STANDARD,
                basis_points=int((vat.rate or ZERO) * 100),
                net_cents=to_cents(vat.taxable),
                vat_cents=to_cents(vat.tax),
            )
            for vat in it.vat
        ),
        issued_on=it.issued_on,
        due_on=it.due_on,
    )
