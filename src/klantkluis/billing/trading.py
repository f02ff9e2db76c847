"""Who sells and who buys on an e-invoice: from our own data and a snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from klantkluis.billing.einvoice.parties import (
    DUTCH_VAT,
    KVK,
    OIN,
    Address,
    Buyer,
    Contact,
    Identifier,
    Seller,
)
from klantkluis.core.vat import HOME

BELGIAN: Final = "0208"
"""The Belgian register of enterprises; its number is the VAT number without letters."""

_BY_VAT_NUMBER: Final = {
    "AT": "9914", "BG": "9926", "CY": "9928", "CZ": "9929", "DE": "9930", "EE": "9931",
    "EL": "9933", "ES": "9920", "FR": "9957", "GB": "9932", "HR": "9934", "HU": "9910",
    "IE": "9935", "LT": "9937", "LU": "9938", "LV": "9939", "MT": "9943", "NL": DUTCH_VAT,
    "PL": "9945", "PT": "9946", "RO": "9947", "SI": "9949", "SK": "9950",
}  # fmt: skip
"""In which scheme a VAT number is an electronic address (Electronic Address Scheme code list)."""

_COC_DIGITS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """What an e-invoice says of ourselves: our data as they were when it was issued."""

    name: str
    street: str
    house_number: str
    postcode: str
    town: str
    country: str = HOME
    phone: str = ""
    email: str = ""
    coc_number: str = ""
    vat_number: str = ""
    iban: str = ""


def seller_of(ours: Ours, *, outside: bool) -> Seller:
    """Give ourselves. What is outside the scope of VAT stands without VAT numbers (BR-O-02)."""
    legal = Identifier(ours.coc_number, KVK) if ours.coc_number else None
    by_vat = Identifier(ours.vat_number, DUTCH_VAT) if ours.vat_number else None
    return Seller(
        name=ours.name,
        legal_id=legal,
        vat_id="" if outside else ours.vat_number,
        electronic_address=legal or by_vat,
        address=Address(
            line_1=f"{ours.street} {ours.house_number}".strip(),
            postcode=ours.postcode,
            city=ours.town,
            country=ours.country or HOME,
        ),
        contact=Contact(telephone=ours.phone, email=ours.email),
    )


def buyer_of(says: Mapping[str, Any], *, outside: bool) -> Buyer:
    """Give the buyer as the snapshot has it, with what we know for e-invoices besides."""
    buyer = says["buyer"]
    number = buyer.get("vat_number", "")
    parts = (buyer.get(name, "") for name in ("street", "house_number", "house_number_addition"))
    return Buyer(
        name=buyer["name"],
        identifier=Identifier(str(says["customer_number"])),
        legal_id=_legal_id(buyer),
        vat_id=number if number[:2].isalpha() and not outside else "",
        electronic_address=_electronic_address(buyer),
        address=Address(
            line_1=" ".join(part for part in parts if part),
            line_2=buyer.get("address_line_2", ""),
            postcode=buyer.get("postcode", ""),
            city=buyer.get("town", ""),
            subdivision=buyer.get("region", ""),
            country=buyer.get("country", HOME),
        ),
    )


def _legal_id(buyer: Mapping[str, Any]) -> Identifier | None:
    if buyer.get("oin"):
        return Identifier(buyer["oin"], OIN)
    number = buyer.get("coc_number", "")
    if not number:
        return None
    return Identifier(number, KVK if number.isdigit() and len(number) == _COC_DIGITS else "")


def _electronic_address(buyer: Mapping[str, Any]) -> Identifier | None:
    """Give where e-invoices go: what the customer said, else a number that is an address too."""
    scheme, _, said = buyer.get("e_invoice_address", "").partition(":")
    if said:
        return Identifier(said, scheme)
    legal = _legal_id(buyer)
    if legal is not None and legal.scheme:
        return legal
    number = buyer.get("vat_number", "")
    if number.startswith("BE"):
        return Identifier(number[2:], BELGIAN)
    by_vat = _BY_VAT_NUMBER.get(number[:2])
    return Identifier(number, by_vat) if by_vat is not None else None
