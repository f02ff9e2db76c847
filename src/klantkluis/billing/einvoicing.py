"""From what an invoice or credit note says to its e-invoice, to the cent and for ever the same.

Nothing is worked out anew: sums and VAT are those of the snapshot, which are those of the books.
No Django, no clock: the same snapshot and the same data of ours always give the same e-invoice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from klantkluis.billing.einvoice.codes import (
    NLCIUS,
    PEPPOL,
    Means,
    Profile,
    TypeCode,
    Vat,
    is_nlcius,
)
from klantkluis.billing.einvoice.model import (
    Adjustment,
    CreditTransfer,
    Delivery,
    Invoice,
    Item,
    Line,
    Payment,
    Period,
    Preceding,
    Price,
    VatLine,
)
from klantkluis.billing.einvoice.parties import Address
from klantkluis.billing.einvoice.totals import (
    FINEST,
    HUNDRED,
    ZERO,
    line_net,
    net_amounts,
    net_price,
    totals,
)
from klantkluis.billing.exemptions import reason_of
from klantkluis.billing.trading import Ours, buyer_of, seller_of
from klantkluis.core.money import FULL, from_cents
from klantkluis.core.territories import country_of_territory
from klantkluis.core.vat import HOME, PriceBasis, VatCategory, VatTreatment, vat_in

EURO: Final = "EUR"
_KINDS: Final = {"shipping": ("Verzendkosten", "Shipping"), "discount": ("Korting", "Discount")}


@dataclass(frozen=True, slots=True)
class _Code:
    """The VAT category and rate of EN 16931 (BT-118, BT-119)."""

    category: Vat
    rate: Decimal | None


def e_invoice(says: Mapping[str, Any], ours: Ours) -> Invoice:
    """Give the e-invoice of a sent invoice, or of a credit note, from its snapshot.

    A credit note is of type 381, with positive amounts, and names its invoice (BG-3).

    Raises:
        ValueError: the lines of the snapshot do not add up to its sums.
    """
    codes = [_code(each, ours) for each in says["lines"]]
    outside = bool(codes) and all(code.category is Vat.OUTSIDE_SCOPE for code in codes)
    nets, adjustments = _amounts(says, ours)
    vat = _vat_lines(says, codes, ours)
    lines = tuple(
        _line(number, line, code, net, says)
        for number, (line, code, net) in enumerate(
            zip(says["lines"], codes, nets, strict=True), start=1
        )
    )
    lines += _shifted(says, ours, len(lines))
    corrects = says.get("credits")
    issued_on = date.fromisoformat(says["issued_on" if corrects else "sent_on"])
    return Invoice(
        number=says["number"],
        issued_on=issued_on,
        type_code=_type_code(says),
        currency=EURO,
        due_on=None if corrects else date.fromisoformat(says["due_on"]),
        **_references(says),
        preceding=tuple(map(_preceding, [corrects] if corrects else says.get("settles", ()))),
        seller=seller_of(ours, outside=outside),
        buyer=buyer_of(says, outside=outside),
        payment=_SETTLED if corrects else _payment(says, ours),
        lines=lines,
        adjustments=adjustments,
        vat=vat,
        totals=totals(lines, adjustments, vat),
        **_delivery(says, vat),
    )


def in_profile(invoice: Invoice, profile: Profile) -> Invoice:
    """Give an e-invoice as a profile wants it; NLCIUS advises against some of what others read."""
    if not is_nlcius(profile.specification):
        return invoice
    code = invoice.type_code
    return replace(
        invoice,
        # NLCIUS knows no invoice that is paid ahead (BR-NL-7); its lines say what it is.
        type_code=TypeCode.INVOICE if code == TypeCode.PREPAYMENT else code,
        vat=tuple(replace(each, reason_code="") for each in invoice.vat),
        preceding=tuple(replace(each, issued_on=None) for each in invoice.preceding),
        payment=invoice.payment
        and replace(
            invoice.payment,
            transfers=tuple(
                CreditTransfer(account=one.account) for one in invoice.payment.transfers
            ),
        ),
    )


def usual_profile(says: Mapping[str, Any]) -> Profile:
    """Give what a buyer most probably wants: NLCIUS for a Dutch public body, else Peppol."""
    buyer = says["buyer"]
    return NLCIUS if buyer.get("oin") and buyer.get("country", HOME) == HOME else PEPPOL


def _code(part: Mapping[str, Any], ours: Ours) -> _Code:
    """Give the category code of a line or a sum: by its treatment first, then by its rate."""
    treatment, rate = VatTreatment(part["treatment"]), Decimal(part.get("rate_bp", 0)) / HUNDRED
    match treatment:
        case VatTreatment.INTRA_EU:
            return _Code(Vat.INTRA_COMMUNITY, ZERO)
        case VatTreatment.REVERSE_CHARGE:
            return _Code(Vat.REVERSE_CHARGE, ZERO)
        case VatTreatment.EXPORT:
            return _Code(Vat.EXPORT, ZERO)
        case VatTreatment.OUTSIDE:
            return _Code(Vat.OUTSIDE_SCOPE, None)
        case VatTreatment.SMALL_BUSINESS:
            # Exempt needs the VAT number of the seller (BR-E-02), and not every small one has it.
            return _Code(Vat.EXEMPT, ZERO) if ours.vat_number else _Code(Vat.OUTSIDE_SCOPE, None)
        case VatTreatment.DOMESTIC if VatCategory(part["category"]) is VatCategory.EXEMPT:
            return _Code(Vat.EXEMPT, ZERO)
        case _:
            return _Code(Vat.STANDARD, rate) if rate else _Code(Vat.ZERO, ZERO)


type _Key = tuple[str, str, str, int]


def _key(part: Mapping[str, Any]) -> _Key:
    """Name the sum of the snapshot that a line or sum belongs to."""
    treatment = VatTreatment(part["treatment"])
    category = treatment.category_of(VatCategory(part["category"]))
    return treatment.value, part.get("country", HOME), category.value, part.get("rate_bp", 0)


def _amounts(says: Mapping[str, Any], ours: Ours) -> tuple[list[Decimal], tuple[Adjustment, ...]]:
    """Give the amounts of the lines without VAT, and the discount on the whole per category."""
    basis, lines = PriceBasis(says["basis"]), says["lines"]
    sums = {_key(each): each for each in says["vat"]}
    nets = [ZERO] * len(lines)
    off: dict[_Code, Decimal] = {}
    for key in dict.fromkeys(map(_key, lines)):
        places = [at for at, line in enumerate(lines) if _key(line) == key]
        cents = [lines[at].get("amount_cents", 0) for at in places]
        found = sums.get(key, {})
        net, vat = found.get("net_cents", 0), found.get("vat_cents", 0)
        before = sum(cents)
        if basis is PriceBasis.GROSS:
            discounted = before != net + vat
            before = before - vat_in(before, key[3], basis) if discounted else net
            parts: Sequence[Decimal] = net_amounts(
                [from_cents(each) for each in cents],
                Decimal(key[3]) / HUNDRED,
                from_cents(before),
            )
        else:
            parts = [from_cents(each) for each in cents]
        for at, part in zip(places, parts, strict=True):
            nets[at] = part
        code = _code(lines[places[0]], ours)
        off[code] = off.get(code, ZERO) + from_cents(before - net)
    return nets, tuple(_discount(code, less, says) for code, less in off.items() if less)


def _discount(code: _Code, less: Decimal, says: Mapping[str, Any]) -> Adjustment:
    """Give what goes off a category; where its lines are below zero it comes on top."""
    per_cent = f"{(Decimal(says.get('discount_bp', 0)) / HUNDRED).normalize():f}"
    word = "Discount" if says["language"] == "en" else "Korting"
    return Adjustment(
        charge=less < 0,
        amount=abs(less),
        category=code.category,
        rate=code.rate,
        reason=f"{word} {per_cent} %",
    )


def _vat_lines(says: Mapping[str, Any], codes: Sequence[_Code], ours: Ours) -> tuple[VatLine, ...]:
    """Give the VAT sums of the snapshot; those that EN 16931 cannot tell apart together (BG-23)."""
    taxable: dict[_Code, Decimal] = {}
    tax: dict[_Code, Decimal] = {}
    treatments: dict[_Code, VatTreatment] = {}
    parts: list[tuple[_Code, Mapping[str, Any], Mapping[str, Any]]] = [
        (code, line, {}) for code, line in zip(codes, says["lines"], strict=True)
    ]
    parts += [(_code(each, ours), each, each) for each in says["vat"]]
    for code, part, sums in parts:
        # A line that comes to nothing has no sum in a credit note; EN 16931 wants one.
        taxable[code] = taxable.get(code, ZERO) + from_cents(sums.get("net_cents", 0))
        tax[code] = tax.get(code, ZERO) + from_cents(sums.get("vat_cents", 0))
        treatments.setdefault(code, VatTreatment(part["treatment"]))
    return tuple(
        VatLine(
            category=code.category,
            rate=code.rate,
            taxable=taxable[code],
            tax=tax[code],
            reason=(why := reason_of(treatments[code], code.category, says["language"])).text,
            reason_code=why.code,
        )
        for code in taxable
    )


def _line(
    number: int, line: Mapping[str, Any], code: _Code, net: Decimal, says: Mapping[str, Any]
) -> Line:
    name, _, more = _described(line, says["language"]).partition("\n")
    quantity = Decimal(line["quantity"])
    if PriceBasis(says["basis"]) is PriceBasis.NET:
        price = _agreed_price(line)
        below = Decimal(line["unit_price"]) < 0
    else:
        price = _price_from(net, quantity, line.get("discount_bp", 0))
        below = net < 0
    return Line(
        number=str(number),
        quantity=-quantity if below else quantity,
        unit=line["unit"],
        net=net,
        price=price,
        category=code.category,
        rate=code.rate,
        note=_comes_from(line, says["language"]),
        item=Item(
            name=" ".join(name.split()), description=more.strip(), seller_id=line.get("sku", "")
        ),
    )


def _shifted(says: Mapping[str, Any], ours: Ours, before: int) -> tuple[Line, ...]:
    """Give a line for each sum without lines.

    In a part of a credit note the discount can shift a cent to a rate that no line of it has. As
    an allowance it would do by the words of BR-S-08, but its test asks for a line.
    """
    with_lines = {_key(line) for line in says["lines"]}
    found = []
    for number, each in enumerate(
        (each for each in says["vat"] if _key(each) not in with_lines), start=before + 1
    ):
        net, code = from_cents(each.get("net_cents", 0)), _code(each, ours)
        found.append(
            Line(
                number=str(number),
                quantity=Decimal(-1 if net < 0 else 1),
                net=net,
                price=Price(net=abs(net)),
                category=code.category,
                rate=code.rate,
                item=Item(name=_DISCOUNT_ROUNDED[says["language"] == "en"]),
            )
        )
    return tuple(found)


_DISCOUNT_ROUNDED: Final = ("Afronding van de korting", "Rounding of the discount")


def _described(line: Mapping[str, Any], language: str) -> str:
    dutch, english = _KINDS.get(line["kind"], (line["kind"], line["kind"]))
    described: str = line.get("description") or (english if language == "en" else dutch)
    return described.strip()


def _agreed_price(line: Mapping[str, Any]) -> Price:
    """Give a price without VAT as it was agreed, its discount told apart (BT-146 to BT-148).

    Four decimals, times a discount of four more: nothing is rounded.
    """
    gross = abs(Decimal(line["unit_price"]))
    less = gross * line.get("discount_bp", 0) / FULL
    if not less:
        return Price(net=gross)
    return Price(net=gross - less, gross=gross, discount=less)


def _price_from(net: Decimal, quantity: Decimal, discount_bp: int) -> Price:
    """Give a price without VAT that comes back to the amount of its line, to the cent (R120).

    Of a very large quantity no unit price can, so there the price is that of all together.
    """
    unit = net_price(net, quantity)
    if line_net(abs(quantity), Price(net=unit)) != abs(net):
        return Price(net=abs(net), base_quantity=abs(quantity))
    if not discount_bp or discount_bp >= FULL:
        return Price(net=unit)
    gross = (unit * FULL / (FULL - discount_bp)).quantize(FINEST)
    return Price(net=unit, gross=gross, discount=gross - unit)


def _preceding(earlier: Mapping[str, Any]) -> Preceding:
    return Preceding(earlier["number"], date.fromisoformat(earlier["sent_on"]))


def _type_code(says: Mapping[str, Any]) -> TypeCode:
    if "credits" in says:
        return TypeCode.CREDIT_NOTE
    return TypeCode.PREPAYMENT if says.get("prepayment") else TypeCode.INVOICE


def _references(says: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the buyer calls this, and the order where it is about one (BT-10, BT-13, BT-14).

    An invoice on many orders names each of them on its lines (BT-127). What the buyer calls them
    then stands in the one place there is for all; who calls them nothing finds our number.
    """
    own = says["buyer"].get("buyer_reference", "")
    if "order_number" not in says and not (own or says.get("reference")):
        return {"buyer_reference": str(says["customer_number"])}
    if "order_numbers" not in says:
        return {
            "buyer_reference": own,
            "order": says.get("reference", ""),
            "sales_order": str(says.get("order_number", "")),
        }
    theirs = says.get("references", ())
    if len(theirs) == 1:
        return {"buyer_reference": own, "order": theirs[0]}
    return {"buyer_reference": own or ", ".join(theirs) or str(says["customer_number"])}


