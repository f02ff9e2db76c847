"""The lines of a UBL document, and the pieces that lines and document share."""

from klantkluis.billing.einvoice.model import Adjustment, Item, Line, Period, Price
from klantkluis.billing.einvoice.nodes import Node, amount, day, group, leaf, number
from klantkluis.billing.einvoice.ubl_names import OBJECT_TYPE


def line(it: Line, currency: str, *, credit: bool) -> Node | None:
    """Write one line (BG-25)."""
    kind, quantity = (
        ("cac:CreditNoteLine", "cbc:CreditedQuantity")
        if credit
        else ("cac:InvoiceLine", "cbc:InvoicedQuantity")
    )
    return group(
        kind,
        leaf("cbc:ID", it.number),
        leaf("cbc:Note", it.note),
        number(quantity, it.quantity, unitCode=it.unit),
        amount("cbc:LineExtensionAmount", it.net, currency),
        leaf("cbc:AccountingCost", it.accounting_reference),
        period(it.period or Period()),
        group("cac:OrderLineReference", leaf("cbc:LineID", it.order_line)),
        _object(it),
        *(adjustment(each, currency) for each in it.adjustments),
        _item(it),
        _price(it.price, currency),
    )


def period(it: Period, tax_point_code: str = "") -> Node | None:
    """Write a period (BG-14, BG-26), on the document with when VAT is due (BT-8)."""
    return group(
        "cac:InvoicePeriod",
        day("cbc:StartDate", it.start),
        day("cbc:EndDate", it.end),
        leaf("cbc:DescriptionCode", tax_point_code),
    )


def adjustment(it: Adjustment, currency: str, category: Node | None = None) -> Node | None:
    """Write an allowance or a charge; on the document it has a VAT category of its own."""
    return group(
        "cac:AllowanceCharge",
        leaf("cbc:ChargeIndicator", "true" if it.charge else "false"),
        leaf("cbc:AllowanceChargeReasonCode", it.reason_code),
        leaf("cbc:AllowanceChargeReason", it.reason),
        number("cbc:MultiplierFactorNumeric", it.percent),
        amount("cbc:Amount", it.amount, currency),
        amount("cbc:BaseAmount", it.base, currency),
        category,
    )


def tax_scheme(scheme: str = "VAT") -> Node | None:
    """Write which tax is meant."""
    return group("cac:TaxScheme", leaf("cbc:ID", scheme))


def _object(it: Line) -> Node | None:
    if it.object_id is None:
        return None
    return group(
        "cac:DocumentReference",
        leaf("cbc:ID", it.object_id.value, schemeID=it.object_id.scheme),
        leaf("cbc:DocumentTypeCode", OBJECT_TYPE),
    )


def _item(it: Line) -> Node | None:
    item = it.item
    return group(
        "cac:Item",
        leaf("cbc:Description", item.description),
        leaf("cbc:Name", item.name),
        group("cac:BuyersItemIdentification", leaf("cbc:ID", item.buyer_id)),
        group("cac:SellersItemIdentification", leaf("cbc:ID", item.seller_id)),
        _standard(item),
        group("cac:OriginCountry", leaf("cbc:IdentificationCode", item.origin)),
        *(
            group(
                "cac:CommodityClassification",
                leaf(
                    "cbc:ItemClassificationCode",
                    each.code,
                    listID=each.scheme,
                    listVersionID=each.version,
                ),
            )
            for each in item.classifications
        ),
        group(
            "cac:ClassifiedTaxCategory",
            leaf("cbc:ID", it.category),
            number("cbc:Percent", it.rate),
            tax_scheme(),
        ),
        *(
            group("cac:AdditionalItemProperty", leaf("cbc:Name", name), leaf("cbc:Value", value))
            for name, value in item.attributes
        ),
    )


def _standard(item: Item) -> Node | None:
    if item.standard_id is None:
        return None
    return group(
        "cac:StandardItemIdentification",
        leaf("cbc:ID", item.standard_id.value, schemeID=item.standard_id.scheme),
    )


def _price(it: Price, currency: str) -> Node | None:
    """Write the price, which may be finer than cents; a gross price stands under its discount."""
    discount = it.discount
    if discount is None and it.gross is not None:
        discount = it.gross - it.net
    return group(
        "cac:Price",
        number("cbc:PriceAmount", it.net, currencyID=currency),
        number("cbc:BaseQuantity", it.base_quantity, unitCode=it.base_unit),
        None
        if discount is None
        else group(
            "cac:AllowanceCharge",
            leaf("cbc:ChargeIndicator", "false"),
            number("cbc:Amount", discount, currencyID=currency),
            number("cbc:BaseAmount", it.gross, currencyID=currency),
        ),
    )
