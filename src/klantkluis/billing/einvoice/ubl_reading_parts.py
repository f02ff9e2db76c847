"""The parties, lines and smaller pieces of a UBL document."""

from klantkluis.billing.einvoice.model import (
    Adjustment,
    Classification,
    Item,
    Line,
    Period,
    Price,
)
from klantkluis.billing.einvoice.parties import Address, Contact, Person
from klantkluis.billing.einvoice.places import Place


def party(it: Place, path: str, name_term: str) -> Person:
    """Read a seller or buyer.

    Raises:
        EInvoiceRefused: there is none, or it has no name.
    """
    who = it.at(path)
    if who is None:
        who = Place(it.element.makeelement("nobody"), it.prefixes)
    schemes = who.all("cac:PartyTaxScheme")
    numbers = {
        each.text("cac:TaxScheme/cbc:ID").upper() == "VAT": each.text("cbc:CompanyID")
        for each in reversed(schemes)
    }
    contact = who.at("cac:Contact")
    return Person(
        name=who.needed("cac:PartyLegalEntity/cbc:RegistrationName", name_term),
        trading_name=who.text("cac:PartyName/cbc:Name"),
        identifiers=tuple(
            found
            for each in who.all("cac:PartyIdentification")
            if (found := each.identifier("cbc:ID")) is not None
        ),
        legal_id=who.identifier("cac:PartyLegalEntity/cbc:CompanyID"),
        vat_id=numbers.get(True, ""),
        tax_id=numbers.get(False, ""),
        legal_form=who.text("cac:PartyLegalEntity/cbc:CompanyLegalForm"),
        electronic_address=who.identifier("cbc:EndpointID"),
        address=address(who.at("cac:PostalAddress")),
        contact=Contact()
        if contact is None
        else Contact(
            name=contact.text("cbc:Name"),
            telephone=contact.text("cbc:Telephone"),
            email=contact.text("cbc:ElectronicMail"),
        ),
    )


def address(it: Place | None) -> Address:
    """Read a postal address, an empty one where there is none."""
    if it is None:
        return Address()
    return Address(
        line_1=it.text("cbc:StreetName"),
        line_2=it.text("cbc:AdditionalStreetName"),
        line_3=it.text("cac:AddressLine/cbc:Line"),
        city=it.text("cbc:CityName"),
        postcode=it.text("cbc:PostalZone"),
        subdivision=it.text("cbc:CountrySubentity"),
        country=it.text("cac:Country/cbc:IdentificationCode"),
    )


def period(it: Place, start_term: str, end_term: str) -> Period | None:
    """Read a period, or nothing where neither day is said."""
    start = it.day("cac:InvoicePeriod/cbc:StartDate", start_term)
    end = it.day("cac:InvoicePeriod/cbc:EndDate", end_term)
    return Period(start, end) if start is not None or end is not None else None


def adjustment(it: Place) -> Adjustment:
    """Read an allowance or a charge.

    Raises:
        EInvoiceRefused: it has no amount.
    """
    return Adjustment(
        charge=it.text("cbc:ChargeIndicator") in {"true", "1"},
        amount=it.needed_number("cbc:Amount", "BT-92"),
        base=it.number("cbc:BaseAmount", "BT-93"),
        percent=it.number("cbc:MultiplierFactorNumeric", "BT-94"),
        reason=it.text("cbc:AllowanceChargeReason"),
        reason_code=it.text("cbc:AllowanceChargeReasonCode"),
    )


def line(it: Place) -> Line:
    """Read one line.

    Raises:
        EInvoiceRefused: it lacks its number, quantity, amount, price, item or VAT category.
    """
    quantity = it.at("cbc:InvoicedQuantity") or it.at("cbc:CreditedQuantity") or it
    about = it.at("cac:DocumentReference")
    return Line(
        number=it.needed("cbc:ID", "BT-126"),
        note=it.text("cbc:Note"),
        quantity=quantity.needed_number(".", "BT-129"),
        unit=quantity.attribute("unitCode"),
        net=it.needed_number("cbc:LineExtensionAmount", "BT-131"),
        order_line=it.text("cac:OrderLineReference/cbc:LineID"),
        accounting_reference=it.text("cbc:AccountingCost"),
        object_id=about.identifier("cbc:ID") if about is not None else None,
        period=period(it, "BT-134", "BT-135"),
        adjustments=tuple(adjustment(each) for each in it.all("cac:AllowanceCharge")),
        price=_price(it),
        category=it.needed("cac:Item/cac:ClassifiedTaxCategory/cbc:ID", "BT-151"),
        rate=it.number("cac:Item/cac:ClassifiedTaxCategory/cbc:Percent", "BT-152"),
        item=_item(it),
    )


def _price(it: Place) -> Price:
    base = it.at("cac:Price/cbc:BaseQuantity")
    net = it.needed_number("cac:Price/cbc:PriceAmount", "BT-146")
    discount = it.number("cac:Price/cac:AllowanceCharge/cbc:Amount", "BT-147")
    gross = it.number("cac:Price/cac:AllowanceCharge/cbc:BaseAmount", "BT-148")
    if discount is not None and gross is None:
        gross = net + discount
    return Price(
        net=net,
        discount=discount or None,
        gross=gross,
        base_quantity=base.number(".", "BT-149") if base is not None else None,
        base_unit=base.attribute("unitCode") if base is not None else "",
    )


def _item(it: Place) -> Item:
    item = it.at("cac:Item") or it
    return Item(
        name=item.needed("cbc:Name", "BT-153"),
        description=item.text("cbc:Description"),
        seller_id=item.text("cac:SellersItemIdentification/cbc:ID"),
        buyer_id=item.text("cac:BuyersItemIdentification/cbc:ID"),
        standard_id=item.identifier("cac:StandardItemIdentification/cbc:ID"),
        classifications=tuple(
            Classification(each.text(), each.attribute("listID"), each.attribute("listVersionID"))
            for each in item.all("cac:CommodityClassification/cbc:ItemClassificationCode")
        ),
        origin=item.text("cac:OriginCountry/cbc:IdentificationCode"),
        attributes=tuple(
            (each.text("cbc:Name"), each.text("cbc:Value"))
            for each in item.all("cac:AdditionalItemProperty")
        ),
    )
