"""The parties of a UBL document, and where the goods went."""

from klantkluis.billing.einvoice.model import Delivery, Invoice
from klantkluis.billing.einvoice.nodes import Node, day, group, leaf
from klantkluis.billing.einvoice.parties import (
    SEPA,
    Address,
    Buyer,
    Contact,
    Identifier,
    Seller,
    TaxRepresentative,
)
from klantkluis.billing.einvoice.ubl_lines import tax_scheme


def seller(it: Invoice) -> Node | None:
    """Write who sells (BG-4), with who collects where nobody else is paid (BT-90)."""
    creditor = None if it.payee is not None else _creditor(it)
    party = it.seller
    return group(
        "cac:AccountingSupplierParty",
        _party(
            party,
            identifiers=(*party.identifiers, *([creditor] if creditor else [])),
            tax_schemes=(
                _tax_scheme(party.vat_id, "VAT"),
                _tax_scheme(party.tax_id, "TAX"),
            ),
            legal_form=party.legal_form,
        ),
    )


def buyer(it: Buyer) -> Node | None:
    """Write who buys (BG-7)."""
    return group(
        "cac:AccountingCustomerParty",
        _party(
            it,
            identifiers=(it.identifier,) if it.identifier is not None else (),
            tax_schemes=(_tax_scheme(it.vat_id, "VAT"),),
        ),
    )


def payee(it: Invoice) -> Node | None:
    """Write who is paid instead of the seller (BG-10)."""
    who = it.payee
    if who is None:
        return None
    return group(
        "cac:PayeeParty",
        _identification(who.identifier),
        _identification(_creditor(it)),
        group("cac:PartyName", leaf("cbc:Name", who.name)),
        group("cac:PartyLegalEntity", identifier("cbc:CompanyID", who.legal_id)),
    )


def tax_representative(it: TaxRepresentative | None) -> Node | None:
    """Write who answers for the seller's VAT (BG-11)."""
    if it is None:
        return None
    return group(
        "cac:TaxRepresentativeParty",
        group("cac:PartyName", leaf("cbc:Name", it.name)),
        _address("cac:PostalAddress", it.address),
        _tax_scheme(it.vat_id, "VAT"),
    )


def delivery(it: Delivery) -> Node | None:
    """Write where and when was delivered (BG-13)."""
    address = None if it.address is None else _address("cac:Address", it.address)
    return group(
        "cac:Delivery",
        day("cbc:ActualDeliveryDate", it.on),
        group("cac:DeliveryLocation", identifier("cbc:ID", it.location), address),
        group("cac:DeliveryParty", group("cac:PartyName", leaf("cbc:Name", it.party_name))),
    )


def identifier(name: str, it: Identifier | None) -> Node | None:
    """Write a number with its scheme."""
    return None if it is None else leaf(name, it.value, schemeID=it.scheme)


def _party(
    it: Seller | Buyer,
    *,
    identifiers: tuple[Identifier, ...],
    tax_schemes: tuple[Node | None, ...],
    legal_form: str = "",
) -> Node | None:
    return group(
        "cac:Party",
        identifier("cbc:EndpointID", it.electronic_address),
        *(_identification(each) for each in identifiers),
        group("cac:PartyName", leaf("cbc:Name", it.trading_name)),
        _address("cac:PostalAddress", it.address),
        *tax_schemes,
        group(
            "cac:PartyLegalEntity",
            leaf("cbc:RegistrationName", it.name),
            identifier("cbc:CompanyID", it.legal_id),
            leaf("cbc:CompanyLegalForm", legal_form),
        ),
        _contact(it.contact),
    )


def _creditor(it: Invoice) -> Identifier | None:
    debit = it.payment.debit if it.payment is not None else None
    return Identifier(debit.creditor, SEPA) if debit is not None and debit.creditor else None


def _identification(it: Identifier | None) -> Node | None:
    return group("cac:PartyIdentification", identifier("cbc:ID", it))


def _tax_scheme(number: str, scheme: str) -> Node | None:
    if not number:
        return None
    return group("cac:PartyTaxScheme", leaf("cbc:CompanyID", number), tax_scheme(scheme))


def _address(name: str, it: Address) -> Node | None:
    return group(
        name,
        leaf("cbc:StreetName", it.line_1),
        leaf("cbc:AdditionalStreetName", it.line_2),
        leaf("cbc:CityName", it.city),
        leaf("cbc:PostalZone", it.postcode),
        leaf("cbc:CountrySubentity", it.subdivision),
        group("cac:AddressLine", leaf("cbc:Line", it.line_3)),
        group("cac:Country", leaf("cbc:IdentificationCode", it.country)),
    )


def _contact(it: Contact) -> Node | None:
    return group(
        "cac:Contact",
        leaf("cbc:Name", it.name),
        leaf("cbc:Telephone", it.telephone),
        leaf("cbc:ElectronicMail", it.email),
    )
