"""Who is on an e-invoice, and how they are named: the groups of EN 16931 about parties."""

from dataclasses import dataclass, field

KVK = "0106"
"""The Dutch trade register, in the ISO 6523 list of schemes: eight digits."""

OIN = "0190"
"""The Dutch identification number of public bodies: twenty digits."""

DUTCH_VAT = "9944"
"""A Dutch VAT number as an electronic address: NL, nine digits, B, two digits."""

GLN = "0088"
"""A global location number of GS1: thirteen digits."""

SEPA = "SEPA"
"""What UBL calls the scheme of a creditor identifier (BT-90)."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number or code, with the scheme that it is from or an empty text."""

    value: str
    scheme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address (BG-5, BG-8, BG-12, BG-15).

    Args:
        line_1: street and number (BT-35, BT-50, BT-64, BT-75).
        line_2: more of it (BT-36, BT-51, BT-65, BT-76).
        line_3: still more of it (BT-162 to BT-165).
        city: BT-37, BT-52, BT-66, BT-77.
        postcode: BT-38, BT-53, BT-67, BT-78.
        subdivision: a region or province (BT-39, BT-54, BT-68, BT-79).
        country: two letters of ISO 3166-1 (BT-40, BT-55, BT-69, BT-80).
    """

    line_1: str = ""
    line_2: str = ""
    line_3: str = ""
    city: str = ""
    postcode: str = ""
    subdivision: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to ask (BG-6, BG-9): name, telephone, e-mail (BT-41 to BT-43, BT-56 to BT-58)."""

    name: str = ""
    telephone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """Who sells (BG-4).

    Args:
        name: the formal name (BT-27).
        trading_name: the name on the door (BT-28).
        identifiers: other numbers of the seller (BT-29).
        legal_id: the number in the trade register (BT-30).
        vat_id: the VAT number, with its country (BT-31).
        tax_id: a tax number that is no VAT number (BT-32).
        legal_form: more about the legal person (BT-33).
        electronic_address: where e-invoices come from (BT-34).
        address: BG-5.
        contact: BG-6.
    """

    name: str
    address: Address
    trading_name: str = ""
    identifiers: tuple[Identifier, ...] = ()
    legal_id: Identifier | None = None
    vat_id: str = ""
    tax_id: str = ""
    legal_form: str = ""
    electronic_address: Identifier | None = None
    contact: Contact = field(default_factory=Contact)


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """Who buys (BG-7).

    Args:
        name: the formal name (BT-44).
        trading_name: the name on the door (BT-45).
        identifier: the number that the seller gave (BT-46).
        legal_id: the number in the trade register (BT-47).
        vat_id: the VAT number, with its country (BT-48).
        electronic_address: where e-invoices go (BT-49).
        address: BG-8.
        contact: BG-9.
    """

    name: str
    address: Address
    trading_name: str = ""
    identifier: Identifier | None = None
    legal_id: Identifier | None = None
    vat_id: str = ""
    electronic_address: Identifier | None = None
    contact: Contact = field(default_factory=Contact)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """Who is paid when it is not the seller (BG-10): BT-59, BT-60, BT-61."""

    name: str
    identifier: Identifier | None = None
    legal_id: Identifier | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRepresentative:
    """Who answers for the seller's VAT (BG-11): BT-62, BT-63, BG-12."""

    name: str
    vat_id: str
    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What a seller and a buyer have in common, for whoever reads or writes either."""

    name: str
    address: Address
    trading_name: str = ""
    identifiers: tuple[Identifier, ...] = ()
    legal_id: Identifier | None = None
    vat_id: str = ""
    tax_id: str = ""
    legal_form: str = ""
    electronic_address: Identifier | None = None
    contact: Contact = field(default_factory=Contact)

    def as_seller(self) -> Seller:
        """Give the same as a seller."""
        return Seller(
            name=self.name,
            address=self.address,
            trading_name=self.trading_name,
            identifiers=self.identifiers,
            legal_id=self.legal_id,
            vat_id=self.vat_id,
            tax_id=self.tax_id,
            legal_form=self.legal_form,
            electronic_address=self.electronic_address,
            contact=self.contact,
        )

    def as_buyer(self) -> Buyer:
        """Give the same as a buyer, who has one identifier and no tax number of another kind."""
        return Buyer(
            name=self.name,
            address=self.address,
            trading_name=self.trading_name,
            identifier=self.identifiers[0] if self.identifiers else None,
            legal_id=self.legal_id,
            vat_id=self.vat_id,
            electronic_address=self.electronic_address,
            contact=self.contact,
        )


def as_person(party: Seller | Buyer) -> Person:
    """Give a seller or a buyer as what they have in common."""
    if isinstance(party, Seller):
        identifiers, tax_id, legal_form = party.identifiers, party.tax_id, party.legal_form
    else:
        identifiers = (party.identifier,) if party.identifier is not None else ()
        tax_id = legal_form = ""
    return Person(
        name=party.name,
        address=party.address,
        trading_name=party.trading_name,
        identifiers=identifiers,
        legal_id=party.legal_id,
        vat_id=party.vat_id,
        tax_id=tax_id,
        legal_form=legal_form,
        electronic_address=party.electronic_address,
        contact=party.contact,
    )
