"""From the cells of one row to the fields of one customer.

Besides the fields themselves a column can feed these targets:

- `external_id`: the number of the customer in the other system;
- `name`: a full name, of a person unless it carries a legal form;
- `business_name`: the name of a client, a company unless it is just the contact's name;
- `middle_name`, `post_box`: joined to the first name, or taken as the street;
- `street`: may hold the house number, which is then taken apart;
- `address_block`: a whole address in one cell;
- `shopware_country`: the number of a country in a standard Shopware 5;
- `kind`, `vcard_kind`: whether it is a company; `parent`: the company that a contact belongs to;
- `is_customer`, `is_supplier`, `not_if_filled`: whether the row is a customer at all;
- `group`: what tells rows of one customer, when there is no better key;
- `address_label`, and all of an address with `deliver.` before it: a second address;
- `consent`: shown to a human and never kept: a subscription needs a consent of its own.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from klantkluis.core.fields.address import ADDRESS_FIELDS
from klantkluis.core.fields.country import country_code
from klantkluis.core.fields.name import is_firm, split_name, split_surname
from klantkluis.core.fields.postcode import looks_dutch
from klantkluis.core.fields.street import split_street
from klantkluis.core.fields.text import clean_line
from klantkluis.customers.rules import COMPANY, PERSON

TARGETS = frozenset(
    {
        "external_id", "name", "business_name", "middle_name", "post_box", "address_block",
        "shopware_country", "kind", "vcard_kind", "parent", "is_customer", "is_supplier",
        "not_if_filled", "group", "address_label", "consent",
    }
)  # fmt: skip
DELIVER = "deliver."
# The countries of a standard Shopware 5 installation.
_SHOPWARE_COUNTRIES = {
    "2": "DE", "4": "AU", "5": "BE", "7": "DK", "8": "FI", "9": "FR", "10": "GR", "11": "GB",
    "12": "IE", "13": "IS", "14": "IT", "15": "JP", "16": "CA", "18": "LU", "20": "NA",
    "21": "NL", "22": "NO", "23": "AT", "24": "PT", "25": "SE", "26": "CH", "27": "ES",
    "28": "US", "29": "LI", "30": "PL", "31": "HU", "32": "TR", "33": "CZ", "34": "SK",
    "35": "RO", "36": "BR", "37": "IL",
}  # fmt: skip
_YES = frozenset({"1", "true", "yes", "ja", "j", "y", "oui", "wahr", "company", "bedrijf", "org",
                  "organization", "zakelijk", "business", "waar"})  # fmt: skip
_NO = frozenset({"0", "false", "no", "nee", "n", "non", "nein", "falsch", "onwaar", "individual",
                 "persoon", "person", "particulier"})  # fmt: skip
# Dolibarr: 0 neither, 1 customer, 2 prospect, 3 both.
_NOT_A_CUSTOMER = _NO | {"vendor", "supplier", "leverancier", "fournisseur", "lieferant"}
_POSTCODE_LINE = re.compile(
    r"(?P<postcode>(?:[A-Z]{1,2}[- ])?\d{4,5}(?: ?[A-Z]{2}\b)?)(?:\s+(?P<town>\D.*))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Composed:
    """What one row says: the fields of a customer, not yet checked, and what stands beside them.

    `delivery` is a second address; `address_only` has no customer of its own in it.
    """

    fields: Mapping[str, str]
    delivery: Mapping[str, str]
    external_id: str = ""
    group: str = ""
    parent: str = ""
    label: str = ""
    skipped: bool = False


def gather(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Give each target the first filled cell that feeds it; `pairs` are (target, cell)."""
    found: dict[str, str] = {}
    for target, cell in pairs:
        if cell and target != "consent" and not found.get(target):
            found[target] = cell
    return found


def _block(text: str) -> dict[str, str]:
    """Take a whole address apart: lines or parts between commas, postcode and town, country."""
    address: dict[str, str] = {}
    parts = [part.strip() for part in re.split(r"[\n,]", text) if part.strip()]
    if len(parts) > 1 and country_code(parts[-1]):
        address["country"] = parts.pop()
    for index, part in enumerate(parts):
        found = _POSTCODE_LINE.fullmatch(part)
        if found:
            address |= {k: v for k, v in found.groupdict().items() if v}
            del parts[index]
            break
    if parts:
        address["street"] = parts.pop(0)
    if parts:
        address["address_line_2"] = ", ".join(parts)
    return address


def _address(raw: Mapping[str, str], prefix: str = "") -> dict[str, str]:
    """Compose an address, with the house number taken off the street where it stands in it."""
    plain = {f: clean_line(raw.get(prefix + f, "")) for f in ADDRESS_FIELDS}
    address = {field: text for field, text in plain.items() if text}
    numbered = raw.get(f"{prefix}shopware_country", "")
    if numbered:
        address["country"] = _SHOPWARE_COUNTRIES.get(numbered, numbered)
    block = raw.get(f"{prefix}address_block", "")
    if block and not address.get("street"):
        address = {**_block(block), **address}
    box = clean_line(raw.get(f"{prefix}post_box", ""))
    if "street" not in address:
        street = raw.get(f"{prefix}address_line_2", "") or box
        address.pop("address_line_2", None)
        if street:
            address |= {k: v for k, v in _block(street).items() if not address.get(k)}
    lines = [line.strip() for line in raw.get(f"{prefix}street", "").split("\n") if line.strip()]
    if len(lines) > 1:
        whole = _block(raw[f"{prefix}street"])
        address |= {k: v for k, v in whole.items() if k == "street" or not address.get(k)}
    return _split_house_number(address)


