"""Papers to look at before there is anything to print: for nobody, about nothing that we sell."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from klantkluis.foundation.letterhead import PaperKind
from klantkluis.foundation.paper import (
    CreditNotePaper,
    DeliveryLine,
    DeliveryNotePaper,
    InvoicePaper,
    Language,
    LetterPaper,
    Line,
    OrderPaper,
    Paper,
    Party,
    PriceBasis,
    QuotePaper,
    Seller,
    Totals,
    VatCategory,
    VatSum,
)

LETTER: Final = "letter"
LONG: Final = "long_invoice"

_RATE_BP: Final = 2100
_LONG_LINES: Final = 34
_PRICES: Final = (("4", "49.50", 19800), ("1", "129.00", 12900), ("12", "3.75", 4500))


def sample(kind: str, language: str, seller: Seller, today: date) -> Paper:
    """Give a paper of a kind, in a language, to look at."""
    with override(language):
        return _SAMPLES[kind](Language(language), seller, today)


def _buyer() -> Party:
    return Party(
        name=_("Name of your customer"),
        address=(_("Sample Street 12"), "1234 AB  " + _("Town")),
        number="1042",
    )


def _lines(count: int = len(_PRICES)) -> tuple[Line, ...]:
    names = (_("Wooden stool, oak"), _("Folding table"), _("Set of felt pads"))
    return tuple(
        Line(
            description=names[at % len(names)],
            quantity=Decimal(_PRICES[at % len(names)][0]),
            unit_price=Decimal(_PRICES[at % len(names)][1]),
            amount_cents=_PRICES[at % len(names)][2],
            vat_category=VatCategory.STANDARD,
            vat_basis_points=_RATE_BP,
            sku=f"A-10{at % len(names) + 1}",
        )
        for at in range(count)
    )


def _priced(language: Language, seller: Seller, lines: tuple[Line, ...]) -> dict[str, Any]:
    net = sum(line.amount_cents for line in lines)
    vat = (net * _RATE_BP + 5000) // 10000
    return {
        "language": language,
        "seller": seller,
        "buyer": _buyer(),
        "number": "2026-0042",
        "price_basis": PriceBasis.EXCLUDING,
        "lines": lines,
        "totals": Totals(lines_cents=net, net_cents=net, vat_cents=vat, gross_cents=net + vat),
        "vat_sums": (
            VatSum(
                category=VatCategory.STANDARD,
                basis_points=_RATE_BP,
                net_cents=net,
                vat_cents=vat,
            ),
        ),
        "reference": _("Your reference"),
    }


def _invoice(
    language: Language, seller: Seller, today: date, lines: int = len(_PRICES)
) -> InvoicePaper:
    return InvoicePaper(
        **_priced(language, seller, _lines(lines)),
        issued_on=today,
        due_on=today + timedelta(days=14),
        order_number="1007",
    )


def _long_invoice(language: Language, seller: Seller, today: date) -> InvoicePaper:
    return _invoice(language, seller, today, _LONG_LINES)


def _quote(language: Language, seller: Seller, today: date) -> QuotePaper:
    return QuotePaper(
        **_priced(language, seller, _lines()),
        quoted_on=today,
        valid_until=today + timedelta(days=30),
    )


def _order(language: Language, seller: Seller, today: date) -> OrderPaper:
    return OrderPaper(**_priced(language, seller, _lines()), ordered_on=today)


def _credit_note(language: Language, seller: Seller, today: date) -> CreditNotePaper:
    return CreditNotePaper(
        **_priced(language, seller, _lines(1)),
        issued_on=today,
        invoice_number="2026-0039",
        invoiced_on=today - timedelta(days=20),
    )


def _delivery_note(language: Language, seller: Seller, today: date) -> DeliveryNotePaper:
    return DeliveryNotePaper(
        language=language,
        seller=seller,
        recipient=_buyer(),
        number="311",
        shipped_on=today,
        lines=tuple(
            DeliveryLine(description=line.description, delivered=line.quantity, sku=line.sku)
            for line in _lines()
        ),
        order_number="1007",
    )


def _letter(language: Language, seller: Seller, today: date) -> LetterPaper:
    return LetterPaper(
        language=language,
        seller=seller,
        recipient=_buyer(),
        written_on=today,
        subject=_("What your letters look like"),
        salutation=_("Dear customer,"),
        paragraphs=(
            _("This is a sample of a letter. It shows where the address stands in the window of"
              " your envelope, and how much room your letterhead leaves for the text."),
            _("What you choose here holds for new documents. What you sent stays as it was."),
        ),
        farewell=_("Kind regards,"),
        signatory=seller.name,
    )  # fmt: skip


_SAMPLES: Final[Mapping[str, Callable[[Language, Seller, date], Paper]]] = MappingProxyType(
    {
        PaperKind.INVOICE.value: _invoice,
        LONG: _long_invoice,
        PaperKind.QUOTE.value: _quote,
        PaperKind.ORDER.value: _order,
        PaperKind.DELIVERY_NOTE.value: _delivery_note,
        PaperKind.CREDIT_NOTE.value: _credit_note,
        LETTER: _letter,
    }
)
