"""The parties, lines and smaller pieces of a CII document."""

from klantkluis.billing.einvoice.cii_names import TAX_NUMBER, VAT_NUMBER
from klantkluis.billing.einvoice.model import (
    Adjustment,
    Classification,
    Item,
    Line,
    Period,
    Price,
)
from klantkluis.billing.einvoice.parties import Address, Contact, Identifier, Person
from klantkluis.billing.einvoice.places import Place

_DAY = "udt:DateTimeString"


def party(it: Place, path: str, name_term: str) -> Person:
    """Read a seller or buyer.

    Raises:
        EInvoiceRefused: there is none, or it has no name.
    """
    who = it.at(path)
    if who is None:
        who = Place(it.element.makeelement("nobody"), it.prefixes)
    taxes = tax_numbers(who)
    contact = who.at("ram:DefinedTradeContact")
    electronic = who.at("ram:URIUniversalCommunication")
    return Person(
        name=who.needed("ram:Name", name_term),
        trading_name=who.text("ram:SpecifiedLegalOrganization/ram:TradingBusinessName"),
        identifiers=tuple(numbers(who)),
        legal_id=who.identifier("ram:SpecifiedLegalOrganization/ram:ID"),
        vat_id=taxes.get(VAT_NUMBER, ""),
        tax_id=taxes.get(TAX_NUMBER, ""),
        legal_form=who.text("ram:Description"),
        electronic_address=electronic.identifier("ram:URIID") if electronic is not None else None,
        address=address(who.at("ram:PostalTradeAddress")),
        contact=Contact()
        if contact is None
        else Contact(
            name=contact.text("ram:PersonName") or contact.text("ram:DepartmentName"),
            telephone=contact.text("ram:TelephoneUniversalCommunication/ram:CompleteNumber"),
            email=contact.text("ram:EmailURIUniversalCommunication/ram:URIID"),
        ),
    )


def numbers(it: Place) -> list[Identifier]:
    """Read the numbers of a party: those that all know first, then the seller's own.

    EN 16931 knows one number of a buyer, a payee and a place (BT-46, BT-60, BT-71), CII two.
    """
    every = it.all("ram:GlobalID") + it.all("ram:ID")
    return [Identifier(each.text(), each.attribute("schemeID")) for each in every if each.text()]


def tax_numbers(it: Place) -> dict[str, str]:
    """Read the VAT and tax numbers of a party, by their scheme."""
    every = it.all("ram:SpecifiedTaxRegistration/ram:ID")
    return {each.attribute("schemeID"): each.text() for each in reversed(every)}


def address(it: Place | None) -> Address:
    """Read a postal address, an empty one where there is none."""
    if it is None:
        return Address()
    return Address(
        line_1=it.text("ram:LineOne"),
        line_2=it.text("ram:LineTwo"),
        line_3=it.text("ram:LineThree"),
        city=it.text("ram:CityName"),
        postcode=it.text("ram:PostcodeCode"),
        subdivision=it.text("ram:CountrySubDivisionName"),
        country=it.text("ram:CountryID"),
    )


def period(it: Place, start_term: str, end_term: str) -> Period | None:
    """Read a period, or nothing where neither day is said."""
    start = it.day(f"ram:BillingSpecifiedPeriod/ram:StartDateTime/{_DAY}", start_term)
    end = it.day(f"ram:BillingSpecifiedPeriod/ram:EndDateTime/{_DAY}", end_term)
    return Period(start, end) if start is not None or end is not None else None


def adjustment(it: Place) -> Adjustment:
    """Read an allowance or a charge.

    Raises:
        EInvoiceRefused: it has no amount.
    """
    return Adjustment(
        charge=it.text("ram:ChargeIndicator/udt:Indicator") in {"true", "1"},
        amount=it.needed_number("ram:ActualAmount", "BT-92"),
        base=it.number("ram:BasisAmount", "BT-93"),
        percent=it.number("ram:CalculationPercent", "BT-94"),
        category=it.text("ram:CategoryTradeTax/ram:CategoryCode"),
        rate=it.number("ram:CategoryTradeTax/ram:RateApplicablePercent", "BT-96"),
        reason=it.text("ram:Reason"),
        reason_code=it.text("ram:ReasonCode"),
    )


def line(it: Place) -> Line:
    """Read one line.

    Raises:
        EInvoiceRefused: it lacks its number, quantity, amount, price, item or VAT category.
    """
    quantity = it.at("ram:SpecifiedLineTradeDelivery/ram:BilledQuantity") or it
    settled = it.at("ram:SpecifiedLineTradeSettlement") or it
    agreed = it.at("ram:SpecifiedLineTradeAgreement") or it
    document = it.at("ram:AssociatedDocumentLineDocument") or it
    about = settled.at("ram:AdditionalReferencedDocument")
    sum_of = "ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"
    return Line(
        number=document.needed("ram:LineID", "BT-126"),
        note=document.text("ram:IncludedNote/ram:Content"),
        quantity=quantity.needed_number(".", "BT-129"),
        unit=quantity.attribute("unitCode"),
        net=settled.needed_number(sum_of, "BT-131"),
        order_line=agreed.text("ram:BuyerOrderReferencedDocument/ram:LineID"),
        accounting_reference=settled.text("ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID"),
        object_id=None
        if about is None
        else Identifier(about.text("ram:IssuerAssignedID"), about.text("ram:ReferenceTypeCode")),
        period=period(settled, "BT-134", "BT-135"),
        adjustments=tuple(
            adjustment(each) for each in settled.all("ram:SpecifiedTradeAllowanceCharge")
        ),
        price=_price(agreed),
        category=settled.needed("ram:ApplicableTradeTax/ram:CategoryCode", "BT-151"),
        rate=settled.number("ram:ApplicableTradeTax/ram:RateApplicablePercent", "BT-152"),
        item=_item(it.at("ram:SpecifiedTradeProduct") or it),
    )


def _price(it: Place) -> Price:
    net, gross = "ram:NetPriceProductTradePrice", "ram:GrossPriceProductTradePrice"
    base = it.at(f"{net}/ram:BasisQuantity") or it.at(f"{gross}/ram:BasisQuantity")
    price = it.needed_number(f"{net}/ram:ChargeAmount", "BT-146")
    before = it.number(f"{gross}/ram:ChargeAmount", "BT-148")
    off = it.number(f"{gross}/ram:AppliedTradeAllowanceCharge/ram:ActualAmount", "BT-147")
    if off is None and before is not None:
        off = before - price
    return Price(
        net=price,
        discount=off or None,
        gross=before,
        base_quantity=base.number(".", "BT-149") if base is not None else None,
        base_unit=base.attribute("unitCode") if base is not None else "",
    )


def _item(it: Place) -> Item:
    return Item(
        name=it.needed("ram:Name", "BT-153"),
        description=it.text("ram:Description"),
        seller_id=it.text("ram:SellerAssignedID"),
        buyer_id=it.text("ram:BuyerAssignedID"),
        standard_id=it.identifier("ram:GlobalID"),
        classifications=tuple(
            Classification(each.text(), each.attribute("listID"), each.attribute("listVersionID"))
            for each in it.all("ram:DesignatedProductClassification/ram:ClassCode")
        ),
        origin=it.text("ram:OriginTradeCountry/ram:ID"),
        attributes=tuple(
            (each.text("ram:Description"), each.text("ram:Value"))
            for each in it.all("ram:ApplicableProductCharacteristic")
        ),
    )