def _split_house_number(address: dict[str, str]) -> dict[str, str]:
    if not address.get("street") or address.get("house_number"):
        return address
    named = address.get("country", "")
    country = country_code(named) or named
    if not country and address.get("postcode") and not looks_dutch(address["postcode"]):
        # Without a country and with a foreign postcode nobody knows where the number stands.
        line = split_street(address["street"], "DE")
        return address if not line.number else {**address, **_parts(line)}
    return {**address, **_parts(split_street(address["street"], country))}


def _parts(line: object) -> dict[str, str]:
    parts = {
        "street": getattr(line, "street", ""),
        "house_number": getattr(line, "number", ""),
        "house_number_addition": getattr(line, "addition", ""),
    }
    return {field: text for field, text in parts.items() if text}


def _same_name(company: str, *parts: str) -> bool:
    return company.casefold() == " ".join(part for part in parts if part).casefold()


def _split(full: str, country: str) -> dict[str, str]:
    name = split_name(full, country)
    return {
        "first_name": name.first_name,
        "surname_prefix": name.surname_prefix,
        "surname": name.surname,
    }


def _person(raw: Mapping[str, str], country: str) -> dict[str, str]:
    first = " ".join(
        clean_line(raw.get(target, "").replace(",", " "))
        for target in ("first_name", "middle_name")
    ).strip()
    prefix, surname = clean_line(raw.get("surname_prefix", "")), clean_line(raw.get("surname", ""))
    if not surname and " " in first:
        return _split(first, country)
    if surname and not prefix:
        prefix, surname = split_surname(surname, country)
    return {"first_name": first, "surname_prefix": prefix, "surname": surname}


def _names(raw: Mapping[str, str], country: str) -> dict[str, str]:
    """Decide who this is: a person, or a company with perhaps a contact person."""
    person = _person(raw, country)
    company = clean_line(raw.get("company", "") or raw.get("business_name", ""))
    full = clean_line(raw.get("name", ""))
    known = bool(person["surname"] or person["first_name"])
    firm = _says(raw.get("kind", ""))
    if raw.get("vcard_kind"):
        firm = raw["vcard_kind"] in {"org", "company"}
    if full and not known:
        if firm or (firm is None and is_firm(full)):
            company = company or full
        else:
            person = _split(full, country)
    if company and firm is None and _same_name(company, *person.values()) and not is_firm(company):
        company = ""
    if raw.get("business_name") and not known and company and firm is None:
        kind = COMPANY
    else:
        kind = COMPANY if company and firm is not False else PERSON
    return {"kind": kind, "company": company, **person}


def _says(text: str) -> bool | None:
    folded = text.strip().casefold()
    return True if folded in _YES else False if folded in _NO else None


def _is_skipped(raw: Mapping[str, str]) -> bool:
    if raw.get("not_if_filled"):
        return True
    customer = raw.get("is_customer", "").strip().casefold()
    if customer in _NOT_A_CUSTOMER:
        return True
    return not customer and _says(raw.get("is_supplier", "")) is True


def _delivery(raw: Mapping[str, str], main: Mapping[str, str]) -> dict[str, str]:
    """Compose the second address, if there is one that differs from the first."""
    if not any(target.startswith(DELIVER) for target in raw):
        return {}
    address = _address(raw, DELIVER)
    if not any(address.get(field) for field in ("street", "postcode", "town")):
        return {}
    if all(address.get(f, "") == main.get(f, "") for f in ("street", "house_number", "postcode")):
        return {}
    who = [raw.get(DELIVER + t, "") for t in ("company", "name", "first_name", "surname")]
    name = clean_line(who[0] or who[1] or " ".join(who[2:]))
    return {**address, **({"name": name} if name else {})}


def compose(raw: Mapping[str, str], options: Mapping[str, str]) -> Composed:
    """Make the fields of a customer out of what the targets of one row hold."""
    address = _address(raw)
    country = country_code(address.get("country", ""))
    if options.get("kind") and not raw.get("kind"):
        raw = {**raw, "kind": options["kind"]}
    names = _names(raw, country)
    said = {f: raw[f] for f in ("phone", "email", "vat_number", "remarks") if raw.get(f)}
    fields = {**names, **address, **said}
    return Composed(
        fields={field: text for field, text in fields.items() if text},
        delivery=_delivery(raw, address),
        external_id=clean_line(raw.get("external_id", "")),
        group=clean_line(raw.get("group", "")),
        parent=clean_line(raw.get("parent", "")),
        label=clean_line(raw.get("address_label", "")),
        skipped=_is_skipped(raw),
    )