def _comes_from(line: Mapping[str, Any], language: str) -> str:
    """Say on which order and delivery note a line of a collective invoice is."""
    if "order_number" not in line:
        return ""
    english = language == "en"
    said = f"Order {line['order_number']}"
    if "delivery_number" in line:
        note = "delivery note" if english else "pakbon"
        said += f", {note} {line['delivery_number']}"
    if "delivered_on" in line:
        said += f", {line['delivered_on']}"
    return said


def _delivery(says: Mapping[str, Any], vat: Sequence[VatLine]) -> dict[str, Any]:
    """Give the day or the period of supply, and the country where the goods arrived.

    Goods inside the EU need both (BR-IC-11, BR-IC-12).
    """
    period = says.get("period") or [line["supplied_on"] for line in says["lines"]]
    days = sorted(map(date.fromisoformat, period))
    country = says.get("ships_to") or says.get("vat_evidence", {}).get("ships_to", "")
    if not country and any(each.category == Vat.INTRA_COMMUNITY for each in vat):
        country = says["buyer"].get("country", "")
    address = Address(country=country_of_territory(country)) if country else None
    if days[0] == days[-1]:
        return {"delivery": Delivery(on=days[0], address=address)}
    return {"delivery": Delivery(address=address), "period": Period(days[0], days[-1])}


_SETTLED: Final = Payment(means=Means.STANDING_AGREEMENT)
"""A credit note is settled with what is open; Peppol wants to hear how all the same (NL-R-007)."""


def _payment(says: Mapping[str, Any], ours: Ours) -> Payment | None:
    """Say how to pay: to our account, with the number that our QR code asks for too."""
    if not ours.iban:
        return None
    return Payment(
        means=Means.SEPA_CREDIT_TRANSFER,
        remittance=says["number"],
        transfers=(CreditTransfer(account=ours.iban.replace(" ", ""), name=ours.name),),
    )
