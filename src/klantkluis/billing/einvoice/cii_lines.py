"""The lines of a CII document."""

from klantkluis.billing.einvoice.cii_names import OBJECT_TYPE
from klantkluis.billing.einvoice.cii_parts import adjustment, indicator, period, tax
from klantkluis.billing.einvoice.model import Item, Line, Price
from klantkluis.billing.einvoice.nodes import Node, amount, group, leaf, number


def line(it: Line) -> Node | None:
    """Write one line (BG-25)."""
    return group(
        "ram:IncludedSupplyChainTradeLineItem",
        group(
            "ram:AssociatedDocumentLineDocument",
            leaf("ram:LineID", it.number),
            group("ram:IncludedNote", leaf("ram:Content", it.note)),
        ),
        _product(it.item),
        _agreement(it),
        group(
            "ram:SpecifiedLineTradeDelivery",
            number("ram:BilledQuantity", it.quantity, unitCode=it.unit),
        ),
        _settlement(it),
    )


def _product(it: Item) -> Node | None:
    known = it.standard_id
    return group(
        "ram:SpecifiedTradeProduct",
        leaf("ram:GlobalID", known.value, schemeID=known.scheme) if known is not None else None,
        leaf("ram:SellerAssignedID", it.seller_id),
        leaf("ram:BuyerAssignedID", it.buyer_id),
        leaf("ram:Name", it.name),
        leaf("ram:Description", it.description),
        *(
            group(
                "ram:ApplicableProductCharacteristic",
                leaf("ram:Description", name),
                leaf("ram:Value", value),
            )
            for name, value in it.attributes
        ),
        *(
            group(
                "ram:DesignatedProductClassification",
                leaf("ram:ClassCode", each.code, listID=each.scheme, listVersionID=each.version),
            )
            for each in it.classifications
        ),
        group("ram:OriginTradeCountry", leaf("ram:ID", it.origin)),
    )


def _agreement(it: Line) -> Node | None:
    price = it.price
    return group(
        "ram:SpecifiedLineTradeAgreement",
        group("ram:BuyerOrderReferencedDocument", leaf("ram:LineID", it.order_line)),
        _gross(price),
        group(
            "ram:NetPriceProductTradePrice",
            number("ram:ChargeAmount", price.net),
            number("ram:BasisQuantity", price.base_quantity, unitCode=price.base_unit),
        ),
    )


def _gross(it: Price) -> Node | None:
    if it.gross is None:
        return None
    return group(
        "ram:GrossPriceProductTradePrice",
        number("ram:ChargeAmount", it.gross),
        number("ram:BasisQuantity", it.base_quantity, unitCode=it.base_unit),
        None
        if it.discount is None
        else group(
            "ram:AppliedTradeAllowanceCharge",
            indicator(charge=False),
            number("ram:ActualAmount", it.discount),
        ),
    )


def _settlement(it: Line) -> Node | None:
    about = it.object_id
    return group(
        "ram:SpecifiedLineTradeSettlement",
        tax("ram:ApplicableTradeTax", it.category, it.rate),
        period(it.period),
        *(adjustment(each) for each in it.adjustments),
        group(
            "ram:SpecifiedTradeSettlementLineMonetarySummation",
            amount("ram:LineTotalAmount", it.net),
        ),
        None
        if about is None
        else group(
            "ram:AdditionalReferencedDocument",
            leaf("ram:IssuerAssignedID", about.value),
            leaf("ram:TypeCode", OBJECT_TYPE),
            leaf("ram:ReferenceTypeCode", about.scheme),
        ),
        group(
            "ram:ReceivableSpecifiedTradeAccountingAccount",
            leaf("ram:ID", it.accounting_reference),
        ),
    )
