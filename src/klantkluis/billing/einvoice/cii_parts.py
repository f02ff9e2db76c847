"""The pieces of a CII document that lines, parties and sums share."""

import re
from datetime import date
from decimal import Decimal
from typing import Final

from klantkluis.billing.einvoice.cii_names import COMPACT_DAY, TAX_NUMBER, VAT_NUMBER
from klantkluis.billing.einvoice.model import Adjustment, Period
from klantkluis.billing.einvoice.nodes import Node, amount, group, leaf, number
from klantkluis.billing.einvoice.parties import (
    Address,
    Buyer,
    Contact,
    Identifier,
    Seller,
    as_person,
)

_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{8,30}")


def reference(name: str, value: str) -> Node | None:
    """Write a reference to another document."""
    return group(name, leaf("ram:IssuerAssignedID", value))


def moment(name: str, on: date | None, of: str = "udt:DateTimeString") -> Node | None:
    """Write a day; CII has it as eight digits one level deeper."""
    return group(name, leaf(of, f"{on:%Y%m%d}" if on is not None else "", format=COMPACT_DAY))


def period(it: Period | None) -> Node | None:
    """Write a period (BG-14, BG-26)."""
    if it is None:
        return None
    return group(
        "ram:BillingSpecifiedPeriod",
        moment("ram:StartDateTime", it.start),
        moment("ram:EndDateTime", it.end),
    )


def adjustment(it: Adjustment) -> Node | None:
    """Write an allowance or a charge; on a line it has no VAT category of its own."""
    return group(
        "ram:SpecifiedTradeAllowanceCharge",
        indicator(charge=it.charge),
        number("ram:CalculationPercent", it.percent),
        amount("ram:BasisAmount", it.base),
        amount("ram:ActualAmount", it.amount),
        leaf("ram:ReasonCode", it.reason_code),
        leaf("ram:Reason", it.reason),
        tax("ram:CategoryTradeTax", it.category, it.rate) if it.category else None,
    )


def indicator(*, charge: bool) -> Node | None:
    """Write whether something comes on top."""
    return group("ram:ChargeIndicator", leaf("udt:Indicator", "true" if charge else "false"))


def tax(name: str, category: str, rate: Decimal | None) -> Node | None:
    """Write a VAT category with its rate."""
    return group(
        name,
        leaf("ram:TypeCode", "VAT"),
        leaf("ram:CategoryCode", category),
        number("ram:RateApplicablePercent", rate),
    )


def party(name: str, it: Seller | Buyer) -> Node | None:
    """Write a seller or buyer (BG-4, BG-7)."""
    who = as_person(it)
    legal = who.legal_id
    return group(
        name,
        *numbers(who.identifiers),
        leaf("ram:Name", who.name),
        leaf("ram:Description", who.legal_form),
        group(
            "ram:SpecifiedLegalOrganization",
            leaf("ram:ID", legal.value, schemeID=legal.scheme) if legal is not None else None,
            leaf("ram:TradingBusinessName", who.trading_name),
        ),
        _contact(who.contact),
        address(who.address),
        _electronic(who.electronic_address),
        tax_registration(who.vat_id, VAT_NUMBER),
        tax_registration(who.tax_id, TAX_NUMBER),
    )


def numbers(identifiers: tuple[Identifier, ...]) -> list[Node | None]:
    """Write the numbers of a party: those without a scheme come first and are called otherwise."""
    own = [each for each in identifiers if not each.scheme]
    known = [each for each in identifiers if each.scheme]
    return [
        *(leaf("ram:ID", each.value) for each in own),
        *(leaf("ram:GlobalID", each.value, schemeID=each.scheme) for each in known),
    ]


def address(it: Address | None) -> Node | None:
    """Write a postal address."""
    if it is None:
        return None
    return group(
        "ram:PostalTradeAddress",
        leaf("ram:PostcodeCode", it.postcode),
        leaf("ram:LineOne", it.line_1),
        leaf("ram:LineTwo", it.line_2),
        leaf("ram:LineThree", it.line_3),
        leaf("ram:CityName", it.city),
        leaf("ram:CountryID", it.country),
        leaf("ram:CountrySubDivisionName", it.subdivision),
    )


def tax_registration(number_of: str, scheme: str) -> Node | None:
    """Write a VAT or tax number."""
    return group("ram:SpecifiedTaxRegistration", leaf("ram:ID", number_of, schemeID=scheme))


def account(name: str, number_of: str, holder: str = "") -> Node | None:
    """Write a bank account; CII tells an IBAN from other numbers."""
    iban = _IBAN.fullmatch(number_of) is not None
    return group(
        name,
        leaf("ram:IBANID", number_of) if iban else None,
        leaf("ram:AccountName", holder),
        None if iban else leaf("ram:ProprietaryID", number_of),
    )


def _contact(it: Contact) -> Node | None:
    return group(
        "ram:DefinedTradeContact",
        leaf("ram:PersonName", it.name),
        group("ram:TelephoneUniversalCommunication", leaf("ram:CompleteNumber", it.telephone)),
        group("ram:EmailURIUniversalCommunication", leaf("ram:URIID", it.email)),
    )


def _electronic(it: Identifier | None) -> Node | None:
    if it is None:
        return None
    return group("ram:URIUniversalCommunication", leaf("ram:URIID", it.value, schemeID=it.scheme))
